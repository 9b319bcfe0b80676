import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from enrichment.executor.lanes import run_due_jobs
from enrichment.jobs import opening, recovery
from enrichment.models import PipelineJob, PipelineRun
from leads.audience.stored import audience_of, corrections_of
from leads.models import Offer, Search
from leads.signals import offer_created
from leads.workspaces.page_guard import FIELD
from pool.matches import request_match
from scoring.models import BuyerScore
from tests.factories import BuyerScoreFactory
from tests.forms import fields_of
from tests.pages import BY_HTMX, markup, words

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


@pytest.mark.parametrize(
    ("chosen", "description", "audience", "language"),
    [
        ("", "Wir verkaufen Software für die Planung der Schichten.", "Produktionsleiter im Maschinenbau", "de"),
        ("", "Nous vendons un logiciel pour les ateliers.", "Directeurs de production, sauf les consultants", "fr"),
        ("", "We sell a planning tool for factories.", "Heads of production, no consultants", "en"),
        ("en", "Wir verkaufen Software für die Planung der Schichten.", "Produktionsleiter im Maschinenbau", "en"),
    ],
)
def test_a_new_offer_has_the_language_of_its_text_unless_one_is_chosen(north, chosen, description, audience, language):
    typed = {"language": chosen, "description": description, "target_audience": audience}
    assert fields_of(north.client.get(reverse("offer-create")))["language"] == ""
    north.client.post(reverse("offer-create"), TYPED | typed)
    assert Offer.objects.get().language == language


def test_an_offer_keeps_its_language_in_its_form(north):
    offer = north.offer(description="Wir verkaufen Software für die Planung.", language="en")
    fields = fields_of(north.client.get(reverse("offer-edit", args=[offer.pk])))
    assert fields["language"] == "en"
    north.client.post(reverse("offer-edit", args=[offer.pk]), fields | {"name": "Renamed"})
    offer.refresh_from_db()
    assert (offer.name, offer.language) == ("Renamed", "en")


def test_what_was_typed_is_still_there_after_a_mistake(north, created_offers):
    response = north.client.post(reverse("offer-create"), TYPED | {"name": "", "deal_value": "-3"})

    form = response.context["form"]
    assert response.status_code == 422
    assert sorted(form.errors) == ["deal_value", "name"]
    assert form.errors["deal_value"] == ["At least 0."]
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


def test_the_second_of_two_clicks_leads_to_the_offer_that_the_first_made(north, south, created_offers):
    first, second = (north.client.post(reverse("offer-create"), TYPED) for _ in range(2))
    assert (first.url, created_offers) == (second.url, [Offer.objects.get().pk])

    Offer.objects.update(created_at=timezone.now() - timedelta(minutes=1))
    assert north.client.post(reverse("offer-create"), TYPED).status_code == 422
    assert south.client.post(reverse("offer-create"), TYPED).url != first.url
    assert north.client.post(reverse("offer-create"), TYPED | {"description": "Other"}).status_code == 422


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


def edited(team, offer, **changes):
    """Opens the form of the offer, changes fields and saves."""
    address = reverse("offer-edit", args=[offer.pk])
    fields = fields_of(team.client.get(address))
    return team.client.post(address, fields | changes, follow=True)


def messages_of(response):
    return [str(message) for message in response.context["messages"]]


def scored(offer, count, **fields):
    return [BuyerScoreFactory(offer=offer, lead__workspace=offer.workspace, **fields) for _ in range(count)]


def test_a_changed_offer_rescores_its_leads_and_says_how_many(north, django_capture_on_commit_callbacks):
    offer = north.offer()
    rows = scored(offer, 3, score=1, state="poor_fit", scored_at=timezone.now() - timedelta(days=9))
    by_hand = scored(offer, 1, state="manual")
    with django_capture_on_commit_callbacks(execute=True):
        response = edited(north, offer, target_audience="Plant managers")

    assert messages_of(response) == ["Forwarding is saved. 3 leads are being rescored."]
    runs = PipelineRun.objects.values_list("offer", "purpose", "total", "completed", "opening")
    assert list(runs) == [(offer.pk, "offer", 3, 3, False)]
    rescored = BuyerScore.objects.filter(scored_at__gt=timezone.now() - timedelta(hours=1))
    assert sorted(rescored.values_list("pk", flat=True)) == [row.pk for row in rows]
    assert BuyerScore.objects.get(pk=by_hand[0].pk).scored_at is None


@pytest.mark.parametrize("changes", [{}, {"website": "https://example.com"}, {"deal_value": "7"}, {"language": "de"}])
def test_what_no_score_rests_on_rescores_nothing(north, changes):
    offer = north.offer()
    scored(offer, 1)

    assert messages_of(edited(north, offer, **changes)) == ["Forwarding is saved."]
    assert PipelineRun.objects.count() == 0


def test_matches_from_before_a_change_of_the_audience_are_said_to_be_old(north):
    offer = north.offer()
    request_match(offer=offer)
    old = "pool matches are of just now, from before the audience changed"

    response = edited(north, offer, pain_points="late lorries")
    assert (words(response).count(old), Offer.objects.get().icp_changed_at) == (0, None)
    response = edited(north, offer, locations="Austria")
    assert words(response).count(old) == 1
    assert [markup(response).count(f"/offers/{offer.pk}/{action}/") for action in ("match", "rescore")] == [2, 1]
    workspace = f'name="{FIELD}" value="{north.workspace.pk}"'
    assert markup(response).count(workspace) == markup(response).count('method="post"')
    Search.objects.all().delete()
    request_match(offer=offer)
    assert words(north.client.get(reverse("offer", args=[offer.pk]))).count(old) == 0


def test_the_page_says_how_far_rescoring_has_come_until_it_is_done(north):
    offer = north.offer()
    scored(offer, 2)
    assert words(edited(north, offer, name="Forwarding 2")).count("All its leads are being rescored.") == 1
    opening.open_offer_jobs(PipelineRun.objects.get().pk)
    PipelineRun.objects.update(completed=1)
    address = reverse("offer-freshness", args=[offer.pk])
    page = words(north.client.get(address, headers=BY_HTMX))
    assert page.count("1 of 2 leads are rescored; the other scores are still") == 1
    run_due_jobs()
    PipelineRun.objects.update(finished_at=timezone.now())
    assert words(north.client.get(address, headers=BY_HTMX)) == ""


def test_all_leads_of_an_offer_are_rescored_on_request(north, south):
    offer = north.offer()
    scored(offer, 2)
    response = north.client.post(reverse("rescore-offer", args=[offer.pk]), follow=True)
    assert messages_of(response) == ["2 leads are being rescored."]
    assert north.client.post(reverse("rescore-offer", args=[south.offer().pk])).status_code == 404
    response = north.client.post(reverse("rescore-offer", args=[north.offer("Empty").pk]), follow=True)
    assert messages_of(response) == ["No lead has a score for Empty yet."]


def test_a_second_change_is_scored_too_whatever_the_first_has_reached(north, django_capture_on_commit_callbacks):
    offer = north.offer()
    scored(offer, 2)
    with django_capture_on_commit_callbacks(execute=True):
        edited(north, offer, name="One")
    first = dict(BuyerScore.objects.values_list("pk", "scored_at"))
    with django_capture_on_commit_callbacks(execute=True):
        edited(north, offer, name="Two")
    second = dict(BuyerScore.objects.values_list("pk", "scored_at"))
    assert [second[pk] > first[pk] for pk in first] == [True, True]


def test_recovery_opens_the_rescoring_whose_wake_up_was_lost(north):
    offer = north.offer()
    scored(offer, 2)
    edited(north, offer, name="One")
    assert (PipelineRun.objects.get().opening, PipelineJob.objects.count()) == (True, 0)
    recovery.open_noted_runs()
    assert (PipelineRun.objects.get().opening, PipelineJob.objects.filter(mode="scoring_only").count()) == (False, 2)


def test_names_separated_by_commas_are_entries_of_their_own(north):
    typed = {"industries": "Machinery, Health, Wellness & Fitness", "locations": "Munich, Germany, Austria"}
    north.client.post(reverse("offer-create"), TYPED | typed)

    offer = Offer.objects.get()
    assert offer.industries == ["Machinery", "Health, Wellness & Fitness"]
    assert offer.locations == ["Munich, Germany", "Austria"]


def test_what_is_not_understood_says_so_in_the_form_and_on_the_page(north):
    typed = {"kind": "locations", "locations": "Munchn\nAustria"}
    tags = north.client.post(reverse("offer-tags"), typed)
    assert words(tags) == "Munchn · not understood as a place Austria"
    north.client.post(reverse("offer-create"), TYPED | {"locations": "Munchn\nAustria", "industries": "xyzzy"})
    page = words(north.client.get(reverse("offer", args=[Offer.objects.get().pk])))
    said = ("Munchn: not understood as a place", "xyzzy: not understood as an industry", "not understood")
    assert [page.count(sentence) for sentence in said] == [1, 1, 2]


def test_suggestions_are_of_the_kind_that_is_typed(north):
    address = reverse("offer-suggestions")
    shown = [
        markup(north.client.get(address, {"kind": kind, "typed": "machin"}, headers=BY_HTMX)).count(
            '<option value="Machinery">'
        )
        for kind in ("industries", "locations", "nonsense")
    ]
    assert shown == [1, 0, 0]
    assert north.client.post(reverse("offer-tags"), {"kind": "nonsense"}).status_code == 400


def corrected(offer):
    return {part.key: (part.weight, part.excluded) for part in corrections_of(Offer.objects.get(pk=offer.pk))}


def test_an_offer_form_shows_how_its_audience_is_understood(north):
    response = north.client.post(reverse("offer-understood"), TYPED | {"industries": "Furniture"})
    names = re.findall(r'class="part-name">([^<]*)<', markup(response))
    assert names == ["Logistics and freight", "Head", "Furniture", "Munich, Germany", "Vienna",
                     "51-200 employees", "201-500 employees", "Recruiters and talent acquisition"]  # fmt: skip
    assert "<q" in markup(response)
    assert [name for name in names if f"{name.removesuffix(' employees')}</q>" in markup(response)] == []
    assert Offer.objects.count() == 0


def test_words_that_are_not_understood_are_named(north):
    response = north.client.post(reverse("offer-understood"), TYPED | {"target_audience": "Flurbelgrups"})
    assert "Not understood: “Flurbelgrups”" in words(response)


def test_several_parts_are_added_at_once_and_an_unknown_one_is_named(north):
    response = north.client.post(reverse("offer-understood"), TYPED | {"add_part": ["Buyers", "zorbification", "Lyon"]})
    assert (markup(response).count("· by hand"), words(response).count("“zorbification” is no role")) == (2, 1)
    assert 'data-unknown="zorbification"' in markup(response)


def test_what_a_hand_says_of_a_chip_is_saved_and_survives_another_audience(north):
    said = ["", "function|logistics|0", "function|warehouse|0.5", "rank|HEAD|avoid"]
    north.client.post(reverse("offer-create"), TYPED | {"audience_corrections": said})
    offer = Offer.objects.get()
    expected = {
        ("function", "logistics"): (0.0, False),
        ("function", "warehouse"): (0.5, False),
        ("rank", "HEAD"): (1.0, True),
    }
    assert corrected(offer) == expected
    fields = fields_of(north.client.get(reverse("offer-edit", args=[offer.pk])))
    north.client.post(reverse("offer-edit", args=[offer.pk]), fields | {"target_audience": "Logistics managers"})
    assert corrected(offer) == expected
    assert audience_of(Offer.objects.get()).functions == {"warehouse": 1.0}


def test_a_part_is_added_by_its_name_without_a_script(north):
    page = north.client.post(reverse("offer-create"), TYPED | {"add_part": "Buyers", "only_read": "1"})
    assert Offer.objects.count() == 0
    fields = fields_of(page)
    north.client.post(reverse("offer-create"), fields)
    assert corrected(Offer.objects.get()) == {("function", "procurement"): (1.0, False)}


def test_a_part_of_no_known_name_is_refused_and_nothing_is_lost(north):
    response = north.client.post(reverse("offer-create"), TYPED | {"add_part": "zorbification"})
    assert response.status_code == 422
    assert "“zorbification” is no role, rank, industry, place or company size" in response.content.decode()
    assert Offer.objects.count() == 0


def test_a_correction_rescores_the_leads_of_the_offer(north):
    north.client.post(reverse("offer-create"), TYPED)
    offer = Offer.objects.get()
    BuyerScoreFactory(offer=offer, lead__workspace=north.workspace, score=50, state="monitor")
    fields = fields_of(north.client.get(reverse("offer-edit", args=[offer.pk])))
    response = north.client.post(
        reverse("offer-edit", args=[offer.pk]), fields | {"audience_corrections": ["function|warehouse|1"]}, follow=True
    )
    assert "1 lead is being rescored." in words(response)
    assert Offer.objects.get().icp_changed_at is not None


def test_enter_in_a_field_of_the_form_presses_the_button_that_saves(north):
    form = markup(north.client.get(reverse("offer-create"))).split('id="offer-form"')[1]
    assert "name=" not in re.search("<button[^>]*>", form)[0]
