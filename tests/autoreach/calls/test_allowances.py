"""Allowances and closures that all workers share."""

from datetime import UTC, datetime, timedelta

import pytest
from django.utils import timezone

from autoreach.calls import allowances
from autoreach.calls.allowances import (
    Asking,
    Block,
    Closed,
    Reason,
    Trial,
    Trying,
    Unlimited,
    UsedUp,
    configured_allowance,
    give_back,
    note_allowance,
    take,
)
from autoreach.calls.gate import Gate
from autoreach.calls.models import Allowance
from autoreach.providers.errors import AuthFailed, OutOfCredits
from autoreach.providers.registry import PROVIDERS
from autoreach.providers.results import Usage as Used
from tests.autoreach.calls.limits import POSTS, TIMELINE, limited, named, taken

pytestmark = pytest.mark.django_db


def test_a_new_window_gives_a_new_allowance(allowance):
    gate = Gate()
    taken([gate], POSTS)
    Allowance.objects.update(resets_at=timezone.now() - timedelta(seconds=1))
    assert gate.admit(*POSTS) is None


def test_what_a_worker_took_and_did_not_use_goes_back(settings):
    settings.ALLOWANCES = {"linkedin": {"posts": [500, 3600]}}
    gate = Gate()
    gate.admit(*POSTS)
    assert Allowance.objects.get(scope="posts").taken == 10
    gate.give_back()
    assert Allowance.objects.get(scope="posts").taken == 1


def test_a_late_first_answer_does_not_give_back_what_others_took_since():
    slow, quick = Gate(), Gate()
    slow.admit(*TIMELINE)
    late = slow.place(*TIMELINE)
    Allowance.objects.update(asking_until=timezone.now())
    quick.admit(*TIMELINE)
    quick.observe(*TIMELINE, named(remaining=3), place=quick.place(*TIMELINE))
    slow.observe(*TIMELINE, named(remaining=4), place=late)
    assert taken([quick], TIMELINE) == 2


def test_a_provider_that_names_no_allowance_is_not_held_up():
    gate = Gate()
    gate.admit(*TIMELINE)
    gate.observe(*TIMELINE, None, place=gate.place(*TIMELINE))
    assert taken([gate, Gate()], TIMELINE, at_most=50) == 50


def test_a_shorter_wait_does_not_end_a_longer_one():
    gate, tomorrow = Gate(), timezone.now() + timedelta(days=1)
    gate.observe(*POSTS, None, limited(tomorrow, provider="linkedin"))
    gate.observe(*POSTS, None, limited(timezone.now() + timedelta(minutes=30), provider="linkedin"))
    assert gate.admit(*POSTS).until == tomorrow


@pytest.mark.parametrize(("trouble", "reason"), [(OutOfCredits, "credits"), (AuthFailed, "auth")])
def test_a_429_does_not_hide_what_only_the_operator_can_fix(trouble, reason):
    gate, later = Gate(), timezone.now() + timedelta(hours=1)
    gate.observe("ai", "completion", None, trouble("no", usage=Used("ai", "completion")))
    gate.observe("ai", "completion", None, limited(later, provider="ai"))
    wait = gate.admit("ai", "completion")
    assert (wait.until, wait.reason, wait.detail) == (later, reason, "ai completion: no")


def test_a_limit_that_is_over_is_not_told_with_the_next():
    gate, soon = Gate(), timezone.now() + timedelta(seconds=5)
    allowances.close("ai", "*", allowances.Closed(timezone.now(), allowances.Reason.DOWN, "503"))
    gate.observe("ai", "completion", None, limited(soon, provider="ai"))
    wait = gate.admit("ai", "completion")
    assert (wait.until, wait.reason, wait.detail) == (soon, "limited", "")


def test_missing_credits_are_told_until_a_paid_call_succeeds():
    gate, soon = Gate(), timezone.now() + timedelta(seconds=5)
    gate.observe("ai", "completion", None, OutOfCredits("pay", usage=Used("ai", "completion"), code="c"))
    allowances.try_again("ai")
    gate.observe("ai", "completion", None, limited(soon, provider="ai"))
    wait = gate.admit("ai", "completion")
    assert (wait.until, wait.reason, wait.detail, wait.code) == (soon, "credits", "ai completion: pay", "c")


def test_what_is_lifted_lets_calls_through_at_once():
    gate = Gate()
    gate.observe("linkedin", "posts", None, OutOfCredits("pay", usage=Used("linkedin", "op")))
    assert allowances.lift("linkedin", ["*"], paid=False) == 0
    assert allowances.lift("linkedin", ["*"], paid=True) == 1
    assert taken([gate], ("linkedin", "posts"), at_most=5) == 5


def test_others_wait_twenty_seconds_for_the_call_that_tries_a_closure(clock):
    allowances.close("linkedin", "*", Closed(clock.now, Reason.AUTH))
    later = clock.now + timedelta(seconds=20)
    assert [take(*POSTS), take(*POSTS)] == [Trial(later), Trying(later, Reason.AUTH)]
    clock.now = later
    assert take(*POSTS) == Trial(later + timedelta(seconds=20))


def test_windows_begin_at_multiples_of_their_length():
    noon = datetime(2026, 11, 21, 12, 0, 7, tzinfo=UTC)
    assert allowances.window_end(60, noon) == datetime(2026, 11, 21, 12, 1, tzinfo=UTC)
    assert allowances.window_end(86_400, noon) == datetime(2026, 11, 22, tzinfo=UTC)


def test_a_crash_loses_no_more_than_a_small_block_of_a_large_allowance(settings):
    settings.ALLOWANCES = {"linkedin": {"posts": [1_000_000, 3600]}}
    Gate().admit(*POSTS)
    assert Allowance.objects.get(scope="posts").taken == 100


def test_a_block_is_a_fiftieth_of_the_allowance_and_ends_a_second_before_its_window(settings, clock):
    settings.ALLOWANCES = {"linkedin": {"posts": [500, 3600]}}
    window_ends = datetime(2026, 11, 21, 13, tzinfo=UTC)
    assert take(*POSTS) == Block(10, window_ends - timedelta(seconds=1))
    clock.now = window_ends - timedelta(seconds=1)
    assert isinstance(take(*POSTS), UsedUp)
    clock.now = window_ends
    assert take(*POSTS) == Block(10, window_ends + timedelta(minutes=59, seconds=59))


def test_a_small_allowance_is_shared_out_call_by_call_to_the_last(settings, clock):
    settings.ALLOWANCES = {"linkedin": {"*": [2, 3600]}}
    assert [type(take("linkedin", "*")) for _ in range(3)] == [Block, Block, UsedUp]
    assert take("linkedin", "*").detail == "2 calls are used"


def test_one_call_asks_for_twenty_seconds_and_the_others_wait_a_moment(clock):
    assert take(*TIMELINE) == Asking(clock.now + timedelta(seconds=20))
    other = take(*TIMELINE)
    assert (other.until, other.detail) == (
        clock.now + timedelta(milliseconds=50),
        "another call finds out the allowance",
    )
    clock.now += timedelta(seconds=20)
    assert take(*TIMELINE) == Asking(clock.now + timedelta(seconds=20))


def test_a_late_answer_leaves_a_call_for_the_worker_that_asks_by_now(clock):
    late = take(*TIMELINE)
    clock.now += timedelta(seconds=20)
    take(*TIMELINE)
    note_allowance(*TIMELINE, named(remaining=2), late)
    assert [type(take(*TIMELINE)) for _ in range(2)] == [Block, UsedUp]


def test_an_answer_without_an_allowance_lets_calls_go_for_a_minute(clock):
    note_allowance(*TIMELINE, None, take(*TIMELINE))
    assert take(*TIMELINE) == Unlimited()
    clock.now += timedelta(minutes=1)
    assert isinstance(take(*TIMELINE), Asking)


def test_a_provider_that_never_names_its_allowance_is_not_asked_for_it(clock, settings):
    settings.ALLOWANCES = {}
    assert take("ai", "completion") == Unlimited()
    assert Allowance.objects.get(scope="completion").resets_at == clock.now + timedelta(minutes=1)


def test_where_nothing_is_configured_the_description_of_a_provider_sets_its_daily_allowance(settings):
    settings.ALLOWANCES = None
    daily = PROVIDERS["linkedin"].daily_allowances
    assert configured_allowance("linkedin", "profile") == (daily["profile"], 86_400)
    assert configured_allowance("x", "users/by") is None


def test_calls_given_back_after_their_window_are_lost(settings, clock):
    settings.ALLOWANCES = {"linkedin": {"posts": [500, 3600]}}
    block = take(*POSTS)
    clock.now += timedelta(hours=1)
    take(*POSTS)
    give_back(*POSTS, block)
    assert Allowance.objects.get(scope="posts").taken == 10


def test_the_last_block_is_what_is_left(settings):
    settings.ALLOWANCES = {"linkedin": {"*": [149, 3600]}}
    blocks = [take("linkedin", "*") for _ in range(75)]
    assert ([block.calls for block in blocks[-2:]], sum(block.calls for block in blocks)) == ([2, 1], 149)
    assert isinstance(take("linkedin", "*"), UsedUp)
