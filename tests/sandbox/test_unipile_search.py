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
