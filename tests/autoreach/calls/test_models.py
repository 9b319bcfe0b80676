import pytest

from autoreach.calls.models import ProviderCall
from tests.factories import WorkspaceFactory

pytestmark = pytest.mark.django_db


def test_calls_in_doubt_are_uncertain_ones_that_may_have_cost_money():
    workspace = WorkspaceFactory()
    for provider, status in (("x", "uncertain"), ("ai", "uncertain"), ("linkedin", "uncertain"), ("x", "booked")):
        ProviderCall.objects.create(
            workspace=workspace, key=f"{provider} {status}", provider=provider, purpose="p", status=status
        )
    assert sorted(ProviderCall.objects.in_doubt().values_list("key", flat=True)) == ["ai uncertain", "x uncertain"]
