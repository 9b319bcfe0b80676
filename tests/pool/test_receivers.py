import pytest

from enrichment.models import PipelineJob
from leads.models import Lead, Search
from leads.offers.creation import create_offer
from leads.signals import search_completed, search_started
from leads.sources.registry import CSV, EXAMPLE, MANUAL, POOL, source_of
from pool.models import PoolMatch
from scoring.models import BuyerScore
from tests.factories import OfferFactory, SearchFactory, UserFactory, WorkspaceFactory

pytestmark = pytest.mark.django_db


def draft(**values):
    return OfferFactory.build(workspace=None, **values)


def test_a_new_offer_finds_and_scores_its_people(pool_of_ten, django_capture_on_commit_callbacks):
    workspace = WorkspaceFactory()
    with django_capture_on_commit_callbacks(execute=True):
        offer = create_offer(workspace=workspace, user=UserFactory(), offer=draft())
    assert set(Lead.objects.filter(workspace=workspace).values_list("title", flat=True)) == {"Plant Manager"}
    assert BuyerScore.objects.filter(offer=offer, score__isnull=False).count() == 8
    assert set(PipelineJob.objects.filter(workspace=workspace).values_list("mode", flat=True)) == {"scoring_only"}
    search = Search.objects.get(workspace=workspace)
    assert (search.kind, search.status, search.created, search.get_kind_display()) == (
        "pool",
        "completed",
        8,
        "Pool DB",
    )
    assert PoolMatch.objects.filter(offer=offer).count() == 8


def test_editing_an_offer_matches_nothing(pool_of_ten):
    offer = OfferFactory()
    offer.target_audience = "Nurses"
    offer.save()
    assert Search.objects.count() == 0


@pytest.mark.parametrize(
    ("kind", "asked"), [(CSV, True), (MANUAL, False), (POOL, False), (EXAMPLE, source_of(EXAMPLE).asks_pool)]
)
def test_the_pool_is_asked_after_searches_that_bring_many(kind, asked):
    offer = OfferFactory()
    search = SearchFactory(workspace=offer.workspace, offer=offer, kind=kind)
    search_completed.send(Search, search=search)
    requested = Search.objects.filter(kind=POOL, offer=offer).exclude(pk=search.pk)
    assert requested.exists() is asked


def test_a_search_without_an_offer_asks_for_no_match():
    search_completed.send(Search, search=SearchFactory(offer=None))
    assert Search.objects.filter(kind=POOL).count() == 0


def test_the_end_of_a_search_is_the_origin_of_its_match():
    search = SearchFactory(offer=OfferFactory(), kind="tweet_search")
    search_completed.send(Search, search=search)
    assert search.followed_by.get().kind == POOL


@pytest.mark.parametrize(("kind", "asked"), [("x_followers", 1), ("tweet_search", 0)])
def test_followers_have_the_pool_matched_at_the_start(kind, asked):
    search = SearchFactory(offer=OfferFactory(), kind=kind)
    search_started.send(Search, search=search)
    assert search.followed_by.count() == asked
