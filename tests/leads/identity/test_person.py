from leads.identity.person import Person


def test_a_person_is_made_of_the_fields_a_mapping_has():
    known = {"name": "Nora", "handle": "nora", "links": ("https://a.example",), "followers": 7, "bio": None}
    assert Person.of(known) == Person(name="Nora", handle="nora", links=("https://a.example",))
