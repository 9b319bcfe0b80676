"""A member id and a former address lead to the same lead as today's address."""

import pytest
from django.utils import timezone

from autoreach.sandbox.unipile_ids import provider_id
from enrichment.finding.accounts import has_moved, rename
from enrichment.finding.applying import apply_finding, apply_waiting
from enrichment.finding.undo import undo_finding
from enrichment.jobs import opening
from enrichment.models import PipelineJob, ProfileFinding
from enrichment.steps import Subject
from leads.models import Lead, PlatformProfile
from leads.people.merged_rows import stored
from pool.models import PoolProfile
from scoring.models import BuyerScore
from tests.enrichment.pipeline import add, asked, run
from tests.factories import LeadFactory, OfferFactory, UserFactory

pytestmark = pytest.mark.django_db
Decision = ProfileFinding.Decision
SLUG, HANDLE = "ann-oneil-sbx", "annoneil_sbx"


@pytest.fixture
def member_id(sandbox):
    return provider_id(sandbox.world.people.by_slug(SLUG).number)


def addresses():
    return list(Lead.objects.order_by("pk").values_list("linkedin_slug", flat=True))


def both(offer, member_id, callbacks):
    with callbacks(execute=True):
        leads = add(offer, (SLUG, ""), (member_id, ""))
        run()
    with callbacks(execute=True):
        apply_waiting()
        run()
    return leads


def test_a_lead_known_by_a_member_id_is_known_by_its_address_afterwards(offer, member_id):
    (lead,) = add(offer, (member_id, ""))
    run()
    lead.refresh_from_db()
    assert (lead.linkedin_slug, lead.provenance["linkedin_slug"]) == (
        SLUG,
        ["linkedin", timezone.now().date().isoformat()],
    )
    assert add(offer, (SLUG, "")) == [lead]


def test_an_address_set_by_hand_stays(offer, member_id):
    add(offer, (member_id, ""))
    Lead.objects.update(locked=["linkedin_slug"])
    run()
    assert addresses() == [member_id]


def test_a_renamed_x_account_is_known_by_its_new_handle(sandbox, offer):
    (lead,) = add(offer, ("", HANDLE))
    run()
    Lead.objects.update(x_handle="former_handle")
    opening.enrich(workspace=offer.workspace, offer=offer, leads=Lead.objects.all(), steps=["profile"])
    run()
    lead.refresh_from_db()
    assert (lead.x_handle, lead.provenance["x_handle"][0]) == (HANDLE, "x")


def test_two_leads_of_one_account_become_one_and_are_scored(offer, member_id, django_capture_on_commit_callbacks):
    kept, _ = both(offer, member_id, django_capture_on_commit_callbacks)
    lead = Lead.objects.get()
    finding = lead.findings.get()
    assert (lead.pk, lead.linkedin_slug, lead.sources.count()) == (kept.pk, SLUG, 2)
    assert (finding.decision, finding.same_account, finding.handle) == (Decision.ACCEPTED, True, member_id)
    assert BuyerScore.objects.get(lead=lead).score is not None
    assert set(PipelineJob.objects.values_list("status", flat=True)) == {"ready"}


def test_the_same_file_twice_brings_no_lead_twice(offer, member_id):
    (lead,) = add(offer, (member_id, ""))
    run()
    assert addresses() == [SLUG]
    assert add(offer, (member_id, "")) == [lead]
    stranger = LeadFactory(workspace=offer.workspace, linkedin_slug=member_id)
    assert add(offer, (member_id, "")) == [stranger]


def test_a_merged_address_brings_the_lead_that_stayed(offer, member_id, django_capture_on_commit_callbacks):
    kept, _ = both(offer, member_id, django_capture_on_commit_callbacks)
    assert add(offer, (member_id, "")) == [kept]


def test_an_address_that_passed_to_another_account_merges_no_leads(offer, member_id):
    add(offer, (member_id, ""))
    holder = LeadFactory(workspace=offer.workspace, linkedin_slug=SLUG, full_name="Jane Former")
    PlatformProfile.objects.create(
        workspace=offer.workspace,
        lead=holder,
        platform="linkedin",
        handle=SLUG,
        external_id="ACoAASomebodyElse",
        fetched_at=timezone.now(),
    )
    run()
    assert (set(addresses()), ProfileFinding.objects.count()) == ({member_id, SLUG}, 0)


def test_a_merge_waits_for_what_is_being_paid_for_and_takes_over_what_was_chosen(
    offer, member_id, django_capture_on_commit_callbacks
):
    kept, gone = add(offer, (SLUG, ""), (member_id, ""))
    run()
    finding = ProfileFinding.objects.get(applied_at=None)
    opening.enrich(workspace=offer.workspace, offer=offer, leads=Lead.objects.filter(pk=gone.pk), steps=["web"])
    PipelineJob.objects.filter(lead=gone, status="pending").update(status="processing")
    apply_finding(finding.pk)
    assert Lead.objects.count() == 2
    PipelineJob.objects.filter(lead=gone, status="processing").update(status="pending")
    apply_finding(finding.pk)
    assert (Lead.objects.get(), sorted(kept.jobs.latest("pk").steps)) == (kept, ["scoring", "web"])


def test_leads_of_two_workspaces_stay_apart(offer, member_id, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        add(offer, (SLUG, ""))
        add(OfferFactory(), (member_id, ""))
        run()
    assert (addresses(), ProfileFinding.objects.count()) == ([SLUG, SLUG], 0)


def test_the_merge_can_be_taken_back_and_is_not_made_again(offer, member_id, django_capture_on_commit_callbacks):
    leads = both(offer, member_id, django_capture_on_commit_callbacks)
    before = PlatformProfile.objects.get()
    with django_capture_on_commit_callbacks(execute=True):
        other = undo_finding(finding=ProfileFinding.objects.get(), user=UserFactory())
        run()
    assert (other, addresses()) == (leads[1].pk, [SLUG, member_id])
    assert set(PlatformProfile.objects.values_list("lead", "external_id")) == {
        (lead.pk, before.external_id) for lead in leads
    }
    assert set(Lead.objects.values_list("full_name", flat=True)) == {"Ann O'Neil"}
    with django_capture_on_commit_callbacks(execute=True):
        opening.enrich(workspace=offer.workspace, offer=offer, leads=Lead.objects.all(), steps=["profile"])
        run()
    assert (addresses(), apply_waiting()) == ([SLUG, member_id], 0)


def test_people_with_different_accounts_elsewhere_are_not_merged(offer, member_id, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        add(offer, (SLUG, HANDLE), (member_id, "bobash_sbx"))
        run()
    assert addresses() == [SLUG, member_id]
    finding = ProfileFinding.objects.get()
    assert (finding.decision, finding.note.partition(":")[0]) == (Decision.REJECTED, "It belongs to another person")


def test_what_a_finder_found_is_taken_back_after_it_was_renamed(sandbox, offer, member_id):
    (lead,) = add(offer, ("", HANDLE))
    run()
    Lead.objects.update(linkedin_slug=member_id, provenance={"linkedin_slug": ["finder", "2026-01-01"]})
    finding = ProfileFinding.objects.create(
        workspace=offer.workspace,
        lead=lead,
        platform="linkedin",
        decision=Decision.ACCEPTED,
        handle=member_id,
        candidates=[{"handle": member_id, "probability": 0.99}],
        before=stored(Lead, lead.pk) | {"linkedin_slug": "", "provenance": {}},
        applied_at=timezone.now(),
    )
    opening.enrich(workspace=offer.workspace, offer=offer, leads=Lead.objects.all(), steps=["profile"])
    run()
    finding.refresh_from_db()
    assert (addresses(), finding.handle, finding.chosen["probability"]) == ([SLUG], SLUG, 0.99)
    undo_finding(finding=finding, user=UserFactory())
    assert addresses() == [""]
    assert asked(sandbox, "unipile profile") == 1


def test_the_wrong_profile_leaves_the_pool_also_where_the_lead_was_renamed_since(offer, member_id):
    (lead,) = add(offer, (member_id, "bobash_sbx"))
    run()
    finding = ProfileFinding.objects.create(
        workspace=offer.workspace,
        lead=lead,
        platform="x",
        decision=Decision.ACCEPTED,
        handle="bobash_sbx",
        before=stored(Lead, lead.pk) | {"linkedin_slug": member_id, "x_handle": "", "x_user_id": ""},
        applied_at=timezone.now(),
    )
    assert PoolProfile.objects.get(linkedin_slug=SLUG).x_handle == "bobash_sbx"
    undo_finding(finding=finding, user=UserFactory())
    assert (addresses(), PoolProfile.objects.get(linkedin_slug=SLUG).x_handle) == ([SLUG], "")


@pytest.mark.parametrize(
    ("today", "locked", "moved"),
    [
        ("ann-oneil", [], True),
        ("ann-oneil", ["x_handle"], True),
        ("ann-oneil", ["linkedin_slug"], False),
        ("former-ann", [], False),
        (None, [], False),
        ("ACoAABcDeFgHiJkLmNoPqRsTuVwXyZ012345678", [], False),
    ],
)
def test_a_lead_follows_its_profile_to_a_handle_that_is_no_member_id(today, locked, moved):
    subject = Subject(PipelineJob(), Lead(linkedin_slug="former-ann", locked=locked))
    assert has_moved("linkedin_slug", subject, today, "account") is moved


def test_an_address_that_was_locked_after_its_profile_was_read_stays():
    lead = LeadFactory(linkedin_slug="former-ann", locked=["linkedin_slug"])
    assert rename("linkedin", {lead.pk: "ann"}) == set()
    lead.refresh_from_db()
    assert lead.linkedin_slug == "former-ann"


def test_a_handle_that_two_leads_move_to_is_given_to_the_first():
    first, second = (LeadFactory() for _ in range(2))
    Lead.objects.filter(pk=second.pk).update(workspace=first.workspace)
    taken = LeadFactory(workspace=first.workspace, linkedin_slug="taken")
    third = LeadFactory(workspace=first.workspace)
    renamed = rename("linkedin", {second.pk: "ann", first.pk: "ann", third.pk: "taken"})
    assert renamed == {first.pk}
    slugs = dict(Lead.objects.filter(pk__in=[first.pk, taken.pk]).values_list("pk", "linkedin_slug"))
    assert slugs == {first.pk: "ann", taken.pk: "taken"}
