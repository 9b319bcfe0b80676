import pytest
from django.urls import reverse

from enrichment.models import PipelineJob, PipelineRun
from enrichment.views.offer_scoring import count_unscored
from leads.models import BuyerState
from scoring.models import BuyerScore
from tests.factories import BuyerScoreFactory, LeadFactory
from tests.pages import words

pytestmark = pytest.mark.django_db

HTMX = {"HX-Request": "true"}


def messages_of(response):
    return [str(message) for message in response.context["messages"]]


def test_the_page_of_a_new_offer_says_how_many_leads_have_no_score_for_it(north, south):
    offer, older = north.offer(), north.offer("Older")
    address = reverse("unscored-leads", args=[offer.pk])
    assert words(north.client.get(address, headers=HTMX)) == ""
    BuyerScoreFactory(offer=older, lead__workspace=north.workspace)
    LeadFactory(workspace=south.workspace)
    said = "1 lead of this workspace has no score for this offer yet. Score this lead"
    assert words(north.client.get(address, headers=HTMX)) == said
    LeadFactory(workspace=north.workspace)
    said = "2 leads of this workspace have no score for this offer yet. Score these leads"
    assert words(north.client.get(address, headers=HTMX)) == said
    offer.archive()
    assert words(north.client.get(address, headers=HTMX)) == ""


def test_the_leads_of_the_workspace_are_scored_for_a_new_offer_on_request(
    north, south, django_capture_on_commit_callbacks
):
    offer, older = north.offer(), north.offer("Older")
    theirs = [BuyerScoreFactory(offer=older, lead__workspace=north.workspace).lead for _ in range(2)]
    by_hand = BuyerScoreFactory(offer=offer, lead__workspace=north.workspace, state=BuyerState.MANUAL)
    LeadFactory(workspace=south.workspace)

    with django_capture_on_commit_callbacks(execute=True):
        response = north.client.post(reverse("score-leads", args=[offer.pk]), follow=True)

    assert messages_of(response) == ["2 leads are being scored for Forwarding."]
    assert response.redirect_chain[0][0] == f"{reverse('buyers')}?offer={offer.pk}"
    scores = BuyerScore.objects.filter(offer=offer).exclude(pk=by_hand.pk).exclude(scored_at=None)
    assert sorted(scores.values_list("lead", flat=True)) == [lead.pk for lead in theirs]
    runs = PipelineRun.objects.values_list("purpose", "total", "completed", "opening")
    assert list(runs) == [("unscored", 2, 2, False)]
    assert set(PipelineJob.objects.values_list("mode", flat=True)) == {"scoring_only"}
    assert count_unscored(offer) == 0


def test_a_second_request_opens_nothing_while_the_first_is_noted(north):
    offer = north.offer()
    LeadFactory(workspace=north.workspace)
    for _ in range(2):
        north.client.post(reverse("score-leads", args=[offer.pk]))
    assert PipelineRun.objects.count() == 1


def test_where_every_lead_has_a_score_nothing_is_opened(north):
    offer = north.offer()
    BuyerScoreFactory(offer=offer, lead__workspace=north.workspace)
    response = north.client.post(reverse("score-leads", args=[offer.pk]), follow=True)
    assert messages_of(response) == ["Every lead of the workspace has a score for Forwarding, or is about to get one."]
    assert PipelineRun.objects.count() == 0


def test_another_workspace_has_its_leads_scored_by_its_own_people_only(north, south):
    LeadFactory(workspace=south.workspace)
    response = north.client.post(reverse("score-leads", args=[south.offer().pk]))
    assert (response.status_code, PipelineRun.objects.count()) == (404, 0)
