from autoreach.sandbox.world import World


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
