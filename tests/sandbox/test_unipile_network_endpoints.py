import pytest

from autoreach.sandbox.unipile_ids import distance_of
from tests.sandbox.unipile_questions import EAGER, every, member


def test_followers_are_those_of_a_member_a_company_or_the_owner(ask, world):
    owner = world.people.on(2)[-1]
    for query, account in (({"user_id": EAGER}, 19), ({"user_id": "9000000"}, 6000), ({}, owner)):
        items = every(ask, "/users/followers", limit=100, **query)
        numbers = world.network.followers(account, 2, 0, 10_000)
        assert [item["id"] for item in items] == list(map(member, numbers))
    assert ask.linkedin("/users/followers", user_id=EAGER).reply.units == {"followers": 10}
    assert ask.linkedin("/users/followers", user_id=member(21)).status == 404


def test_relations_are_the_members_at_the_first_distance(ask, world):
    got = ask.linkedin("/users/relations", limit=1000)
    numbers = [number for number in world.people.on(2) if distance_of(number) == 1]
    assert [item["member_id"] for item in got["items"]] == list(map(member, numbers))
    profile = ask.linkedin(f"/users/{member(numbers[0])}")
    assert (profile["is_relationship"], profile["network_distance"], len(profile["contact_info"]["emails"])) == (
        True,
        "FIRST_DEGREE",
        1,
    )


def test_an_invitation_is_sent_once_listed_and_withdrawn(ask):
    body = {"provider_id": EAGER, "account_id": "acc_1", "message": "Hello"}
    sent = ask("/api/v1/users/invite", body)
    assert ask("/api/v1/users/invite", body)["type"] == "errors/already_invited_recently"
    assert [item["id"] for item in ask.linkedin("/users/invite/sent")["items"]] == [sent["invitation_id"]]
    assert ask.linkedin(f"/users/invite/sent/{sent['invitation_id']}", method="DELETE").status == 200
    assert ask.linkedin("/users/invite/sent")["items"] == []
    too_long = ask("/api/v1/users/invite", body | {"message": "x" * 301})
    assert (too_long.status, too_long["type"]) == (400, "errors/too_many_characters")


@pytest.mark.parametrize(
    ("body", "detail"),
    [
        ({"account_id": "a"}, "/provider_id Required property"),
        ({"provider_id": EAGER}, "/account_id Required property"),
    ],
)
def test_an_invitation_needs_both_ids(ask, body, detail):
    got = ask("/api/v1/users/invite", body)
    assert (got.status, got["detail"]) == (400, detail)


def test_an_invitation_that_was_never_sent_cannot_be_withdrawn(ask):
    assert ask.linkedin("/users/invite/sent/7391000000000000009", method="DELETE").status == 404
    sent = ask("/api/v1/users/invite", {"provider_id": EAGER, "account_id": "a"})
    (listed,) = ask.linkedin("/users/invite/sent")["items"]
    assert (sent["invitation_id"], listed["invited_user_public_id"], listed["invited_user_id"]) == (
        "7391000000000000000",
        "eager-buyer-sbx",
        EAGER,
    )
