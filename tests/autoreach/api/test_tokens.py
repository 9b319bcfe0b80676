from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest

from autoreach.api import tokens
from autoreach.api.models import PersonalToken
from tests.autoreach.api.conftest import caller_of
from tests.concurrency import apart


def test_a_token_is_stored_as_a_digest_only(caller):
    stored = PersonalToken.objects.values().get()
    assert caller.text.startswith("autoreach_") and len(caller.text) == len("autoreach_") + 43
    assert caller.text.removeprefix("autoreach_") not in str(stored)
    assert (tokens.find(caller.text), tokens.find(stored["digest"])) == (caller.token, None)


def test_the_token_of_an_account_that_was_closed_is_not_found(north, caller):
    assert tokens.find(caller.text) == caller.token
    north.user.is_active = False
    north.user.save()
    assert tokens.find(caller.text) is None


def test_so_many_requests_are_admitted_at_once_and_then_as_many_as_the_time_allows(caller, clock):
    PersonalToken.objects.update(free_at=clock.now)
    at_once = [tokens.admit(caller.token) for _ in range(101)]
    assert at_once == [0] * 100 + [1]
    clock.now += timedelta(seconds=0.3)
    assert [tokens.admit(caller.token) for _ in range(4)] == [0, 0, 0, 1]
    clock.now += timedelta(hours=1)
    assert [tokens.admit(caller.token) for _ in range(101)] == at_once


def test_a_token_that_asks_too_often_is_told_how_long_to_wait_and_another_goes_on(north, caller, clock):
    other = caller_of(north, name="other")
    PersonalToken.objects.update(free_at=clock.now)
    PersonalToken.objects.filter(pk=caller.token.pk).update(free_at=clock.now + timedelta(seconds=12))
    answer = caller.get("me")
    assert (answer.status_code, answer.headers["Retry-After"], answer.json()) == (
        429, "3", {"detail": "This token has sent too many requests. Wait 3 seconds."},
    )  # fmt: skip
    assert other.get("me").status_code == 200


def test_a_request_that_was_refused_moves_nothing_on(caller, clock):
    late = clock.now + timedelta(minutes=5)
    PersonalToken.objects.update(free_at=late)
    caller.get("me")
    assert PersonalToken.objects.values_list("free_at", "last_used_at").get() == (late, None)


@pytest.mark.django_db(transaction=True)
def test_web_processes_that_count_at_the_same_time_admit_no_more(caller, clock):
    """The token has time for three more requests."""
    PersonalToken.objects.update(free_at=clock.now + (tokens.AT_ONCE - 3) * tokens.INTERVAL)
    with ThreadPoolExecutor(6) as threads:
        waits = list(threads.map(lambda _: apart(tokens.admit, caller.token), range(6)))
    assert sorted(waits) == [0, 0, 0, 1, 1, 1]
