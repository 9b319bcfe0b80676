"""Paid calls for an owner that is no pipeline job: a search reads a page."""

from datetime import timedelta
from decimal import Decimal
from math import inf

import pytest
from django.db import transaction
from django.utils import timezone

from autoreach.calls import budget, ledger
from autoreach.calls.call import Call, Owner, PaidCall
from autoreach.calls.ledger import Uncertain
from autoreach.calls.models import Allowance, KeptAnswer, ProviderCall
from autoreach.calls.sender import CallSender
from autoreach.calls.waits import NO_ROOM, Cause, Wait
from autoreach.providers.errors import Misconfigured, NotFound, ProviderError, RateLimited, Unavailable
from autoreach.providers.registry import AI, LINKEDIN, X
from autoreach.providers.x.objects import XUser
from autoreach.work import claims, leases
from leads.models import Search
from tests.factories import SearchFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def search(sandbox):
    """A search that a worker has in work."""
    return claim(SearchFactory(status=Search.Status.RUNNING))


def claim(search):
    (claimed,) = claims.claim(Search.objects.filter(pk=search.pk), lease=leases.new_lease())
    return claimed


def read_users(providers):
    return providers.x.users_by_username(["eager_sbx"])


def page(search, name="page 1", *, provider=X, operation="users/by", send=read_users, usd="0.01", kept=None):
    owner = Owner("search", search.pk)
    return PaidCall(
        owner=owner,
        purpose="Followers",
        call=Call(provider, name, operation, send, Decimal(usd), kept),
        key=f"{owner}:{name}",
        workspace_id=search.workspace_id,
    )


def make(search, *calls, **options):
    with CallSender(lease=search.lease, **options) as sender:
        sender.complete(calls)


def make_and_book(search, call):
    make(search, call)
    with transaction.atomic():
        ledger.book([call])


def lose_worker(search):
    """The worker was killed: its lease runs out, and another claims the search."""
    ProviderCall.objects.update(created_at=timezone.now() - timedelta(seconds=10))
    assert ledger.mark_lost_calls() == 0
    Search.objects.update(lease_until=timezone.now() - timedelta(seconds=1))
    claims.recover(
        Search.objects.all(), put_back=lambda searches: searches.update(**claims.FREED), give_up=lambda search: None
    )
    ledger.mark_lost_calls()
    ProviderCall.objects.update(created_at=timezone.now())  # soon after midnight, ten seconds ago was yesterday
    return claim(search)


def lines():
    return list(ProviderCall.objects.order_by("pk").values_list("status", "cost_usd"))


def test_a_search_makes_a_paid_call_as_a_job_does(search, sandbox):
    call = page(search)
    make_and_book(search, call)
    assert [user.username for user in call.result.value] == ["eager_sbx"]
    line = ProviderCall.objects.get()
    assert (line.owner_kind, line.owner_id, line.lease, line.purpose) == (
        "search",
        search.pk,
        search.lease,
        "Followers",
    )
    assert (line.status, line.units, line.lead, sandbox.calls.total) == ("booked", 1, None, 1)


def test_the_call_is_on_the_ledger_while_it_is_made(search):
    seen = []

    def look(providers):
        seen.append("sent")
        return read_users(providers)

    call = page(search, send=look)
    ledger.begin([call], lease=search.lease)
    assert (lines(), seen) == ([("started", Decimal("0.01"))], [])


@pytest.mark.parametrize(("usd", "reason"), [("0.01", "credits"), ("0", "")])
def test_an_answer_that_cost_nothing_lifts_a_closure_only_where_such_calls_are_free(search, usd, reason):
    Allowance.objects.create(provider=AI, scope="*", reason="credits", blocked_until=timezone.now())
    free = {"provider": AI, "operation": "models", "send": lambda providers: providers.ai.models()}
    make_and_book(search, page(search, usd=usd, **free))
    assert Allowance.objects.get(provider=AI, scope="*").reason == reason


def test_a_crash_between_the_call_and_its_booking_pays_x_once(search, sandbox):
    make(search, page(search))
    search = lose_worker(search)
    assert lines() == [("uncertain", Decimal("0.01"))]
    again = page(search)
    make_and_book(search, again)
    assert [user.username for user in again.result.value] == ["eager_sbx"]
    assert [status for status, _ in lines()] == ["settled", "booked"]
    assert sandbox.calls.summary()["charged_again"] == 0


def test_a_crash_between_the_call_and_its_booking_asks_no_model_again(search, sandbox):
    asking = {"provider": AI, "operation": "models", "send": lambda providers: providers.ai.models()}
    make(search, page(search, **asking))
    search = lose_worker(search)
    again = page(search, **asking)
    make_and_book(search, again)
    assert (type(again.result), again.wait, sandbox.calls.total) == (Uncertain, None, 1)
    assert [status for status, _ in lines()] == ["uncertain"]


def test_a_booked_page_is_replayed_after_a_crash_and_not_paid_for_again(search, sandbox):
    make_and_book(search, page(search, kept=tuple[XUser, ...]))
    search = lose_worker(search)
    again = page(search, kept=tuple[XUser, ...])
    make_and_book(search, again)
    assert ([user.username for user in again.result.value], again.replayed) == (["eager_sbx"], True)
    assert (sandbox.calls.total, len(lines())) == (1, 1)
    ledger.forget_answers("search", [search.pk])
    assert KeptAnswer.objects.count() == 0


def test_a_spent_budget_keeps_the_call_waiting_until_the_month_ends(search, sandbox):
    budget.set_monthly_cap(search.workspace_id, Decimal(0))
    call = page(search)
    make_and_book(search, call)
    assert (call.wait, call.result) == (Wait(budget.next_month(), NO_ROOM, Cause.BILLING), None)
    assert (lines(), sandbox.calls.total) == ([], 0)
    budget.set_monthly_cap(search.workspace_id, Decimal("0.01"))
    again = page(search)
    make_and_book(search, again)
    assert (again.wait, sandbox.calls.total) == (None, 1)


def test_a_limit_keeps_the_call_waiting_until_the_provider_says_and_closes_it_for_others(search, sandbox):
    sandbox.faults.set([{"fault": "rate_limited", "provider": "x", "seconds": 600}])
    first, second = page(search), page(search, "page 2")
    make_and_book(search, first)
    make_and_book(search, second)
    assert isinstance(first.result, RateLimited)
    assert (first.wait.until, first.wait.cause) == (first.result.resume_at, Cause.PROVIDER)
    assert (second.result, second.wait.reason, sandbox.calls.total) == (None, "X is limited", 1)
    assert lines() == [("failed", Decimal(0))]


def test_an_answer_that_breaks_off_is_uncertain_and_waits_for_another_try(search, sandbox):
    sandbox.faults.set([{"fault": "truncated", "provider": "x"}])
    call = page(search)
    make_and_book(search, call)
    assert (call.wait.failed, lines()) == (X, [("uncertain", Decimal("0.01"))])


def test_an_adapter_that_breaks_is_an_uncertain_call_and_stops_no_other(search, caplog):
    def broken(providers):
        raise KeyError("no such field")

    wrong, right = page(search, send=broken), page(search, "page 2")
    make(search, wrong, right, concurrency=2)
    ledger.book([wrong, right])
    assert (type(wrong.result), wrong.result.uncertain, wrong.wait) == (ProviderError, True, None)
    assert [status for status, _ in lines()] == ["uncertain", "booked"]
    assert "search" in caplog.text


def test_the_last_try_with_a_refused_key_ends_with_the_refusal(search, sandbox):
    sandbox.faults.set([{"fault": "unauthorized", "provider": "x"}])
    tries = [page(search, f"page {number}") for number in range(3)]
    for number, call in enumerate(tries):
        call.failures = {X: number}
        make_and_book(search, call)
    assert [call.wait and call.wait.failed for call in tries] == [X, X, None]
    assert (str(tries[2].result), sandbox.calls.total) == ("x users/by: X refuses the key", 1)


def test_a_call_that_its_owner_holds_is_not_sent(search, sandbox):
    held = Wait(timezone.now() + timedelta(hours=1), "outside the window", Cause.WINDOW)
    call = page(search)
    make(search, call, hold=lambda _: held)
    assert (call.wait, call.result, lines(), sandbox.calls.total) == (held, None, [], 0)


def test_a_short_wait_is_sat_out(search, sandbox, settings):
    moment = timezone.now() + timedelta(seconds=0.3)
    call = page(search)
    make(search, call, hold=lambda _: Wait(moment, "in a moment") if timezone.now() < moment else None)
    assert (call.wait, timezone.now() >= moment, sandbox.calls.total) == (None, True, 1)


@pytest.mark.parametrize(("seconds", "deadline"), [(4, inf), (0.3, 0)])
def test_a_longer_wait_goes_back_to_the_owner_and_after_the_deadline_a_short_one_too(
    search, sandbox, seconds, deadline
):
    held = Wait(timezone.now() + timedelta(seconds=seconds), "later")
    call = page(search)
    make(search, call, deadline=deadline, hold=lambda _: held if timezone.now() < held.until else None)
    assert (call.wait, lines(), sandbox.calls.total) == (held, [], 0)


def test_what_was_not_sent_after_an_error_gives_its_place_back(search, settings):
    settings.ALLOWANCES = {LINKEDIN: {"profile": [60, 3600]}}
    call = page(search, provider=LINKEDIN, operation="profile", send=lambda p: p.linkedin.profile("eager-buyer-sbx"))
    ledger.begin([call], lease=leases.new_lease())
    again = page(search, provider=LINKEDIN, operation="profile", send=call.call.send)
    make(search, again)
    # at a flat rate the call of a worker that is gone is made again, under a line of its own
    assert (again.key.rpartition("~")[2], len(lines())) == ("2", 2)


def test_a_replayed_call_gives_its_place_to_the_next(search, settings):
    settings.ALLOWANCES = {X: {"users/by": [60, 3600]}}
    make_and_book(search, page(search, kept=tuple[XUser, ...]))
    lose_worker(search)
    again = page(search, kept=tuple[XUser, ...])
    make_and_book(search, again)
    assert (again.replayed, Allowance.objects.get(scope="users/by").taken) == (True, 1)


def read_profile(providers):
    return providers.linkedin.profile("no-such-person-sbx")


def profile_call(search, name="profile"):
    return page(search, name, provider=LINKEDIN, operation="profile", send=read_profile, usd="0")


def test_a_profile_that_is_not_found_is_not_there_where_the_account_is(search, sandbox):
    first, second = profile_call(search), profile_call(search, "again")
    make(search, first)
    make(search, second)
    assert [type(first.result), type(second.result)] == [NotFound, NotFound]
    assert sandbox.calls.by_endpoint == {"unipile profile": 2, "unipile me": 1}


def test_an_account_that_is_not_found_says_nothing_of_the_profile(search, sandbox):
    sandbox.faults.set([{"fault": "not_found", "provider": "unipile", "endpoint": name} for name in ("profile", "me")])
    call = profile_call(search)
    make(search, call)
    assert (type(call.result), call.result.code, call.wait.reason) == (
        Misconfigured,
        "unknown_account",
        "LinkedIn is not set up rightly",
    )
    assert Allowance.objects.get(provider="linkedin", reason="setup").scope == "*"


def test_a_profile_is_asked_for_again_where_the_account_could_not_be_looked_up(search, sandbox):
    sandbox.faults.set([{"fault": "unavailable", "provider": "unipile", "endpoint": "me"}])
    call = profile_call(search)
    make(search, call)
    assert (type(call.result), call.wait.failed) == (Unavailable, "linkedin")
