import pytest
from django.utils import timezone

from enrichment.jobs.search_completion import complete_searches
from enrichment.models import PipelineRun
from leads.models import Search
from leads.signals import search_completed
from tests.factories import OfferFactory, SearchFactory

pytestmark = pytest.mark.django_db


def finishing(**run):
    search = SearchFactory(kind="tweet_search", status="finishing")
    if run:
        offer = OfferFactory(workspace=search.workspace)
        PipelineRun.objects.create(search=search, workspace=search.workspace, offer=offer, purpose="search", **run)
    return search


@pytest.fixture
def told():
    heard = []

    def hear(sender, *, search, **kwargs):
        heard.append(search.pk)

    search_completed.connect(hear)
    yield heard
    search_completed.disconnect(hear)


def statuses():
    return dict(Search.objects.values_list("pk", "status"))


def test_a_search_is_complete_once_the_pipeline_of_its_leads_is(told):
    open_run, done, without = finishing(finished_at=None), finishing(finished_at=timezone.now()), finishing()
    assert complete_searches() == 2
    assert statuses() == {open_run.pk: "finishing", done.pk: "completed", without.pk: "completed"}
    assert sorted(told) == sorted([done.pk, without.pk])


def test_it_is_told_once(told):
    search = finishing()
    complete_searches()
    complete_searches()
    assert told == [search.pk]


@pytest.mark.parametrize("status", ["running", "paused", "cancelled", "failed"])
def test_one_that_has_not_read_everything_is_left_alone(status):
    search = SearchFactory(kind="tweet_search", status=status)
    assert (complete_searches(), statuses()) == (0, {search.pk: status})
