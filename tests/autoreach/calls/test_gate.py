"""Admission in one process: its share of the allowances, and what answers say of a provider."""

from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection
from django.utils import timezone

from autoreach.calls import allowances
from autoreach.calls import gate as admission
from autoreach.calls.allowances import TRYING, Trying
from autoreach.calls.gate import Gate, Place
from autoreach.calls.models import Allowance, ProviderHealth
from autoreach.calls.signals import provider_reopened
from autoreach.providers.errors import AuthFailed, Misconfigured, NotFound, OutOfCredits, RateLimited
from autoreach.providers.results import Usage as Used
from tests.autoreach.calls.limits import POSTS, TIMELINE, down, limited, named, taken

pytestmark = pytest.mark.django_db


def test_two_workers_share_one_allowance_to_the_last_call(allowance):
    gates = [Gate(), Gate()]
    passed = 0
    while True:
        went = sum(gate.admit(*POSTS) is None for gate in gates)
        passed += went
        if not went:
            break
    assert passed == 60


def test_the_wait_is_until_the_window_ends(allowance):
    gate = Gate()
    taken([gate], POSTS)
    wait = gate.admit(*POSTS)
    assert wait.until - allowances.window_end(3600, datetime.now(UTC)) < timedelta(seconds=1)


def test_the_place_of_a_call_that_is_not_sent_is_the_next_calls(allowance):
    gate = Gate()
    gate.admit(*POSTS)
    gate.release(*POSTS, gate.place(*POSTS))
    assert taken([gate], POSTS) == 60


def test_a_place_of_the_last_window_is_none_in_the_next(allowance):
    gate = Gate()
    gate.admit(*POSTS)
    earlier = gate.place(*POSTS).until - timedelta(hours=1)
    gate.release(*POSTS, Place(until=earlier))
    assert taken([gate], POSTS) == 59


def test_a_worker_that_does_not_ask_after_all_leaves_asking_to_the_next():
    first, second = Gate(), Gate()
    first.admit(*TIMELINE)
    first.release(*TIMELINE, first.place(*TIMELINE))
    assert second.admit(*TIMELINE) is None
    assert first.admit(*TIMELINE) is not None


def test_a_worker_too_late_to_ask_does_not_let_a_third_ask_beside_the_second():
    first, second, third = Gate(), Gate(), Gate()
    first.admit(*TIMELINE)
    Allowance.objects.update(asking_until=timezone.now())
    second.admit(*TIMELINE)
    first.release(*TIMELINE, first.place(*TIMELINE))
    assert third.admit(*TIMELINE) is not None


def test_other_operations_are_not_limited_with_it(allowance):
    gate = Gate()
    taken([gate], POSTS)
    assert gate.admit("linkedin", "profile") is None


def test_the_first_call_to_x_goes_alone_and_finds_out_the_allowance():
    first, second = Gate(), Gate()
    assert first.admit(*TIMELINE) is None
    assert second.admit(*TIMELINE) is not None
    first.observe(*TIMELINE, named(remaining=2), place=first.place(*TIMELINE))
    assert taken([second], TIMELINE) == 2


def test_the_allowance_is_noted_before_another_worker_may_ask():
    """A second call to ask would use one of those that the first answer says are left."""
    gate, standings = Gate(), []
    gate.admit(*TIMELINE)

    def look_after(execute, sql, *more):
        result = execute(sql, *more)
        if sql.startswith("UPDATE"):
            (limit, asks), *_ = Allowance.objects.filter(scope=TIMELINE[1]).values_list("limit", "asking_until")
            standings.append((limit, asks is not None))
        return result

    with connection.execute_wrapper(look_after):
        gate.observe(*TIMELINE, named(remaining=2), place=gate.place(*TIMELINE))
    assert standings == [(60, True), (60, False)]


def test_an_error_on_the_first_call_names_no_allowance_so_the_next_one_asks():
    gate = Gate()
    gate.admit(*TIMELINE)
    gate.observe(*TIMELINE, None, AuthFailed("no", usage=Used("x", "op")), place=gate.place(*TIMELINE))
    allowances.lift("x", ["*"], paid=True)
    assert gate.admit(*TIMELINE) is None
    assert Gate().admit(*TIMELINE) is not None


def test_the_call_that_asks_in_a_new_window_is_not_bound_to_the_last_one(clock):
    gate = Gate()
    gate.admit(*TIMELINE)
    gate.observe(*TIMELINE, named(remaining=1, seconds=60), place=gate.place(*TIMELINE))
    gate.admit(*TIMELINE)
    assert gate.place(*TIMELINE).until is not None
    clock.now += timedelta(seconds=61)
    assert gate.admit(*TIMELINE) is None
    assert (gate.place(*TIMELINE).until, gate.place(*TIMELINE).asking is None) == (None, False)


def test_an_answer_of_the_last_window_ends_no_asking_in_the_new_one(clock):
    """It came while the worker was busy, and is looked at after the call that asks was sent."""
    gate, other = Gate(), Gate()
    gate.admit(*TIMELINE)
    gate.observe(*TIMELINE, named(remaining=5, seconds=60), place=gate.place(*TIMELINE))
    before = gate.place(*TIMELINE)
    clock.now += timedelta(seconds=61)
    gate.admit(*TIMELINE)
    asks = gate.place(*TIMELINE)
    gate.observe(*TIMELINE, named(remaining=4, seconds=-1), place=before)
    assert (gate.admit(*TIMELINE) is None, other.admit(*TIMELINE) is None) == (False, False)
    gate.observe(*TIMELINE, named(remaining=3), place=asks)
    assert taken([gate], TIMELINE) == 3


def test_a_429_closes_the_operation_for_every_worker_until_the_moment_it_names():
    first, second = Gate(), Gate()
    until = timezone.now() + timedelta(minutes=7)
    first.observe(*TIMELINE, None, limited(until, scope=TIMELINE[1]))
    assert second.admit(*TIMELINE).until == until
    assert second.admit("x", "users/by") is None


def test_without_credits_the_whole_provider_is_closed_and_others_are_not():
    gate = Gate()
    gate.observe(*TIMELINE, None, OutOfCredits("pay", usage=Used("x", "op")))
    assert gate.admit("x", "users/by").reason == "credits"
    assert gate.admit("ai", "complete") is None


def test_a_repetition_takes_a_place_of_its_own(settings):
    settings.ALLOWANCES = {"linkedin": {"posts": [100, 3600]}}
    gate = Gate()
    assert gate.admit(*POSTS) is None
    gate.begin_sending(Place())
    gate.permit(*POSTS)
    gate.permit(*POSTS)
    with pytest.raises(RateLimited):
        gate.permit(*POSTS)


def test_where_nothing_limits_a_repetition_may_come_late(monkeypatch):
    monkeypatch.setattr(admission, "RECHECK", 0)
    gate = Gate()
    assert gate.admit("ai", "completion") is None
    gate.begin_sending(Place())
    gate.permit("ai", "completion")
    gate.permit("ai", "completion")


def test_a_repetition_without_a_place_says_nothing_of_the_provider(allowance):
    gate = Gate()
    gate.admit(*POSTS)
    with pytest.raises(RateLimited) as no_place:
        gate.permit(*POSTS)
    gate.observe(*POSTS, None, no_place.value)
    assert gate.admit(*POSTS) is None


def test_a_provider_that_fails_again_and_again_is_left_alone_for_longer_each_time(clock):
    gate, pauses = Gate(), []
    for _ in range(3):
        for _ in range(admission.FAILURES):
            assert gate.admit(*POSTS) is None
            gate.observe(*POSTS, None, down())
        wait = Gate().admit(*POSTS)
        pauses.append((wait.until - clock.now).total_seconds())
        assert (wait.reason, Gate().admit("ai", "completion")) == ("down", None)
        gate.observe(*POSTS, None, down())
        clock.now = wait.until
    assert pauses == [30, 60, 120]


def test_an_answer_makes_up_for_the_failures_before_it():
    gate = Gate()
    for failures in (admission.FAILURES - 1, admission.FAILURES - 1):
        for _ in range(failures):
            gate.observe(*POSTS, None, down())
        gate.observe(*POSTS, None)
    assert Gate().admit(*POSTS) is None


def test_silence_does_not_hide_that_the_key_is_refused():
    gate = Gate()
    gate.observe(*POSTS, None, AuthFailed("no", usage=Used("linkedin", "profile"), status=401))
    for _ in range(admission.FAILURES):
        gate.observe(*POSTS, None, down())
    assert gate.admit(*POSTS).reason == "auth"


def test_a_provider_that_says_a_profile_does_not_exist_does_answer():
    gate = Gate()
    for _ in range(2 * admission.FAILURES):
        gate.observe(*POSTS, None, down())
        gate.observe(*POSTS, None, NotFound("nobody", usage=Used("linkedin", "profile"), status=404))
    assert gate.admit(*POSTS) is None


def test_eight_failures_in_a_row_close_a_provider_for_half_a_minute_at_first_and_five_at_most(clock):
    gate, pauses = Gate(), []
    for _ in range(6):
        for _ in range(7):
            gate.observe(*POSTS, None, down())
        assert gate.admit(*POSTS) is None
        gate.observe(*POSTS, None, down())
        closed = gate.admit(*POSTS)
        pauses.append((closed.until - clock.now).total_seconds())
        clock.now = closed.until
    assert (closed.reason, pauses) == ("down", [30, 60, 120, 240, 300, 300])


def test_without_credits_a_provider_is_closed_for_a_quarter_of_an_hour_and_without_a_key_for_five_minutes(clock):
    for error, minutes in ((OutOfCredits, 15), (AuthFailed, 5)):
        gate = Gate()
        gate.observe(*TIMELINE, None, error("no", usage=Used("x", "op"), status=402))
        assert gate.admit(*TIMELINE).until == clock.now + timedelta(minutes=minutes)
        allowances.lift("x", ["*"], paid=True)


def test_an_error_that_will_pass_but_came_from_our_own_gate_is_no_failure():
    gate = Gate()
    for _ in range(20):
        gate.observe(*POSTS, None, RateLimited("no place", resume_at=timezone.now(), usage=Used("linkedin", "posts")))
    assert gate.admit(*POSTS) is None


OPERATOR = {
    "credits": (OutOfCredits("pay", usage=Used("x", "users"), status=402), 15),
    "auth": (AuthFailed("no", usage=Used("x", "users"), status=401), 5),
    "setup": (Misconfigured("no such account", usage=Used("x", "users"), status=404), 5),
}


@pytest.mark.parametrize(("error", "minutes"), OPERATOR.values(), ids=OPERATOR)
def test_one_call_tries_whether_a_closure_is_over_and_others_wait_for_its_answer(clock, error, minutes):
    gate, other = Gate(), Gate()
    gate.observe(*TIMELINE, None, error)
    clock.now += timedelta(minutes=minutes)
    assert gate.admit(*TIMELINE) is None
    place, waits = gate.place(*TIMELINE), other.admit("x", "users/by")
    assert (place.trial, waits.until, type(waits)) == (clock.now + TRYING, clock.now + TRYING, Trying)
    gate.observe(*TIMELINE, None, error, place=place)
    assert other.admit("x", "users/by").until == clock.now + timedelta(minutes=minutes)


@pytest.mark.parametrize(("error", "minutes"), OPERATOR.values(), ids=OPERATOR)
def test_the_success_of_a_paid_call_lifts_a_closure_and_says_so(clock, error, minutes):
    reopened = []
    provider_reopened.connect(lambda provider, **_: reopened.append(provider), weak=False, dispatch_uid="test")
    gate = Gate()
    gate.observe(*TIMELINE, None, error)
    clock.now += timedelta(minutes=minutes)
    gate.admit(*TIMELINE)
    gate.observe(*TIMELINE, None, place=gate.place(*TIMELINE), paid=True)
    provider_reopened.disconnect(dispatch_uid="test")
    assert (reopened, Gate().admit("x", "users/by")) == (["x"], None)
    assert list(Allowance.objects.exclude(reason="")) == []


def test_an_answer_that_cost_nothing_shows_no_credits(clock):
    gate = Gate()
    gate.observe(*TIMELINE, None, OPERATOR["credits"][0])
    clock.now += timedelta(minutes=15)
    gate.admit(*TIMELINE)
    gate.observe(*TIMELINE, None, place=gate.place(*TIMELINE), paid=False)
    assert Allowance.objects.get(scope="*").reason == "credits"
    assert gate.admit(*TIMELINE) is None  # the next call tries at once


@pytest.mark.parametrize("error", [NotFound("gone", usage=Used("x", "users"), status=404), down("x")])
def test_a_call_that_tries_and_fails_for_another_reason_shows_nothing(clock, error):
    gate = Gate()
    gate.observe(*TIMELINE, None, OPERATOR["auth"][0])
    clock.now += timedelta(minutes=5)
    gate.admit(*TIMELINE)
    gate.observe(*TIMELINE, None, error, place=gate.place(*TIMELINE))
    clock.now += TRYING
    assert Allowance.objects.get(scope="*").reason == "auth"
    assert gate.admit(*TIMELINE) is None


def test_a_call_that_was_to_try_and_is_not_sent_leaves_it_to_the_next(clock):
    gate = Gate()
    gate.observe(*TIMELINE, None, OPERATOR["auth"][0])
    clock.now += timedelta(minutes=5)
    gate.admit(*TIMELINE)
    gate.release(*TIMELINE, gate.place(*TIMELINE))
    assert Gate().admit(*TIMELINE) is None


def test_a_success_of_a_call_that_was_in_flight_before_lifts_nothing():
    gate = Gate()
    gate.admit(*TIMELINE)
    place = gate.place(*TIMELINE)
    gate.observe(*TIMELINE, None, OPERATOR["credits"][0])
    gate.observe(*TIMELINE, named(remaining=5), place=place, paid=True)
    assert gate.admit(*TIMELINE).reason == "credits"


def test_a_missing_model_closes_what_it_is_asked_for_alone(clock):
    gate = Gate()
    missing = Misconfigured("no such model", usage=Used("ai", "completion"), scope="completion", code="model_not_found")
    gate.observe("ai", "completion", None, missing)
    assert (gate.admit("ai", "completion").reason, gate.admit("ai", "web_search")) == ("setup", None)
    clock.now += timedelta(minutes=5)
    gate.observe("ai", "web_search", None, place=gate.place("ai", "web_search"), paid=True)
    assert Allowance.objects.get(scope="completion").reason == "setup"
    assert gate.admit("ai", "completion") is None
    assert gate.admit("ai", "completion").reason == "setup"
    gate.observe("ai", "completion", None, place=Place(trial=clock.now + TRYING), paid=True)
    assert gate.admit("ai", "completion") is None


def test_no_call_tries_a_closure_of_its_kind_while_the_whole_provider_is_closed(clock):
    gate = Gate()
    missing = Misconfigured("no such model", usage=Used("ai", "completion"), scope="completion", code="model_not_found")
    gate.observe("ai", "completion", None, missing)
    clock.now += timedelta(minutes=5)
    until = clock.now + timedelta(minutes=7)
    gate.observe("ai", "web_search", None, limited(until, provider="ai"))
    closed = gate.admit("ai", "completion")
    clock.now = until
    assert (closed and closed.until, gate.admit("ai", "completion")) == (until, None)


def test_a_request_that_is_too_large_at_once_closes_nothing():
    gate = Gate()
    too_large = RateLimited("6000", resume_at=timezone.now(), usage=Used("ai", "completion"), status=413)
    gate.observe("ai", "completion", None, too_large)
    assert gate.admit("ai", "completion") is None


def test_an_answer_that_cost_something_is_noted_now_and_then():
    gate = Gate()
    for paid, noted in ((False, 0), (True, 1), (True, 1)):
        gate.observe(*TIMELINE, None, paid=paid)
        assert ProviderHealth.objects.filter(provider="x", healthy=True, proven_at__isnull=False).count() == noted
