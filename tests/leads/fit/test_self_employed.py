import pytest

from leads.audience.reader import read_audience
from leads.fit import Criteria, Person, judge


def points(text, **person):
    audience = read_audience(text)
    [fit] = judge([Person(**person)], Criteria(audience, text, audience.sizes))
    return fit.points


FREELANCE = [
    {"title": "Freelance Graphic Designer"},
    {"title": "Freiberuflicher Grafikdesigner"},
    {"title": "Graphiste indépendante"},
    {"title": "Diseñadora gráfica autónoma"},
    {"title": "Designer gráfico por conta própria"},
    {"title": "Grafica freelance"},
    {"title": "Graphic Designer", "company_name": "Self-employed"},
]


@pytest.mark.parametrize("person", FREELANCE)
def test_a_title_or_company_says_who_is_self_employed(person):
    assert points("Graphic designers, no freelancers", **person) == 10
    assert points("Freelance graphic designers", **person) == 85
    assert points("Freelancers", **person) == 100


def test_who_is_not_said_to_be_self_employed_may_be():
    assert points("Freelance graphic designers", title="Graphic Designer") == 75
    assert points("Graphic designers, no freelancers", title="Graphic Designer") == 83


@pytest.mark.parametrize(
    "title",
    ["Recruiter for freelancers", "Head of Freelancer Community", "Former freelance designer", "Graphic Designer"],
)
def test_who_only_deals_with_the_self_employed_or_was_one_is_none(title):
    assert points("Freelancers", title=title) <= 25


def test_who_leads_a_company_may_work_alone():
    assert points("Freelancers", title="Founder") == 53
    assert points("Founders and freelancers", title="Founder") == 88
    assert points("Founders and freelancers", title="Freelance Designer") == 100
