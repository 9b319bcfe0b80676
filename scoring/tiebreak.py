"""Who stands first at the same score and fit: the higher rank, the larger company, the newer activity."""

from bisect import bisect_right
from datetime import date
from functools import lru_cache

from leads.taxonomy.company_sizes import size_range
from leads.taxonomy.titles.roles import classify_seniority

# The smallest number of employees in each class of size; 0 is unknown.
SIZES = (1, 11, 51, 201, 501, 1001, 5001, 10_001)
SIZE_BITS, DAY_BITS = 4, 16
TIEBREAK_BITS = 4 + SIZE_BITS + DAY_BITS
FIRST_DAY = date(1970, 1, 1).toordinal()


def tiebreak_of(snapshot) -> int:
    """Rank, size and day of the newest post in one number of TIEBREAK_BITS bits; the greater stands first."""
    standing = (seniority_of(snapshot.title) << SIZE_BITS) + size_class(snapshot.company_size)
    return (standing << DAY_BITS) + newest_day(snapshot)


@lru_cache(50_000)
def seniority_of(title) -> int:
    return int(classify_seniority(title))


@lru_cache(1_000)
def size_class(text) -> int:
    size = size_range(text)
    return bisect_right(SIZES, size[0]) if size else 0


def newest_day(snapshot) -> int:
    """Days since 1970; 0 where no activity is known."""
    days = [post.posted_at.date() for post in snapshot.posts if post.posted_at]
    days += [snapshot.last_active_on] if snapshot.last_active_on else []
    return min(max(days), snapshot.today).toordinal() - FIRST_DAY if days else 0
