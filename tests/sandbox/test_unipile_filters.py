import pytest

from tests.sandbox.unipile_questions import ids


@pytest.mark.parametrize(
    ("kind", "keywords", "items"),
    [
        ("INDUSTRY", "plastic", [("6", "Plastics")]),
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


def test_each_industry_of_linkedin_is_known_by_either_of_its_names(ask, world):
    def first(name):
        return ask.linkedin("/linkedin/search/parameters", type="INDUSTRY", keywords=name)["items"][0]["title"]

    named = {
        name: first for first, second in world.companies.industry_names.items() for name in (first, second) if name
    }
    assert {name: first(name) for name in named} == named
    assert first("Packaging and Containers") == "Packaging & Containers"


def test_what_begins_with_the_word_comes_first(ask):
    titles = [
        item["title"]
        for item in ask.linkedin("/linkedin/search/parameters", type="INDUSTRY", keywords="co", limit=100)["items"]
    ]
    beginning = [title.lower().startswith("co") for title in titles]
    assert (beginning, True in beginning, False in beginning) == (sorted(beginning, reverse=True), True, True)


def test_filters_are_found_by_word_and_narrow_the_search(ask, world):
    (munich, area), (machinery, *_) = (
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


def test_a_country_stands_for_its_cities(ask, world):
    germany = ask.linkedin("/linkedin/search/parameters", type="LOCATION", keywords="germany")["items"][0]
    numbers = [int(each[-10:]) for each in ids(ask, location=[germany["id"]])]
    assert {world.people.get(number).city.country for number in numbers} == {"Germany"}
