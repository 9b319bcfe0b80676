from leads.fit import Person, judge
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
