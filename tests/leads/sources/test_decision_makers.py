import pytest

from autoreach.providers.linkedin.profile_objects import PersonHit
from leads.audience.reader import read_audience
from leads.sources.decision_makers import decision_maker, tier_of


def hit(headline, slug="somebody"):
    return PersonHit(id=headline, public_identifier=slug, name="Nora", headline=headline)


@pytest.mark.parametrize(
    ("titles", "chosen"),
    [
        (["Head of Sales", "Founder", "VP Sales"], "Founder"),
        (["Director of Operations", "VP Operations", "Head of Operations"], "VP Operations"),
        (["Operations Manager", "Head of Operations", "Director Operations"], "Director Operations"),
        (["Production Planner", "Plant Manager"], "Plant Manager"),
        (["Assistant to the CEO", "Head of Production"], "Head of Production"),
        (["Former CEO, now advisor", "Geschäftsführer"], "Geschäftsführer"),
        (["CMO", "COO"], "COO"),
        (["Head of Marketing", "Head of Production"], "Head of Production"),
        (["Fractional CMO", "Operations Manager"], "Operations Manager"),
        (["Fractional CMO", "Production Planner"], "Fractional CMO"),
        (["VP Operations", "General Counsel"], "General Counsel"),
        (["Production Planner", "Working student"], None),
        ([], None),
    ],
)
def test_the_most_senior_is_chosen_and_of_several_the_one_nearest_to_the_audience(titles, chosen):
    audience = read_audience("Plant managers and heads of operations")
    found = decision_maker(map(hit, titles), audience)
    assert (found and found.headline) == chosen


def test_who_is_not_named_is_not_chosen():
    audience = read_audience("Plant managers")
    assert decision_maker([hit("CEO", slug=""), hit("Plant Manager")], audience).headline == "Plant Manager"


def test_founders_and_the_board_stand_beside_each_other():
    assert [tier_of(hit(title)) for title in ("Founder", "CFO", "VP Sales", "Sales Director", "Head of Sales")] == [
        6, 6, 5, 4, 3,
    ]  # fmt: skip
