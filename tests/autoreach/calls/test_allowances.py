"""Allowances and closures that all workers share."""

from datetime import UTC, datetime, timedelta

import pytest
from django.utils import timezone

from autoreach.calls import allowances
from autoreach.calls.gate import Gate
from autoreach.calls.models import Allowance
from autoreach.providers.errors import AuthFailed, OutOfCredits
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


def test_trouble_that_is_over_is_not_told_with_the_next():
    gate, soon = Gate(), timezone.now() + timedelta(seconds=5)
    gate.observe("ai", "completion", None, OutOfCredits("pay", usage=Used("ai", "completion")))
    Allowance.objects.update(blocked_until=timezone.now() - timedelta(seconds=1))
    gate.observe("ai", "completion", None, limited(soon, provider="ai"))
    wait = gate.admit("ai", "completion")
    assert (wait.until, wait.reason, wait.detail) == (soon, "limited", "")


def test_reopening_lets_calls_through_at_once():
    gate = Gate()
    gate.observe(*TIMELINE, None, OutOfCredits("pay", usage=Used("x", "op")))
    allowances.reopen("x")
    assert gate.admit(*TIMELINE) is None


def test_windows_begin_at_multiples_of_their_length():
    noon = datetime(2026, 11, 21, 12, 0, 7, tzinfo=UTC)
    assert allowances.window_end(60, noon) == datetime(2026, 11, 21, 12, 1, tzinfo=UTC)
    assert allowances.window_end(86_400, noon) == datetime(2026, 11, 22, tzinfo=UTC)


def test_a_crash_loses_no_more_than_a_small_block_of_a_large_allowance(settings):
    settings.ALLOWANCES = {"linkedin": {"posts": [1_000_000, 3600]}}
    Gate().admit(*POSTS)
    assert Allowance.objects.get(scope="posts").taken == allowances.LARGEST_BLOCK
