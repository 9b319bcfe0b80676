from functools import partial

import pytest
from django.urls import reverse
from django.utils import timezone

from leads.ingest import FoundProfile, ingest
from leads.interface.paging import keyset_page
from leads.models import Lead, Search
from pool import views
from pool.matches import GIVEN_UP, request_match
from pool.models import PoolMatch
from pool.profiles import COPIED, store, store_leads
from tests.factories import BuyerScoreFactory, LeadFactory
from tests.forms import fields_of
from tests.pages import markup, words

pytestmark = pytest.mark.django_db


def store_people(**titles):
    blank = dict.fromkeys(COPIED.values(), "")
    store(
        profiles=[
            blank | {"linkedin_slug": name, "full_name": name.title(), "role": title, "bio": f"I am {name}."}
            for name, title in titles.items()
        ]
    )


def matched(member, offer, **fits):
    search = Search.objects.create(
        workspace=member.workspace, offer=offer, kind="pool", status="completed", completed_at=timezone.now()
    )
    ingest(search=search, profiles=[FoundProfile(linkedin=name, full_name=name.title()) for name in fits])
    for lead in Lead.objects.filter(sources__search=search):
        PoolMatch.objects.create(
            workspace=member.workspace,
            offer=offer,
            search=search,
            lead=lead,
            fit=fits[lead.linkedin_slug],
        )


def people(response):
    return [match.lead.linkedin_slug for match in response.context["page"].rows]


def test_the_pool_says_what_it_holds_and_what_matching_costs(north):
    store_people(nora="Plant Manager", ole="Nurse")
    north.offer()

    page = words(north.client.get(reverse("pool")))

    assert "What the pool holds 2 professional profiles" in page
    assert "up to 500 people leads of this workspace and scores them by the local scorer: no charge." in page


def test_made_up_profiles_are_counted_for_their_own_workspace_alone(north, south):
    store_people(nora="Plant Manager")
    blank = dict.fromkeys(COPIED.values(), "")
    store(profiles=[blank | {"linkedin_slug": "ole", "role": "Nurse"}], example_of=north.workspace)
    assert [views.profile_count(team.workspace) for team in (north, south)] == [(2, True), (1, True)]


def test_both_pages_name_all_that_a_profile_in_the_pool_holds(north):
    held = "name, title, bio, company, industry, location, skills, addresses on LinkedIn and X. Never an e-mail"
    assert [held in words(north.client.get(reverse(page))) for page in ("pool", "settings")] == [True, True]
    said = {"linkedin_slug", "x_handle", "full_name", "role", "bio", "company", "industry", "location", "skills"}
    # the size and the keywords are of the company
    assert {*COPIED.values()} - said == {"company_size", "keywords"}


def test_a_large_pool_is_estimated(north, monkeypatch):
    monkeypatch.setattr(views, "COUNTED_MAX", 1)
    store_people(nora="Plant Manager", ole="Nurse")

    response = north.client.get(reverse("pool"))

    assert response.context["exact"] is False


def test_the_pool_page_lists_the_own_offers_only(north, south):
    matched(north, north.offer(), nora=80, ole=70)
    south.offer("Secret")

    response = north.client.get(reverse("pool"))

    assert [(offer.name, offer.matched) for offer in response.context["offers"]] == [("Forwarding", 2)]
    assert "Secret" not in response.content.decode()


def test_matches_are_listed_by_fit_and_paged(north, monkeypatch):
    monkeypatch.setattr(views, "keyset_page", partial(keyset_page, size=2))
    offer = north.offer()
    matched(north, offer, nora=70, ole=90, pia=70, quentin=50)
    url = reverse("pool-matches", args=[offer.pk])

    first = north.client.get(url)
    second = north.client.get(f"{url}?{first.context['page'].next}")
    back = north.client.get(f"{url}?{second.context['page'].previous}")

    assert [people(first), people(second), people(back)] == [["ole", "pia"], ["nora", "quentin"], ["ole", "pia"]]


def test_matches_are_ordered_by_the_fit_they_show_and_paged_by_it(north, monkeypatch):
    monkeypatch.setattr(views, "keyset_page", partial(keyset_page, size=2))
    offer = north.offer()
    matched(north, offer, nora=70, ole=90, pia=70, quentin=50)
    for name, fit in {"ole": 40, "quentin": 95}.items():
        BuyerScoreFactory(lead=Lead.objects.get(linkedin_slug=name), offer=offer, fit=fit)
    url = reverse("pool-matches", args=[offer.pk])

    first = north.client.get(url)
    second = north.client.get(f"{url}?{first.context['page'].next}")
    back = north.client.get(f"{url}?{second.context['page'].previous}")

    shown = [
        [(match.lead.linkedin_slug, match.fit_now) for match in page.context["page"].rows]
        for page in (first, second, back)
    ]
    assert shown == [[("quentin", 95), ("pia", 70)], [("nora", 70), ("ole", 40)], [("quentin", 95), ("pia", 70)]]


def test_an_offer_without_matches_says_so(north):
    offer = north.offer()

    before = words(north.client.get(reverse("pool-matches", args=[offer.pk])))
    matched(north, offer)
    after = words(north.client.get(reverse("pool-matches", args=[offer.pk])))

    assert "The pool has not been searched for this offer yet." in before
    assert "no profile in the pool matches this offer." in after


def test_the_panel_leaves_the_price_to_the_button_below_it(north):
    offer = north.offer()
    matched(north, offer, nora=90)
    Search.objects.update(found=1, created=1)

    panel = words(north.client.get(reverse("pool-panel", args=[offer.pk])))

    assert "1 match found" in panel
    assert "no charge" not in panel


def test_a_match_that_brings_no_one_new_does_not_deny_the_earlier_ones(north, django_capture_on_commit_callbacks):
    store_people(nora="Head of Logistics")
    offer = north.offer()
    for _ in range(2):
        with django_capture_on_commit_callbacks(execute=True):
            north.client.post(reverse("match-pool", args=[offer.pk]))
    page = north.client.get(reverse("pool-matches", args=[offer.pk]))
    assert people(page) == ["nora"]
    assert "no further profile in the pool matches this offer" in words(page)


def test_a_match_that_was_given_up_is_not_called_empty(north):
    offer = north.offer()
    search = request_match(offer=offer)
    Search.objects.filter(pk=search.pk).update(status="failed", error=GIVEN_UP)

    pages = [words(north.client.get(reverse(name, args=[offer.pk]))) for name in ("pool-matches", "pool-panel")]

    assert [("could not be searched" in page, "no profile in the pool" in page.lower()) for page in pages] == [
        (True, False),
        (True, False),
    ]


def test_the_button_matches_the_pool(north, django_capture_on_commit_callbacks):
    store_people(nora="Head of Logistics", ole="Nurse")
    offer = north.offer()

    with django_capture_on_commit_callbacks(execute=True):
        response = north.client.post(reverse("match-pool", args=[offer.pk]))

    assert response.url == reverse("pool-matches", args=[offer.pk])
    assert people(north.client.get(response.url)) == ["nora"]
    assert Search.objects.values_list("kind", "status", "found", "created_by").get() == (
        "pool",
        "completed",
        1,
        north.user.pk,
    )


def test_a_new_offer_is_matched_by_itself_and_an_edited_one_is_not(north, django_capture_on_commit_callbacks):
    store_people(nora="Head of Logistics", ole="Nurse")
    typed = {
        "name": "Forwarding",
        "description": "We move furniture.",
        "target_audience": "Heads of logistics",
        "location_mode": "lead",
        "language": "en",
        "signal_likelihood": "medium",
        "is_active": "on",
    }
    with django_capture_on_commit_callbacks(execute=True):
        north.client.post(reverse("offer-create"), typed)
    offer = north.workspace.offers.get()
    edit = reverse("offer-edit", args=[offer.pk])
    with django_capture_on_commit_callbacks(execute=True):
        saved = north.client.post(edit, fields_of(north.client.get(edit)) | {"target_audience": "Nurses"})
    assert saved.status_code == 302

    matches = PoolMatch.objects.values_list("lead__linkedin_slug", "lead__scores__offer")
    assert list(matches) == [("nora", offer.pk)]
    assert offer.searches.count() == 1


def test_a_waiting_match_is_polled_and_not_asked_for_twice(north):
    offer = north.offer()
    for _ in range(2):
        north.client.post(reverse("match-pool", args=[offer.pk]))

    page = north.client.get(reverse("pool-matches", args=[offer.pk])).content.decode()
    htmx = {"HX-Request": "true"}
    panel = north.client.get(reverse("pool-panel", args=[offer.pk]), headers=htmx).content.decode()

    assert Search.objects.count() == 1
    assert ['hx-trigger="every 2s"' in part for part in (page, panel)] == [True, True]
    assert panel.strip() in page


def test_an_archived_offer_is_not_matched(north):
    offer = north.offer(archived_at=timezone.now())

    north.client.post(reverse("match-pool", args=[offer.pk]))

    assert Search.objects.count() == 0


@pytest.mark.parametrize(("method", "page"), [("get", "pool-matches"), ("get", "pool-panel"), ("post", "match-pool")])
def test_another_workspaces_offer_is_not_there(north, south, method, page):
    secret = south.offer("Secret")
    matched(south, secret, spy=99)

    response = getattr(north.client, method)(reverse(page, args=[secret.pk]))

    assert response.status_code == 404
    assert "Spy" not in response.content.decode()
    assert Search.objects.filter(workspace=north.workspace).count() == 0


def test_the_preview_counts_and_names_the_best_before_anything_is_saved(north):
    store_people(nora="Head of Logistics", ole="Nurse", pia="Logistics Manager")
    offers = {"name": "", "target_audience": "Heads of logistics"}

    response = north.client.post(reverse("pool-preview"), offers, headers={"HX-Request": "true"})

    text = words(response)
    assert "2 profiles match. The best:" in text
    assert "Nora Head of Logistics" in text
    assert "Ole" not in text
    assert "no charge" in text
    assert Search.objects.count() == 0


def test_the_preview_names_no_one_whom_only_another_team_knows_by_name(north, south):
    known = {"full_name": "Uwe Secret", "company_name": "Works", "title": "Head of Logistics", "linkedin_slug": ""}
    store_leads(lead_ids=[LeadFactory(workspace=south.workspace, **known).pk])
    wanted = {"target_audience": "Heads of logistics"}

    before = words(north.client.post(reverse("pool-preview"), wanted))
    LeadFactory(workspace=north.workspace, **known)
    after = words(north.client.post(reverse("pool-preview"), wanted))

    assert ("No profile in the pool matches this yet." in before, "Secret" in before) == (True, False)
    assert ("1 profile matches." in after, "Uwe Secret" in after) == (True, True)


def test_the_nearest_of_a_preview_are_no_one_whom_only_another_team_knows_by_name(north, south):
    hidden = LeadFactory(workspace=south.workspace, full_name="Uwe Secret", title="Logistics Clerk", linkedin_slug="")
    store_leads(lead_ids=[hidden.pk])

    text = words(north.client.post(reverse("pool-preview"), {"target_audience": "Chief supply chain officers"}))

    assert "Secret" not in text


def test_the_preview_is_a_page_without_a_script(north):
    page = north.client.post(reverse("pool-preview"), {"target_audience": "Heads of logistics"})
    part = north.client.post(
        reverse("pool-preview"), {"target_audience": "Heads of logistics"}, headers={"HX-Request": "true"}
    )

    assert "No profile in the pool matches this yet." in words(page)
    # the count goes to another place of the form
    found, count, _ = part.content.decode().partition("<a")
    assert count
    assert found.strip() in page.content.decode()
    assert ("<html" in page.content.decode(), "<html" in part.content.decode()) == (True, False)


def test_the_preview_asks_for_an_audience_first(north):
    store_people(nora="Head of Logistics")

    response = north.client.post(reverse("pool-preview"), {"name": "Forwarding"})

    assert "Describe the target audience" in words(response)
    assert "Nora" not in words(response)


def test_matches_show_their_score_for_the_offer_and_open_the_lead_for_it(north):
    offer, other = north.offer(), north.offer("Other")
    matched(north, offer, nora=70, ole=60)
    nora = Lead.objects.get(full_name="Nora")
    BuyerScoreFactory(lead=nora, offer=offer, score=64, state="active")
    BuyerScoreFactory(lead=nora, offer=other, score=12, state="poor_fit")

    page = north.client.get(reverse("pool-matches", args=[offer.pk]))

    rows = [(row.lead.full_name, row.score, row.state) for row in page.context["page"].rows]
    assert rows == [("Nora", 64, "active"), ("Ole", None, None)]
    assert markup(page).count(f'href="/leads/{nora.pk}/?offer={offer.pk}"') == 1


def test_the_preview_names_the_nearest_where_no_one_fits(north):
    store(profiles=[dict.fromkeys(COPIED.values(), "") | {"linkedin_slug": "ana", "full_name": "Ana", "role": "Cook"}])
    response = north.client.post(reverse("pool-preview"), {"target_audience": "Orchestra conductors"})
    assert (response.context["count"], [profile.full_name for profile, _ in response.context["best"]]) == (0, ["Ana"])
    assert "No one fits exactly." in response.content.decode()
