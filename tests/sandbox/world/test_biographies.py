from collections import Counter

from autoreach.sandbox.world.dice import ascii_of
from autoreach.sandbox.world.person import Person


def test_the_clock_brings_changes_of_job(world):
    before = world.people.by_slug("moves-soon-sbx")
    after = world.later(11).people.by_slug("moves-soon-sbx")
    assert after.positions[1].company == before.positions[0].company
    assert (after.positions[0].start, after.positions[0].end) == (1, None)
    assert after.company != before.company


def test_a_mover_still_has_the_old_employer_in_the_bio(world):
    person: Person = world.people.by_handle("moved_sbx")
    assert person.bio == f"{person.title} at {person.positions[1].company.name}"


def test_positions_come_newest_first_and_do_not_overlap(world):
    for number in range(100, 600):
        person = world.people.get(number)
        ends = [position.end for position in person.positions]
        assert (ends[0], person.company) == (None, person.positions[0].company)
        for newer, older in zip(person.positions, person.positions[1:], strict=False):
            assert newer.start <= older.end <= newer.start + 45
            assert older.end < older.start
        assert 2 <= len(person.positions) <= 4


def test_earlier_employers_sell_no_tools(world):
    earlier = [position.company for number in range(100, 600) for position in world.people.get(number).positions[1:]]
    assert [company.name for company in earlier if company.is_hub] == []


def test_whoever_has_two_jobs_holds_the_second_at_the_same_time(world):
    person = world.people.by_slug("two-jobs-sbx")
    first, second = person.positions[:2]
    assert (first.end, second.end, second.title, second.start) == (None, None, "Advisor", 400)


def test_a_career_only_grows_older_with_the_clock(world):
    later = world.later(7)
    people = [person for person in map(world.people.get, range(100, 200)) if person.moved_age >= 0]
    for before in people:
        after = later.people.get(before.number)
        assert [position.start + 7 for position in before.positions] == [each.start for each in after.positions]
        assert (before.slug, before.handle, before.skills) == (after.slug, after.handle, after.skills)


def test_handles_and_slugs_are_made_of_the_name_and_end_in_the_number(world):
    person = world.people.get(500)
    assert (person.name, person.slug, person.handle) == (
        "Andriy Pavlenko",
        "andriy-pavlenko-sbxdw",
        "andriy_sbxdw",
    )
    assert int(person.slug.rpartition("sbx")[2], 36) == int(person.handle.rpartition("sbx")[2], 36) == 500


def test_names_on_x_differ_in_the_ways_people_write_them(world):
    kinds = Counter(kind_of(world.people.get(number)) for number in range(100, 6000))
    shares = {kind: round(count / 5900, 2) for kind, count in kinds.items()}
    assert shares == {
        "whole": 0.44,
        "initial": 0.29,
        "decorated": 0.1,
        "native": 0.07,
        "nickname": 0.04,
        "lower": 0.04,
        "ascii": 0.02,
    }


def kind_of(person):
    shown = person.x_name
    if shown == person.name:
        return "whole"
    if shown == ascii_of(person.name):
        return "ascii"
    if shown == f"{person.given.latin} {person.family.latin[:1]}.":
        return "initial"
    if shown == person.given.latin.lower():
        return "lower"
    if person.name in shown:
        return "decorated"
    return "native" if person.given.native and person.given.native in shown else "nickname"


def test_a_name_in_an_east_asian_script_begins_with_the_family(world):
    people = [person for person in map(world.people.get, range(100, 6000)) if kind_of(person) == "native"]
    asian = next(person for person in people if person.given.native >= "\u3040")
    other = next(person for person in people if person.given.native < "\u3040")
    assert asian.x_name == asian.family.native + asian.given.native
    assert other.x_name == f"{other.given.native} {other.family.native}"


def test_a_headline_names_the_title_alone_or_with_employer_or_skill(world):
    for number in range(100, 400):
        person = world.people.get(number)
        skills = {f"{person.title} | {skill}" for skill in person.skills}
        assert person.headline in skills | {person.title, f"{person.title} at {person.company.name}"}
    assert world.people.by_slug("eager-buyer-sbx").headline == "Head of Production Planning at Redfern Machinery"


def test_about_two_percent_change_jobs_in_the_next_three_months(world):
    movers = [number for number in range(100, 3000) if world.people.get(number).moved_age < 0]
    assert 30 < len(movers) < 90
    soon = world.people.get(movers[0])
    after = world.later(-soon.moved_age).people.get(movers[0])
    assert (after.positions[0].start, after.positions[1].company) == (0, soon.company)
