import pytest

from leads.models import Lead
from leads.templatetags.lead_parts import initials, ring
from tests.pages import markup

pytestmark = pytest.mark.django_db


def test_the_ring_of_a_score_of_zero_is_empty():
    assert [ring(score, "active").count("<circle") for score in (0, 1, None)] == [1, 2, 1]


def test_every_field_says_where_it_came_from(browser, lead):
    Lead.objects.update(
        title="Plant Manager",
        location="Munich",
        industry="Machinery",
        provenance={
            "title": ["linkedin", "2026-01-31"],
            "industry": ["web", "2026-03-01"],
            "location": ["x", "2026-02-01"],
            "x_handle": ["finder", "2026-02-02"],
            "bio": ["x", "2026-02-01"],
        },
        x_handle="nora_s",
        full_name="Nora",
    )
    html = markup(browser.get(f"/leads/{lead.pk}/"))
    background = "Title from LinkedIn, 31 January 2026; industry from the web, 1 March 2026."
    basics = "X handle from profile discovery, 2 February 2026; location from X, 1 February 2026."
    assert (html.count(background), html.count(basics)) == (1, 1)


@pytest.mark.parametrize(
    ("name", "letters"),
    [("Nora Ann Sample", "NS"), ("@nora_s", "N"), ("🚀 Ann O'Neil", "AN"), ("", "?"), ("李 明", "李明")],
)
def test_initials_stand_for_a_picture(name, letters):
    assert initials(name) == letters
