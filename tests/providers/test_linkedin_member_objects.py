import pytest

from autoreach.providers.linkedin.member_objects import (
    Account,
    Member,
    read_account,
    read_distance,
    read_follower,
    read_member,
    slug_in,
)
from tests.providers.linkedin_recorded import ID


def test_the_connected_account_says_what_it_may(wire, linkedin):
    wire.will(
        {
            "object": "AccountOwnerProfile",
            "provider": "LINKEDIN",
            "provider_id": ID,
            "first_name": "Ilse",
            "last_name": "Invented",
            "public_identifier": "ilse-invented",
            "email": "ilse@example.org",
            "premium": True,
            "recruiter": {"error": "DISCONNECTED"},
            "sales_navigator": {"owner_seat_id": "1", "contract_id": "2"},
        }
    )
    assert linkedin.account().value == Account(ID, "ilse-invented", "Ilse Invented", True, True, False)


@pytest.mark.parametrize(
    ("written", "distance"),
    [
        ("SELF", 0),
        ("DISTANCE_1", 1),
        ("FIRST_DEGREE", 1),
        ("DISTANCE_2", 2),
        ("SECOND_DEGREE", 2),
        ("DISTANCE_3", 3),
        ("THIRD_DEGREE", 3),
        ("OUT_OF_NETWORK", None),
        (None, None),
    ],
)
def test_both_ways_to_name_a_distance_are_read(written, distance):
    assert read_distance({"network_distance": written}) == distance


@pytest.mark.parametrize(
    ("url", "slug"),
    [
        ("https://www.linkedin.com/in/ilse-invented?x=1", "ilse-invented"),
        ("https://LinkedIn.com/in/ilse-invented/", "ilse-invented"),
        ("https://www.linkedin.com/in/%D0%B8%D0%BB%D1%8C%D0%B7%D0%B5", "ильзе"),
        ("https://www.linkedin.com/in/ACoAAADEMO0000000000000000000000000009", ""),
        ("https://www.linkedin.com/company/mills", ""),
        ("", ""),
    ],
)
def test_an_address_names_the_slug_but_an_id_is_none(url, slug):
    assert slug_in(url) == slug


@pytest.mark.parametrize("kind", ["company", "school", "showcase"])
def test_the_page_of_a_company_is_known_by_its_address(kind):
    member = read_member({"id": "9", "profile_url": f"https://www.linkedin.com/{kind}/mills/"})
    assert (member.is_company, member.public_identifier) == (True, "mills")


@pytest.mark.parametrize("source", [{"is_company": True}, {"type": "COMPANY"}])
def test_a_company_is_known_by_what_is_said_of_it(source):
    assert read_member(source).is_company is True
    assert read_member({"type": "INDIVIDUAL"}).is_company is False


def test_a_name_is_given_whole_or_in_parts():
    parts = {"first_name": "Ilse", "last_name": "Invented"}
    assert [read_member(source).name for source in (parts, {"name": "I. I."} | parts, {"last_name": "Invented"})] == [
        "Ilse Invented",
        "I. I.",
        "Invented",
    ]
    assert read_member({"name": "Other"}, name="Ilse").name == "Ilse"


def test_an_id_has_three_names_and_the_own_slug_goes_before_the_address():
    assert [read_member({name: "7"}).id for name in ("id", "provider_id", "member_id")] == ["7"] * 3
    url = "https://www.linkedin.com/in/from-address"
    assert read_member({"public_identifier": "own", "profile_url": url}).public_identifier == "own"


def test_a_follower_without_an_id_is_left_out():
    assert (read_follower({"name": "Ann"}), read_follower({"id": "1", "name": "Ann"})) == (
        None,
        Member("1", name="Ann"),
    )


def test_a_product_that_lost_its_connection_is_none_the_account_has():
    lost = {"recruiter": {"error": "x"}, "sales_navigator": {"owner_seat_id": "1"}, "premium": False}
    assert read_account({"provider_id": "1"} | lost) == Account("1", "", "", False, True, False)
    assert read_account({"provider_id": "1"}) == Account("1", "", "", False, False, False)
