from datetime import UTC, datetime, timedelta

import pytest
from django import forms
from django.test import RequestFactory
from django.utils import timezone
from django.utils.safestring import mark_safe

from leads.templatetags.page_parts import (
    age,
    ago,
    day_age,
    fixed_field,
    icon,
    rail_link,
    rendered_row,
    time_element,
    web_address,
    words,
)

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("seconds", "words"),
    [
        (-7300, "2 hours ago"),
        (-3, "just now"),
        (1, "just now"),
        (40, "in a moment"),
        (7300, "in 2 hours"),
        (-3700, "1 hour ago"),
        (-120, "2 minutes ago"),
        (-8 * 24 * 3600, "1 week ago"),
        (-800 * 24 * 3600, "2 years ago"),
    ],
)
def test_moments_are_told_by_how_far_they_are(seconds, words):
    assert ago(timezone.now() + timedelta(seconds=seconds)).count(f">{words}<") == 1


@pytest.mark.parametrize(
    ("seconds", "words"),
    [
        (5, "now"),
        (0, "now"),
        (-13 * 60, "13 min"),
        (-3700, "1 h"),
        (-3 * 24 * 3600, "3 d"),
        (-8 * 24 * 3600, "1 wk"),
        (-70 * 24 * 3600, "2 mo"),
        (-800 * 24 * 3600, "2 yr"),
    ],
)
def test_a_column_shows_a_short_age(seconds, words):
    assert age(timezone.now() + timedelta(seconds=seconds)).count(f">{words}<") == 1


@pytest.mark.parametrize(("days", "words"), [(-1, "today"), (0, "today"), (1, "yesterday"), (75, "2 months ago")])
def test_a_day_shows_its_age(days, words):
    assert day_age(timezone.localdate() - timedelta(days=days)).count(f">{words}<") == 1


def test_a_moment_says_the_exact_time_on_hover():
    shown = ago(datetime(2026, 7, 1, 12, 5, 9, tzinfo=UTC))
    assert shown.startswith('<time datetime="2026-07-01T12:05:09+00:00" title="1 July 2026, 12:05 UTC" class="nowrap">')


@pytest.mark.parametrize(
    ("text", "address"),
    [
        ("https://acme.example/a?b=1", "https://acme.example/a?b=1"),
        ("http://acme.example", "http://acme.example"),
        ("acme.example/team", "https://acme.example/team"),
        ("javascript://acme.example/%0aalert(1)", ""),
        ("ftp://acme.example", ""),
        ("localhost", ""),
        ('https://acme.example/"onclick="x', ""),
        ("https://acme.example/a b", ""),
        ("https://acme.example\\@evil.example", ""),
        ("https://[acme", ""),
        ("", ""),
    ],
)
def test_only_an_address_a_browser_may_open_becomes_a_link(text, address):
    assert web_address(text) == address


@pytest.mark.parametrize(("path", "current"), [("/leads/", 1), ("/leads/7/", 1), ("/offers/", 0)])
def test_the_rail_marks_the_place_a_page_belongs_to(path, current):
    link = rail_link({"request": RequestFactory().get(path)}, "leads", "Leads", "users")
    assert (link.count('aria-current="page"'), link.count('href="/leads/"'), link.count("Leads</a>")) == (current, 1, 1)


def test_a_row_is_rendered_again_when_a_value_changes():
    shown = [
        rendered_row("components/score_bar.html", dimension="fit", number=number)
        for number in (7, 8, 7, mark_safe("7"))
    ]
    assert [html.count('width="7"') for html in shown] == [1, 0, 1, 1]
    assert (shown[0] is shown[2], shown[0] is shown[3]) == (True, False)


def test_a_moment_is_told_in_the_zone_of_the_page():
    moment = datetime(2026, 1, 5, 12, tzinfo=UTC)
    with timezone.override("Asia/Tokyo"):
        tokyo = time_element(moment, "then")
    assert (tokyo.count("21:00 JST"), time_element(moment, "then").count("12:00 UTC")) == (1, 1)


def test_an_icon_is_hidden_from_screen_readers():
    assert icon("check").count('aria-hidden="true"') == 1


class Size(forms.Form):
    kind = forms.ChoiceField(choices=[("s", "Small"), ("l", "Large")], required=False)


class Colour(forms.Form):
    kind = forms.ChoiceField(choices=[("r", "Red"), ("s", "Silver")], required=False)


def test_a_choice_is_rendered_for_each_form_and_answer():
    shown = [fixed_field(form({"kind": "s"})["kind"], bare=True) for form in (Size, Colour, Size)]
    assert [html.count("Silver") for html in shown] == [0, 1, 0]
    assert [fixed_field(Size({"kind": kind})["kind"], bare=True).count("selected") for kind in ("s", "l")] == [1, 1]
    assert fixed_field(Size({"kind": "l"})["kind"], bare=True).count('value="l" selected') == 1


def test_a_wrong_choice_is_shown_with_its_error():
    assert fixed_field(Size({"kind": "x"})["kind"]).count("Select a valid choice. x is not one") == 1


class Place(forms.Form):
    place = forms.CharField(required=False)


def test_a_line_is_kept_while_it_is_empty():
    shown = [fixed_field(Place({"place": text})["place"], bare=True) for text in ("", "Lyon", "Oslo", "")]
    assert [html.partition("value=")[2].partition(" ")[0] for html in shown] == ["", '"Lyon"', '"Oslo"', ""]


def test_a_code_is_shown_as_words():
    assert words("asked_for_recommendation") == "Asked for recommendation"
