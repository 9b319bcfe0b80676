import pytest

from enrichment.finding import decisions
from enrichment.models import ProfileFinding
from leads.models import Lead, LeadMerge, PlatformProfile
from tests.enrichment.pipeline import find, find_again, known
from tests.factories import LeadFactory, UserFactory

pytestmark = pytest.mark.django_db

Decision = ProfileFinding.Decision


def test_a_new_search_replaces_an_open_question(question, offer):
    again = find_again(question.lead, offer, "find_linkedin")
    assert list(ProfileFinding.objects.all()) == [again]
    assert again.pk != question.pk


def test_a_rejected_candidate_is_not_proposed_again(question, offer):
    refused = {each["handle"] for each in question.candidates}
    decisions.reject(finding=question, user=UserFactory())
    again = find_again(question.lead, offer, "find_linkedin")
    assert {each["handle"] for each in again.candidates} & refused == set()


def test_candidates_are_rejected_one_by_one(question):
    user = UserFactory()
    likely = [each["handle"] for each in question.open_candidates]
    for handle in likely[:-1]:
        decisions.reject(finding=question, handle=handle, user=user)
        question.refresh_from_db()
        assert question.decision == Decision.ASKED
    decisions.reject(finding=question, handle=likely[-1], user=user)
    question.refresh_from_db()
    assert (question.decision, question.decided_by) == (Decision.REJECTED, user)


def test_an_accepted_question_gives_the_lead_the_profile_and_both_are_enriched(
    question, django_capture_on_commit_callbacks
):
    lead, user, handle = question.lead, UserFactory(), question.candidates[0]["handle"]
    with django_capture_on_commit_callbacks(execute=True):
        decisions.accept(finding=question, handle=handle, user=user)
    lead.refresh_from_db()
    question.refresh_from_db()
    assert (lead.linkedin_slug, question.decision, question.decided_by) == (handle, Decision.ACCEPTED, user)
    assert PlatformProfile.objects.get(lead=lead, platform="linkedin").state == "found"


def test_a_question_is_decided_once(question):
    user = UserFactory()
    with pytest.raises(decisions.DecisionRefused):
        decisions.accept(finding=question, handle="somebody-else", user=user)
    decisions.accept(finding=question, handle=question.candidates[0]["handle"], user=user)
    with pytest.raises(decisions.DecisionRefused):
        decisions.accept(finding=question, handle=question.candidates[0]["handle"], user=user)
    with pytest.raises(decisions.DecisionRefused):
        decisions.reject(finding=question, user=user)


def test_a_candidate_that_turned_out_to_be_another_person_is_rejected(question, offer):
    handle = question.candidates[0]["handle"]
    LeadFactory(workspace=offer.workspace, linkedin_slug=handle, x_handle="another_smith")
    with pytest.raises(decisions.DecisionRefused, match="another_smith"):
        decisions.accept(finding=question, handle=handle, user=UserFactory())
    question.refresh_from_db()
    assert (question.decision, Lead.objects.count(), LeadMerge.objects.count()) == (Decision.REJECTED, 2, 0)


def test_a_profile_of_a_lead_with_another_known_profile_is_no_candidate(sandbox, offer):
    (lead,) = known(offer, ("ann-oneil-sbx", ""))
    LeadFactory(workspace=offer.workspace, linkedin_slug="another-ann", x_handle="annoneil_sbx")
    (finding,) = find([lead], offer, ["find_x"])
    assert finding.decision == Decision.NOT_FOUND
    assert finding.candidates[0]["evidence"][0]["text"] == "Another lead has this profile and is another-ann"


def test_a_rejected_candidate_stays_rejected_over_any_number_of_searches(question, offer):
    refused = question.open_candidates[0]["handle"]
    question.candidates.append({"handle": "somebody-sbx", "band": "ask"})
    question.save()
    decisions.reject(finding=question, handle=refused, user=UserFactory())
    question.refresh_from_db()
    assert question.decision == Decision.ASKED
    for _ in range(3):
        again = find_again(question.lead, offer, "find_linkedin")
        assert [each for each in again.open_candidates if each["handle"] == refused] == []
    assert [each["handle"] for each in again.candidates if each.get("rejected")] == [refused]


def test_added_leads_cost_one_query_where_nothing_is_asked_about_them(question, django_assert_num_queries):
    with django_assert_num_queries(1):
        decisions.end_answered_questions(question.workspace_id)
    assert list(ProfileFinding.objects.all()) == [question]
