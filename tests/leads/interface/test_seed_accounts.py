import pytest
from django.urls import reverse
from django.utils import timezone

from leads.models import LeadSource, SeedAccount
from tests.factories import LeadFactory, OfferFactory, SearchFactory, SeedAccountFactory
from tests.pages import words

pytestmark = pytest.mark.django_db


@pytest.fixture
def offer(north):
    return OfferFactory(workspace=north.workspace, name="Planwise")


@pytest.fixture
def search(offer):
    return SearchFactory(
        workspace=offer.workspace, offer=offer, kind="x_lookalike", status="completed", label="Like us"
    )


@pytest.fixture
def seed(offer, search):
    seed = SeedAccountFactory(offer=offer, handle="planmaster", name="PlanMaster", followers=1938)
    seed.searches.add(search)
    return seed


def act(team, seed, action, **posted):
    return team.client.post(reverse("seed-account", args=[seed.pk, action]), posted)


def test_the_page_of_a_search_lists_accounts_with_followers_kind_and_reason(north, search, seed):
    page = words(north.client.get(reverse("search", args=[search.pk])))
    assert "PlanMaster @planmaster Vendor or competitor 1,938 followers, checked" in page
    assert "Named in the offer as a competitor. Save" in page
    assert "Extract followers" not in page.replace("Extract followers then", "")


def test_an_account_is_saved_and_removed_where_it_stands(north, search, seed):
    assert act(north, seed, "save", search=search.pk).url == reverse("search", args=[search.pk])
    seed.refresh_from_db()
    assert (seed.saved_by, seed.saved_at is None) == (north.user, False)
    page = north.client.get(reverse("search", args=[search.pk])).content.decode()
    assert f"/searches/new/x_seeds/?offer={seed.offer_id}" in page
    assert act(north, seed, "remove").url == "/leads/?tab=lookalikes"
    seed.refresh_from_db()
    assert (seed.saved_by, seed.saved_at) == (None, None)


def test_the_accounts_of_others_cannot_be_changed(south, seed):
    assert act(south, seed, "save").status_code == 404
    assert not SeedAccount.objects.saved().exists()
    assert "PlanMaster" not in words(south.client.get(reverse("leads"), {"tab": "lookalikes", "seed": seed.pk}))


def test_a_search_that_proposes_nothing_says_what_to_change(north, search):
    page = words(north.client.get(reverse("search", args=[search.pk])))
    assert "No account was found Name competitors in the offer, or start from the profile of a customer" in page


def test_the_tab_shows_saved_accounts_and_who_follows_them(north, offer, seed):
    seed.save_for(north.user)
    SeedAccount.objects.update(leads=1)
    other = SeedAccountFactory(offer=offer, name="Proposed only")
    run = SearchFactory(
        workspace=offer.workspace, offer=offer, kind="x_seeds", label="Followers", origin=seed.searches.get()
    )
    for name, reference in (("Fay Follower", "@planmaster"), ("Otto Other", f"@{other.handle}")):
        lead = LeadFactory(workspace=offer.workspace, full_name=name)
        LeadSource.objects.create(workspace=offer.workspace, lead=lead, search=run, kind="x_seeds", reference=reference)
    LeadFactory(workspace=offer.workspace, full_name="Ida Import")
    page = north.client.get(reverse("leads"), {"tab": "lookalikes"})
    assert {row.full_name for row in page.context["page"].rows} == {"Fay Follower", "Otto Other"}
    assert "Planwise · X Extract followers PlanMaster @planmaster" in words(page)
    assert "1 lead Remove" in words(page) and "Proposed only" not in words(page)
    narrowed = north.client.get(reverse("leads"), {"tab": "lookalikes", "seed": seed.pk})
    assert [row.full_name for row in narrowed.context["page"].rows] == ["Fay Follower"]
    lead = words(north.client.get(reverse("lead", args=[narrowed.context["page"].rows[0].pk])))
    assert "Lookalike on X Followers by way of Like us" in lead


def test_the_extraction_is_not_begun_from_the_list_of_sources(north, offer):
    page = north.client.get(reverse("find-people")).content.decode()
    assert "/searches/new/x_lookalike/" in page
    assert "/searches/new/x_seeds/" not in page


def test_a_company_whose_followers_are_not_listed_leads_to_who_comments_on_its_posts(north, offer):
    SeedAccountFactory(offer=offer, platform="linkedin", handle="company:planwise", saved_at=timezone.now())
    page = north.client.get(reverse("leads"), {"tab": "lookalikes"}).content.decode()
    assert f'href="/searches/new/linkedin_post/?offer={offer.pk}"' in page
