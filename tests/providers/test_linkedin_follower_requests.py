import pytest

from autoreach.providers.errors import (
    AuthFailed,
    InvalidRequest,
    NotFound,
    NotSupported,
    Protected,
    RateLimited,
)
from autoreach.providers.linkedin.member_objects import Member
from tests.providers.conftest import Canned
from tests.providers.linkedin_recorded import FOLLOWER, ID, PERSON, error, found, listed


def test_followers_are_listed_where_linkedin_lists_them(wire, linkedin):
    wire.will(listed("UserFollowersList", FOLLOWER, cursor="more"), listed("UserFollowersList"))
    page = linkedin.followers("ACoAAADEMO5", limit=50).value
    url = f"https://www.linkedin.com/in/{ID}"
    assert (page.items, page.cursor) == ((Member(ID, "", "Ilse Invented", "Plant manager", url),), "more")
    assert linkedin.followers("ACoAAADEMO5", cursor="more").value.items == ()
    assert [asked.path for asked in wire.asked] == ["/api/v1/users/followers"] * 2
    assert wire.asked[0]["user_id"] == "ACoAAADEMO5"


@pytest.mark.parametrize(
    "refusal",
    [
        error(400, "invalid_parameters"),
        error(403, "insufficient_permissions"),
        error(404, "resource_not_found"),
        error(422, "unprocessable_entity"),
        error(501, "feature_not_implemented"),
        Canned(listed("UserFollowersList")),
    ],
)
def test_followers_are_searched_where_linkedin_does_not_list_them(wire, linkedin, refusal):
    wire.will(refusal, found(PERSON, cursor="next=="))
    answer = linkedin.followers("ACoAAADEMO5")
    assert [member.public_identifier for member in answer.value.items] == ["ilse-invented"]
    assert wire.asked[1].body == {"api": "classic", "category": "people", "followers_of": ["ACoAAADEMO5"]}
    assert answer.usage.calls == 2
    linkedin.followers("ACoAAADEMO5", cursor=answer.value.cursor)
    assert wire.asked[2].body == {"cursor": "next=="}


@pytest.mark.parametrize(
    ("refusal", "raised"),
    [
        (error(400, "invalid_parameters"), InvalidRequest),
        (error(403, "insufficient_permissions"), NotSupported),
        (error(404, "resource_not_found"), NotFound),
        (error(403, "resource_access_restricted"), Protected),
    ],
)
@pytest.mark.parametrize(
    ("account", "cursor"), [("ACoAAADEMO5", "more"), ("9000009", "more"), ("ACoAAADEMO5", "search:a")]
)
def test_a_later_page_of_followers_that_is_refused_is_its_own_error(wire, linkedin, refusal, raised, account, cursor):
    wire.will(refusal)
    with pytest.raises(raised) as caught:
        linkedin.followers(account, cursor=cursor)
    assert (type(caught.value), len(wire.asked)) == (raised, 1)


def test_followers_that_can_be_had_in_no_way_say_so(wire, linkedin):
    wire.will(error(501, "feature_not_implemented"), error(403, "feature_not_subscribed"))
    with pytest.raises(NotSupported) as caught:
        linkedin.followers("ACoAAADEMO5")
    assert caught.value.usage.calls == 2
    wire.will(error(422, "unprocessable_entity"))
    with pytest.raises(NotSupported):
        linkedin.followers("9000009")
    assert len(wire.asked) == 3


def test_a_list_that_was_refused_is_paid_also_where_the_search_fails(wire, linkedin):
    wire.will(error(404, "resource_not_found"), error(429, "too_many_requests"))
    with pytest.raises(RateLimited) as caught:
        linkedin.followers("ACoAAADEMO5")
    assert (caught.value.usage.calls, len(wire.asked)) == (2, 2)


def test_a_lost_session_is_not_answered_with_a_search(wire, linkedin):
    wire.will(error(401, "disconnected_account"))
    with pytest.raises(AuthFailed):
        linkedin.followers("ACoAAADEMO5")
    assert len(wire.asked) == 1
