from datetime import timedelta

import pytest
from django.utils import timezone

from autoreach.calls import tasks
from autoreach.calls.models import ProviderCall, Spending
from autoreach.work.leases import new_lease
from tests.factories import WorkspaceFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def workspace():
    return WorkspaceFactory()


def test_each_minute_lost_calls_are_marked_and_the_spending_is_added_up(workspace):
    for number in range(3):
        fields = {"provider": "ai", "purpose": "p", "status": "started", "lease": new_lease(), "cost_usd": 1}
        ProviderCall.objects.create(workspace=workspace, key=f"{number}", **fields)
    ProviderCall.objects.update(created_at=timezone.now() - timedelta(minutes=1))
    tasks.tend()
    assert set(ProviderCall.objects.values_list("status", flat=True)) == {"uncertain"}
    assert [row.usd for row in Spending.objects.all()] == [3]
