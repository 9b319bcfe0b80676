from datetime import UTC, datetime, timedelta
from decimal import Decimal
from functools import partial

import pytest

from autoreach.providers.errors import InvalidRequest, NotFound
from tests.providers.x_pages import page_sizes
from tests.providers.x_recorded import FOUND, GONE, REPLY, REPLY_READ, TORA


def test_posts_are_read_by_id(wire, x):
    wire.will({"data": [REPLY], "includes": {"users": [TORA]}}, {"errors": [GONE]})
    assert x.post(REPLY["id"]).value == REPLY_READ
    with pytest.raises(NotFound):
        x.post("1999")


def test_the_posts_of_a_user_pay_for_no_author(wire, x):
    own = {name: value for name, value in REPLY.items() if name != "author_id"}
    wire.will({"data": [own], "meta": {"result_count": 1}})
    answer = x.posts(TORA["id"], since=datetime(2026, 11, 1, tzinfo=UTC), exclude=["retweets"])
    assert [(post.author_id, post.author) for post in answer.value.items] == [(TORA["id"], None)]
    assert answer.usage.cost_usd == Decimal("0.005")
    asked = dict(wire.asked[0].query)
    assert (wire.asked[0].path, asked["start_time"], asked["exclude"]) == (
        "/2/users/1500000000000000031/tweets",
        "2026-11-01T00:00:00Z",
        "retweets",
    )
    assert "expansions" not in asked


def test_mentions_and_quotes_are_read(wire, x):
    wire.will(FOUND)
    assert x.mentions("15").value.items == (REPLY_READ,)
    assert x.quotes("1999").value.items == (REPLY_READ,)
    assert [asked.path for asked in wire.asked] == [
        "/2/users/15/mentions",
        "/2/tweets/1999/quote_tweets",
    ]


def test_an_identifier_is_sent_encoded(wire, x):
    wire.will({"meta": {"result_count": 0}})
    x.posts("15/../16")
    assert wire.asked[0].path == "/2/users/15%2F..%2F16/tweets"


def test_a_search_joins_authors_and_counts_them_in_the_bill(wire, x):
    wire.will(FOUND)
    answer = x.search('"scheduling\ud83d tool" -is:retweet\x00', limit=5)
    assert answer.value.items == (REPLY_READ,)
    assert (answer.value.cursor, answer.problems) == ("b26v89c19zqg8o3fpzbkinvented", ())
    assert (answer.usage.units, answer.usage.cost_usd) == (2, Decimal("0.015"))
    assert answer.value.items[0].url == "https://x.com/tora_invented/status/1999000000000000090"
    asked = dict(wire.asked[0].query)
    assert (asked["query"], asked["max_results"], asked["expansions"]) == (
        '"scheduling tool" -is:retweet',
        "10",
        "author_id",
    )
    assert "start_time" not in asked


def test_a_search_goes_on_from_its_cursor_and_no_further_back_than_x_allows(wire, x):
    wire.will({"meta": {"result_count": 0}})
    since = datetime.now(UTC) - timedelta(days=60)
    answer = x.search("churn", cursor="a-cursor", since=since, by_relevance=True)
    assert (answer.value.items, answer.value.cursor) == ((), None)
    asked = wire.asked[0]
    assert (asked["next_token"], asked["sort_order"]) == ("a-cursor", "relevancy")
    assert datetime.now(UTC) - datetime.fromisoformat(asked["start_time"]) < timedelta(days=7)


def test_a_query_longer_than_x_takes_is_not_sent(wire, x):
    with pytest.raises(InvalidRequest, match="512"):
        x.search("a" * 513)
    assert wire.asked == []


def test_replies_are_the_posts_of_a_conversation(wire, x):
    wire.will(FOUND)
    assert x.replies("1999000000000000001").value.items == (REPLY_READ,)
    assert wire.asked[0]["query"] == "conversation_id:1999000000000000001"


def test_a_query_is_sized_before_it_is_paid(wire, x):
    wire.will({"data": [{"end": "…", "start": "…", "tweet_count": 7}], "meta": {"total_tweet_count": 412}})
    answer = x.count("churn")
    assert (answer.value, answer.usage.units, answer.usage.cost_usd) == (412, 1, Decimal("0.005"))


def test_what_is_newer_than_a_post_is_asked_by_its_id(wire, x):
    wire.will({"meta": {"result_count": 0}})
    x.posts("15", since_id="1999", since=datetime(2026, 11, 1, tzinfo=UTC))
    x.search("churn", since_id="1999")
    assert [(asked["since_id"], "start_time" in dict(asked.query)) for asked in wire.asked] == [("1999", False)] * 2


@pytest.mark.parametrize(
    ("ask", "asked"),
    [
        (lambda x, limit: x.posts("15", limit=limit), (5, 100)),
        (lambda x, limit: x.mentions("15", limit=limit), (5, 100)),
        (lambda x, limit: x.search("churn", limit=limit), (10, 100)),
        (lambda x, limit: x.search("churn", limit=limit, archive=True), (10, 500)),
        (lambda x, limit: x.replies("15", limit=limit), (10, 100)),
        (lambda x, limit: x.quotes("15", limit=limit), (10, 100)),
    ],
)
def test_a_page_is_as_large_as_x_allows(wire, x, ask, asked):
    assert page_sizes(wire, partial(ask, x)) == asked
