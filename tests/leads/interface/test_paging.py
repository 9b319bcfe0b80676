import pytest
from django.http import QueryDict

from leads.interface.paging import Order, Place, keyset_page
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
        {"after": "9999999999999999999.1", "sort": "score"},
    ],
)
def test_an_address_that_names_no_place_shows_the_first_page(browser, lead, params):
    assert listed(browser, **params) == ["Nora Sample"]


def test_the_first_page_reached_backwards_leads_no_further_back(workspace):
    leads = sorted(LeadFactory.create_batch(4, workspace=workspace), key=lambda lead: -lead.pk)
    back = keyset_page(Lead.objects.all(), Order(), QueryDict(f"before=.{leads[2].pk}"), size=2)
    assert (back.rows, back.previous, back.next) == (leads[:2], "", f"after=.{leads[1].pk}")


def test_the_way_on_keeps_the_filter_and_drops_the_place_it_came_from(workspace):
    leads = sorted(LeadFactory.create_batch(6, workspace=workspace), key=lambda lead: -lead.pk)
    page = keyset_page(Lead.objects.all(), Order(), QueryDict(f"q=a&before=.{leads[4].pk}&sort=newest"), size=2)
    kept = "q=a&sort=newest"
    assert page.rows == leads[2:4]
    assert (page.previous, page.next) == (f"{kept}&before=.{leads[2].pk}", f"{kept}&after=.{leads[3].pk}")


def test_a_place_is_read_as_it_was_written():
    for order, place in (
        (Order(), Place(None, 7)),
        (Order("best_score"), Place(40, 7)),
        (Order("best_score"), Place(None, 7)),
    ):
        assert order.place(str(place)) == place
    assert Order("name", numeric=False).place(str(Place("nora s.", 7))) == Place("nora s.", 7)
    assert [Order("best_score").place(text) for text in ("1000000000000000000.7", "40", "4 0.7", "")] == [None] * 4


def test_a_page_that_the_last_rows_fill_leads_no_further(workspace):
    leads = sorted(LeadFactory.create_batch(4, workspace=workspace), key=lambda lead: -lead.pk)
    whole = keyset_page(Lead.objects.all(), Order(), QueryDict(), size=4)
    last = keyset_page(Lead.objects.all(), Order(), QueryDict(f"after=.{leads[1].pk}"), size=2)
    assert (whole.rows, whole.next, last.rows, last.next) == (leads, "", leads[2:], "")
