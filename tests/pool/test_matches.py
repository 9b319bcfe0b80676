import psycopg
import pytest
from django.db import DataError, OperationalError, connection, transaction

from autoreach.work.leases import LeaseLost, new_lease
from leads.models import Lead, LeadSource, Search
from leads.offers.creation import create_offer
from pool import tasks
from pool.matches import GIVEN_UP, bring_matches, request_match, run_match
from pool.models import PoolMatch, PoolProfile
from pool.profiles import store_leads
from scoring.models import BuyerScore
from tests.factories import LeadFactory, OfferFactory, UserFactory, WorkspaceFactory

pytestmark = pytest.mark.django_db


def draft(**values):
    return OfferFactory.build(workspace=None, **values)


def test_matches_bring_profiles_not_what_another_team_wrote(pool_of_ten):
    Lead.objects.update(notes="their secret", email="theirs@works.example")
    offer = OfferFactory()
    run_match(request_match(offer=offer).pk)
    own = Lead.objects.filter(workspace=offer.workspace)
    assert set(own.values_list("notes", "email")) == {("", "")}


def test_people_the_workspace_has_are_scored_not_cloned(pool_of_ten, django_capture_on_commit_callbacks):
    workspace = pool_of_ten[0].workspace
    before = Lead.objects.count()
    with django_capture_on_commit_callbacks(execute=True):
        offer = create_offer(workspace=workspace, user=UserFactory(), offer=draft())
    assert Lead.objects.count() == before
    assert BuyerScore.objects.filter(offer=offer, score__isnull=False).count() == 8


def test_a_match_fits_as_well_as_its_score_says_and_is_no_low_priority(pool_of_ten, django_capture_on_commit_callbacks):
    Lead.objects.filter(pk=pool_of_ten[0].pk).update(industry="Banking")
    Lead.objects.filter(pk=pool_of_ten[1].pk).update(location="Lyon, France", title="Head of Production")
    Lead.objects.filter(pk=pool_of_ten[2].pk).update(location="", industry="")
    store_leads(lead_ids=[lead.pk for lead in pool_of_ten])
    with django_capture_on_commit_callbacks(execute=True):
        offer = create_offer(workspace=WorkspaceFactory(), user=UserFactory(), offer=draft())
    fits = dict(PoolMatch.objects.filter(offer=offer).values_list("lead", "fit"))
    scores = BuyerScore.objects.filter(offer=offer)
    assert dict(scores.values_list("lead", "fit")) == fits
    assert set(scores.values_list("state", flat=True)) == {"monitor"}


def test_people_known_by_name_and_company_are_not_cloned_either():
    lead = LeadFactory(linkedin_slug="", email="nora@works.example", email_key="nora@works.example")
    store_leads(lead_ids=[lead.pk])
    offer = OfferFactory(workspace=lead.workspace)
    run_match(request_match(offer=offer).pk)
    assert list(PoolMatch.objects.values_list("lead", flat=True)) == [lead.pk]
    assert Lead.objects.count() == 1


@pytest.mark.parametrize(
    "handles", [{"linkedin_slug": "dr.smith"}, {"linkedin_slug": "o'neil-9"}, {"linkedin_slug": "", "x_handle": "none"}]
)
def test_a_handle_that_is_read_only_within_an_address_is_matched_and_not_cloned(handles):
    lead = LeadFactory(industry="Machinery", location="Munich, Germany", **handles)
    store_leads(lead_ids=[lead.pk])
    elsewhere = OfferFactory()
    for offer in (elsewhere, OfferFactory(workspace=lead.workspace)):
        run_match(request_match(offer=offer).pk)
    assert list(PoolMatch.objects.filter(lead=lead).values_list("offer__workspace", flat=True)) == [lead.workspace_id]
    brought = Lead.objects.exclude(pk=lead.pk).get()
    assert (brought.workspace, brought.linkedin_slug, brought.x_handle) == (
        elsewhere.workspace,
        lead.linkedin_slug,
        lead.x_handle,
    )


def test_matching_again_doubles_nothing(pool_of_ten):
    offer = OfferFactory()
    for _ in range(2):
        run_match(request_match(offer=offer).pk)
    assert PoolMatch.objects.filter(offer=offer).count() == 8
    assert Lead.objects.filter(workspace=offer.workspace).count() == 8


def test_a_match_without_a_user_leaves_no_trace_where_it_brings_no_one_new(pool_of_ten):
    offer = OfferFactory()
    run_match(request_match(offer=offer).pk)
    run_match(request_match(offer=offer).pk)
    assert Search.objects.filter(offer=offer).count() == 1
    assert LeadSource.objects.filter(workspace=offer.workspace).count() == 8


def test_a_match_that_a_user_asked_for_says_that_it_brings_no_one_new(pool_of_ten):
    offer = OfferFactory()
    run_match(request_match(offer=offer).pk)
    search = request_match(offer=offer, user=UserFactory())
    run_match(search.pk)
    search.refresh_from_db()
    assert (search.status, search.created) == ("completed", 0)


@pytest.mark.parametrize(("by_hand", "left"), [(True, ["completed"]), (False, [])])
def test_a_match_whose_offer_was_deleted_since_is_over(pool_of_ten, by_hand, left):
    offer = OfferFactory()
    search = request_match(offer=offer, user=UserFactory() if by_hand else None)
    offer.delete()
    run_match(search.pk)
    assert list(Search.objects.values_list("status", flat=True)) == left
    assert Lead.objects.filter(workspace=offer.workspace_id).count() == 0


def test_a_person_whose_profile_was_stored_again_is_met_and_fits_as_of_now(pool_of_ten):
    offer = OfferFactory()
    run_match(request_match(offer=offer).pk)
    PoolMatch.objects.update(fit=1)
    PoolProfile.objects.all().delete()
    store_leads(lead_ids=[lead.pk for lead in pool_of_ten])
    run_match(request_match(offer=offer).pk)
    matches = PoolMatch.objects.filter(offer=offer)
    assert (matches.count(), matches.filter(profile=None).count(), matches.filter(fit__lt=70).count()) == (8, 0, 0)
    searches = Search.objects.filter(offer=offer).count()
    run_match(request_match(offer=offer).pk)
    assert Search.objects.filter(offer=offer).count() == searches


def test_people_who_cannot_be_reached_are_not_brought_to_other_teams():
    lead = LeadFactory(linkedin_slug="", email="nora@works.example", email_key="nora@works.example")
    store_leads(lead_ids=[lead.pk])
    offer = OfferFactory()
    run_match(request_match(offer=offer, user=UserFactory()).pk)
    assert Lead.objects.filter(workspace=offer.workspace).count() == 0


def test_a_second_request_while_one_waits_is_the_same():
    offer = OfferFactory()
    assert request_match(offer=offer) == request_match(offer=offer)


@pytest.mark.django_db(transaction=True)
def test_two_requests_of_one_offer_at_once_wait_for_each_other():
    offer = OfferFactory()
    with (
        transaction.atomic(),
        connection.cursor() as cursor,
        psycopg.connect(**connection.get_connection_params()) as other,
    ):
        other.execute("SELECT FROM leads_offer WHERE id = %s FOR NO KEY UPDATE", [offer.pk])
        cursor.execute("SET LOCAL lock_timeout = '100ms'")
        with pytest.raises(OperationalError, match="lock timeout"), transaction.atomic():
            request_match(offer=offer)
        other.rollback()
        assert request_match(offer=offer).offer == offer


def test_a_match_whose_wake_up_was_lost_is_done_by_the_sweep(pool_of_ten, django_capture_on_commit_callbacks):
    offer = OfferFactory()
    search = request_match(offer=offer)
    Search.objects.filter(pk=search.pk).update(woken_at="2026-01-01T00:00Z")
    with django_capture_on_commit_callbacks(execute=True):
        tasks.tend()
    search.refresh_from_db()
    assert (search.status, search.created) == ("completed", 8)


def test_a_match_that_keeps_failing_is_given_up(pool_of_ten, settings):
    settings.POOL_MATCH_LIMIT = 2**63
    search = request_match(offer=OfferFactory())
    for status in ("pending", "pending", "failed"):
        Search.objects.update(not_before=None)
        with pytest.raises(DataError):
            run_match(search.pk)
        search.refresh_from_db()
        assert search.status == status
    settings.POOL_MATCH_LIMIT = 500
    run_match(search.pk)
    search.refresh_from_db()
    assert (search.status, search.error, search.found) == ("failed", GIVEN_UP, 0)
    again = request_match(offer=search.offer)
    run_match(again.pk)
    assert PoolMatch.objects.filter(search=again).count() == 8


def test_a_worker_that_lost_its_lease_brings_no_leads(pool_of_ten):
    search = request_match(offer=OfferFactory())
    search.lease = new_lease()
    with pytest.raises(LeaseLost):
        bring_matches(search)
    assert Lead.objects.filter(workspace=search.workspace).count() == 0


def test_a_pool_without_a_fit_brings_no_leads(pool_of_ten):
    offer = OfferFactory(target_audience="Opera singers", industries=["performing arts"], locations=["Austria"])
    run_match(request_match(offer=offer).pk)
    assert Lead.objects.filter(workspace=offer.workspace).count() == 0
