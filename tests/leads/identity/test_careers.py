import pytest

from leads.identity.careers import PAST, company_feature, has_left, role_feature
from leads.identity.person import Person
from leads.identity.person_names import read_name


def compared(feature, a, b):
    """(value, sentence) of the feature of two profiles, or None."""
    found = feature(a, b, read_name(a.name), read_name(b.name))
    return (round(found[0].value, 2), found[0].text) if found else None


def company(a, b):
    return compared(company_feature, a, b)


@pytest.mark.parametrize(
    ("here", "there", "expected"),
    [
        ("Acme GmbH", "ACME", (1.0, "Same company: Acme GmbH = ACME")),
        ("Acme", "Acme", (1.0, "Same company: Acme")),
        ("Dorn Machine Tools", "DMT", (0.7, "Companies with similar names: Dorn Machine Tools and DMT")),
        ("Acme", "Umbrella", (-1.0, "Different companies: Acme and Umbrella")),
        ("Acme", "", None),
    ],
)
def test_stated_companies_agree_or_differ(here, there, expected):
    assert company(Person(company=here), Person(company=there)) == expected


def test_a_former_company_counts_less_on_each_side():
    past = Person(companies_past=("Acme",))
    assert company(past, Person(company="Acme")) == (PAST, "Same company: Acme")
    assert company(past, past) == (round(PAST * PAST, 2), "Same company: Acme")


def test_the_best_agreement_stands_for_all():
    a = Person(company="Umbrella", companies_past=("Acme",))
    assert company(a, Person(company="Acme", companies_past=("Umbrella",))) == (0.7, "Same company: Umbrella")


@pytest.mark.parametrize(
    ("other", "value"),
    [
        (Person(bio="Sales at @AcmeTools"), 1.0),
        (Person(name="Nora Sample | Acme Tools"), 1.0),
        (Person(title="Sales, Acme Tools"), 1.0),
        (Person(website="https://www.acmetools.example/jobs"), 0.9),
        (Person(bio="I like tools"), None),
    ],
)
def test_the_other_profile_may_only_mention_the_company(other, value):
    found = company(Person(company="Acme Tools Ltd"), other)
    assert (found and found[0]) == value


def test_employers_of_a_bio_may_differ_from_the_company():
    assert company(Person(company="Acme"), Person(bio="VP Sales at Umbrella")) == (
        -1.0, "Different companies: Acme and Umbrella",
    )  # fmt: skip


@pytest.mark.parametrize(
    "other", [Person(name="Rep. Jane Doe"), Person(name="Jane Doe", handle="RepJaneDoe")], ids=["title", "handle"]
)
def test_a_title_in_the_name_or_the_handle_hints_at_the_company(other):
    house = Person(name="Jane Doe", company="House of Representatives")
    assert company(house, other) == (0.5, "“Rep” goes with House of Representatives")


def role(here, there):
    return compared(role_feature, Person(title=here), Person(title=there))


def test_roles_of_one_function_are_similar_and_others_differ():
    assert role("Plant Manager", "Head of Production") == (1.0, "Similar roles: Plant Manager and Head of Production")
    assert role("Plant Manager", "Nurse") == (-1.0, "Different roles: Plant Manager and Nurse")
    assert role("Plant Manager", "Dreamer of dreams") is None


def test_a_bio_that_may_only_name_a_function_does_not_name_another_role():
    bio = Person(bio="Coordinator of cats")
    assert compared(role_feature, Person(title="Nurse"), bio) is None


@pytest.mark.parametrize(
    ("bio", "left"),
    [
        ("ex-Ashdown Tools, now at Umbrella", True),
        ("Formerly Ashdown Tools. Building something new.", True),
        ("PM @umbrella, prev @AshdownTools", True),
        ("Ashdown Tools alum", True),
        ("PM at Ashdown Tools, ex-Umbrella", False),
        ("ex-Umbrella. PM at Ashdown Tools", False),
        ("PM at Umbrella", False),
    ],
)
def test_a_bio_says_that_somebody_has_left_a_company(bio, left):
    present, other = Person(company="Ashdown Tools"), Person(bio=bio)
    nameless = read_name("")
    assert has_left(present, other, nameless, nameless) is left
    assert has_left(other, present, nameless, nameless) is left


def test_a_company_among_the_former_ones_was_left_where_there_is_another_now():
    present, nameless = Person(company="Ashdown Tools"), read_name("")
    moved = Person(company="Umbrella", companies_past=("Ashdown Tools",))
    unknown = Person(companies_past=("Ashdown Tools",))
    assert [has_left(present, other, nameless, nameless) for other in (moved, unknown)] == [True, False]
