"""Why and until when a call waits; by a clock that stands still."""

from datetime import UTC, datetime, timedelta

import pytest
from django.utils import timezone

from autoreach.calls import waits
from autoreach.calls.allowances import Closed, Reason, Trying
from autoreach.calls.waits import Cause, Wait
from autoreach.providers.errors import (
    AuthFailed,
    InvalidAnswer,
    Misconfigured,
    NotFound,
    OutOfCredits,
    ProviderError,
    RateLimited,
    Unavailable,
)
from autoreach.providers.results import Answer, Usage

NOW = datetime(2026, 11, 21, 12, tzinfo=UTC)
SOON = NOW + timedelta(minutes=7)
USED = {"usage": Usage("x", "users/by")}


@pytest.fixture(autouse=True)
def still_clock(monkeypatch):
    monkeypatch.setattr(timezone, "now", lambda: NOW)


def after(**span):
    return NOW + timedelta(**span)


def test_each_failure_in_a_row_doubles_the_wait():
    assert [waits.backoff(failures).total_seconds() for failures in range(4)] == [30, 60, 120, 240]


def test_the_third_try_is_the_last():
    assert [waits.is_last_try({"x": failures}, "x") for failures in range(4)] == [False, False, True, True]
    assert waits.is_last_try({"linkedin": 5}, "x") is False


@pytest.mark.parametrize(
    ("reason", "wait"),
    [
        (Reason.LIMITED, Wait(SOON, "X is limited")),
        (Reason.DOWN, Wait(SOON, "X does not answer")),
        (Reason.AUTH, Wait(SOON, "X refuses the key", failed="x")),
        (Reason.SETUP, Wait(SOON, "X is not set up rightly", failed="x")),
        (Reason.CREDITS, Wait(SOON, "X is out of credits", Cause.BILLING)),
    ],
)
def test_a_closed_provider_is_waited_for_until_it_opens(reason, wait):
    assert waits.of_closed("x", Closed(SOON, reason)) == wait


@pytest.mark.parametrize(
    ("error", "wait"),
    [
        (RateLimited("429", resume_at=SOON, **USED), Wait(SOON, "X is limited")),
        (OutOfCredits("402", **USED), Wait(after(minutes=15), "X is out of credits", Cause.BILLING)),
        (AuthFailed("401", **USED), Wait(after(minutes=5), "X refuses the key", failed="x")),
        (Misconfigured("404", **USED), Wait(after(minutes=5), "X is not set up rightly", failed="x")),
        (RateLimited("413", resume_at=SOON, status=413, **USED), Wait(SOON, "X is limited", failed="x")),
        (Unavailable("503", **USED), Wait(after(seconds=60), "X did not answer", failed="x")),
        (InvalidAnswer("no JSON", **USED), Wait(after(seconds=60), "X did not answer", failed="x")),
    ],
)
def test_an_error_that_will_pass_is_waited_for(error, wait):
    assert waits.of_result(error, {"x": 1, "linkedin": 2}) == wait


@pytest.mark.parametrize("result", [None, Answer("text", **USED), NotFound("404", **USED), ProviderError("?", **USED)])
def test_an_answer_and_an_error_that_stays_are_not_waited_for(result):
    assert waits.of_result(result, {}) is None


def test_after_the_last_try_only_a_limit_and_credits_are_waited_for():
    limited, unpaid = RateLimited("429", resume_at=SOON, **USED), OutOfCredits("402", **USED)
    lasting = AuthFailed("401", **USED), Unavailable("503", **USED)
    assert [waits.of_result(error, {"x": 2}) is None for error in (limited, unpaid, *lasting)] == [
        False,
        False,
        True,
        True,
    ]


def test_waiting_for_a_call_that_tries_uses_no_try():
    assert waits.of_closed("x", Trying(SOON, Reason.AUTH)) == Wait(SOON, "X refuses the key")
    assert waits.of_closed("x", Trying(SOON, Reason.SETUP)) == Wait(SOON, "X is not set up rightly")


def test_a_request_that_is_too_large_is_given_up_after_its_last_try():
    too_large = RateLimited("413", resume_at=SOON, status=413, **USED)
    assert waits.of_result(too_large, {"x": 2}) is None


def test_a_spent_budget_is_waited_for_until_the_next_month():
    assert waits.of_budget() == Wait(datetime(2026, 12, 1, tzinfo=UTC), "the monthly budget is spent", Cause.BILLING)


def test_a_call_that_another_worker_makes_is_looked_at_again_in_a_moment():
    assert waits.of_other_worker() == Wait(after(seconds=10), "another worker asks the same")
