from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from autoreach.calls.budget import set_monthly_cap
from autoreach.calls.signals import provider_reopened
from leads.models import Search
from tests.factories import ProviderCallFactory, SearchFactory, WorkspaceFactory

pytestmark = pytest.mark.django_db
LATER = timezone.now() + timedelta(hours=1)


def waiting(waits_on, **fields):
    known = {"kind": "tweet_search", "status": "pending", "not_before": LATER, "cursor": {"waits_on": waits_on}}
    return SearchFactory(**known | fields)


def woken():
    return set(Search.objects.filter(not_before=None).values_list("pk", flat=True))


def test_a_provider_that_works_again_wakes_the_searches_that_wait_for_it():
    search = waiting("x")
    others = [waiting("linkedin"), waiting("budget"), waiting("x", status="paused"), waiting("x", kind="csv")]
    provider_reopened.send(None, provider="x")
    assert woken() == {search.pk}
    assert Search.objects.filter(woken_at__isnull=False).count() == 1
    assert len(others) == 4


def test_a_workspace_whose_budget_was_raised_wakes_its_own():
    workspace = WorkspaceFactory()
    search = waiting("budget", workspace=workspace)
    waiting("budget")
    waiting("x", workspace=workspace)
    set_monthly_cap(workspace.pk, 5)
    assert woken() == {search.pk}


def test_a_call_that_was_not_charged_after_all_wakes_what_waited_for_its_money(admin_client):
    call = ProviderCallFactory(status="uncertain", cost_usd=3)
    search = waiting("budget", workspace=call.workspace)
    chosen = {"action": "settle_as_not_charged", "_selected_action": [call.pk]}
    admin_client.post(reverse("admin:calls_providercall_changelist"), chosen)
    assert woken() == {search.pk}


def test_a_budget_that_staff_raise_wakes_what_waited_for_it(admin_client):
    workspace = WorkspaceFactory()
    search = waiting("budget", workspace=workspace)
    admin_client.post(reverse("admin:calls_budget_add"), {"workspace": workspace.pk, "monthly_usd": 9})
    assert woken() == {search.pk}
