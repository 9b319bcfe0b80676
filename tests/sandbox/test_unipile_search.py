import pytest

from autoreach.sandbox.unipile_search import DEEPEST, Words, distance_of, number_of, provider_id
from autoreach.sandbox.world.dice import words_of
from tests.sandbox.unipile_questions import EAGER


def test_filters_are_found_by_word_and_narrow_the_search(ask, world):
    (munich, area), (machinery,) = (
        [item["id"] for item in ask.linkedin("/linkedin/search/parameters", type=kind, keywords=word)["items"]]
        for kind, word in (("LOCATION", "munich"), ("INDUSTRY", "machinery"))
    )
    body = {"api": "classic", "category": "people", "location": [munich], "industry": [machinery]}
    found = ask.linkedin("/linkedin/search", body, limit=50)["items"]
    numbers = [int(item["id"][-10:]) for item in found]
    wanted = [
        number
        for number in world.people.on(2)
        if world.people.cities[world.people.columns.city[number]].name == "Munich"
        and world.companies.get(world.people.columns.company[number]).industry == "Machinery"
    ]
    assert numbers == wanted[:50]
    assert ask.linkedin("/linkedin/search", body | {"location": [area]}, limit=50)["items"] == found


def test_a_title_search_looks_at_titles_only(ask, world):
    body = {"api": "classic", "category": "people", "advanced_keywords": {"title": '"head of data"'}}
    found = ask.linkedin("/linkedin/search", body, limit=50)["items"]
    titles = {world.people.get(int(item["id"][-10:])).title for item in found}
    assert titles == {"Head of Data"}


def test_posts_are_found_by_phrase_and_age(ask):
    body = {"api": "classic", "category": "posts", "keywords": '"alternative to"', "date_posted": "past_week"}
    items = ask.linkedin("/linkedin/search", body, limit=50)["items"]
    assert items
    assert [item["text"] for item in items if "alternative to" not in item["text"].lower()] == []
    assert {item["date"][-1] for item in items} <= {"h", "d", "w"}


@pytest.mark.parametrize(
    ("query", "text", "found"),
    [
        ("crm", "the crm", True),
        ("crm sales", "sales of crm", True),
        ("crm sales", "crm", False),
        ('"head of data"', "a head of data", True),
        ('"head of data"', "data head of", False),
        ("crm OR erp", "erp", True),
        ("(crm OR erp) AND sales", "erp", False),
        ("crm NOT sales", "crm", True),
        ("crm NOT sales", "crm sales", False),
        ('crm NOT "very slow"', "very slow crm", False),
        ("crm OR erp NOT sales", "erp sales", False),
        ("crm OR erp NOT sales", "crm sales", True),
        ("", "anything", True),
    ],
)
def test_words_are_joined_by_and_or_and_not(query, text, found):
    words = Words(query)
    assert words.match(words_of(text)) is found
    assert words.select([7], lambda needle: {7} if needle in words_of(text) else set()) == ({7} if found else set())


def ids(ask, **body):
    body = {"api": "classic", "category": "people"} | body
    found, cursor = [], None
    while True:
        got = ask.linkedin("/linkedin/search", {"cursor": cursor} if cursor else body, limit=50)
        found += [item["id"] for item in got["items"]]
        cursor = got["cursor"]
        if not cursor:
            return found


def numbers(ask, **body):
    return [int(each[-10:]) for each in ids(ask, **body)]


def everyone(world, test):
    return [number for number in world.people.on(2) if test(world.people.get(number))][:DEEPEST]


def test_people_are_found_by_place(ask, world):
    germany = ask.linkedin("/linkedin/search/parameters", type="LOCATION", keywords="germany")["items"][0]
    assert germany["title"] == "Germany"
    assert numbers(ask, location=[germany["id"]]) == everyone(world, lambda each: each.city.country == "Germany")
    assert numbers(ask, location=["101000020"]) == everyone(world, lambda each: each.city.name == "Munich")
    assert numbers(ask, location=["102000020"]) == numbers(ask, location=["101000020"])
    assert numbers(ask, location=["101000999"]) == []


def test_people_are_found_by_company_now_and_before(ask, world):
    at = world.people.get(19).company.number
    assert numbers(ask, company=[str(9_000_000 + at)]) == everyone(
        world, lambda each: world.people.columns.company[each.number] == at
    )
    past = world.people.get(19).positions[1].company.number
    assert numbers(ask, past_company=[str(9_000_000 + past)]) == everyone(
        world, lambda each: past in {position.company.number for position in each.positions[1:]}
    )


def test_people_are_found_by_distance(ask, world):
    for wanted in ([1], [2, 3]):
        assert (
            numbers(ask, network_distance=wanted)
            == [number for number in world.people.on(2) if min(distance_of(number), 3) in wanted][:DEEPEST]
        )
    shares = [sum(distance_of(number) == degree for number in range(6000)) / 6000 for degree in (1, 2, 3, 4)]
    assert [round(share, 2) for share in shares] == pytest.approx([0.03, 0.32, 0.57, 0.08], abs=0.02)


def test_people_are_found_by_name_without_accents(ask, world):
    mueller = numbers(ask, advanced_keywords={"first_name": "jurgen", "last_name": "muller"})
    assert 11 in mueller
    assert {world.people.get(number).family.latin for number in mueller} == {"Müller"}
    smiths = numbers(ask, advanced_keywords={"first_name": "Michael", "last_name": "Smith"})
    assert [number for number in smiths if number < 23] == [13, 14]


def test_people_are_found_by_the_name_of_the_company(ask, world):
    found = numbers(ask, advanced_keywords={"company": '"redfern machinery"'})
    companies = {world.companies.get(world.people.columns.company[number]).name for number in found}
    assert (companies, 19 in found) == ({"Redfern Machinery"}, True)


def test_keywords_look_at_title_company_place_skills_and_name(ask, world):
    for words in ("Erik", "Eager", "Redfern", "Munich", "kaizen", '"Head of Production Planning"'):
        assert 19 in numbers(ask, keywords=f"{words} eager")
    assert 19 not in numbers(ask, keywords="Eager NOT Erik")


def test_followers_of_an_account_are_searched(ask, world):
    followers = world.network.followers(19, 2, 0, DEEPEST)
    assert numbers(ask, followers_of=[provider_id(19)]) == followers
    assert numbers(ask, followers_of=[provider_id(19)], network_distance=[1]) == [
        number for number in followers if distance_of(number) == 1
    ]
    assert numbers(ask, followers_of=["ACoAAnobody"]) == []


def test_the_navigator_includes_and_excludes(ask, world):
    body = {"api": "sales_navigator", "location": {"include": ["103000000"], "exclude": ["101000000"]}}
    found = numbers(ask, **body, first_name="James")
    assert {world.people.get(number).given.latin for number in found} == {"James"}
    places = {(world.people.get(number).city.country, world.people.get(number).city.name) for number in found}
    assert {country for country, _ in places} == {"United States"}
    assert "New York" not in {city for _, city in places}
    by_title = numbers(ask, api="sales_navigator", role={"include": ["Head of Data"]})
    assert {world.people.get(number).title for number in by_title} == {"Head of Data"}


def test_no_search_goes_deeper_than_a_thousand(ask):
    got = ask.linkedin("/linkedin/search", {"api": "classic", "category": "people"})
    assert got["paging"]["total_count"] == DEEPEST == 1000


def companies(ask, **body):
    return {int(each) - 9_000_000 for each in ids(ask, category="companies", **body)}


def test_companies_are_found_by_each_filter(ask, world):
    def which(test):
        return {company.number for company in world.companies if test(company)}

    assert companies(ask, keywords="hotels") == which(lambda each: "hotels" in words_of(f"{each.name} {each.about}"))
    assert companies(ask, industry=["3"]) == which(lambda each: each.industry == "Machinery")
    assert companies(ask, location=["101000020"]) == which(lambda each: each.city.name == "Munich")
    assert companies(ask, industry=["3"], headcount=[{"min": 11, "max": 50}, {"min": 5001}]) == which(
        lambda each: each.industry == "Machinery" and (11 <= each.employees <= 50 or each.employees >= 5001)
    )
    assert companies(ask, industry=["3"], has_job_offers=True) == which(
        lambda each: each.industry == "Machinery" and world.companies.jobs(each)
    )


def test_jobs_are_found_by_each_filter_newest_first(ask, world):
    every_job = [job for company in world.companies for job in world.companies.jobs(company)]

    def jobs(**body):
        return [int(each) - 4_000_000_000 for each in ids(ask, category="jobs", **body)]

    def which(test):
        return {job.number for job in every_job if test(job)}

    assert set(jobs(keywords='"supply chain analyst"')) == which(lambda job: job.title == "Supply Chain Analyst")
    assert set(jobs(location=["101000020"])) == which(lambda job: job.company.city.name == "Munich")
    assert set(jobs(industry=["3"])) == which(lambda job: job.company.industry == "Machinery")
    assert jobs(company=["9000100"]) == [1000]
    young = jobs(date_posted=7)
    assert set(young) == which(lambda job: job.age <= 7)
    ages = {job.number: job.age for job in every_job}
    assert [ages[number] for number in young] == sorted(ages[number] for number in young)


def test_posts_are_found_by_author_employer_and_headline(ask, world):
    def authors(**body):
        found = ask.linkedin("/linkedin/search", {"api": "classic", "category": "posts"} | body, limit=50)["items"]
        return {(item["author"]["id"], item["author"]["headline"]) for item in found}

    assert {each for each, _ in authors(posted_by={"member": [EAGER]})} == {EAGER}
    company = next(post for post in world.posts.younger_than(20 * 1440, 2) if post.account >= 6000).account
    number = str(9_000_000 + company - 6000)
    assert {each for each, _ in authors(posted_by={"company": [number]})} == {number}
    planners = {headline for _, headline in authors(author={"keywords": "planner"})}
    assert [headline for headline in planners if "Planner" not in headline] == []
    machinery = authors(author={"industry": ["3"]})
    assert machinery != set()
    for each, _ in machinery:
        number = number_of(each)
        company = world.companies.get(int(each) - 9_000_000 if number is None else world.people.columns.company[number])
        assert company.industry == "Machinery"


@pytest.mark.parametrize(
    ("kind", "keywords", "items"),
    [
        ("INDUSTRY", "machin", [("3", "Machinery")]),
        ("SALES_INDUSTRY", "publishing", [("26", "Publishing")]),
        ("COMPANY", "planmaster", [("9000000", "PlanMaster")]),
        ("JOB_TITLE", "werkleiter", [("5012", "Werkleiter")]),
        ("DEPARTMENT", "market", [("34", "marketing")]),
        ("PEOPLE", "erik eager", [("ACoAAASBX000000000000000000000000000019", "Erik Eager")]),
        ("SKILL", "erp", []),
    ],
)
def test_words_have_ids_for_filters(ask, world, kind, keywords, items):
    got = ask.linkedin("/linkedin/search/parameters", type=kind, keywords=keywords)
    assert [(item["id"], item["title"]) for item in got["items"]] == items
    assert (got["paging"], got.reply.units) == ({"page_count": len(items)}, {"lookups": 1})


def test_what_begins_with_the_word_comes_first(ask):
    titles = [
        item["title"]
        for item in ask.linkedin("/linkedin/search/parameters", type="INDUSTRY", keywords="co", limit=100)["items"]
    ]
    beginning = [title.lower().startswith("co") for title in titles]
    assert (beginning, True in beginning, False in beginning) == (sorted(beginning, reverse=True), True, True)


@pytest.mark.parametrize(
    ("identifier", "number"),
    [(EAGER, 19), (provider_id(5999), 5999), ("ACoAAASBX19", None), ("eager-buyer-sbx", None), (EAGER + "0", None)],
)
def test_a_provider_id_is_that_of_a_person(identifier, number):
    assert number_of(identifier) == number
