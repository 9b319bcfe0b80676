from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest

from autoreach.providers.errors import (
    AuthFailed,
    InvalidAnswer,
    InvalidRequest,
    NotFound,
    NotSupported,
    OutOfCredits,
    Protected,
    RateLimited,
    Suspended,
    Unavailable,
)
from autoreach.providers.results import Problem, Usage
from autoreach.providers.x.client import X
from autoreach.providers.x.objects import XQuota
from tests.providers.conftest import LIMITS, Canned
from tests.providers.x_recorded import BANNED, FOUND, GONE, HIDDEN, REPLY, REPLY_READ, TORA, TORA_READ, trouble


def test_people_are_read_by_name_and_who_is_missing_is_said(wire, x):
    wire.will({"data": [TORA], "errors": [GONE, BANNED]})
    answer = x.users_by_username(["tora_invented", "@gone_x", "banned_x", "tora_invented", "not a handle"])
    assert answer.value == (TORA_READ,)
    assert [(problem.kind, problem.subject) for problem in answer.problems] == [
        ("not_found", "not a handle"),
        ("not_found", "gone_x"),
        ("suspended", "banned_x"),
    ]
    assert answer.usage == Usage("x", "users/by", calls=1, units=1, cost_usd=Decimal("0.01"))
    assert (wire.asked[0].path, wire.asked[0]["usernames"]) == ("/2/users/by", "tora_invented,gone_x,banned_x")
    assert wire.asked[0].headers["authorization"] == "Bearer a-token"


def test_names_that_cannot_exist_cost_no_call(wire, x):
    answer = x.users_by_username(["no spaces here", "waytoolongforahandle"])
    assert (answer.value, len(answer.problems), answer.usage) == ((), 2, Usage("x", "users/by"))
    assert wire.asked == []


def test_more_than_a_batch_is_refused_before_it_is_paid(wire, x):
    with pytest.raises(InvalidRequest):
        x.users(str(number) for number in range(1, 102))
    assert wire.asked == []


@pytest.mark.parametrize(
    ("payload", "kind"),
    [({"errors": [GONE]}, NotFound), ({"errors": [BANNED]}, Suspended), ({"errors": [HIDDEN]}, Protected)],
)
def test_one_person_who_cannot_be_read_is_an_error_of_its_own(wire, x, payload, kind):
    wire.will(payload)
    with pytest.raises(kind) as caught:
        x.user_by_username("somebody_x")
    assert (type(caught.value), caught.value.usage.calls, caught.value.temporary) == (kind, 1, False)


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


def test_a_protected_account_is_not_an_account_without_posts(wire, x):
    wire.will({"errors": [HIDDEN]}, {"meta": {"result_count": 0}})
    with pytest.raises(Protected):
        x.posts("15")
    assert x.posts("15").value.items == ()


def test_followers_come_in_pages(wire, x):
    wire.will({"data": [TORA], "meta": {"result_count": 1, "next_token": "6HSC6BKLKFINVENTED0000"}})
    for method, kind in ((x.followers, "followers"), (x.following, "following")):
        answer = method("15", limit=5000, cursor="a-cursor")
        assert (answer.value.items, answer.value.cursor) == ((TORA_READ,), "6HSC6BKLKFINVENTED0000")
        assert answer.usage.cost_usd == Decimal("0.01")
        asked = wire.asked[-1]
        assert (asked.path, asked["max_results"], asked["pagination_token"]) == (
            f"/2/users/15/{kind}",
            "1000",
            "a-cursor",
        )


def test_mentions_quotes_and_reposters_are_read(wire, x):
    wire.will(FOUND, FOUND, {"data": [TORA], "meta": {"result_count": 1}})
    assert x.mentions("15").value.items == (REPLY_READ,)
    assert x.quotes("1999").value.items == (REPLY_READ,)
    assert x.reposters("1999").value.items == (TORA_READ,)
    assert [asked.path for asked in wire.asked] == [
        "/2/users/15/mentions",
        "/2/tweets/1999/quote_tweets",
        "/2/tweets/1999/retweeted_by",
    ]


def test_posts_are_read_by_id(wire, x):
    wire.will({"data": [REPLY], "includes": {"users": [TORA]}}, {"errors": [GONE]})
    assert x.post(REPLY["id"]).value == REPLY_READ
    with pytest.raises(NotFound):
        x.post("1999")


def test_a_query_is_sized_before_it_is_paid(wire, x):
    wire.will({"data": [{"end": "…", "start": "…", "tweet_count": 7}], "meta": {"total_tweet_count": 412}})
    answer = x.count("churn")
    assert (answer.value, answer.usage.units, answer.usage.cost_usd) == (412, 1, Decimal("0.005"))


def test_the_quota_is_read_from_strings(wire, x):
    wire.will({"data": {"project_id": "1", "project_usage": "120", "project_cap": "3000000", "cap_reset_day": 4}})
    assert x.quota().value == XQuota(used=120, cap=3_000_000, resets_on_day=4)


def test_people_are_searched_with_a_users_token_only(wire, x):
    with pytest.raises(NotSupported):
        x.search_users("Tora")
    assert wire.asked == []
    wire.will({"data": [TORA], "meta": {}})
    mine = X(token="t", base_url=wire.url, user_token=True, limits=LIMITS)
    assert mine.search_users("Tora (Invented) 🚀").value.items[0].id == TORA["id"]
    assert wire.asked[0]["query"] == "Tora Invented"


def test_posts_whose_authors_do_not_come_are_an_error_and_are_billed(wire, x):
    anonymous = {name: value for name, value in REPLY.items() if name != "author_id"}
    wire.will({"data": [anonymous], "meta": {}})
    with pytest.raises(InvalidAnswer) as caught:
        x.search("churn")
    assert caught.value.usage.cost_usd == Decimal("0.005")
    wire.will({"data": [anonymous, REPLY], "meta": {}})
    answer = x.search("churn")
    assert [post.id for post in answer.value.items] == [REPLY["id"]]
    assert answer.problems == (Problem("other", "", "1 posts without an author"),)


def test_an_author_hidden_from_the_included_people_does_not_hide_the_post(wire, x):
    wire.will({"data": [REPLY], "errors": [{**HIDDEN, "section": "includes"}], "meta": {}})
    answer = x.search("churn")
    assert [(post.author_id, post.author) for post in answer.value.items] == [(TORA["id"], None)]
    assert [problem.kind for problem in answer.problems] == ["protected"]


def test_errors_that_say_nothing_about_the_person_are_an_outage(wire, x):
    wire.will({"errors": [trouble("Internal", "internal-error", "Something broke", "15")]})
    with pytest.raises(Unavailable):
        x.users(["15"])


PROBLEMS = "https://api.twitter.com/2/problems"


@pytest.mark.parametrize(
    ("status", "body", "kind", "message"),
    [
        (
            400,
            {
                "errors": [{"parameters": {"max_results": ["5"]}, "message": "[5] is not between 10 and 100"}],
                "title": "Invalid Request",
                "detail": "One or more parameters to your request was invalid.",
                "type": f"{PROBLEMS}/invalid-request",
            },
            InvalidRequest,
            "[5] is not between 10 and 100",
        ),
        (401, {"title": "Unauthorized", "type": "about:blank", "status": 401}, AuthFailed, "Unauthorized"),
        (
            402,
            {"title": "CreditsDepleted", "detail": "No credits.", "type": f"{PROBLEMS}/credits"},
            OutOfCredits,
            "No credits.",
        ),
        (403, {"title": "Client Forbidden", "type": f"{PROBLEMS}/client-forbidden"}, AuthFailed, "Client Forbidden"),
        (
            403,
            {"title": "Unsupported Authentication", "type": f"{PROBLEMS}/unsupported-authentication"},
            NotSupported,
            "Unsupported Authentication",
        ),
        (
            403,
            {"title": "Forbidden", "detail": "Not permitted.", "type": "about:blank"},
            NotSupported,
            "Not permitted.",
        ),
        (
            403,
            {"detail": "User has been suspended: [a].", "type": "about:blank"},
            Suspended,
            "User has been suspended: [a].",
        ),
        (403, {"title": "Hidden", "type": f"{PROBLEMS}/not-authorized-for-resource"}, Protected, "Hidden"),
        (404, {"title": "Not Found", "type": "about:blank"}, NotFound, "Not Found"),
        (429, {"title": "UsageCapExceeded", "detail": "Monthly cap", "period": "Monthly"}, OutOfCredits, "Monthly cap"),
        (429, {"title": "Cap", "type": f"{PROBLEMS}/usage-capped", "scope": "Product"}, OutOfCredits, "Cap"),
        (429, {"errors": [{"code": 88, "message": "Rate limit exceeded"}]}, RateLimited, "Rate limit exceeded"),
    ],
)
def test_what_x_says_decides_the_kind_of_failure(wire, x, status, body, kind, message):
    wire.will(Canned(body, status, {"content-type": "application/problem+json", "x-rate-limit-remaining": "299"}))
    with pytest.raises(kind) as caught:
        x.followers("15")
    assert (type(caught.value), caught.value.args[0], caught.value.status) == (kind, message, status)


def test_the_allowance_comes_with_every_answer(wire, x):
    resets_at = datetime.now(UTC).replace(microsecond=0) + timedelta(minutes=9)
    headers = {
        "x-rate-limit-limit": "300",
        "x-rate-limit-remaining": "0",
        "x-rate-limit-reset": str(int(resets_at.timestamp())),
    }
    wire.will(Canned({"data": [TORA], "meta": {}}, headers=headers))
    limit = x.followers("15").limit
    assert (limit.scope, limit.limit, limit.remaining, limit.resets_at) == ("users/:id/followers", 300, 0, resets_at)


def test_a_500_is_asked_again(wire, x):
    wire.will(Canned({"title": "Internal Server Error"}, 500), {"data": [TORA]})
    assert (x.users(["15"]).usage.calls, len(wire.asked)) == (2, 2)


def test_a_limit_holds_for_its_operation_and_a_quarter_of_an_hour_where_no_time_is_named(wire, x):
    wire.will(Canned({"title": "Too Many Requests"}, 429))
    with pytest.raises(RateLimited) as caught:
        x.followers("15")
    rest = caught.value.resume_at - datetime.now(UTC)
    assert (caught.value.scope, round(rest.total_seconds() / 60)) == ("users/:id/followers", 15)


def test_a_limit_that_names_its_end_holds_until_then(wire, x):
    resets_at = datetime.now(UTC).replace(microsecond=0) + timedelta(minutes=3)
    headers = {"x-rate-limit-reset": str(int(resets_at.timestamp()))}
    wire.will(Canned({"title": "Too Many Requests"}, 429, headers))
    with pytest.raises(RateLimited) as caught:
        x.followers("15")
    assert caught.value.resume_at == resets_at


@pytest.mark.parametrize(
    ("ask", "asked"),
    [
        (lambda x, limit: x.posts("15", limit=limit), (5, 100)),
        (lambda x, limit: x.mentions("15", limit=limit), (5, 100)),
        (lambda x, limit: x.search("churn", limit=limit), (10, 100)),
        (lambda x, limit: x.search("churn", limit=limit, archive=True), (10, 500)),
        (lambda x, limit: x.replies("15", limit=limit), (10, 100)),
        (lambda x, limit: x.quotes("15", limit=limit), (10, 100)),
        (lambda x, limit: x.reposters("15", limit=limit), (1, 100)),
        (lambda x, limit: x.followers("15", limit=limit), (1, 1000)),
        (lambda x, limit: x.following("15", limit=limit), (1, 1000)),
    ],
)
def test_a_page_is_as_large_as_x_allows(wire, x, ask, asked):
    wire.will({"meta": {"result_count": 0}})
    for limit in (0, 5000):
        ask(x, limit)
    assert tuple(int(request["max_results"]) for request in wire.asked) == asked


def test_what_is_newer_than_a_post_is_asked_by_its_id(wire, x):
    wire.will({"meta": {"result_count": 0}})
    x.posts("15", since_id="1999", since=datetime(2026, 11, 1, tzinfo=UTC))
    x.search("churn", since_id="1999")
    assert [(asked["since_id"], "start_time" in dict(asked.query)) for asked in wire.asked] == [("1999", False)] * 2


def test_an_identifier_is_sent_encoded(wire, x):
    wire.will({"meta": {"result_count": 0}})
    x.posts("15/../16")
    assert wire.asked[0].path == "/2/users/15%2F..%2F16/tweets"


def test_what_is_billed_are_the_objects_that_came(wire, x):
    user_inside = {"data": [TORA, TORA], "includes": {"users": [TORA]}, "meta": {}}
    wire.will(user_inside, FOUND)
    assert (x.followers("15").usage.units, x.search("churn").usage.cost_usd) == (3, Decimal("0.015"))


def test_the_quota_that_is_not_told_is_unknown(wire, x):
    wire.will({"data": {"project_usage": "many", "project_cap": "9" * 19}})
    assert x.quota().value == XQuota(None, None, None)
