from decimal import Decimal
from functools import partial

import pytest

from autoreach.providers.errors import NotFound, NotSupported, Protected, Suspended
from autoreach.providers.results import Usage
from autoreach.providers.x.client import X
from tests.providers.conftest import LIMITS
from tests.providers.x_pages import page_sizes
from tests.providers.x_recorded import BANNED, GONE, HIDDEN, TORA, TORA_READ


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


@pytest.mark.parametrize(
    ("payload", "kind"),
    [({"errors": [GONE]}, NotFound), ({"errors": [BANNED]}, Suspended), ({"errors": [HIDDEN]}, Protected)],
)
def test_one_person_who_cannot_be_read_is_an_error_of_its_own(wire, x, payload, kind):
    wire.will(payload)
    with pytest.raises(kind) as caught:
        x.user_by_username("somebody_x")
    assert (type(caught.value), caught.value.usage.calls, caught.value.temporary) == (kind, 1, False)


def test_people_are_searched_with_a_users_token_only(wire, x):
    with pytest.raises(NotSupported):
        x.search_users("Tora")
    assert wire.asked == []
    wire.will({"data": [TORA], "meta": {}})
    mine = X(token="t", base_url=wire.url, user_token=True, limits=LIMITS)
    assert mine.search_users("Tora (Invented) 🚀").value.items[0].id == TORA["id"]
    assert wire.asked[0]["query"] == "Tora Invented"


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


def test_reposters_are_read(wire, x):
    wire.will({"data": [TORA], "meta": {"result_count": 1}})
    assert x.reposters("1999", cursor="a-cursor").value.items == (TORA_READ,)
    assert (wire.asked[0].path, wire.asked[0]["pagination_token"]) == ("/2/tweets/1999/retweeted_by", "a-cursor")


@pytest.mark.parametrize(
    ("ask", "asked"),
    [
        (lambda x, limit: x.reposters("15", limit=limit), (1, 100)),
        (lambda x, limit: x.followers("15", limit=limit), (1, 1000)),
        (lambda x, limit: x.following("15", limit=limit), (1, 1000)),
    ],
)
def test_a_page_is_as_large_as_x_allows(wire, x, ask, asked):
    assert page_sizes(wire, partial(ask, x)) == asked
