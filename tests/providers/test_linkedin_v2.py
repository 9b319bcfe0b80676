from datetime import UTC, datetime

import pytest

from autoreach.providers.errors import (
    InvalidAnswer,
    NotSupported,
    Unavailable,
)
from autoreach.providers.linkedin.client import LinkedIn
from autoreach.providers.linkedin.v2 import V2
from autoreach.providers.results import Usage
from tests.providers.conftest import IMPATIENT, LIMITS, Canned
from tests.providers.linkedin_recorded import ID
from tests.providers.linkedin_v2_recorded import AUTHOR, COMMENT, PERSON, POST, PROFILE, REACTION, error, listed


@pytest.fixture
def linkedin(wire):
    return LinkedIn(api_key="a-key", account_id="acc_1", base_url=wire.url, version=2, limits=LIMITS)


def test_the_account_stands_in_the_path_and_the_key_in_its_header(wire, linkedin):
    wire.will(PROFILE)
    answer = linkedin.profile("ильзе/1", sections=["about", "experience", "skills"])
    (asked,) = wire.asked
    assert asked.path == "/v2/acc_1/users/%D0%B8%D0%BB%D1%8C%D0%B7%D0%B5%2F1"
    assert asked.query == [("with_sections", "linkedin_experience"), ("with_sections", "linkedin_skills")]
    assert asked.headers["x-api-key"] == "a-key"
    # The biography is no section and no action of its own.
    assert (answer.usage, answer.value.about) == (Usage("linkedin", "profile", 1, 3), "I keep mills running.")


@pytest.mark.parametrize("written", ["api.unipile.com", "https://api.unipile.com/", "https://api.unipile.com/v2"])
def test_all_customers_share_one_address(written):
    assert V2.address(written) == "https://api.unipile.com/v2"


@pytest.mark.parametrize(
    ("ask", "path", "query"),
    [
        (lambda li: li.account(), "/users/me", []),
        (lambda li: li.posts("9000009", is_company=True), "/users/9000009/posts", [("limit", "20")]),
        (lambda li: li.comments("a=", cursor="c"), "/posts/a%3D/comments", [("limit", "50"), ("cursor", "c")]),
        (lambda li: li.comments("7", replies_to="8"), "/posts/7/comments/8/replies", [("limit", "50")]),
        (lambda li: li.reactions("7"), "/posts/7/reactions", [("limit", "50")]),
        (lambda li: li.reactions("7", on_comment="8"), "/posts/7/comments/8/reactions", [("limit", "50")]),
        (
            lambda li: li.followers(ID, cursor="offset:50"),
            f"/users/{ID}/followers",
            [("limit", "50"), ("offset", "50")],
        ),
        (
            lambda li: li.search_parameters("CONNECTIONS", "ilse"),
            "/linkedin/search/parameters",
            [("type", "RELATION"), ("keywords", "ilse"), ("limit", "10")],
        ),
    ],
)
def test_every_question_has_its_path(wire, linkedin, ask, path, query):
    wire.will({**PROFILE, "data": []})
    ask(linkedin)
    (asked,) = wire.asked
    assert (asked.method, asked.path, asked.query) == ("GET", f"/v2/acc_1{path}", query)


def test_a_search_names_its_kind_in_the_path_and_its_filters_in_the_new_way(wire, linkedin):
    wire.will(listed(PERSON, total_count=900))
    filters = {"keywords": "paper", "companies": ["9"], "followers_of": [ID], "distances": [2]}
    page = linkedin.search_people(**filters, limit=500).value
    assert (page.cursor, page.total) == ("offset:1", 900)
    linkedin.search_people(**filters, cursor=page.cursor)
    assert [(asked.path, asked.query) for asked in wire.asked] == [
        ("/v2/acc_1/linkedin/search/people", [("limit", "50")]),
        ("/v2/acc_1/linkedin/search/people", [("limit", "25"), ("offset", "1")]),
    ]
    body = {"keywords": "paper", "current_company": ["9"], "followers_of": ID, "network_distance": [2]}
    assert [asked.body for asked in wire.asked] == [body, body]


def test_other_searches_rename_their_filters_too(wire, linkedin):
    wire.will(listed())
    linkedin.search_companies(hiring=True, headcounts=[(51, 200), (10001, None)])
    linkedin.search_posts(keywords="erp", within="past_week", newest_first=True)
    linkedin.search_jobs(region="1", within_days=5)
    linkedin.search_url("https://www.linkedin.com/search/results/people/?keywords=a", cursor="offset:10")
    assert [asked.body for asked in wire.asked] == [
        {"has_job_postings": True, "headcount": [{"min": 51, "max": 200}, {"min": 10001}]},
        {"keywords": "erp", "date_posted": "PAST_WEEK", "sort_by": "DATE"},
        {"primary_location": "1", "date_posted": "PAST_WEEK"},
        {"url": "https://www.linkedin.com/search/results/people/?keywords=a"},
    ]


def test_followers_of_two_people_are_two_searches(wire, linkedin):
    with pytest.raises(ValueError, match="followers_of takes one id"):
        linkedin.search_people(followers_of=["a", "b"])
    assert wire.asked == []


def test_a_list_goes_on_by_its_cursor_and_ends_without_one(wire, linkedin):
    wire.will(listed(POST, next_cursor="more", total_count=30), listed(POST, total_count=30))
    first = linkedin.posts(ID).value
    last = linkedin.posts(ID, cursor=first.cursor).value
    assert (first.cursor, wire.asked[1]["cursor"], last.cursor, last.total) == ("more", "more", None, 30)


def test_a_list_that_counts_and_names_no_cursor_goes_on_by_offset(wire, linkedin):
    wire.will(listed(POST, POST, total_count=3), listed(POST, total_count=3))
    first = linkedin.posts(ID).value
    last = linkedin.posts(ID, cursor=first.cursor).value
    assert (first.cursor, wire.asked[1]["offset"], last.cursor) == ("offset:2", "2", None)


def test_a_search_that_does_not_count_goes_on_until_a_page_is_empty(wire, linkedin):
    wire.will(listed(PERSON), listed())
    first = linkedin.search_people(keywords="a").value
    last = linkedin.search_people(keywords="a", cursor=first.cursor).value
    assert (first.cursor, last.cursor, last.throttled) == ("offset:1", None, False)


def test_a_page_that_is_empty_although_there_is_more_is_marked(wire, linkedin):
    wire.will(listed(total_count=80), listed(next_cursor="c"), listed(total_count=0))
    pages = [linkedin.search_people(keywords="a").value for _ in range(3)]
    assert [(page.throttled, page.cursor) for page in pages] == [(True, "offset:0"), (True, "c"), (False, None)]


def test_an_answer_of_the_first_version_is_no_list(wire, linkedin):
    wire.will({"items": [], "cursor": None})
    with pytest.raises(InvalidAnswer):
        linkedin.posts(ID)


def test_what_a_person_wrote_under_others_is_not_listed(wire, linkedin):
    assert linkedin.lists_comments_by_person is False
    with pytest.raises(NotSupported) as caught:
        linkedin.comments_by(ID)
    assert caught.value.usage.calls == 0
    assert wire.asked == []


def test_a_search_is_not_sent_again_after_a_timeout(wire):
    linkedin = LinkedIn(api_key="k", account_id="acc_1", base_url=wire.url, version=2, limits=IMPATIENT)
    wire.will(Canned(listed(PERSON), silent=True))
    with pytest.raises(Unavailable) as caught:
        linkedin.search_people(keywords="a")
    assert (caught.value.uncertain, wire.count(1)) == (True, 1)


@pytest.mark.parametrize("failure", [Canned(drop=True), error(504, "provider/timeout"), error(503, "api/proxy_error")])
def test_a_search_that_broke_is_not_sent_again_either(wire, linkedin, failure):
    wire.will(failure)
    with pytest.raises(Unavailable):
        linkedin.search_people(keywords="a")
    assert len(wire.asked) == 1


def test_comments_and_reactions_name_who_made_them(wire, linkedin):
    wire.will(listed(COMMENT), listed(REACTION), listed(AUTHOR))
    comment = linkedin.comments("7").value.items[0]
    reaction = linkedin.reactions("7").value.items[0]
    follower = linkedin.followers("ACoAAADEMO5").value.items[0]
    assert (comment.author.name, comment.text, comment.reactions, comment.replies) == ("Ilse Invented", "Ours.", 2, 1)
    assert comment.posted_at == datetime(2026, 11, 19, 8, tzinfo=UTC)
    assert (reaction.kind, reaction.author) == ("PRAISE", comment.author)
    assert follower == comment.author
