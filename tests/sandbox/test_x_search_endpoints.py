from datetime import UTC, datetime, timedelta

import pytest

from tests.sandbox.x_questions import search


@pytest.mark.parametrize(
    ("path", "query", "complaint"),
    [
        ("search/recent", {}, "The `query` query parameter can not be empty"),
        (
            "search/recent",
            {"query": "a", "max_results": 5},
            "The `max_results` query parameter value [5] is not between 10 and 100",
        ),
        (
            "search/recent",
            {"query": "a", "max_results": 101},
            "The `max_results` query parameter value [101] is not between 10 and 100",
        ),
        (
            "search/all",
            {"query": "a", "max_results": 501},
            "The `max_results` query parameter value [501] is not between 10 and 500",
        ),
        ("search/recent", {"query": "a" * 513}, "The length of the query [513] is above the maximum of [512]"),
        ("counts/recent", {"query": "a" * 513}, "The length of the query [513] is above the maximum of [512]"),
        (
            "search/recent",
            {"query": "a", "sort_order": "likes"},
            "The `sort_order` query parameter value is not one of [recency,relevancy]",
        ),
        (
            "counts/recent",
            {"query": "a", "granularity": "week"},
            "The `granularity` query parameter value [week] is not one of [minute,hour,day]",
        ),
    ],
)
def test_what_is_no_search_is_refused_in_words(ask, path, query, complaint):
    got = ask(f"/2/tweets/{path}", **query)
    assert (got.status, got["errors"][0]["message"]) == (400, complaint)


def test_a_search_further_back_than_seven_days_is_refused(ask):
    given = (datetime.now(UTC) - timedelta(days=7, minutes=1)).strftime("%Y-%m-%dT%H:%M:%SZ")
    got = ask("/2/tweets/search/recent", query="a", start_time=given)
    start = f"Invalid 'start_time':'{given}'. 'start_time' must be on or after "
    assert (got.status, got["errors"][0]["message"].startswith(start)) == (400, True)


def test_the_archive_holds_what_the_week_does_not_and_thirty_days_where_no_start_is_named(ask, world):
    def found(**more):
        got = ask("/2/tweets/search/all", query="planmaster", max_results=500, **{"tweet.fields": "created_at"}, **more)
        return [post["created_at"] for post in got["data"]]

    now = datetime.now(UTC)
    start = (now - timedelta(days=60)).strftime("%Y-%m-%dT%H:%M:%SZ")
    month, more = found(), found(start_time=start)
    assert month == [at for at in more if at >= (now - timedelta(days=31)).strftime("%Y-%m-%d")][: len(month)]
    assert len(more) > len(month) > len(search(ask, "planmaster"))
    assert min(more) >= start[:10]


def test_the_archive_takes_longer_queries(ask):
    got = [ask(f"/2/tweets/search/{kind}", query="x" * length).status for kind in ("all", "recent") for length in (
        512, 513, 1024, 1025
    )]  # fmt: skip
    assert got == [200, 200, 200, 400, 200, 400, 400, 400]


def test_counts_are_a_row_for_each_day_and_add_up(ask, world):
    got = ask("/2/tweets/counts/recent", query="planning", granularity="day")
    found = ask("/2/tweets/search/recent", query="planning", max_results=100)
    assert [row["tweet_count"] for row in got["data"]] != [0] * 7
    assert got["meta"]["total_tweet_count"] == sum(row["tweet_count"] for row in got["data"]) == len(found["data"])
    assert (len(got["data"]), got["data"][-1]["end"]) == (7, f"{world.today:%Y-%m-%dT%H:%M:%S.000Z}")
    assert [row["start"] for row in got["data"][1:]] == [row["end"] for row in got["data"][:-1]]
    assert got.reply.units == {"counts": 1}
    assert len(ask("/2/tweets/counts/recent", query="planning")["data"]) == 168
