import pytest

from autoreach.providers.errors import InvalidAnswer
from autoreach.providers.linkedin.client import LinkedIn
from autoreach.providers.linkedin.v1 import V1
from tests.providers.conftest import LIMITS
from tests.providers.linkedin_recorded import ID, PERSON, found, listed


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


@pytest.mark.parametrize(
    ("ask", "limits"),
    [
        (lambda li, limit: li.posts("ACoA", limit=limit), ("1", "100")),
        (lambda li, limit: li.comments("7", limit=limit), ("1", "100")),
        (lambda li, limit: li.reactions("7", limit=limit), ("1", "100")),
        (lambda li, limit: li.followers("ACoA", limit=limit, cursor="c"), ("1", "100")),
        (lambda li, limit: li.search_people(keywords="a", limit=limit), ("1", "50")),
    ],
)
def test_a_page_is_as_large_as_unipile_allows(wire, linkedin, ask, limits):
    wire.will({"items": []})
    for limit in (0, 500):
        ask(linkedin, limit)
    assert tuple(asked["limit"] for asked in wire.asked) == limits


def test_each_search_is_an_action(wire, linkedin):
    wire.will(found(PERSON, PERSON))
    usage = linkedin.search_people(keywords="a").usage
    assert (usage.operation, usage.calls, usage.units, usage.cost_usd) == ("search", 1, 1, 0)


def test_a_page_that_is_empty_although_there_is_more_is_marked(wire, linkedin):
    wire.will(found(total=80), found(cursor="go-on"), found(), found(total=30, start=30))
    pages = [linkedin.search_people(keywords="paper").value for _ in range(4)]
    assert [page.throttled for page in pages] == [True, True, False, False]


def test_a_list_that_is_none_is_an_invalid_answer(wire, linkedin):
    wire.will({"object": "PostList", "items": None}, listed("PostList", {"object": "Post"}))
    for _ in range(2):
        with pytest.raises(InvalidAnswer):
            linkedin.posts(ID)
