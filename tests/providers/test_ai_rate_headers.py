import pytest

from autoreach.providers.ai.rate_headers import said_wait, seconds_of


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
