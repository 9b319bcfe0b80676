"""What the adapters send, and what their tests take for real answers, against the OpenAPI documents."""

from datetime import UTC, datetime

import pytest

from autoreach.providers.linkedin.client import LinkedIn
from autoreach.providers.x.client import X
from tests.providers import linkedin_recorded as recorded
from tests.providers import linkedin_v2_recorded as recorded_v2
from tests.providers.conftest import LIMITS
from tests.providers.contracts import document
from tests.providers.unipile_v2_document import UNIPILE_V2
from tests.providers.x_recorded import FOUND, GONE, TORA

TOKEN = "7140dibdnow9c7btw4invented"
URN = "urn:li:activity:7390000000000000009"
USERS = {"data": [TORA], "meta": {"result_count": 1}}

DAY = {"start": "2026-11-18T00:00:00.000Z", "end": "2026-11-19T00:00:00.000Z", "tweet_count": 3}
COUNTS = {"data": [DAY], "meta": {"total_tweet_count": 3}}
QUOTA = {"data": {"project_id": "1", "project_usage": 120, "project_cap": 3000000, "cap_reset_day": 4}}

X_CALLS = [
    (lambda x: x.users([TORA["id"], "15"]), {"data": [TORA], "errors": [GONE]}),
    (lambda x: x.users_by_username(["tora_invented"]), {"data": [TORA]}),
    (lambda x: x.search_users("Tora Invented", cursor=TOKEN), USERS),
    (lambda x: x.followers("15", limit=9999, cursor=TOKEN), USERS),
    (lambda x: x.following("15", limit=0), USERS),
    (lambda x: x.reposters("1999", cursor=TOKEN), USERS),
    (lambda x: x.posts("15", limit=1, since=datetime(2026, 11, 1, tzinfo=UTC), exclude=["replies", "retweets"]), FOUND),
    (lambda x: x.posts("15", since_id="1999", cursor=TOKEN), FOUND),
    (lambda x: x.mentions("15", since=datetime(2026, 11, 1, tzinfo=UTC), cursor=TOKEN), FOUND),
    (lambda x: x.search("churn lang:en", limit=1, since=datetime(2020, 1, 1, tzinfo=UTC), by_relevance=True), FOUND),
    (lambda x: x.search("churn", since_id="1999", cursor=TOKEN), FOUND),
    (lambda x: x.replies("1999"), FOUND),
    (lambda x: x.quotes("1999", limit=1, cursor=TOKEN), FOUND),
    (lambda x: x.posts_by_id(["1999", "2000"]), {"data": FOUND["data"], "includes": FOUND["includes"]}),
    (lambda x: x.count("churn"), COUNTS),
    (lambda x: x.quota(), QUOTA),
]

SEARCH = recorded.found(recorded.PERSON)
FOLLOWERS = {"object": "UserFollowersList", "items": [recorded.FOLLOWER], "cursor": None}
POSTS = recorded.listed("PostList", recorded.POST)

LINKEDIN_CALLS = [
    (lambda li: li.profile("ilse-invented"), recorded.PROFILE),
    (lambda li: li.profile("ilse-invented", sections=[]), recorded.PROFILE),
    (lambda li: li.posts(recorded.ID, cursor="c"), POSTS),
    (lambda li: li.posts("9000009", is_company=True), POSTS),
    (lambda li: li.followers(recorded.ID, cursor="c"), FOLLOWERS),
    (lambda li: li.search_people(keywords="a", title="b", locations=["1"], industries=["2"], distances=[1, 3]), SEARCH),
    (
        lambda li: li.search_people(companies=["1"], past_companies=["2"], followers_of=["ACoA"], languages=["en"]),
        SEARCH,
    ),
    (lambda li: li.search_people(cursor="c"), SEARCH),
    (lambda li: li.search_companies(keywords="a", headcounts=[(51, 200), (10001, None)], hiring=True), SEARCH),
    (
        lambda li: li.search_posts(
            keywords="a",
            within="past_month",
            newest_first=True,
            by_members=["ACoA"],
            by_companies=["1"],
            mentioning_companies=["2"],
            author_industries=["3"],
            author_keywords="planner",
        ),
        SEARCH,
    ),
    (
        lambda li: li.search_jobs(
            keywords="a", region="1", locations=["2"], companies=["3"], seniorities=["director"], within_days=7
        ),
        SEARCH,
    ),
    (lambda li: li.search_url("https://www.linkedin.com/search/results/people/?keywords=a"), SEARCH),
]

# The document of August 2025 lacks what the answers of today hold, or has no usable answer for these.
LINKEDIN_REQUESTS = [
    (lambda li: li.search_parameters("LOCATION", "ghent"), {"items": []}),
    (lambda li: li.comments(URN, limit=500, cursor="c"), {"items": []}),
    (lambda li: li.reactions(URN, cursor="c"), {"items": []}),
    (lambda li: li.comments_by(recorded.ID, limit=0), {"items": []}),
    (lambda li: li.post(URN), recorded.POST),
    (lambda li: li.company("invented-mills"), {"id": "1", "name": "Invented Mills"}),
    (lambda li: li.job("4000000001"), {"id": "4000000001", "title": "Planner"}),
    (lambda li: li.account(), {"provider_id": recorded.ID}),
]


@pytest.mark.parametrize("number", range(len(X_CALLS)))
def test_what_is_asked_of_x_is_in_its_document(wire, number):
    contract = document("x_openapi*tweet*.json")
    call, answer = X_CALLS[number]
    wire.will(answer)
    call(X(token="t", base_url=wire.url, user_token=True, limits=LIMITS))
    (asked,) = wire.asked
    assert contract.request_faults(asked) == []
    assert contract.answer_faults(asked.method, asked.path, answer) == []


@pytest.mark.parametrize("number", range(len(LINKEDIN_CALLS) + len(LINKEDIN_REQUESTS)))
def test_what_is_asked_of_unipile_is_in_its_document(wire, linkedin, number):
    contract = document("unipile*.json")
    call, answer = (LINKEDIN_CALLS + LINKEDIN_REQUESTS)[number]
    wire.will(answer)
    call(linkedin)
    (asked,) = wire.asked
    assert contract.request_faults(asked) == []
    if number < len(LINKEDIN_CALLS):
        assert contract.answer_faults(asked.method, asked.path, answer) == []


PEOPLE = recorded_v2.listed(recorded_v2.PERSON, recorded_v2.STRANGER, total_count=2)
LINKEDIN_V2_CALLS = [
    (lambda li: li.profile("ilse-invented"), recorded_v2.PROFILE),
    (lambda li: li.profile("ilse-invented", sections=[]), recorded_v2.PROFILE),
    (lambda li: li.account(), recorded_v2.PROFILE),
    (lambda li: li.posts(recorded.ID, cursor="c"), recorded_v2.listed(recorded_v2.POST, next_cursor="d")),
    (lambda li: li.posts("9000009", is_company=True, cursor="offset:5"), recorded_v2.listed(recorded_v2.POST)),
    (lambda li: li.post(recorded_v2.POST["id"]), recorded_v2.POST),
    (lambda li: li.followers(recorded.ID, cursor="c"), recorded_v2.listed(recorded_v2.AUTHOR)),
    (lambda li: li.comments(recorded_v2.POST["id"], limit=500), recorded_v2.listed(recorded_v2.COMMENT)),
    (lambda li: li.comments("7", replies_to="8"), recorded_v2.listed(recorded_v2.COMMENT)),
    (lambda li: li.reactions("7"), recorded_v2.listed(recorded_v2.REACTION)),
    (lambda li: li.reactions("7", on_comment="8"), recorded_v2.listed(recorded_v2.REACTION)),
    (lambda li: li.search_parameters("LOCATION", "ghent"), recorded_v2.listed()),
    (lambda li: li.search_people(keywords="a", title="b", locations=["1"], industries=["2"], distances=[1, 3]), PEOPLE),
    (
        lambda li: li.search_people(companies=["1"], past_companies=["2"], followers_of=["ACoA"], languages=["en"]),
        PEOPLE,
    ),
    (lambda li: li.search_people(connections_of=["ACoA"], cursor="offset:25"), PEOPLE),
    (
        lambda li: li.search_companies(keywords="a", headcounts=[(51, 200), (10001, None)], hiring=True),
        recorded_v2.listed(recorded_v2.COMPANY_HIT),
    ),
    (
        lambda li: li.search_posts(
            keywords="a",
            within="past_month",
            newest_first=True,
            by_members=["ACoA"],
            by_companies=["1"],
            mentioning_companies=["2"],
            author_industries=["3"],
            author_keywords="planner",
        ),
        recorded_v2.listed(recorded_v2.POST),
    ),
    (
        lambda li: li.search_jobs(
            keywords="a", region="1", locations=["2"], companies=["3"], seniorities=["director"], within_days=7
        ),
        recorded_v2.listed(recorded_v2.JOB_HIT),
    ),
    (lambda li: li.search_url("https://www.linkedin.com/search/results/people/?keywords=a"), PEOPLE),
    (lambda li: li.company("invented-mills"), recorded_v2.COMPANY),
    (lambda li: li.job("4000000001"), recorded_v2.JOB),
]


@pytest.mark.parametrize("number", range(len(LINKEDIN_V2_CALLS)))
def test_what_is_asked_of_unipile_s_second_version_is_documented(wire, number):
    call, answer = LINKEDIN_V2_CALLS[number]
    wire.will(answer)
    call(LinkedIn(api_key="k", account_id="acc_1", base_url=wire.url, version=2, limits=LIMITS))
    (asked,) = wire.asked
    assert UNIPILE_V2.request_faults(asked) == []
    assert UNIPILE_V2.answer_faults(asked.method, asked.path, answer) == []


def test_the_contract_of_the_second_version_finds_what_is_wrong(wire):
    linkedin = LinkedIn(api_key="k", account_id="8kQ2", base_url=wire.url, version=2, limits=LIMITS)
    wire.will(PEOPLE)
    linkedin.search_people(distances=[9])
    (asked,) = wire.asked
    assert len(UNIPILE_V2.request_faults(asked)) == 2
    assert UNIPILE_V2.answer_faults("POST", asked.path, {"data": [{"id": 1}]}) != []


def test_the_contract_finds_what_is_wrong(wire, linkedin):
    contract = document("unipile*.json")
    wire.will(SEARCH)
    linkedin.search_people(distances=[9])
    linkedin.search_people(languages=[])
    wrong, right = wire.asked
    wrong.query.append(("colour", "red"))
    assert (len(contract.request_faults(wrong)), contract.request_faults(right)) == (2, [])
    right.query.clear()
    assert contract.request_faults(right) == ["account_id: missing"]
    assert contract.answer_faults("POST", right.path, {**SEARCH, "items": [{"id": 1}]}) != []
