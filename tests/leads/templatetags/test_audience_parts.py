from dataclasses import asdict

import pytest
from django.urls import reverse

from leads.audience.audience import Kind, Part, Voice
from leads.audience.stored import refresh_reading
from leads.models import Offer
from leads.templatetags.audience_parts import counted_audience
from tests.pages import words

AUDIENCE = "Heads of logistics at furniture makers in Austria with 51-200 employees, no recruiters"


def by_hand(kind, code, weight=1.0, excluded=False):
    return asdict(Part(kind, code, weight, voice=Voice.HAND, excluded=excluded))


def counted(**fields):
    """{heading: the parts that count, or what stands there instead} of an unsaved offer."""
    shown = counted_audience(Offer(**fields))
    said = {label: [part.label for part in parts] or none for label, parts, none, _ in shown["wanted"]}
    return said | {name: [part.label for part in shown[name]] for name in ("avoided", "removed")}


def test_an_offer_shows_the_places_and_sizes_that_its_words_name():
    assert counted(target_audience=AUDIENCE) == {
        "Roles": ["Logistics and freight"],
        "Ranks": ["Head"],
        "Industries": ["Furniture"],
        "Places": ["Austria"],
        "Company sizes": ["51-200 employees"],
        "avoided": ["Recruiters and talent acquisition"],
        "removed": [],
    }


def test_what_a_hand_corrected_is_what_an_offer_shows():
    corrections = [
        by_hand(Kind.PLACE, "Austria", 0.0),
        by_hand(Kind.PLACE, "Lyon, France"),
        by_hand(Kind.SIZE, "51-200", excluded=True),
        by_hand(Kind.FUNCTION, "warehouse", 0.5),
    ]
    shown = counted(target_audience=AUDIENCE, audience_corrections=corrections)
    assert (shown["Places"], shown["Company sizes"]) == (["Lyon, France"], "Any")
    assert shown["Roles"][-1:] == [Part(Kind.FUNCTION, "warehouse").label]
    assert (shown["avoided"][-1:], shown["removed"]) == (["51-200 employees"], ["Austria"])


@pytest.mark.parametrize(
    ("audience", "roles"),
    [
        ("Founders", "Any: the rank alone says who is meant"),
        ("Flurbelgrups", "None named: the meaning of the words decides"),
    ],
)
def test_an_audience_without_roles_says_who_is_meant(audience, roles):
    shown = counted(target_audience=audience)
    assert [shown[label] for label in ("Roles", "Places", "Company sizes")] == [roles, "Anywhere", "Any"]


@pytest.mark.django_db
def test_the_page_of_an_offer_names_the_hand_and_the_words_a_part_came_from(north):
    corrections = [by_hand(Kind.PLACE, "Lyon, France"), by_hand(Kind.FUNCTION, "warehouse", 0.5)]
    offer = north.offer(target_audience=AUDIENCE, audience_corrections=corrections)
    refresh_reading(offer)
    offer.save(update_fields=["audience_readings"])
    page = words(north.client.get(reverse("offer", args=[offer.pk])))
    warehouse = Part(Kind.FUNCTION, "warehouse").label
    said = (f"{warehouse} · matters half · by hand", "Places Austria Lyon, France · by hand", "Anywhere",
            "To be avoided Recruiters and talent acquisition", "A location means Where the person is")  # fmt: skip
    assert [page.count(sentence) for sentence in said] == [1, 1, 0, 1, 1]
