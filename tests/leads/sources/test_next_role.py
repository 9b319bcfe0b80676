import pytest

from leads.models import Offer
from leads.sources.next_role import next_role
from leads.sources.roles import roles_of


def days_of(offer, used):
    """The role of each day until none is left."""
    days = []
    while role := next_role(offer, [*used, *days]):
        days.append(role)
    return days


def test_each_day_has_the_next_role_by_seniority_in_the_audience_and_then_beside_it():
    offer = Offer(target_audience="Plant managers and heads of operations.")
    beside = ["VP operations", "operations director", "plant director", "operations manager"]
    assert days_of(offer, []) == ["head of operations", "plant manager", *beside]
    assert days_of(offer, ["Plant Manager", "operations head"]) == beside


@pytest.mark.parametrize(
    ("audience", "left"),
    [
        ("CFOs", ["VP finance", "finance director", "head of finance"]),
        ("Marketing managers. No directors.", ["VP marketing", "head of marketing"]),
        ("Founders", ["owner", "CEO", "managing director", "president", "general manager"]),
        ("Accountants", []),
    ],
)
def test_titles_beside_those_of_the_audience_are_worth_as_much_to_it(audience, left):
    offer = Offer(target_audience=audience)
    assert days_of(offer, roles_of(offer)) == left
