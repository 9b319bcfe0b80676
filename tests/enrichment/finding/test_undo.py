"""A profile is taken back with everything that came from it."""

from datetime import timedelta

import pytest
from django.utils import timezone

from enrichment.finding import decisions
from enrichment.finding.applying import apply_waiting
from enrichment.finding.undo import earlier_values, fields_from_profile, provenance_without, undo_finding
from enrichment.jobs import opening
from enrichment.models import PipelineJob, ProfileFinding
from leads.ingest import OVERWRITE, FoundProfile, ingest
from leads.models import Interaction, Lead, LeadMerge, PlatformProfile, Post
from pool.models import PoolProfile
from scoring.models import BuyerScore
from tests.enrichment.pipeline import PAIRS, find, find_again, find_and_merge, find_x, known, run_slow
from tests.factories import MembershipFactory, SearchFactory, UserFactory

pytestmark = pytest.mark.django_db

Decision = ProfileFinding.Decision


def state_of(lead):
    """What an undo must bring back, apart from what time itself changes."""
    row = Lead.objects.filter(pk=lead.pk).defer("search_text").values().get()
    for name in ("search_text", "updated_at", "enriched_at", "missing", "best_score", "best_state"):
        del row[name]
    profiles = list(PlatformProfile.objects.filter(lead=lead).order_by("platform").values("platform", "handle", "name"))
    posts = list(Post.objects.filter(lead=lead).order_by("pk").values_list("pk", "text"))
    talks = list(Interaction.objects.filter(lead=lead).order_by("pk").values_list("pk", flat=True))
    scores = list(BuyerScore.objects.filter(lead=lead).values_list("score", "state", "receipt"))
    return {"row": row, "profiles": profiles, "posts": posts, "talks": talks, "scores": scores}


@pytest.mark.parametrize("number", [0, 1, 3, 7])
def test_undo_takes_away_all_that_came_from_the_profile(sandbox, offer, number, django_capture_on_commit_callbacks):
    slug, handle = PAIRS[number]
    (lead,) = known(offer, ("", handle))
    before = state_of(lead)
    (finding,) = find([lead], offer, ["find_linkedin", "profile", "activity", "scoring"])
    assert state_of(lead)["row"]["linkedin_slug"] == slug
    assert PlatformProfile.objects.filter(lead=lead).count() == 2
    with django_capture_on_commit_callbacks(execute=True):
        undo_finding(finding=finding, user=UserFactory())
    assert state_of(lead) == before
    finding.refresh_from_db()
    assert finding.decision == Decision.UNDONE


def test_posts_that_were_known_before_the_profile_stay(sandbox, offer):
    (lead,) = known(offer, ("", "annoneil_sbx"))
    post = Post.objects.create(
        workspace=offer.workspace, lead=lead, platform="linkedin", external_id="imported", text="Hello"
    )
    Post.objects.filter(pk=post.pk).update(created_at=timezone.now() - timedelta(days=1))
    (finding,) = find([lead], offer, ["find_linkedin", "profile", "activity"])
    undo_finding(finding=finding, user=UserFactory())
    assert list(Post.objects.filter(lead=lead, platform="linkedin")) == [post]


def test_undo_parts_the_profile_of_the_pool(sandbox, offer):
    (lead,) = known(offer, ("", "annoneil_sbx"))
    (finding,) = find([lead], offer, ["find_linkedin", "profile"])
    assert PoolProfile.objects.get(x_handle="annoneil_sbx").linkedin_slug == "ann-oneil-sbx"
    undo_finding(finding=finding, user=UserFactory())
    lead.refresh_from_db()
    profile = PoolProfile.objects.get(x_handle="annoneil_sbx")
    assert (profile.linkedin_slug, profile.role, profile.bio) == ("", "", lead.bio)


def test_a_profile_taken_back_is_not_proposed_again(sandbox, offer):
    lead, finding = find_x(offer, "ann-oneil-sbx")
    undo_finding(finding=finding, user=UserFactory())
    lead.refresh_from_db()
    again = find_again(lead, offer, "find_x")
    assert (again.decision, lead.x_handle) == (Decision.NOT_FOUND, "")
    assert "annoneil_sbx" not in {each["handle"] for each in again.candidates}


@pytest.mark.parametrize(("rights", "asks_ai"), [(["spend"], True), (["archive"], False)])
def test_what_an_undo_scores_is_read_by_the_ai_where_its_user_may_spend(sandbox, offer, rights, asks_ai):
    _, finding = find_x(offer, "ann-oneil-sbx")
    PipelineJob.objects.all().delete()
    undo_finding(finding=finding, user=MembershipFactory(workspace=offer.workspace, rights=rights).user)
    assert list(PipelineJob.objects.values_list("mode", "asks_ai")) == [("scoring_only", asks_ai)]


def test_undo_once(sandbox, offer):
    _, finding = find_x(offer, "ann-oneil-sbx")
    undo_finding(finding=finding, user=UserFactory())
    finding.refresh_from_db()
    with pytest.raises(decisions.DecisionRefused):
        undo_finding(finding=finding, user=UserFactory())


def test_what_was_set_by_hand_stays_on_undo(sandbox, offer):
    (lead,) = known(offer, ("", "annoneil_sbx"))
    (finding,) = find([lead], offer, ["find_linkedin", "profile"])
    Lead.objects.filter(pk=lead.pk).update(
        title="Owner", provenance=Lead.objects.get(pk=lead.pk).provenance | {"title": ["hand", "2026-01-01"]}
    )
    undo_finding(finding=finding, user=UserFactory())
    lead.refresh_from_db()
    assert (lead.title, lead.provenance["title"]) == ("Owner", ["hand", "2026-01-01"])


def test_what_an_import_brought_since_stays_on_undo(sandbox, offer):
    (lead,) = known(offer, ("", "annoneil_sbx"))
    (finding,) = find([lead], offer, ["find_linkedin", "profile"])
    search = SearchFactory(workspace=offer.workspace, offer=offer, status="completed")
    ingest(search=search, profiles=[FoundProfile(x="annoneil_sbx", title="Owner")], policy=OVERWRITE)
    undo_finding(finding=finding, user=UserFactory())
    lead.refresh_from_db()
    today = timezone.now().date().isoformat()
    assert (lead.title, lead.provenance["title"]) == ("Owner", ["csv", today])
    assert (lead.linkedin_slug, lead.company_name, lead.skills) == ("", "", "")


def test_undo_of_a_merge_restores_both_leads(two_leads, offer, django_capture_on_commit_callbacks):
    before = [state_of(lead) for lead in two_leads]
    finding = find_and_merge(offer, two_leads[0], django_capture_on_commit_callbacks)
    with django_capture_on_commit_callbacks(execute=True):
        assert undo_finding(finding=finding, user=UserFactory()) == two_leads[1].pk
    assert [state_of(lead) for lead in two_leads] == before
    assert {(lead.linkedin_slug, lead.x_handle) for lead in Lead.objects.all()} == {
        ("ann-oneil-sbx", ""),
        ("", "annoneil_sbx"),
    }
    pooled = PoolProfile.objects.values_list("linkedin_slug", "x_handle")
    assert set(pooled) == {("ann-oneil-sbx", ""), ("", "annoneil_sbx")}


def test_leads_that_were_parted_are_not_found_from_the_other_side(two_leads, offer, django_capture_on_commit_callbacks):
    kept, gone = two_leads
    finding = find_and_merge(offer, kept, django_capture_on_commit_callbacks)
    undo_finding(finding=finding, user=UserFactory())
    again = find_again(gone, offer, "find_linkedin")
    assert (again.decision, Lead.objects.count(), apply_waiting()) == (Decision.NOT_FOUND, 2, 0)


def test_two_leads_that_find_each_other_are_merged_once_and_stay_apart_after_undo(
    two_leads, offer, django_capture_on_commit_callbacks
):
    before = [state_of(lead) for lead in two_leads]
    with django_capture_on_commit_callbacks(execute=True):
        opening.enrich(
            workspace=offer.workspace,
            offer=offer,
            leads=Lead.objects.all(),
            steps=["find_x", "find_linkedin", "profile"],
        )
        run_slow()
    assert (Lead.objects.count(), LeadMerge.objects.count()) == (1, 1)
    (finding,) = ProfileFinding.objects.filter(decision=Decision.ACCEPTED)
    with django_capture_on_commit_callbacks(execute=True):
        undo_finding(finding=finding, user=UserFactory())
    assert apply_waiting() == 0
    assert [state_of(lead) for lead in two_leads] == before


def test_what_was_read_after_the_merge_goes_with_its_profile(two_leads, offer, django_capture_on_commit_callbacks):
    kept, gone = two_leads
    finding = find_and_merge(offer, kept, django_capture_on_commit_callbacks)
    workspace = offer.workspace
    Post.objects.create(workspace=workspace, lead=kept, platform="x", external_id="later", text="On X")
    Post.objects.create(workspace=workspace, lead=kept, platform="linkedin", external_id="later", text="On LinkedIn")
    undo_finding(finding=finding, user=UserFactory())
    assert list(Post.objects.filter(external_id="later").order_by("platform").values_list("lead", "text")) == [
        (kept.pk, "On LinkedIn"),
        (gone.pk, "On X"),
    ]


def test_undo_takes_the_account_on_x_away_with_its_handle(sandbox, offer):
    (lead,) = known(offer, ("ann-oneil-sbx", ""))
    before = state_of(lead)
    (finding,) = find([lead], offer, ["find_x", "profile"])
    lead.refresh_from_db()
    assert (lead.x_handle, lead.x_user_id != "") == ("annoneil_sbx", True)
    undo_finding(finding=finding, user=UserFactory())
    assert state_of(lead)["row"] == before["row"]


def test_what_says_something_about_company_or_place_goes_back_with_its_name():
    finding = ProfileFinding(platform="linkedin", handle="ann")
    fields = [
        *("company_name", "company_id", "role_started_on", "company_size", "company_location"),
        *("location", "city", "region", "country", "linkedin_slug"),
    ]
    before = {name: f"former {name}" for name in fields}
    now = {name: f"new {name}" for name in fields} | {"linkedin_slug": "ann", "locked": []}
    assert earlier_values(finding, {"company_name", "location"}, now, before) == before
    by_hand = now | {"locked": ["company_size", "linkedin_slug"]}
    assert {*before} - {*earlier_values(finding, {"company_name", "location"}, by_hand, before)} == {
        "company_size",
        "linkedin_slug",
    }
    assert earlier_values(finding, {"location"}, now | {"linkedin_slug": "by-hand"}, before) == {
        name: before[name] for name in ("location", "city", "region", "country")
    }


def test_only_fields_that_the_profile_changed_are_taken_away():
    finding = ProfileFinding(platform="linkedin", handle="ann")
    earlier = {"title": ["linkedin", "2026-01-01"], "bio": ["x", "2026-01-01"], "x_handle": ["finder", "2026-01-01"]}
    origins = earlier | {
        "title": ["linkedin", "2026-11-21"],
        "bio": ["hand", "2026-11-21"],
        "skills": ["linkedin", "2026-11-21"],
        "linkedin_slug": ["finder", "2026-11-21"],
        "x_handle": ["finder", "2026-11-21"],
    }
    changed = fields_from_profile(finding, origins, earlier)
    assert changed == {"title", "skills", "linkedin_slug"}
    assert provenance_without(finding, changed, origins, earlier) == {
        "title": ["linkedin", "2026-01-01"],
        "bio": ["hand", "2026-11-21"],
        "x_handle": ["finder", "2026-11-21"],
    }
