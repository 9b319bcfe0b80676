import pytest
from django.urls import reverse

from enrichment.models import AIReading
from tests.enrichment.ai_scoring.conftest import LEAVING, lead_with, rescore
from tests.factories import MembershipFactory, OfferFactory, WorkspaceFactory
from tests.pages import words

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def offer(sandbox):
    return OfferFactory(workspace=WorkspaceFactory(scorer="ai"), competitors=["Shiftly"])


@pytest.fixture
def lead(offer):
    lead = lead_with(offer, LEAVING)
    rescore(offer)
    return lead


@pytest.fixture
def member(client, offer):
    client.force_login(MembershipFactory(workspace=offer.workspace, role="owner").user)
    return client


def page(member, name, lead, offer):
    return member.get(reverse(name, args=[lead.pk]), {"offer": offer.pk})


def test_both_scores_stand_side_by_side_line_by_line(member, lead, offer):
    response = page(member, "both-scorers", lead, offer)
    groups = {group.name: (group.left, group.right) for group in response.context["groups"]}
    assert groups["intent"] == (65, 65)
    assert (response.context["local"].scorer, response.context["ai"].scorer) == ("local", "ai")


def test_the_receipt_names_the_scorer_and_leads_to_the_comparison(member, lead, offer):
    text = words(page(member, "receipt", lead, offer))
    assert "by the AI scorer (gpt-6-luna)." in text
    assert "Compare both scorers" in text


def test_a_local_score_says_that_the_score_of_the_ai_follows_and_what_it_waits_for(member, offer, sandbox):
    sandbox.faults.set([{"fault": "unavailable", "provider": "openai"}])
    lead = lead_with(offer, LEAVING)
    rescore(offer)
    text = words(page(member, "receipt", lead, offer))
    assert "by the local scorer for now. The AI score follows; it waits: AI did not answer." in text


def test_a_lead_that_the_ai_could_not_read_says_why(member, lead, offer):
    AIReading.objects.update(trouble="it declined", reading=None)
    assert "The AI could not read this lead: it declined." in words(page(member, "receipt", lead, offer))


def test_the_comparison_of_another_workspace_is_not_found(client, lead, offer):
    client.force_login(MembershipFactory(role="owner").user)
    assert page(client, "both-scorers", lead, offer).status_code == 404
