import pytest

from leads.models import Lead
from tests.factories import LeadFactory

pytestmark = pytest.mark.django_db


def names(response):
    return [lead.full_name for lead in response.context["page"].rows]


def listed(browser, **params):
    return names(browser.get("/leads/", params))


def test_pages_follow_each_other_without_gap_or_repetition(browser, workspace):
    for number in range(120):
        score = None if number % 3 == 0 else number % 7
        LeadFactory(workspace=workspace, full_name=f"Person {number % 11}", best_score=score)
    for sort, key in {
        "newest": lambda lead: -lead.pk,
        "score": lambda lead: (lead.best_score is None, -(lead.best_score or 0), -lead.pk),
        "name": lambda lead: (lead.full_name.lower(), lead.pk),
    }.items():
        expected = [lead.pk for lead in sorted(Lead.objects.all(), key=key)]
        first = browser.get("/leads/", {"sort": sort}).context["page"]
        second = browser.get(f"/leads/?{first.next}").context["page"]
        third = browser.get(f"/leads/?{second.next}").context["page"]
        assert [lead.pk for page in (first, second, third) for lead in page.rows] == expected
        assert (first.previous, third.next) == ("", "")
        again = browser.get(f"/leads/?{third.previous}").context["page"]
        assert [lead.pk for lead in again.rows] == [lead.pk for lead in second.rows]
        start = browser.get(f"/leads/?{again.previous}").context["page"]
        assert [lead.pk for lead in start.rows] == [lead.pk for lead in first.rows]


@pytest.mark.parametrize(
    "params",
    [
        {"after": "nonsense"},
        {"after": "99999999999999999999.99999999999999999999"},
        {"before": "5", "sort": "score"},
        {"after": "12.x", "sort": "score"},
        {"after": "a\0b.7", "sort": "name"},
        {"after": "²."},
    ],
)
def test_an_address_that_names_no_place_shows_the_first_page(browser, lead, params):
    assert listed(browser, **params) == ["Nora Sample"]
