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
from autoreach.providers.results import Problem
from tests.providers.conftest import Canned
from tests.providers.x_recorded import FOUND, HIDDEN, PROBLEMS, REPLY, TORA, trouble


def test_more_than_a_batch_is_refused_before_it_is_paid(wire, x):
    with pytest.raises(InvalidRequest):
        x.users(str(number) for number in range(1, 102))
    assert wire.asked == []


def test_a_protected_account_is_not_an_account_without_posts(wire, x):
    wire.will({"errors": [HIDDEN]}, {"meta": {"result_count": 0}})
    with pytest.raises(Protected):
        x.posts("15")
    assert x.posts("15").value.items == ()


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


def test_what_is_billed_are_the_objects_that_came(wire, x):
    user_inside = {"data": [TORA, TORA], "includes": {"users": [TORA]}, "meta": {}}
    wire.will(user_inside, FOUND)
    assert (x.followers("15").usage.units, x.search("churn").usage.cost_usd) == (3, Decimal("0.015"))
