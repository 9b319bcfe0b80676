import re
from datetime import date

import pytest

from leads.models import Lead
from leads.templatetags.lead_parts import (
    connection_badge,
    field_sources,
    initials,
    month,
    phone_link,
    ring,
    role,
    score_bars,
    signed,
    source_name,
    source_words,
    state_badge,
)
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


def test_a_field_without_a_value_names_no_source():
    noted = {"title": ["linkedin", "2026-01-31"], "industry": ["linkedin", "2026-01-31"], "bio": ["x", "2026-02-01"]}
    lead = Lead(title="Plant Manager", industry="", bio="", provenance=noted)
    assert field_sources(lead, "background") == [("title", "linkedin", date(2026, 1, 31))]


def test_a_source_is_called_by_its_name():
    assert [source_name(source) for source in ("linkedin", "web", "csv", "unheard")] == [
        "LinkedIn", "the web", "CSV import", "unheard",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("text", "shown"), [("2024-03-01", "March 2024"), ("2024-13-01", ""), ("2024", ""), (None, ""), ("soon", "")]
)
def test_a_month_that_cannot_be_read_is_left_out(text, shown):
    assert month(text) == shown


def test_a_receipt_names_where_a_quote_stands_and_its_points_with_a_sign():
    assert [source_words(source) for source in ("post:12", "role_started_on")] == ["post", "role started on"]
    assert [signed(points) for points in (20, -5, 0)] == ["+20", "\N{MINUS SIGN}5", "0"]


def test_role_and_company_stand_on_one_line():
    people = [Lead(title="Planner", company_name="Works"), Lead(company_name="Works"), Lead()]
    assert [role(lead) for lead in people] == ["Planner · Works", "Works", ""]


def test_the_dimensions_of_a_score_come_in_the_order_fit_intent_timing():
    html = score_bars(81, 42, 7)
    assert re.findall(r"(Fit|Intent|Timing) <b>(\d+)</b>", html) == [("Fit", "81"), ("Intent", "42"), ("Timing", "7")]


def test_states_are_badges_with_their_label():
    assert state_badge("monitor") == '<span class="badge monitor">Emerging</span>'
    assert connection_badge("not_connected") == '<span class="badge not_connected">Unknown</span>'


@pytest.mark.parametrize(
    ("phone", "link"),
    [("+49 (170) 123-45", "tel:+4917012345"), ("0221 12 ext. 7", ""), ("", "")],
)
def test_a_phone_number_is_a_link_that_dials_it(phone, link):
    assert phone_link(phone) == link
