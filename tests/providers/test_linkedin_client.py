import pytest

from autoreach.providers.errors import (
    AuthFailed,
    InvalidAnswer,
    InvalidRequest,
    NotFound,
    NotSupported,
    Protected,
    RateLimited,
)
from autoreach.providers.linkedin.client import LinkedIn
from autoreach.providers.linkedin.member_objects import Member
from autoreach.providers.linkedin.profile_objects import PersonHit
from autoreach.providers.linkedin.v1 import V1
from autoreach.providers.results import Usage
from tests.providers.conftest import LIMITS, Canned
from tests.providers.linkedin_recorded import (
    FOLLOWER,
    ID,
    PERSON,
    PERSON_READ,
    POST,
    POST_READ,
    PROFILE,
    STRANGER,
    error,
    found,
    listed,
)


def test_only_the_sections_asked_for_are_paid_and_known(wire, linkedin):
    wire.will({**PROFILE, "skills": None, "education": None})
    answer = linkedin.profile("ilse-invented", sections=["experience"])
    profile = answer.value
    assert (len(profile.experience), profile.education, profile.skills) == (3, None, None)
    assert (answer.usage.units, profile.withheld) == (2, frozenset())


def test_an_identifier_in_another_script_is_sent_encoded(wire, linkedin):
    wire.will(PROFILE)
    linkedin.profile("ильзе/выдуманная")
    assert wire.asked[0].path == "/api/v1/users/" + (
        "%D0%B8%D0%BB%D1%8C%D0%B7%D0%B5%2F%D0%B2%D1%8B%D0%B4%D1%83%D0%BC%D0%B0%D0%BD%D0%BD%D0%B0%D1%8F"
    )


def test_an_object_without_its_id_is_no_profile(wire, linkedin):
    wire.will({"object": "UserProfile"})
    with pytest.raises(InvalidAnswer) as caught:
        linkedin.profile("ilse-invented")
    assert caught.value.usage == Usage("linkedin", "profile", calls=1, units=7)


def test_people_are_searched_by_ids_and_words(wire, linkedin):
    wire.will(found(PERSON, STRANGER, {"type": "SOMETHING_NEW", "id": "1"}, cursor="next==", total=900))
    answer = linkedin.search_people(
        keywords="pap\ud83der\x00", title="plant manager", locations=["106967730"], industries=["4"], distances=[2, 3]
    )
    assert answer.value.items == (
        PERSON_READ,
        PersonHit(id=STRANGER["id"], headline="Data lead in fintech"),
    )
    assert (answer.value.cursor, answer.value.total, answer.value.throttled) == ("next==", 900, False)
    asked = wire.asked[0]
    assert (asked.method, asked.path, asked.query) == (
        "POST",
        "/api/v1/linkedin/search",
        [("account_id", "acc_1"), ("limit", "25")],
    )
    assert asked.body == {
        "api": "classic",
        "category": "people",
        "keywords": "paper",
        "location": ["106967730"],
        "industry": ["4"],
        "network_distance": [2, 3],
        "advanced_keywords": {"title": "plant manager"},
    }
    linkedin.search_people(cursor="next==", limit=500)
    assert (wire.asked[1].body, wire.asked[1]["limit"]) == ({"cursor": "next=="}, "50")


def test_a_word_in_place_of_a_filters_id_is_not_sent(wire, linkedin):
    with pytest.raises(ValueError, match="Berlin"):
        linkedin.search_people(locations=["Berlin"])
    assert wire.asked == []


def test_a_copied_search_address_is_searched(wire, linkedin):
    wire.will(found(PERSON))
    url = "https://www.linkedin.com/search/results/people/?keywords=paper"
    assert linkedin.search_url(url).value.items == (PERSON_READ,)
    assert wire.asked[0].body == {"url": url}


def test_posts_of_a_person_and_of_a_company_are_read(wire, linkedin):
    wire.will(listed("PostList", POST, cursor="eyJkZW1vIjoxfQ=="))
    page = linkedin.posts(ID, limit=500).value
    assert (page.items, page.cursor) == ((POST_READ,), "eyJkZW1vIjoxfQ==")
    linkedin.posts("9000009", is_company=True, cursor=page.cursor)
    assert wire.asked[0].query == [("account_id", "acc_1"), ("limit", "100")]
    assert wire.asked[1].query == [
        ("account_id", "acc_1"),
        ("is_company", "true"),
        ("limit", "20"),
        ("cursor", "eyJkZW1vIjoxfQ=="),
    ]


def test_one_post_is_read(wire, linkedin):
    wire.will(POST)
    assert linkedin.post("urn:li:activity:7390000000000000009").value == POST_READ
    assert wire.asked[0].path == "/api/v1/posts/urn%3Ali%3Aactivity%3A7390000000000000009"


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


def test_a_lost_session_is_not_answered_with_a_search(wire, linkedin):
    wire.will(error(401, "disconnected_account"))
    with pytest.raises(AuthFailed):
        linkedin.followers("ACoAAADEMO5")
    assert len(wire.asked) == 1


def test_a_page_that_is_empty_although_there_is_more_is_marked(wire, linkedin):
    wire.will(found(total=80), found(cursor="go-on"), found(), found(total=30, start=30))
    pages = [linkedin.search_people(keywords="paper").value for _ in range(4)]
    assert [page.throttled for page in pages] == [True, True, False, False]


def test_a_list_that_is_none_is_an_invalid_answer(wire, linkedin):
    wire.will({"object": "PostList", "items": None}, listed("PostList", {"object": "Post"}))
    for _ in range(2):
        with pytest.raises(InvalidAnswer):
            linkedin.posts(ID)


@pytest.mark.parametrize(
    ("written", "address"),
    [
        ("api8.example.com:13851", "https://api8.example.com:13851/api/v1"),
        ("https://api8.example.com:13851/", "https://api8.example.com:13851/api/v1"),
        ("http://127.0.0.1:9000/api/v1/", "http://127.0.0.1:9000/api/v1"),
    ],
)
def test_the_address_of_the_dashboard_is_understood(written, address):
    assert V1.address(written) == address
    LinkedIn(api_key="k", account_id="a", base_url=written, limits=LIMITS)


def test_a_list_that_was_refused_is_paid_also_where_the_search_fails(wire, linkedin):
    wire.will(error(404, "resource_not_found"), error(429, "too_many_requests"))
    with pytest.raises(RateLimited) as caught:
        linkedin.followers("ACoAAADEMO5")
    assert (caught.value.usage.calls, len(wire.asked)) == (2, 2)


@pytest.mark.parametrize(
    ("ask", "limits"),
    [
        (lambda li, limit: li.posts("ACoA", limit=limit), ("1", "100")),
        (lambda li, limit: li.comments("7", limit=limit), ("1", "100")),
        (lambda li, limit: li.reactions("7", limit=limit), ("1", "100")),
        (lambda li, limit: li.followers("ACoA", limit=limit, cursor="c"), ("1", "100")),
        (lambda li, limit: li.search_parameters("LOCATION", "a", limit=limit), ("1", "100")),
        (lambda li, limit: li.search_people(keywords="a", limit=limit), ("1", "50")),
        (lambda li, limit: li.search_url("https://a.example", limit=limit), ("1", "50")),
    ],
)
def test_a_page_is_as_large_as_unipile_allows(wire, linkedin, ask, limits):
    wire.will({"items": []})
    for limit in (0, 500):
        ask(linkedin, limit)
    assert tuple(asked["limit"] for asked in wire.asked) == limits


def test_an_empty_search_sends_only_what_is_set(wire, linkedin):
    wire.will(found())
    linkedin.search_people()
    linkedin.search_companies()
    linkedin.search_posts()
    linkedin.search_jobs()
    assert [asked.body for asked in wire.asked] == [
        {"api": "classic", "category": category} for category in ("people", "companies", "posts", "jobs")
    ]


def test_each_section_and_each_search_is_an_action(wire, linkedin):
    wire.will(PROFILE, found(PERSON), PROFILE)
    usages = [
        linkedin.profile("a", sections=["about", "skills"]).usage,
        linkedin.search_people(keywords="a").usage,
        linkedin.profile("a", sections=[]).usage,
    ]
    assert [(usage.operation, usage.units, usage.cost_usd) for usage in usages] == [
        ("profile", 3, 0),
        ("search", 1, 0),
        ("profile", 1, 0),
    ]
