from datetime import timedelta

import pytest
from django.utils import timezone

from autoreach.calls import ledger
from autoreach.calls.call import Call, Owner, PaidCall
from autoreach.calls.models import ProviderCall
from autoreach.calls.waits import Wait
from autoreach.providers.results import Answer, Usage
from autoreach.work.leases import LeaseLost, new_lease
from leads.ingest import FoundProfile
from leads.models import Lead, Search
from leads.sources.running import pages, storing
from leads.sources.running.page_reading import Reading
from leads.sources.running.pages import Numbered, Progress
from leads.sources.source import RUNNING, Page, Problem
from tests.factories import LeadFactory, SearchFactory

pytestmark = pytest.mark.django_db
ANN, BEA = (FoundProfile(x=handle, full_name=handle.title()) for handle in ("ann", "bea"))


@pytest.fixture
def search():
    found = SearchFactory(kind="x_followers", status="running")
    Search.objects.filter(pk=found.pk).update(lease=new_lease(), attempts=3, waits_for="X is limited", remedy="Wait.")
    return Search.objects.get(pk=found.pk)


def numbered(number, cursor=None, first=None):
    given = {"user_id": "1"} | ({"cursor": cursor} if cursor else {})
    return Numbered(number, Page("followers", f"page {number}", given), first or number)


def reading_of(search, number=1, *, outcome="answer", **brought):
    call = Call("x", "followers", "followers", send=None)
    paid = PaidCall(Owner("search", search.pk), "Followers", call, f"search {search.pk}:{number}", search.workspace_id)
    if outcome == "answer":
        paid.result = Answer([], Usage("x", "followers"))
    elif outcome == "lost":
        paid.result = ledger.Uncertain("no answer was recorded", usage=Usage("x", "followers"))
    else:
        paid.wait = Wait(timezone.now() + timedelta(minutes=5), "X did not answer", failed="x")
    return Reading(numbered(number), iter(()), paid, **brought)


def store(search, *readings, first=(), left=()):
    source = RUNNING[search.kind](search, {})
    progress = Progress(begun=True, next_number=9, left=[*(each.numbered for each in readings), *left])
    goes_on = storing.store(search, source, progress, list(readings), list(first))
    search.refresh_from_db()
    return goes_on


def test_a_page_is_stored_with_its_people_and_the_pages_that_follow(search):
    following = Page("followers", "more followers", {"user_id": "1", "cursor": "c2"})
    done = reading_of(search, people=[ANN], pages=[following], cursor="c2")
    assert store(search, done, first=[BEA]) is True
    assert sorted(Lead.objects.values_list("x_handle", flat=True)) == ["ann", "bea"]
    assert (search.found, search.created, search.duplicates) == (2, 2, 0)
    assert (search.attempts, search.waits_for, search.remedy) == (0, "", "")
    progress = pages.load(search)
    assert progress.left == [Numbered(9, following, 1)]
    assert (progress.next_number, progress.went_well) == (10, True)


def test_who_is_found_on_two_pages_counts_once(search):
    store(search, reading_of(search, people=[ANN, BEA]), left=[numbered(2)])
    store(search, reading_of(search, 2, people=[ANN]))
    assert (search.found, search.created, search.duplicates) == (2, 2, 0)


def test_who_was_there_before_is_a_duplicate(search):
    LeadFactory(workspace=search.workspace, full_name="Ann", linkedin_slug="", x_handle="ann")
    store(search, reading_of(search, people=[ANN, BEA]))
    assert (search.found, search.created, search.duplicates) == (2, 1, 1)


def test_what_a_page_cost_is_booked_with_it(search):
    done = reading_of(search, people=[ANN])
    ledger.begin([done.call], lease=search.lease)
    store(search, done)
    assert list(ProviderCall.objects.values_list("status", flat=True)) == ["booked"]


def test_another_worker_has_the_search(search):
    Search.objects.update(lease=new_lease())
    with pytest.raises(LeaseLost):
        store(search, reading_of(search, people=[ANN]))
    assert Lead.objects.count() == 0


def test_a_page_that_waits_stays_and_counts_as_a_failure_of_its_provider(search):
    assert store(search, reading_of(search, outcome="wait"), left=[numbered(2)]) is False
    progress = pages.load(search)
    assert [each.number for each in progress.left] == [1, 2]
    assert (progress.failures, progress.waits_on) == ({"x": 1}, "x")
    assert (search.lease, search.waits_for) == (None, "X did not answer")


def test_an_answer_ends_the_row_of_failures_of_its_provider(search):
    answered = [reading_of(search)]
    assert storing.failures_after({"x": 2, "linkedin": 1}, answered) == {"linkedin": 1}
    assert storing.failures_after({"x": 2}, [reading_of(search, outcome="wait")]) == {"x": 3}


def test_a_lost_answer_pauses_and_is_read_again_only_on_request(search):
    assert store(search, reading_of(search, outcome="lost", people=[ANN])) is False
    assert (search.status, search.waits_for) == ("paused", f"page 1: {storing.LOST}")
    assert search.remedy == storing.READ_AGAIN
    assert (pages.load(search).again, Lead.objects.count()) == ({"1": 1}, 0)


@pytest.mark.parametrize("status", ["paused", "cancelled"])
def test_a_search_that_a_user_stopped_keeps_what_was_read_and_goes_no_further(search, status):
    Search.objects.update(status=status)
    assert store(search, reading_of(search, people=[ANN]), left=[numbered(2)]) is False
    assert (search.status, search.lease, Lead.objects.count()) == (status, None, 1)


def test_the_last_page_ends_the_reading(search):
    assert store(search, reading_of(search, people=[ANN])) is False
    assert (search.status, pages.load(search).left) == ("finishing", [])


def test_pages_that_the_account_may_not_ask_for_are_all_left_out(search):
    refused = reading_of(search, is_not_offered=True)
    assert store(search, refused, left=[numbered(2)]) is False
    assert pages.load(search).left == []


def test_so_many_problems_are_kept(search):
    problems = [Problem(f"page {number}", "It is gone.") for number in range(15)]
    store(search, reading_of(search, problems=problems), first=problems, left=[numbered(2)])
    assert (len(search.problems), search.problems[0]["about"]) == (20, "page 0")


def test_what_a_list_has_shown_is_kept_while_it_goes_on(search):
    following = Page("followers", "more", {"cursor": "c2"})
    on, over = reading_of(search, met=["a"], pages=[following], cursor="c2"), reading_of(search, 2, met=["b"])
    store(search, on, over)
    assert pages.load(search).met == {"1": ["a"]}
