from autoreach.sandbox.unipile_ids import distance_of, provider_id
from autoreach.sandbox.unipile_people_search import DEEPEST
from tests.sandbox.unipile_questions import ids


def numbers(ask, **body):
    return [int(each[-10:]) for each in ids(ask, **body)]


def everyone(world, test):
    return [number for number in world.people.on(2) if test(world.people.get(number))][:DEEPEST]


def test_a_title_search_looks_at_titles_only(ask, world):
    body = {"api": "classic", "category": "people", "advanced_keywords": {"title": '"head of data"'}}
    found = ask.linkedin("/linkedin/search", body, limit=50)["items"]
    titles = {world.people.get(int(item["id"][-10:])).title for item in found}
    assert titles == {"Head of Data"}


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
