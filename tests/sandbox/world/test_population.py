from copy import copy

import pytest

from autoreach.sandbox.world import ON_LINKEDIN, ON_X, World
from autoreach.sandbox.world.cases import Case
from autoreach.sandbox.world.dice import hyphenated


def test_a_person_is_found_by_handle_and_slug_in_any_case(world):
    person = next(
        person for number in range(100, 200) if (person := world.people.get(number)).on_x and person.on_linkedin
    )
    assert world.people.by_handle(person.handle.upper()) is person
    assert world.people.by_slug(person.slug) is person


def test_a_number_with_another_name_is_nobody(world):
    person = next(person for number in range(100, 200) if (person := world.people.get(number)).on_linkedin)
    assert world.people.by_slug(f"x{person.slug}") is None


def test_every_id_says_that_it_is_made_up(world):
    people = [world.people.get(number) for number in range(world.people.count)]
    assert [person.slug for person in people if "-sbx" not in person.slug] == []
    assert [person.handle for person in people if "_sbx" not in person.handle or len(person.handle) > 15] == []


def test_half_of_the_people_are_on_both_platforms():
    platforms = World().people.columns.platforms
    shares = {kind: sum(value == kind for value in platforms) / len(platforms) for kind in (1, 2, 3)}
    assert {kind: round(share, 1) for kind, share in shares.items()} == {1: 0.2, 2: 0.3, 3: 0.5}
    assert len(platforms) >= 20_000


def test_a_known_case_replaces_what_the_dice_say(world):
    eager = world.people.get(19)
    assert (eager.name, eager.title, eager.city.name, eager.company.industry) == (
        "Erik Eager",
        "Head of Production Planning",
        "Munich",
        "Machinery",
    )
    assert eager.company.city.country == "Germany"
    by_name = {person.name: person for person in map(world.people.get, range(len(world.people.cases)))}
    assert (by_name["Xenia Only"].on_x, by_name["Xenia Only"].on_linkedin) == (True, False)
    assert (by_name["Lino Only"].on_x, by_name["Lino Only"].on_linkedin) == (False, True)
    assert {person.persona for person in by_name.values()} == {"professional"}


@pytest.mark.parametrize(
    ("unknown", "complaint"),
    [
        ({"title": "Head of Nothing"}, "cases.toml: no title 'Head of Nothing' in roles.toml"),
        ({"city": "Atlantis"}, "cases.toml: no city 'Atlantis' in cities.toml"),
        ({"industry": "Alchemy"}, "cases.toml: no industry 'Alchemy' in companies.toml"),
    ],
)
def test_a_case_that_names_what_the_world_has_not_is_an_error(world, unknown, complaint):
    people = copy(world.people)
    people.cases = [Case(name="Ann Odd", why="", handle="ann_sbx", **unknown)]
    people.__dict__.pop("columns", None)
    with pytest.raises(ValueError, match=f"^{complaint}$"):
        _ = people.columns


def test_people_are_listed_by_platform_and_family_name(world):
    people = world.people
    assert [number for number in people.on(ON_X) if not people.get(number).on_x] == []
    assert len(people.on(ON_X)) + len(people.on(ON_LINKEDIN)) > people.count
    assert list(people.by_family["eager"]) == [19]
    andriy = people.get(500)
    assert 500 in people.by_family["pavlenko"]
    assert 500 in people.by_family[andriy.family.native]


def test_a_name_of_two_words_is_found_by_either(world):
    people = world.people
    number = next(number for number in range(100, 6000) if " " in people.get(number).family.latin)
    words = hyphenated(people.get(number).family.latin).split("-")
    assert [number in people.by_family[word] for word in words] == [True] * len(words)


def test_who_is_on_one_platform_only_is_not_found_on_the_other(world):
    people = world.people
    only_x = next(each for each in map(people.get, range(100, 300)) if not each.on_linkedin)
    assert (people.by_handle(only_x.handle), people.by_slug(only_x.slug)) == (only_x, None)
    assert (people.by_handle("eager"), people.by_handle("x_sbxzzzz"), people.by_slug("x-sbx²")) == (None, None, None)


def test_people_live_where_their_company_is_or_in_the_country_of_their_name(world):
    people, columns = world.people, world.people.columns
    at_work = sum(
        columns.city[number] == world.companies.get(columns.company[number]).city.number for number in range(100, 6000)
    )
    assert 0.85 < at_work / 5900 < 0.90
    assert {
        people.get(number).company.industry for number in range(100, 2000) if people.get(number).persona == "student"
    } == {"Higher Education"}


def test_personas_keep_their_shares(world):
    columns, people = world.people.columns, world.people
    shares = {name: columns.persona.count(number) / people.count for number, name in enumerate(people.personas)}
    assert {name: round(share, 2) for name, share in shares.items()} == {
        "professional": 0.77,
        "recruiter": 0.05,
        "student": 0.05,
        "consultant": 0.04,
        "consumer": 0.05,
        "bot": 0.02,
        "influencer": 0.02,
    }
    bots = [number for number in range(100, people.count) if people.personas[columns.persona[number]] == "bot"]
    assert {columns.platforms[number] for number in bots} == {ON_X}


def test_a_person_cares_for_what_their_company_sells_or_their_title_uses(world):
    people = world.people
    at_vendor = next(number for number in range(100, 6000) if people.get(number).company.is_vendor)
    assert people.category_of(at_vendor) == people.get(at_vendor).company.category
    planner = people.category_of(19)
    assert (planner.code, "operations" in planner.functions) == ("production_planning", True)
