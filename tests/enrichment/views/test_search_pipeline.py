import pytest
from django.urls import reverse

from enrichment.models import PipelineJob, PipelineRun
from tests.factories import LeadFactory, MembershipFactory, OfferFactory, SearchFactory
from tests.pages import words

pytestmark = pytest.mark.django_db


@pytest.fixture
def search():
    member = MembershipFactory(role="owner")
    return SearchFactory(
        workspace=member.workspace, offer=OfferFactory(workspace=member.workspace), kind="tweet_search"
    )


@pytest.fixture
def browser(client, search):
    client.force_login(search.workspace.memberships.get().user)
    client.defaults["HTTP_HX_REQUEST"] = "true"
    return client


def job(search, **fields):
    run, _ = PipelineRun.objects.get_or_create(
        search=search, defaults={"workspace": search.workspace, "offer": search.offer, "purpose": "search"}
    )
    lead = LeadFactory(workspace=search.workspace)
    return PipelineJob.objects.create(workspace=search.workspace, run=run, lead=lead, offer=search.offer, **fields)


def shown(browser, search):
    return browser.get(reverse("search-pipeline", args=[search.pk]))


def test_people_are_counted_by_where_they_are(browser, search):
    job(search, status="processing", phase="profile")
    job(search, status="processing", phase="scoring")
    job(search, status="pending", waits_for="LinkedIn is limited")
    job(search, status="ready", waits_for="nothing any longer")
    job(search, status="ready")
    response = shown(browser, search)
    assert words(response) == "Enriching 1 Scoring 1 Waiting 1 LinkedIn is limited Finished 2"
    assert "every 3s" in response.content.decode()


def test_what_is_over_is_not_polled(browser, search):
    job(search, status="ready")
    type(search).objects.update(status="completed")
    assert "every 3s" in shown(browser, search).content.decode()
    PipelineRun.objects.update(finished_at=search.created_at)
    assert "every 3s" not in shown(browser, search).content.decode()


def test_a_search_without_people_shows_nothing_yet(browser, search):
    assert words(shown(browser, search)) == ""


def test_another_workspaces_search_is_not_there(browser, search):
    assert shown(browser, SearchFactory(kind="tweet_search")).status_code == 404
