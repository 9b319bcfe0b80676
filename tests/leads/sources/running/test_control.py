from datetime import timedelta

import pytest
from django.utils import timezone

from autoreach.work.leases import new_lease
from leads.models import LeadSource, Search
from leads.sources.running import control
from tests.factories import LeadFactory, MembershipFactory, SearchFactory, WorkspaceFactory
from tests.leads.sources.searching import begin, offer_of, parameters_of

pytestmark = pytest.mark.django_db


def search_in(status, **fields):
    return SearchFactory(kind="tweet_search", status=status, **fields)


def status_of(search):
    search.refresh_from_db()
    return search.status


def test_a_started_search_keeps_what_was_asked_and_what_it_is_expected_to_cost():
    search = begin("tweet_search", offer_of(WorkspaceFactory()), queries="crm\nerp", posts=100, replies=False)
    assert (search.label, search.status, float(search.estimated_usd)) == ("Tweets: crm and 1 more", "pending", 1.5)
    assert search.parameters["queries"] == ["crm", "erp"]
    assert search.woken_at is None  # of the copy at hand
    assert Search.objects.get().woken_at is not None


def start_again(member):
    return control.start_once(
        workspace=member.workspace,
        user=member.user,
        offer=None,
        kind="tweet_search",
        parameters=parameters_of("tweet_search", queries="crm"),
    )


@pytest.mark.parametrize(
    ("status", "is_new"),
    [
        ("pending", False),
        ("running", False),
        ("paused", False),
        ("finishing", False),
        ("completed", False),
        ("failed", True),
        ("cancelled", True),
    ],
)
def test_what_is_asked_twice_within_ten_seconds_is_paid_once_unless_it_failed_or_was_cancelled(status, is_new, clock):
    member = MembershipFactory()
    first, _ = start_again(member)
    Search.objects.update(status=status, created_at=clock.now)
    clock.now += timedelta(seconds=9)
    again, said = start_again(member)
    assert (said, again != first, Search.objects.count()) == (is_new, is_new, 1 + is_new)


def test_what_is_asked_ten_seconds_later_is_another_search(clock):
    member = MembershipFactory()
    start_again(member)
    clock.now += timedelta(seconds=10)
    assert start_again(member)[1]


@pytest.mark.parametrize("status", ["pending", "running"])
def test_a_search_at_work_can_be_paused(status):
    search = search_in(status, waits_for="a limit")
    assert (control.pause(search), status_of(search), search.waits_for) == (True, "paused", "")


def test_one_that_ended_cannot_be_paused():
    search = search_in("completed")
    assert (control.pause(search), status_of(search)) == (False, "completed")


def test_a_paused_search_waits_for_a_worker_again():
    search = search_in("paused", not_before=timezone.now())
    assert (control.resume(search), status_of(search), search.not_before) == (True, "pending", None)


def test_a_worker_that_still_reads_keeps_a_search_that_is_resumed():
    lease = new_lease()
    search = search_in("paused", lease=lease, lease_until=timezone.now() + timedelta(seconds=60))
    assert (control.resume(search), status_of(search), search.lease) == (True, "running", lease)


def test_a_worker_that_died_does_not():
    search = search_in("paused", lease=new_lease(), lease_until=timezone.now() - timedelta(seconds=1))
    assert (control.resume(search), status_of(search), search.lease) == (True, "pending", None)


@pytest.mark.parametrize(("status", "done"), [("running", True), ("paused", True), ("completed", False)])
def test_a_search_is_cancelled_until_it_has_ended(status, done):
    search = search_in(status)
    assert (control.cancel(search), status_of(search)) == (done, "cancelled" if done else status)


@pytest.mark.parametrize(("status", "done"), [("running", False), ("finishing", False), ("paused", True)])
def test_a_search_at_work_is_not_deleted(status, done):
    assert control.delete(search_in(status)) is done


def test_leads_of_a_deleted_search_stay_and_name_it():
    search = search_in("completed")
    lead = LeadFactory(workspace=search.workspace)
    LeadSource.objects.create(
        workspace=search.workspace, lead=lead, search=search, kind=search.kind, reference="post 1"
    )
    control.delete(search)
    search.refresh_from_db()
    assert (search.deleted_at is not None, lead.sources.get().search) == (True, search)
