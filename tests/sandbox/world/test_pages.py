def test_namesakes_are_different_people(world):
    found = world.pages.people_named_in("Michael Smith, Chief Financial Officer, Boston")
    assert [(person.slug, person.city.name) for person in found[:1]] == [("michael-smith-one-sbx", "Boston")]
    assert {person.number for person in found} >= {13, 14, 15}
