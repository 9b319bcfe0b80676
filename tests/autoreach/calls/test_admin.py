from decimal import Decimal

import pytest
from django.contrib.auth import get_user_model
from django.urls import reverse

from autoreach.calls import budget
from autoreach.calls.models import Allowance, ProviderCall, ProviderHealth
from tests.factories import OfferFactory, ProviderCallFactory, WorkspaceFactory

pytestmark = pytest.mark.django_db
QUERIES = 9


@pytest.fixture
def staff(client):
    client.force_login(get_user_model().objects.create_superuser("staff", password="correct horse"))
    return client


@pytest.mark.parametrize("model", ["providercall", "budget", "allowance", "providerhealth"])
def test_a_list_takes_as_many_queries_for_three_rows_as_for_one(staff, model, django_assert_max_num_queries):
    def add(name):
        offer = OfferFactory()
        ProviderCallFactory(workspace=offer.workspace, offer=offer)
        budget.set_monthly_cap(WorkspaceFactory().pk, 5)
        Allowance.objects.create(provider=name, scope="*")
        ProviderHealth.objects.create(provider=name, checked_at="2026-11-01T00:00:00Z")

    add("x")
    url = reverse(f"admin:calls_{model}_changelist")
    with django_assert_max_num_queries(QUERIES):
        assert staff.get(url).context["cl"].result_count == 1
    add("linkedin")
    add("ai")
    with django_assert_max_num_queries(QUERIES):
        assert staff.get(url).context["cl"].result_count == 3


@pytest.mark.parametrize(
    ("action", "status", "cost"), [("settle_as_charged", "booked", "0.5"), ("settle_as_not_charged", "failed", "0")]
)
def test_staff_settle_uncertain_calls_and_no_others(staff, action, status, cost):
    offer = OfferFactory()
    calls = [
        ProviderCall.objects.create(
            workspace=offer.workspace, key=each, provider="ai", purpose="web", status=each, cost_usd="0.5"
        )
        for each in ("uncertain", "started")
    ]
    chosen = {"action": action, "_selected_action": [call.pk for call in calls]}
    staff.post(reverse("admin:calls_providercall_changelist"), chosen)
    settled, under_way = ProviderCall.objects.order_by("pk")
    assert (settled.status, settled.cost_usd) == (status, Decimal(cost))
    assert (under_way.status, under_way.cost_usd) == ("started", Decimal("0.5"))
