from datetime import UTC, date, datetime, timedelta

import pytest

from autoreach.providers.reading import LARGEST, moment, moment_ago, number, text, us_date


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("2026-11-18T08:00:00.000Z", datetime(2026, 11, 18, 8, tzinfo=UTC)),
        ("2026-11-18T10:00:00+02:00", datetime(2026, 11, 18, 8, tzinfo=UTC)),
        ("2026-11-18", datetime(2026, 11, 18, tzinfo=UTC)),
        ("2106-02-07T06:28:15Z", None),
        ("0001-01-01T00:00:00+14:00", None),
        ("yesterday", None),
        (1795000000000, None),
        (None, None),
    ],
)
def test_a_time_is_read_or_unknown(written, read):
    assert moment(written) == read


@pytest.mark.parametrize(
    ("written", "days"),
    [("2d", 2), ("3mo", 90), ("1yr", 365), ("4h • Edited", 1 / 6), ("30m", 0), ("99999999999y", 36_500)],
)
def test_an_age_is_counted_back(written, days):
    assert abs(datetime.now(UTC) - moment_ago(written) - timedelta(days=days)) < timedelta(minutes=1)


@pytest.mark.parametrize("written", ["vor 3 Tagen", "", None, 7])
def test_an_age_in_other_words_is_unknown(written):
    assert moment_ago(written) is None


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("8/1/2024", date(2024, 8, 1)),
        ("2024-08-01", date(2024, 8, 1)),
        ({"year": 2024, "month": 8}, date(2024, 8, 1)),
        ({"year": 2024}, date(2024, 1, 1)),
        ({"month": 8}, None),
        ("13/1/2019", None),
        ("Present", None),
        (None, None),
    ],
)
def test_a_day_is_read_or_unknown(written, read):
    assert us_date(written) == read


@pytest.mark.parametrize(
    ("value", "read"),
    [
        (7, 7),
        (7.9, 7),
        (-1, 0),
        (10**400, LARGEST),
        (float("inf"), LARGEST),
        (float("nan"), None),
        ("7", None),
        (True, None),
    ],
)
def test_a_count_fits_the_database_or_is_unknown(value, read):
    assert number({"n": value}, "n") == read


def test_text_loses_what_no_database_holds():
    assert text({"t": " a\x00b\ud800c\U0001f600 "}, "t") == "abc\U0001f600"
