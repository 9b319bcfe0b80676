import time

import pytest

from autoreach.providers.ai.rate_headers import allowance, said_wait, seconds_of
from tests.moments import about


@pytest.mark.parametrize(
    ("written", "seconds"),
    [
        ("12ms", 0.012),
        ("6m0s", 360),
        ("1.5s", 1.5),
        ("20 seconds", 20),
        ("2 hours", 7200),
        ("1d", 86_400),
        ("soon", None),
    ],
)
def test_lengths_of_time_are_read_in_every_spelling(written, seconds):
    assert seconds_of(written) == (None if seconds is None else pytest.approx(seconds))


@pytest.mark.parametrize(
    ("message", "seconds"),
    [
        ("Please try again in 7m12.5s. Visit the site.", 432.5),
        ("Please retry after 20 seconds.", 20),
        ("Please retry in 37.5s", 37.5),
        ("Please try again in 120ms.", 0.12),
        ("Try again later.", None),
        ("", None),
    ],
)
def test_a_sentence_that_names_a_wait_is_heeded(message, seconds):
    assert said_wait(message) == (None if seconds is None else pytest.approx(seconds))


def headers(requests_left, requests_reset, tokens_left, tokens_reset):
    return {
        "x-ratelimit-limit-requests": "60",
        "x-ratelimit-remaining-requests": requests_left,
        "x-ratelimit-reset-requests": requests_reset,
        "x-ratelimit-remaining-tokens": tokens_left,
        "x-ratelimit-reset-tokens": tokens_reset,
    }


@pytest.mark.parametrize(
    ("said", "seconds"),
    [
        (headers("0", "30s", "0", "2m"), 120),
        (headers("0", "30s", "500", "2m"), 30),
        (headers("7", "30s", "0", "2m"), 120),
        (headers("7", "30s", "500", "2m"), 120),
        (headers("0", "9" * 30 + "d", "500", "2m"), 86_400),
    ],
)
def test_the_later_reset_of_what_is_spent_is_waited_for_and_a_day_at_most(said, seconds):
    began = time.time()
    limit = allowance(said)
    left = int(said["x-ratelimit-remaining-requests"])
    ahead = limit.resets_at.timestamp() - began
    assert (limit.limit, limit.remaining, ahead) == (60, left, about(seconds, since=began))


@pytest.mark.parametrize("said", [{}, headers("many", "30s", "0", "2m"), headers("7", "", "7", "")])
def test_without_a_count_or_a_reset_no_allowance_is_known(said):
    assert allowance(said) is None
