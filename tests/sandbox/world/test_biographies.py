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
