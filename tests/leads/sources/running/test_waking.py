from datetime import timedelta

import pytest
from django.utils import timezone

from autoreach.calls.signals import provider_reopened
from leads.models import Search
from leads.signals import workspace_changed
from tests.factories import SearchFactory, WorkspaceFactory

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
    workspace_changed.send(None, workspace=workspace)
    assert woken() == {search.pk}
