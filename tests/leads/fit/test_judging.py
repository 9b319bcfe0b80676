import pytest

from leads.audience.audience import Kind, Part, Voice, corrected
from leads.audience.reader import read_audience
from leads.fit import Criteria, Person, judge
from tests.leads.fit.test_criteria import criteria

MAKERS = criteria(industries=["machinery"], locations=["Germany"])


def points(*people, asked=MAKERS):
    return [fit.points for fit in judge([Person(**person) for person in people], asked)]


def test_people_are_judged_together_and_in_order():
    wanted = {"title": "Plant Manager", "industry": "Machinery", "location": "Ulm, Germany"}
    assert points(wanted, wanted | {"title": "Accountant"}, {}) == [100, 25, 0]


def test_the_lowest_cap_counts_and_none_falls_below_zero():
    banker = {"title": "Plant Manager", "industry": "Banking", "location": "Ulm, Germany"}
    assert points(banker, {"industry": "Banking", "location": "Lyon, France"}) == [40, 0]
    assert points(banker | {"title": "Judge"}) == [0]


@pytest.mark.parametrize("title", ["Head of Logistics", "Logistics Manager", "Logistics", "Recruiter"])
def test_a_role_that_matters_half_and_is_the_only_one_is_judged_as_one_that_matters_fully(title):
    def judged(weight):
        hand = [Part(Kind.FUNCTION, code, weight, voice=Voice.HAND) for code in read_audience(words).functions]
        [found] = judge([Person(title=title)], Criteria(corrected(read_audience(words), hand), words))
        return found.points

    words = "Heads of logistics"
    assert judged(0.5) == judged(1.0)


@pytest.mark.parametrize(
    ("kind", "code", "person", "fits"),
    [
        (Kind.FUNCTION, "plant-manager", {"title": "Plant Manager", "industry": "Machinery"}, [100, 50, 25]),
        (Kind.INDUSTRY, "banking", {"title": "Operations Manager", "industry": "Banking"}, [100, 89, 38]),
    ],
)
def test_what_matters_half_beside_others_lies_between_what_matters_fully_and_what_is_not_meant(
    kind, code, person, fits
):
    words = "Plant managers and operations managers in machinery"
    read = read_audience(words, ["Machinery", "Banking"])

    def judged(weight):
        hand = [Part(kind, code, weight, voice=Voice.HAND)]
        [found] = judge([Person(**person)], Criteria(corrected(read, hand), words))
        return found.points

    assert [judged(weight) for weight in (1, 0.5, 0)] == fits


def grade_of(title, words, code, weight):
    """The grade of a title where a hand gives a function this weight."""
    hand = [Part(Kind.FUNCTION, code, weight, voice=Voice.HAND)]
    [found] = judge([Person(title=title)], Criteria(corrected(read_audience(words), hand), words))
    return next(grade for _, _, grade in found.grades if grade.quote == title)


def test_a_role_that_matters_half_is_called_so():
    words = "Plant managers and operations managers in machinery"
    grade = grade_of("Plant Manager", words, "plant-manager", 0.5)
    assert grade.reason == "Role in the audience, which matters half: plant and production managers"
    assert grade.cap == (50, "Role matters half: no more than 50")


def test_a_title_that_only_may_mean_a_role_is_close_to_one_that_a_hand_weighed_in_full():
    grade = grade_of("Developer", "Software engineers and nurses", "software-engineer", 1.0)
    assert grade.reason == "Role is close to the audience: software engineers and programmers"


def left_out(audience, *parts):
    hand = [Part(*part, excluded=True, voice=Voice.HAND) for part in parts]
    return Criteria(corrected(read_audience(audience), hand), audience)


@pytest.mark.parametrize(
    ("asked", "person", "fit"),
    [
        (criteria("Heads of logistics, not in India"), {"location": "Mumbai, India"}, (75, "location_mismatch")),
        (criteria("Heads of logistics; avoid agencies"), {"industry": "Marketing & Advertising"}, (10, "")),
        (left_out("Heads of logistics", (Kind.SIZE, "1-10")), {"company_size": "2-10"}, (10, "")),
    ],
)
def test_what_an_audience_excludes_counts_though_it_asks_for_no_other(asked, person, fit):
    def judged(**known):
        [found] = judge([Person(title="Head of Logistics", **known)], asked)
        return (found.points, found.rule), [name for name, *_ in found.grades]

    elsewhere = {"location": "Ulm, Germany", "industry": "Machinery", "company_size": "11-50"}
    assert judged(**person)[0] == fit
    assert judged(**elsewhere) == judged() == ((100, ""), ["role", "seniority"])
