import pytest

from autoreach.providers.errors import InvalidAnswer
from autoreach.providers.linkedin.profile_objects import PersonHit
from tests.providers.linkedin_recorded import PERSON, PERSON_READ, STRANGER, found


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


@pytest.mark.parametrize(
    ("search", "filters"),
    [
        (
            lambda li: li.search_people(
                first_name="Ilse",
                last_name="Invented",
                company_name="Mills",
                companies=["1"],
                past_companies=["2"],
                followers_of=["a"],
                connections_of=["b"],
                languages=["en"],
            ),
            {
                "category": "people",
                "company": ["1"],
                "past_company": ["2"],
                "followers_of": ["a"],
                "connections_of": ["b"],
                "profile_language": ["en"],
                "advanced_keywords": {"first_name": "Ilse", "last_name": "Invented", "company": "Mills"},
            },
        ),
        (
            lambda li: li.search_companies(
                keywords="paper", locations=["1"], industries=["2"], headcounts=[(51, 200), (10001, None)], hiring=True
            ),
            {
                "category": "companies",
                "keywords": "paper",
                "location": ["1"],
                "industry": ["2"],
                "headcount": [{"min": 51, "max": 200}, {"min": 10001}],
                "has_job_offers": True,
            },
        ),
        (
            lambda li: li.search_posts(
                keywords="paper",
                within="past_week",
                newest_first=True,
                by_members=["a"],
                by_companies=["1"],
                mentioning_companies=["2"],
                author_industries=["3"],
                author_keywords="planner",
            ),
            {
                "category": "posts",
                "keywords": "paper",
                "date_posted": "past_week",
                "sort_by": "date",
                "posted_by": {"member": ["a"], "company": ["1"]},
                "mentioning": {"company": ["2"]},
                "author": {"industry": ["3"], "keywords": "planner"},
            },
        ),
        (
            lambda li: li.search_jobs(
                keywords="planner",
                region="1",
                locations=["2"],
                industries=["3"],
                companies=["4"],
                seniorities=["director"],
                within_days=7,
                newest_first=True,
            ),
            {
                "category": "jobs",
                "keywords": "planner",
                "region": "1",
                "location": ["2"],
                "industry": ["3"],
                "company": ["4"],
                "seniority": ["director"],
                "date_posted": 7,
                "sort_by": "date",
            },
        ),
    ],
)
def test_each_search_names_its_filters(wire, linkedin, search, filters):
    wire.will(found())
    search(linkedin)
    (asked,) = wire.asked
    assert (asked["limit"], asked.body) == ("25", {"api": "classic", **filters})


def test_an_empty_search_sends_only_what_is_set(wire, linkedin):
    wire.will(found())
    linkedin.search_people()
    linkedin.search_companies()
    linkedin.search_posts()
    linkedin.search_jobs()
    assert [asked.body for asked in wire.asked] == [
        {"api": "classic", "category": category} for category in ("people", "companies", "posts", "jobs")
    ]


def test_sales_navigator_is_asked_for_a_title(wire, linkedin):
    wire.will(found(PERSON, cursor="next=="))
    assert linkedin.search_leads(title="plant manager", locations=["1"], industries=["2"]).value.cursor == "next=="
    linkedin.search_leads(title="plant manager", limit=500, cursor="next==")
    assert [(asked["limit"], asked.body) for asked in wire.asked] == [
        (
            "100",
            {
                "api": "sales_navigator",
                "category": "people",
                "role": {"include": ["plant manager"]},
                "location": {"include": ["1"]},
                "industry": {"include": ["2"]},
            },
        ),
        ("100", {"cursor": "next=="}),
    ]


def test_a_word_in_place_of_a_filters_id_is_not_sent(wire, linkedin):
    with pytest.raises(ValueError, match="Berlin"):
        linkedin.search_people(locations=["Berlin"])
    assert wire.asked == []


def test_a_copied_search_address_is_searched(wire, linkedin):
    wire.will(found(PERSON))
    url = "https://www.linkedin.com/search/results/people/?keywords=paper"
    assert linkedin.search_url(url).value.items == (PERSON_READ,)
    assert wire.asked[0].body == {"url": url}


def test_the_ids_of_words_are_asked_for(wire, linkedin):
    wire.will({"items": [{"id": "1", "title": "Ghent"}]})
    answer = linkedin.search_parameters("LOCATION", "ghe\ud83dnt")
    assert [(one.id, answer.usage.operation) for one in answer.value.items] == [("1", "search/parameters")]
    (asked,) = wire.asked
    query = [("account_id", "acc_1"), ("type", "LOCATION"), ("keywords", "ghent"), ("limit", "10")]
    assert (asked.method, asked.path, asked.query) == ("GET", "/api/v1/linkedin/search/parameters", query)


def test_a_job_ad_is_read_in_full(wire, linkedin):
    wire.will({"id": "4000000001", "title": "Planner"}, {"id": "4000000001"}, {"title": "Planner"})
    answer = linkedin.job("4000000001")
    assert (answer.value.title, answer.usage.operation) == ("Planner", "job")
    assert (wire.asked[0].path, wire.asked[0]["service"]) == ("/api/v1/linkedin/jobs/4000000001", "CLASSIC")
    for _ in range(2):
        with pytest.raises(InvalidAnswer):
            linkedin.job("4000000001")


@pytest.mark.parametrize(
    ("ask", "limits"),
    [
        (lambda li, limit: li.search_parameters("LOCATION", "a", limit=limit), ("1", "100")),
        (lambda li, limit: li.search_people(keywords="a", limit=limit), ("1", "50")),
        (lambda li, limit: li.search_leads(title="a", limit=limit), ("1", "100")),
        (lambda li, limit: li.search_url("https://a.example", limit=limit), ("1", "50")),
    ],
)
def test_a_page_of_a_search_is_as_large_as_unipile_allows(wire, linkedin, ask, limits):
    wire.will({"items": []})
    for limit in (0, 500):
        ask(linkedin, limit)
    assert tuple(asked["limit"] for asked in wire.asked) == limits
