import pytest
from django.urls import reverse

from leads.models import Offer
from tests.pages import words

pytestmark = pytest.mark.django_db


def test_what_turns_a_text_around_is_dropped_from_every_form(north):
    typed = {
        "name": "\u202eevil\u2066 offer",
        "description": "אב\u200f We move\u202a furniture\u202c.",
        "target_audience": "Heads of\u202d logistics",
        "location_mode": "company",
        "language": "en",
        "signal_likelihood": "medium",
    }
    north.client.post(reverse("offer-create"), typed)
    offer = Offer.objects.get()
    assert (offer.name, offer.description, offer.target_audience) == (
        "evil offer",
        "אב\u200f We move furniture.",
        "Heads of logistics",
    )


def test_a_password_is_taken_as_it_was_typed(client, django_user_model):
    password = "long \u202epassword\u202c"
    django_user_model.objects.create_user("nora", password=password)
    refused = client.post(reverse("account_login"), {"login": "nora", "password": "long password"})
    taken = client.post(reverse("account_login"), {"login": "\u202anora", "password": password})
    assert (refused.status_code, taken.status_code) == (200, 302)


def test_an_address_that_only_takes_what_a_button_sends_says_so(north):
    response = north.client.get("/buyers/state/")
    assert (response.status_code, response.headers["Allow"]) == (405, "POST")
    assert "This address only takes what a button sends." in words(response)


def test_a_page_that_takes_nothing_does_not_say_that_it_takes_what_a_button_sends(north):
    response = north.client.post(reverse("buyers"))
    assert (response.status_code, response.headers["Allow"], response.content) == (405, "GET, HEAD", b"")
