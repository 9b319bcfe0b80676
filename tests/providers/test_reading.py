from datetime import UTC, date, datetime, timedelta

import pytest

from autoreach.providers.reading import (
    LARGEST,
    clean,
    first,
    flag,
    moment,
    moment_ago,
    number,
    part,
    parts,
    scrubbed,
    text,
    texts,
    us_date,
)


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


def test_a_time_in_the_future_is_none_when_it_is_more_than_a_clock_s_error():
    now = datetime.now(UTC)
    near, far = now + timedelta(hours=23), now + timedelta(hours=25)
    assert (moment(near.isoformat()), moment(far.isoformat())) == (near, None)


@pytest.mark.parametrize(("written", "days"), [("1w", 7), ("2w", 14), ("1y", 365), ("5min", 0), ("2yr", 730)])
def test_each_unit_of_an_age_has_its_days(written, days):
    assert abs(datetime.now(UTC) - moment_ago(written) - timedelta(days=days)) < timedelta(minutes=1)


@pytest.mark.parametrize("source", [None, [], "text", 7])
def test_what_is_no_object_has_no_fields(source):
    assert (first(source, "a"), text(source, "a"), number(source, "a"), flag(source, "a")) == (None, "", None, None)
    assert (part(source, "a"), parts(source, "a"), texts(source, "a")) == ({}, [], ())


def test_the_first_name_that_is_there_counts():
    source = {"a": None, "b": False, "c": 3, "d": " x "}
    assert (first(source, "a", "b", "c"), first(source, "e")) == (False, None)
    assert (text(source, "a", "d"), text(source, "c"), text(source, "b")) == ("x", "3", "")
    assert (flag(source, "b"), flag(source, "c"), number(source, "c")) == (False, None, 3)


def test_lists_lose_what_is_of_another_kind():
    source = {"objects": [{"a": 1}, "b", None], "words": [" a ", "", 7, "b\x00"]}
    assert (parts(source, "objects"), texts(source, "words")) == ([{"a": 1}], ("a", "b"))
    assert (part(source, "objects"), parts(source, "words")) == ({}, [])


def test_no_text_turns_its_letters_around():
    assert (clean("\u202eevil\u202c"), clean("\u202d\u202e ")) == ("evil", "")


def test_every_string_of_a_structure_is_cleaned():
    source = {"a\x00": [" x\ud800 ", {"b": "y"}, 3, None, True]}
    assert scrubbed(source) == {"a\x00": ["x", {"b": "y"}, 3, None, True]}
    assert scrubbed(source, str.upper) == {"a\x00": [" X\ud800 ", {"b": "Y"}, 3, None, True]}
