"""Searches that are read page by page, against the sandbox."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.utils import timezone

from autoreach.calls import budget, ledger
from autoreach.calls.call import Call
from autoreach.calls.models import Allowance, ProviderCall
from autoreach.providers.results import Answer, Page, Usage
from autoreach.sandbox.world import ON_X
from autoreach.work.leases import LeaseLost, new_lease
from leads.models import Lead, LeadSource, Search
from leads.sources.info import SourceInfo
from leads.sources.registry import SOURCES
from leads.sources.running import control, reading
from leads.sources.running.queue import SEARCHES
from leads.sources.running.reading import take_step
from leads.sources.source import RUNNING, Problem, Source, page
from leads.sources.tasks import run_search, tend
from tests.factories import WorkspaceFactory
from tests.leads.sources.searching import begin, offer_of

pytestmark = pytest.mark.django_db
SMALL = {"queries": "planmaster\nplanning", "posts": 40, "days": 7, "language": ""}


@pytest.fixture
def offer():
    return offer_of(WorkspaceFactory())


def run(search):
    run_search(search.pk)
    search.refresh_from_db()
    return search


def people():
    return set(Lead.objects.values_list("x_user_id", flat=True))


def lines():
    return ProviderCall.objects.filter(owner_kind="search")


def test_a_search_brings_people_with_what_they_wrote(sandbox, offer):
    search = run(begin("tweet_search", offer, **SMALL))
    source = LeadSource.objects.filter(search=search).select_related("lead").first()
    post = source.lead.posts.get(external_id=source.reference.removeprefix("post "))
    assert (source.evidence, source.evidence_url, source.evidence_at) == (post.text, post.url, post.posted_at)
    assert source.evidence_url == f"{source.lead.x_url}/status/{post.external_id}"


def test_the_counts_are_of_people_and_of_what_was_read(sandbox, offer):
    search = run(begin("tweet_search", offer, **SMALL))
    assert (search.found, search.created, search.duplicates) == (len(people()), len(people()), 0)
    assert search.counts == {"posts": 40, "replies": Search.objects.get().counts["replies"]}
    again = run(begin("tweet_search", offer, **SMALL))
    assert (again.found, again.created, again.duplicates) == (search.found, 0, search.found)


def test_what_it_cost_is_the_sum_of_its_lines(sandbox, offer):
    search = run(begin("tweet_search", offer, **SMALL))
    assert search.cost().spent == sum(lines().values_list("cost_usd", flat=True)) > Decimal("0.5")
    assert set(lines().values_list("status", "owner_id")) == {("booked", search.pk)}


def test_a_search_that_read_everything_waits_for_its_leads_and_then_is_complete(
    sandbox, offer, django_capture_on_commit_callbacks
):
    search = begin("tweet_search", offer, **SMALL)
    with django_capture_on_commit_callbacks() as later:
        run(search)
    assert search.status == "finishing"
    for task in later:
        task()
    search.refresh_from_db()
    assert (search.status, search.run.total, search.run.completed) == ("completed", search.found, search.found)


def test_a_search_without_a_hit_is_complete_at_once(sandbox, offer, django_capture_on_commit_callbacks):
    search = begin("tweet_search", offer, **SMALL | {"queries": "words-never-written"})
    with django_capture_on_commit_callbacks(execute=True):
        run(search)
    search.refresh_from_db()
    assert (search.status, search.found, search.problems, search.cost().spent) == ("completed", 0, [], 0)


def test_what_is_put_off_says_why_and_what_to_do_and_goes_on_where_it_was(sandbox, offer):
    search = begin("tweet_search", offer, **SMALL)
    sandbox.faults.set([{"fault": "out_of_credits", "provider": "x", "after": 1}])
    run(search)
    assert (search.status, search.lease, search.waits_for) == ("pending", None, "X is out of credits")
    assert search.remedy == (
        "Buy credits or raise the spending cap in the X developer console, under Billing. The search goes on by itself."
    )
    found, spent = search.found, search.cost().spent
    assert found > 0
    sandbox.faults.set([])
    run(search)
    assert search.status == "pending"
    Allowance.objects.update(blocked_until=None, reason="")
    Search.objects.update(not_before=None)
    run(search)
    assert (search.status, search.waits_for, search.remedy) == ("finishing", "", "")
    assert search.found > found and search.cost().spent > spent
    assert sandbox.calls.summary()["charged_again"] == 0


def test_a_budget_that_is_raised_lets_the_search_go_on(sandbox, offer, django_capture_on_commit_callbacks):
    budget.set_monthly_cap(offer.workspace_id, Decimal("0.01"))
    search = run(begin("tweet_search", offer, **SMALL))
    assert (search.waits_for, search.remedy) == (
        "the monthly budget is spent",
        "Raise the monthly budget under Settings, or wait for the first of the month. The search goes on by itself.",
    )
    with django_capture_on_commit_callbacks(execute=True):
        budget.set_monthly_cap(offer.workspace_id, Decimal(100))
    search.refresh_from_db()
    assert search.status in ("finishing", "completed")


def test_a_query_that_x_refuses_is_a_problem_and_the_rest_goes_on(sandbox, offer):
    search = run(begin("tweet_search", offer, **SMALL | {"queries": "planmaster\nfoo:bar"}))
    assert (search.status, len(search.problems)) == ("finishing", 1)
    assert search.problems[0]["about"] == "posts about “foo:bar”"
    assert search.problems[0]["cause"].startswith("X refuses this: ")
    assert search.problems[0]["remedy"] == "Change it and start the search again."
    assert search.found > 0


def test_a_search_of_which_x_refuses_everything_fails_with_the_cause(sandbox, offer):
    search = run(begin("tweet_search", offer, **SMALL | {"queries": "foo:bar"}))
    assert (search.status, search.remedy) == ("failed", "Change it and start the search again.")
    assert search.error.startswith("posts about “foo:bar”: X refuses this: ")


def test_without_a_key_the_search_says_which_to_set(offer):
    search = run(begin("tweet_search", offer, **SMALL))
    assert (search.status, search.error) == ("failed", "X is not connected.")
    assert search.remedy.startswith("Set X_BEARER_TOKEN and restart.")


def test_a_search_whose_offer_is_archived_is_paused_before_it_pays_and_goes_on_once_it_is_restored(sandbox, offer):
    search = begin("tweet_search", offer, **SMALL)
    work = claimed(search)
    assert [take_step(work) for _ in range(2)] == [True, True]
    paid = lines().count()
    offer.archive()
    assert take_step(work) is False
    search.refresh_from_db()
    assert (search.status, search.lease, lines().count()) == ("paused", None, paid)
    assert (search.waits_for, search.remedy) == (
        "Its offer is archived.",
        "Restore the offer, then resume the search.",
    )
    offer.restore()
    control.resume(search)
    assert run(search).status == "finishing" and lines().count() > paid


def claimed(search):
    return SEARCHES.claim(search.pk)


def test_a_page_that_is_being_read_when_the_search_is_paused_is_kept(sandbox, offer):
    search = claimed(begin("tweet_search", offer, **SMALL))
    take_step(search)
    control.pause(search)
    assert take_step(search) is False
    search.refresh_from_db()
    assert (search.status, search.lease, lines().count(), search.counts) == ("paused", None, 1, {"posts": 20})
    assert control.resume(search)
    assert run(search).status == "finishing"


def test_a_worker_that_lost_its_lease_stores_nothing_and_nothing_is_paid_twice(sandbox, offer):
    search = claimed(begin("tweet_search", offer, **SMALL))
    take_step(search)
    stored = people(), lines().count()
    stale = Search.objects.get()
    Search.objects.update(lease=new_lease())
    with pytest.raises(LeaseLost):
        take_step(stale)
    assert (people(), lines().count()) == stored


class Killed(BaseException):
    pass


def test_a_worker_killed_before_it_stored_a_page_pays_for_no_post_twice(sandbox, offer, monkeypatch):
    whole = run(begin("tweet_search", offer, **SMALL))
    expected, charged = people(), whole.cost().spent
    Lead.objects.all().delete()
    sandbox.calls.clear()
    search = begin("tweet_search", offer, **SMALL)

    def killed(*arguments):
        raise Killed

    for _ in range(3):
        with monkeypatch.context() as dying:
            dying.setattr(reading, "retry_on_contention", killed)
            work = claimed(search)
            with pytest.raises(Killed):
                take_step(work)
                take_step(work)
        Search.objects.update(lease_until=timezone.now() - timedelta(seconds=1))
        ProviderCall.objects.filter(status="started").update(created_at=timezone.now() - timedelta(seconds=10))
        SEARCHES.recover()
        ledger.mark_lost_calls()
        work = claimed(search)
        take_step(work)
        SEARCHES.free(Search.objects.filter(pk=search.pk))
    run(search)
    assert (search.status, people(), search.cost().spent) == ("finishing", expected, charged)
    assert sum(lines().filter(owner_id=search.pk).values_list("cost_usd", flat=True)) == charged


def test_a_call_with_an_unknown_end_that_is_charged_again_waits_for_its_user(sandbox, offer):
    search = begin("tweet_search", offer, **SMALL)
    work = claimed(search)
    take_step(work)
    work.refresh_from_db()
    found = work.found
    lost = reading.open_next(RUNNING["tweet_search"](work, {}), reading.pages.load(work))
    ledger.begin([each.call for each in lost], lease=new_lease())
    ProviderCall.objects.update(created_at=timezone.now() - timedelta(days=1), status="uncertain")
    SEARCHES.free(Search.objects.filter(pk=search.pk))
    run(search)
    assert (search.status, search.found) == ("paused", found)
    assert search.waits_for.startswith("posts about “planning”: The worker stopped while it read this")
    assert search.remedy == "Resume to read it once more: it may be charged a second time."
    control.resume(search)
    assert run(search).status == "finishing"


def test_each_minute_a_search_whose_wake_up_was_lost_is_woken(sandbox, offer, django_capture_on_commit_callbacks):
    search = begin("tweet_search", offer, **SMALL)
    Search.objects.update(woken_at=None)
    with django_capture_on_commit_callbacks(execute=True):
        tend()
    search.refresh_from_db()
    assert search.counts["posts"] == 40


@pytest.fixture
def odd():
    """A source whose first page is empty with a cursor, and whose second page it cannot understand."""

    class Odd(Source):
        info = SourceInfo("odd", "Odd answers")
        provider = "x"
        method = "Odd"
        about = "Odd answers."
        counted = ("pages",)
        started = []

        def begin(self):
            self.started.append(Search.objects.get().started_at)
            yield page(self.empty, "the empty list")
            yield page(self.strange, "the strange list")

        def empty(self, cursor=None):
            found = yield self.answer(Page((), "more"))
            self.count("pages")
            if found.cursor:
                yield page(self.empty, "the empty list", cursor=found.cursor)

        def strange(self):
            yield self.answer(Page((1,)))
            self.is_new("post", "1")
            self.count("pages", 10)
            yield Problem("half a page", "This is not kept.")
            raise KeyError("name")

        def answer(self, value):
            used = Usage("x", "tweets", calls=1, units=1, cost_usd=Decimal("0.005"))
            return Call("x", "tweets", "tweets", lambda providers: Answer(value, used), estimate_usd=Decimal("0.005"))

    yield Odd
    SOURCES.pop("odd")
    RUNNING.pop("odd")


def test_an_empty_page_ends_its_list_and_an_answer_that_is_not_understood_is_booked(odd, sandbox, offer, caplog):
    search = run(begin("odd", offer))
    assert (search.counts, search.cursor["state"]) == ({"pages": 1}, {"counts": {"pages": 1}})
    assert [(each["about"], each["cause"]) for each in search.problems] == [
        ("the strange list", "What came back could not be understood.")
    ]
    assert (lines().count(), search.cost().spent) == (2, Decimal("0.01"))
    assert set(lines().values_list("status", flat=True)) == {"booked"}
    assert "the answer for the strange list was not understood" in caplog.text


def test_a_search_has_started_before_its_first_page_is_asked_for(odd, sandbox, offer):
    search = run(begin("odd", offer))
    assert None not in odd.started
    assert odd.started == [search.started_at]


LINKEDIN = {
    "linkedin_people": {"roles": "manager", "locations": "", "industries": "", "people": 100},
    "linkedin_companies": {"descriptors": "contract manufacturing", "locations": "", "companies": 20},
    "linkedin_jobs": {"roles": "planner", "locations": ""},
    "linkedin_content": {"pains": "planning", "hiring": "", "seeking": "", "buying": "", "growth": ""},
}


@pytest.mark.parametrize("fault", ["throttled", "empty_page"])
@pytest.mark.parametrize("kind", LINKEDIN)
def test_a_throttled_account_is_named_and_not_asked_on(sandbox, offer, kind, fault):
    sandbox.faults.set([{"fault": fault, "provider": "unipile", "endpoint": "search"}])
    search = run(begin(kind, offer, **LINKEDIN[kind]))
    assert (lines().count(), search.found) == (1, 0)
    assert [(each["cause"], each["remedy"]) for each in search.problems] == [
        ("LinkedIn shows nothing for now.", "Start the search again tomorrow.")
    ]


def test_a_list_that_is_throttled_on_its_way_keeps_who_was_found(sandbox, offer):
    sandbox.faults.set([{"fault": "throttled", "provider": "unipile", "endpoint": "search", "after": 1}])
    search = run(begin("linkedin_people", offer, **LINKEDIN["linkedin_people"]))
    assert (lines().count(), search.status, search.counts["people"]) == (2, "finishing", 50)
    assert [each["cause"] for each in search.problems] == ["LinkedIn shows nothing for now."]


@pytest.mark.parametrize("kind", ["linkedin_jobs", "linkedin_companies"])
def test_a_search_whose_offer_is_gone_goes_on(sandbox, offer, kind):
    search = begin(kind, offer, **LINKEDIN[kind])
    Search.objects.update(offer=None)
    run(search)
    assert (search.status, search.problems) == ("finishing", [])
    assert search.counts["people"] > 0


def test_a_search_of_which_one_page_went_well_has_not_failed(sandbox, offer):
    search = run(begin("tweet_search", offer, **SMALL | {"queries": "words-never-written\nfoo:bar"}))
    assert (search.status, search.found, len(search.problems)) == ("finishing", 0, 1)


def test_a_place_that_is_known_does_not_hide_that_nothing_was_read(sandbox, offer):
    sandbox.faults.set([{"fault": "throttled", "provider": "unipile", "endpoint": "search"}])
    typed = LINKEDIN["linkedin_people"] | {"locations": "Germany"}
    assert run(begin("linkedin_people", offer, **typed)).status == "failed"


def test_a_search_that_is_read_forgets_what_it_has_seen(sandbox, offer):
    search = run(begin("tweet_search", offer, **SMALL))
    assert (search.cursor["left"], search.cursor["state"]) == ([], {"counts": search.counts})


# Each with a limit that the same page never reaches, and what else it asks besides the two pages.
LISTS = {
    "tweet_search": ({"queries": "planmaster", "posts": 300, "days": 7, "language": "", "replies": False}, 0),
    "x_followers": ({"people": 5000}, 1),
    "linkedin_people": ({"roles": "manager", "locations": "Germany", "industries": "", "people": 500}, 1),
    "linkedin_companies": ({"descriptors": "galdor machinery", "locations": "", "companies": 100}, 5),
    "linkedin_content": (LINKEDIN["linkedin_content"] | {"posts": 200, "comments": False}, 0),
    "links": ({"text": "https://www.linkedin.com/search/results/people/?keywords=manager", "results": 1000}, 0),
}


@pytest.mark.parametrize("kind", LISTS)
def test_a_list_that_shows_the_same_page_under_new_cursors_ends(sandbox, offer, kind):
    typed, others = LISTS[kind]
    if kind == "x_followers":
        typed = typed | {"accounts": sandbox.world.account_name(sandbox.world.network.hubs("crm", ON_X)[0])}
    sandbox.faults.set([{"fault": "repeats", "endpoint": name} for name in ("search_recent", "followers", "search")])
    search = run(begin(kind, offer, **typed))
    assert (search.status, sandbox.calls.total) == ("finishing", 2 + others)
