from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from leads.models import Offer
from leads.signals import offer_created
from tests.factories import BuyerScoreFactory
from tests.forms import fields_of

pytestmark = pytest.mark.django_db

TYPED = {
    "name": "Forwarding",
    "description": "We move furniture.",
    "website": "forwarding.example",
    "target_audience": "Heads of logistics; no recruiters",
    "industries": "Furniture\r\n\r\nfurniture\r\n  Home   textiles ",
    "locations": "Munich, Germany\nVienna",
    "location_mode": "company",
    "company_sizes": ["51-200", "201-500"],
    "pain_points": "late lorries",
    "competitors": "",
    "wanted_phrases": "recommend a forwarder",
    "unwanted_phrases": "",
    "language": "de",
    "deal_value": "1250.50",
    "signal_likelihood": "medium",
    "is_active": "on",
}


@pytest.fixture
def created_offers():
    heard = []

    def listen(sender, *, offer, **kwargs):
        heard.append(offer.pk)

    offer_created.connect(listen)
    yield heard
    offer_created.disconnect(listen)


def test_a_typed_offer_is_kept_as_it_was_meant(north, created_offers):
    response = north.client.post(reverse("offer-create"), TYPED)

    offer = Offer.objects.get()
    assert response.url == f"{reverse('buyers')}?offer={offer.pk}"
    assert created_offers == [offer.pk]
    assert (offer.workspace, offer.created_by) == (north.workspace, north.user)
    assert offer.website == "https://forwarding.example"
    assert offer.industries == ["Furniture", "Home textiles"]
    assert offer.locations == ["Munich, Germany", "Vienna"]
    assert offer.company_sizes == ["51-200", "201-500"]
    assert (offer.competitors, offer.wanted_phrases) == ([], ["recommend a forwarder"])
    assert (offer.language, str(offer.deal_value), offer.location_mode) == ("de", "1250.50", "company")


def test_what_was_typed_is_still_there_after_a_mistake(north, created_offers):
    response = north.client.post(reverse("offer-create"), TYPED | {"name": "", "deal_value": "-3"})

    form = response.context["form"]
    assert response.status_code == 422
    assert sorted(form.errors) == ["deal_value", "name"]
    assert form["industries"].value() == TYPED["industries"]
    assert "Heads of logistics; no recruiters" in response.content.decode()
    assert (Offer.objects.count(), created_offers) == (0, [])


@pytest.mark.parametrize(
    ("field", "typed", "sentence"),
    [
        ("website", "ftp://forwarding.example", "Enter a valid URL."),
        ("website", "javascript:alert(1)", "Enter a valid URL."),
        ("language", "tlh", "Select a valid choice. tlh is not one of the available choices."),
        ("industries", "\n".join(map(str, range(51))), "51 entries are too many: the limit is 50."),
        (
            "locations",
            "x" * 201,
            f"“{'x' * 40}…” is 201 characters long: the limit for an entry is 200.",
        ),
        ("name", "x\0y", "Null characters are not allowed."),
    ],
)
def test_a_mistake_is_named_in_a_sentence(north, field, typed, sentence):
    response = north.client.post(reverse("offer-create"), TYPED | {field: typed})

    assert response.context["form"].errors == {field: [sentence]}


def test_a_line_break_counts_once(north):
    audience = "Heads of logistics\r\n" + "x" * (2000 - len("Heads of logistics\n"))

    north.client.post(reverse("offer-create"), TYPED | {"target_audience": audience})

    assert Offer.objects.get().target_audience == audience.replace("\r\n", "\n")


def test_two_current_offers_cannot_share_a_name(north, south):
    south.offer("Warehousing")
    north.offer("Forwarding")

    response = north.client.post(reverse("offer-create"), TYPED | {"name": " forwarding"})
    allowed = north.client.post(reverse("offer-create"), TYPED | {"name": "Warehousing"})

    assert response.context["form"].errors == {"name": ["Another offer of this workspace has this name."]}
    assert allowed.status_code == 302


def test_editing_changes_what_was_typed_and_asks_the_pool_nothing(north, created_offers):
    offer = north.offer(industries=["Toys"], company_sizes=["76"])

    address = reverse("offer-edit", args=[offer.pk])
    seen = fields_of(north.client.get(address))["seen"]
    response = north.client.post(address, TYPED | {"company_sizes": ["76", "10001+"], "is_active": "", "seen": seen})

    offer.refresh_from_db()
    assert response.url == reverse("offer", args=[offer.pk])
    assert offer.industries == ["Furniture", "Home textiles"]
    assert offer.company_sizes == ["76", "10001+"]
    assert offer.is_active is False
    assert (created_offers, offer.searches.count()) == ([], 0)


def test_the_edit_form_shows_lists_one_entry_per_line(north):
    offer = north.offer(locations=["Munich, Germany", "Vienna"])

    response = north.client.get(reverse("offer-edit", args=[offer.pk]))

    assert response.context["form"]["locations"].value() == "Munich, Germany\nVienna"
    assert "Munich, Germany\nVienna</textarea>" in response.content.decode()


def test_an_archived_offer_leaves_the_list_and_comes_back(north):
    offer = north.offer()

    north.client.post(reverse("offer-archive", args=[offer.pk]))
    listed = [list(north.client.get(reverse("offers") + query).context["offers"]) for query in ("", "?archived")]
    north.client.post(reverse("offer-restore", args=[offer.pk]))

    assert listed == [[], [offer]]
    assert list(north.client.get(reverse("offers")).context["offers"]) == [offer]


def test_an_archived_offer_whose_name_was_taken_stays_archived(north):
    archived = north.offer(archived_at=timezone.now() - timedelta(days=1))
    north.offer("FORWARDING")

    response = north.client.post(reverse("offer-restore", args=[archived.pk]), follow=True)

    archived.refresh_from_db()
    assert archived.archived_at is not None
    assert [str(message) for message in response.context["messages"]] == [
        "A current offer is called Forwarding too. Rename or archive that one first."
    ]


@pytest.mark.parametrize(
    ("method", "page"),
    [
        ("get", "offer"),
        ("get", "offer-edit"),
        ("post", "offer-edit"),
        ("post", "offer-archive"),
        ("post", "offer-restore"),
    ],
)
def test_another_workspaces_offer_is_not_there(north, south, method, page):
    secret = south.offer("Secret", target_audience="Spies")

    response = getattr(north.client, method)(reverse(page, args=[secret.pk]), TYPED)

    secret.refresh_from_db()
    assert response.status_code == 404
    assert "Spies" not in response.content.decode()
    assert (secret.name, secret.archived_at) == ("Secret", None)


def test_the_list_shows_only_the_own_offers(north, south):
    own = north.offer()
    south.offer("Secret")

    response = north.client.get(reverse("offers"))

    assert list(response.context["offers"]) == [own]
    assert "Secret" not in response.content.decode()


@pytest.mark.parametrize("page", ["offer-archive", "offer-restore"])
def test_reading_an_address_changes_nothing(north, page):
    offer = north.offer()

    assert north.client.get(reverse(page, args=[offer.pk])).status_code == 405
    offer.refresh_from_db()
    assert offer.archived_at is None


def test_text_that_looks_like_a_page_is_shown_as_text(north):
    offer = north.offer("<script>alert(1)</script>", target_audience="{{ 7*7 }}", industries=["<b>Toys"])

    body = north.client.get(reverse("offer", args=[offer.pk])).content.decode()

    assert "<script>alert(1)" not in body
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in body
    assert "{{ 7*7 }}" in body
    assert "&lt;b&gt;Toys" in body


def test_the_list_asks_the_database_as_often_for_three_as_for_one(north):
    counts = []
    for names in (["One"], ["Two", "Three"]):
        for name in names:
            north.offer(name)
        with CaptureQueriesContext(connection) as queries:
            north.client.get(reverse("offers"))
        counts.append(len(queries))

    assert counts[0] == counts[1]


def test_buyers_set_by_hand_count_as_ready(north):
    offer = north.offer()
    for state in ("active", "manual", "monitor", "poor_fit", "not_scored"):
        BuyerScoreFactory(lead__workspace=north.workspace, offer=offer, state=state)

    (shown,) = north.client.get(reverse("offers")).context["offers"]

    assert (shown.ready, shown.emerging) == (2, 1)
