from datetime import timedelta

import pytest

from scoring.tiebreak import FIRST_DAY, TIEBREAK_BITS, size_class, tiebreak_of
from tests.scoring.people import TODAY, lead, post


def in_order(*snapshots):
    """The snapshots' names, first in the list first."""
    return [each.full_name for each in sorted(snapshots, key=tiebreak_of, reverse=True)]


def test_rank_goes_before_size_and_size_before_activity():
    fresh = (post("Hello.", TODAY),)
    assert in_order(
        lead(full_name="manager, large, fresh", title="Plant Manager", company_size="10001+", posts=fresh),
        lead(full_name="director, small, fresh", title="Plant Director", company_size="11-50", posts=fresh),
        lead(full_name="director, large, silent", title="Plant Director", company_size="1,001-5,000"),
        lead(full_name="director, small, silent", title="Plant Director", company_size="11-50"),
        lead(full_name="nothing known", title=""),
    ) == [
        "director, large, silent",
        "director, small, fresh",
        "director, small, silent",
        "manager, large, fresh",
        "nothing known",
    ]


def test_the_newest_of_posts_and_last_active_day_counts():
    older = lead(posts=(post("One.", TODAY - timedelta(days=9)), post("Undated.", number=2)))
    newer = lead(posts=older.posts, last_active_on=TODAY - timedelta(days=2))
    assert tiebreak_of(newer) - tiebreak_of(older) == 7


def test_a_post_dated_in_the_future_counts_as_of_today():
    ahead = lead(posts=(post("From tomorrow.", TODAY + timedelta(days=400)),))
    assert tiebreak_of(ahead) % 2**16 == TODAY.toordinal() - FIRST_DAY


@pytest.mark.parametrize(
    ("text", "number"),
    [("", 0), ("many", 0), ("self-employed", 1), ("11-50", 2), ("76", 3), ("5001-10000", 7), ("10,001+", 8)],
)
def test_sizes_fall_into_classes(text, number):
    assert size_class(text) == number


def test_the_largest_fits_its_bits():
    largest = lead(title="Owner", company_size="10001+", posts=(post("Now.", TODAY),))
    assert 0 < tiebreak_of(largest) < 2**TIEBREAK_BITS
