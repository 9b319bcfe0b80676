import json
from datetime import date

import pytest

from leads.sources.csv.dates import DateOrder
from leads.sources.csv.posts_reader import PostsReader

MAPPING = {0: "posts", 1: "post_url", 2: "post_date", 3: "posts"}


def posts_of(*cells, orders=None):
    [row] = PostsReader(MAPPING, orders or {}).read([list(cells)])[0]
    return [(post["text"], post["url"], post["posted_at"]) for post in json.loads(row)]


def test_a_row_of_a_table_without_posts_has_none():
    assert PostsReader({0: "post_date", 1: "full_name"}, {}).read([["2024-01-01", "Nora"]]) == (["[]"], [])


def test_every_column_of_posts_is_a_post_with_the_address_and_the_day_of_its_row():
    assert posts_of("We are hiring", "https://x.com/1", "2026-10-01", "Hello") == [
        ("We are hiring", "https://x.com/1", "2026-10-01"),
        ("Hello", "https://x.com/1", "2026-10-01"),
    ]


@pytest.mark.parametrize(
    ("cells", "posts"),
    [
        (["N/A", "https://x.com/1", "2026-10-01"], []),
        ([], []),
        (["Hello"], [("Hello", "", None)]),
        (["Hello", "javascript:alert(1)", "soon"], [("Hello", "", None)]),
    ],
)
def test_what_is_no_post_no_address_and_no_day_is_left_out(cells, posts):
    assert posts_of(*cells) == posts


def test_a_day_is_read_in_the_order_of_its_column():
    american, european = DateOrder(slashed_day_first=False), DateOrder(slashed_day_first=True)
    days = [posts_of("Hi", "", "03/04/2026", orders={2: order})[0][2] for order in (american, european)]
    assert days == ["2026-03-04", "2026-04-03"]


def test_a_date_that_lies_in_the_future_or_cannot_be_read_is_noted_and_dates_no_post():
    rows = [["Hello", "", day, ""] for day in ("2026-11-30", "2026-12-01", "soon", "")] + [["", "", "2099-01-01", ""]]
    posts, unread = PostsReader(MAPPING, {}, today=date(2026, 11, 29)).read(rows)
    days = [post["posted_at"] for row in posts for post in json.loads(row)]
    assert days == ["2026-11-30", None, None, None]
    assert unread == [("post_date_ahead", 1, "2026-12-01"), ("post_date", 2, "soon")]
