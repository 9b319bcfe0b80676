import pytest

from enrichment.jobs import opening
from enrichment.models import AIReading, PipelineJob, ProfileFinding
from leads.models import Lead
from leads.people.correcting import correct_field
from scoring.models import BuyerScore
from tests.enrichment.pipeline import run
from tests.factories import BuyerScoreFactory, LeadFactory, MembershipFactory, OfferFactory, WorkspaceFactory

pytestmark = pytest.mark.django_db
Decision = ProfileFinding.Decision


@pytest.fixture
def offer(settings):
    settings.PROVIDERS = {"OPENAI_API_KEY": "k"}
    return OfferFactory(workspace=WorkspaceFactory(scorer="ai"))


@pytest.fixture
def lead(offer):
    return BuyerScoreFactory(offer=offer, lead=LeadFactory(workspace=offer.workspace, linkedin_slug="nora")).lead


@pytest.fixture
def member(offer):
    return MembershipFactory(workspace=offer.workspace, rights=["archive"])


def promote(lead, member):
    correct_field(lead_id=lead.pk, name="title", value="Head of Production", user=member.user)


@pytest.mark.parametrize(("rights", "is_read"), [(["spend"], [True]), (["archive"], [])])
def test_a_correction_is_scored_at_once_and_read_by_the_ai_where_its_user_may_spend(lead, member, rights, is_read):
    member.rights = rights
    member.save()
    promote(lead, member)
    run()
    assert BuyerScore.objects.get().scored_at is not None
    assert list(AIReading.objects.values_list("wanted", flat=True)) == is_read


def test_a_rescore_by_someone_who_may_spend_joins_a_correction_and_has_the_ai_read(lead, member, offer):
    promote(lead, member)
    assert list(PipelineJob.objects.values_list("asks_ai", flat=True)) == [False]
    opening.rescore(workspace=offer.workspace, offer=offer, leads=Lead.objects.filter(pk=lead.pk))
    assert list(PipelineJob.objects.values_list("asks_ai", flat=True)) == [True]
    promote(lead, member)
    assert list(PipelineJob.objects.values_list("asks_ai", flat=True)) == [True]


def test_what_no_score_rests_on_scores_nothing(lead, member):
    correct_field(lead_id=lead.pk, name="phone", value="0113 496 0000", user=member.user)
    assert PipelineJob.objects.count() == 0


def test_another_address_undoes_what_was_found_and_not_what_only_led_to_the_same_account(lead, member):
    of_lead = {"workspace": lead.workspace, "lead": lead, "platform": "linkedin", "handle": "nora"}
    for same_account in (False, True):
        ProfileFinding.objects.create(**of_lead, decision=Decision.ACCEPTED, same_account=same_account)
    correct_field(lead_id=lead.pk, name="linkedin_slug", value="nora-right", user=member.user)
    findings = ProfileFinding.objects.order_by("same_account")
    assert list(findings.values_list("decision", flat=True)) == [Decision.UNDONE, Decision.ACCEPTED]


@pytest.mark.parametrize(("rejected", "left"), [(False, []), (True, [Decision.REJECTED])])
def test_an_address_set_by_hand_answers_the_question_for_it(lead, member, rejected, left):
    for platform in ("x", "linkedin"):
        ProfileFinding.objects.create(
            workspace=lead.workspace,
            lead=lead,
            platform=platform,
            decision=Decision.ASKED,
            candidates=[{"handle": "nora_s", "rejected": rejected}, {"handle": "nora_t"}],
        )
    correct_field(lead_id=lead.pk, name="x_handle", value="nora", user=member.user)
    kept = ProfileFinding.objects.filter(platform="x")
    assert list(kept.values_list("decision", "decided_by")) == [(each, member.user_id) for each in left]
    assert ProfileFinding.objects.get(platform="linkedin").decision == Decision.ASKED
