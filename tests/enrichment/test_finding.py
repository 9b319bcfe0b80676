"""Profile discovery through the pipeline, against the sandbox."""

import json
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from threading import Barrier

import psycopg
import pytest
from django.db import connection
from django.utils import timezone

from autoreach.calls import clients, ledger
from autoreach.calls.models import KeptAnswer, ProviderCall
from enrichment import costs
from enrichment.executor import lanes
from enrichment.executor.subjects import load_subjects
from enrichment.finding import decisions
from enrichment.finding.candidates import Candidates, decide
from enrichment.jobs import opening
from enrichment.models import PipelineJob, ProfileFinding
from enrichment.steps.find import FindLinkedIn, FindX
from leads.ingest import OVERWRITE, FoundProfile, ingest
from leads.models import Interaction, Lead, LeadMerge, PlatformProfile, Post
from pool.models import PoolProfile
from scoring.models import BuyerScore
from scoring.scores import lock_scores
from tests.enrichment.conftest import add, apart, asked, later, run, wait_until_blocking
from tests.factories import BuyerScoreFactory, LeadFactory, OfferFactory, SearchFactory, UserFactory

pytestmark = pytest.mark.django_db
Decision = ProfileFinding.Decision
SLOW = PipelineJob.Lane.SLOW


def known(offer, *people):
    """Leads that have been through the pipeline once."""
    leads = add(offer, *people)
    run()
    return leads


def find(leads, offer, steps):
    opening.enrich(
        workspace=offer.workspace,
        offer=offer,
        leads=Lead.objects.filter(pk__in=[lead.pk for lead in leads]),
        steps=steps,
    )
    lanes.run_due_jobs(lane=SLOW, seconds=30)
    return [ProfileFinding.objects.get(lead=lead) for lead in leads]


def find_x(offer, slug, *steps):
    (lead,) = known(offer, (slug, ""))
    (finding,) = find([lead], offer, ["find_x", *steps])
    lead.refresh_from_db()
    return lead, finding


PAIRS = [
    ("ann-oneil-sbx", "annoneil_sbx"),
    ("robert-ashworth-sbx", "bobash_sbx"),
    ("juergen-mueller-sbx", "jmueller_sbx"),
    ("yuliya-vorontsov-sbx", "yulia_sbx"),
    ("michael-smith-one-sbx", "msmith_one_sbx"),
    ("injector-sbx", "injector_sbx"),
    ("odd-characters-sbx", "odd_chars_sbx"),
    ("eager-buyer-sbx", "eager_sbx"),
]


def test_people_are_found_on_x(sandbox, offer):
    leads = known(offer, *((slug, "") for slug, _ in PAIRS))
    found = find(leads, offer, ["find_x", "profile"])
    assert [finding.handle for finding in found] == [handle for _, handle in PAIRS]
    assert [lead.x_handle for lead in Lead.objects.order_by("pk")] == [handle for _, handle in PAIRS]
    assert PlatformProfile.objects.filter(platform="x", state="found").count() == len(PAIRS)


def test_people_are_found_on_linkedin(sandbox, offer):
    leads = known(offer, *(("", handle) for _, handle in PAIRS))
    found = find(leads, offer, ["find_linkedin", "profile"])
    assert [finding.handle for finding in found] == [slug for slug, _ in PAIRS]
    assert [lead.linkedin_slug for lead in Lead.objects.order_by("pk")] == [slug for slug, _ in PAIRS]


def test_a_namesake_is_never_taken_for_the_person(sandbox, offer):
    lead, finding = find_x(offer, "michael-smith-two-sbx")
    assert (finding.handle, lead.x_handle) == ("", "")
    (other,) = known(offer, ("", "msmith_3_sbx"))
    (theirs,) = find([other], offer, ["find_linkedin"])
    assert (theirs.decision, theirs.handle) == (Decision.ASKED, "")


def test_who_is_on_one_platform_only_is_not_found(sandbox, offer):
    lead, finding = find_x(offer, "linkedin-only-sbx")
    (other,) = known(offer, ("", "x_only_sbx"))
    (theirs,) = find([other], offer, ["find_linkedin"])
    assert [finding.decision, theirs.decision] == [Decision.NOT_FOUND, Decision.NOT_FOUND]
    assert lead.missing == ["Find X profile"]
    job = PipelineJob.objects.get(lead=lead, mode=PipelineJob.Mode.RE_ENRICH)
    assert (job.status, "Find X profile: nobody there who is surely this person" in job.skipped) == ("ready", True)


def test_a_finding_names_its_evidence_and_its_sources(sandbox, offer):
    _, finding = find_x(offer, "robert-ashworth-sbx")
    texts = [line["text"] for line in finding.chosen["evidence"]]
    assert "Bob is short for Robert" in texts
    assert "https://x.com/bobash_sbx" in finding.chosen["sources"]
    assert finding.chosen["band"] == "accept"


def test_what_was_found_names_the_finder_as_its_source(sandbox, offer):
    lead, finding = find_x(offer, "ann-oneil-sbx")
    assert lead.provenance["x_handle"] == ["finder", finding.applied_at.date().isoformat()]


def test_without_ai_the_platforms_own_search_is_asked(sandbox, offer, settings):
    settings.PROVIDERS = {
        name: value for name, value in settings.PROVIDERS.items() if not name.startswith(("AI_", "OPENAI_"))
    }
    clients.reset()
    lead, finding = find_x(offer, "eager-buyer-sbx")
    assert (lead.x_handle, finding.decision, asked(sandbox, "responses")) == ("eager_sbx", Decision.ACCEPTED, 0)


def test_without_a_users_token_handles_come_from_the_web_alone(sandbox, offer, settings):
    settings.PROVIDERS = settings.PROVIDERS | {"X_TOKEN_KIND": "app"}
    clients.reset()
    lead, _ = find_x(offer, "eager-buyer-sbx")
    assert (lead.x_handle, asked(sandbox, "users_search")) == ("eager_sbx", 0)


def test_with_the_web_alone_a_human_decides_or_it_is_sure(sandbox, offer, settings):
    (lead,) = known(offer, ("", "eager_sbx"))
    settings.PROVIDERS = {
        name: value for name, value in settings.PROVIDERS.items() if not name.startswith(("X_", "UNIPILE_"))
    }
    clients.reset()
    (finding,) = find([lead], offer, ["find_linkedin"])
    assert finding.candidates[0]["handle"] == "eager-buyer-sbx"
    assert finding.decision in (Decision.ACCEPTED, Decision.ASKED)


def test_without_any_provider_the_step_says_why(sandbox, offer, settings):
    known(offer, ("ann-oneil-sbx", ""))
    settings.PROVIDERS = {}
    clients.reset()
    opening.enrich(workspace=offer.workspace, offer=offer, leads=Lead.objects.all(), steps=["find_x"])
    lanes.run_due_jobs(lane=SLOW, seconds=30)
    assert PipelineJob.objects.get(mode="re_enrich").skipped == [
        "Find X profile: neither AI nor the platform itself is configured"
    ]


@pytest.mark.parametrize(
    ("step", "profile", "reason"),
    [
        ("find_x", {"linkedin": "ann-oneil-sbx"}, "Find X profile: no LinkedIn profile to go by"),
        ("find_linkedin", {"x": "annoneil_sbx"}, "Find LinkedIn profile: no X profile to go by"),
    ],
)
def test_nobody_is_looked_for_without_a_profile_to_go_by(sandbox, offer, step, profile, reason):
    search = SearchFactory(workspace=offer.workspace, offer=offer, status="completed")
    unknown = [FoundProfile(full_name=f"Paula {name}", email=f"{name}@kessel.example") for name in ("Quill", "Reed")]
    ingest(search=search, profiles=[*unknown, FoundProfile(full_name="Ann O'Neil", **profile)])
    leads = Lead.objects.order_by("pk")
    (left_out,) = costs.estimate(costs.needs_of(leads), [step]).unable
    opening.enrich(workspace=offer.workspace, offer=offer, leads=leads, steps=[step])
    lanes.run_due_jobs(lane=SLOW, seconds=30)
    assert (left_out.partition(" have ")[0], set(ProviderCall.objects.values_list("lead", flat=True))) == (
        "2 of 3",
        {leads.last().pk},
    )
    assert [job.skipped for job in PipelineJob.objects.order_by("lead")[:2]] == [[reason]] * 2


def test_addresses_the_model_makes_up_are_not_taken_over(sandbox, offer):
    sandbox.faults.set([{"fault": "invents", "provider": "openai"}])
    lead, finding = find_x(offer, "eager-buyer-sbx")
    assert {each["handle"] for each in finding.candidates} == {"eager_sbx"}
    assert lead.x_handle == "eager_sbx"


def test_what_linkedin_withholds_is_asked_for_again_and_not_taken_for_nobody(sandbox, offer):
    (lead,) = known(offer, ("", "annoneil_sbx"))
    sandbox.faults.set([{"fault": "throttled", "provider": "unipile"}, {"fault": "refusal"}])
    (finding,) = find([lead], offer, ["find_linkedin"])
    job = lead.jobs.latest("pk")
    assert (finding.decision, finding.candidates) == (Decision.NOT_FOUND, [])
    assert (job.status, job.waits_for) == (PipelineJob.Status.PENDING, "LinkedIn withheld whom it knows")
    assert (job.failures, KeptAnswer.objects.count()) == ({"linkedin": 1}, 0)
    sandbox.faults.set([])
    later(hours=7)
    lanes.run_due_jobs(lane=SLOW, seconds=30)
    found = ProfileFinding.objects.get(lead=lead)
    assert (found.decision, found.handle, lead.jobs.latest("pk").status) == (
        Decision.ACCEPTED,
        "ann-oneil-sbx",
        PipelineJob.Status.READY,
    )


def test_a_model_that_refuses_leaves_the_search_of_the_platform(sandbox, offer):
    sandbox.faults.set([{"fault": "refusal", "provider": "openai"}])
    lead, _ = find_x(offer, "eager-buyer-sbx")
    assert lead.x_handle == "eager_sbx"


def test_calls_are_booked_and_none_is_made_twice(sandbox, offer):
    lead, _ = find_x(offer, "eager-buyer-sbx")
    calls = ProviderCall.objects.filter(lead=lead, purpose="Find X profile").order_by("operation")
    assert [(call.operation, call.status) for call in calls] == [
        ("completion", "booked"),
        ("users/search", "booked"),
        ("web_search", "booked"),
    ]
    assert sandbox.calls.summary()["charged_again"] == 0


@pytest.mark.parametrize(
    ("step", "slug", "handle"),
    [(FindX(), "eager-buyer-sbx", ""), (FindX(), "yuliya-vorontsov-sbx", ""), (FindLinkedIn(), "", "bobash_sbx")],
)
def test_after_a_crash_a_finder_goes_on_with_the_answers_it_paid_for(sandbox, offer, step, slug, handle):
    (lead,) = known(offer, (slug, handle))
    (job,) = PipelineJob.objects.filter(lead=lead)
    job.mode = PipelineJob.Mode.RE_ENRICH
    (subject,) = load_subjects([job])
    assert drive(step, subject, replay=True) == drive(step, subject, replay=False)


def drive(step, subject, *, replay):
    """Run a step with the answers as they came, or as they are when read back from the database."""
    generator, answers = step.run(subject), None
    while True:
        try:
            calls = generator.send(answers)
        except StopIteration as end:
            return end.value
        answers = [call.send(clients.clients()) for call in calls]
        if replay:
            answers = [reread(call, answer) for call, answer in zip(calls, answers, strict=True)]


def reread(call, answer):
    kept = ledger.value_type(call.kept)
    return replace(
        answer, value=kept.validate_python(json.loads(json.dumps(kept.dump_python(answer.value, mode="json"))))
    )


@pytest.fixture
def question(sandbox, offer):
    """Somebody with a common name, who lives where a namesake does."""
    (lead,) = known(offer, ("", "msmith_3_sbx"))
    return find([lead], offer, ["find_linkedin"])[0]


def find_again(lead, offer, step):
    opening.enrich(workspace=offer.workspace, offer=offer, leads=Lead.objects.filter(pk=lead.pk), steps=[step])
    lanes.run_due_jobs(lane=SLOW, seconds=30)
    return lead.findings.latest("pk")


def test_a_new_search_replaces_an_open_question(question, offer):
    again = find_again(question.lead, offer, "find_linkedin")
    assert list(ProfileFinding.objects.all()) == [again]
    assert again.pk != question.pk


def test_who_was_turned_down_is_not_proposed_again(question, offer):
    refused = {each["handle"] for each in question.candidates}
    decisions.reject(finding=question, user=UserFactory())
    again = find_again(question.lead, offer, "find_linkedin")
    assert {each["handle"] for each in again.candidates} & refused == set()


def test_candidates_are_turned_down_one_by_one(question):
    user = UserFactory()
    likely = [each["handle"] for each in question.candidates if decisions.is_open(each)]
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
    with pytest.raises(decisions.Undecidable):
        decisions.accept(finding=question, handle="somebody-else", user=user)
    decisions.accept(finding=question, handle=question.candidates[0]["handle"], user=user)
    with pytest.raises(decisions.Undecidable):
        decisions.accept(finding=question, handle=question.candidates[0]["handle"], user=user)
    with pytest.raises(decisions.Undecidable):
        decisions.reject(finding=question, user=user)


def test_a_candidate_that_another_lead_is_known_by_meanwhile_is_merged(question, offer):
    handle = question.candidates[0]["handle"]
    other = LeadFactory(workspace=offer.workspace, linkedin_slug=handle)
    decisions.accept(finding=question, handle=handle, user=UserFactory())
    question.refresh_from_db()
    assert (question.merge.gone_id, question.merge.user) == (other.pk, question.decided_by)


def test_a_candidate_that_turned_out_to_be_somebody_else_is_turned_down(question, offer):
    handle = question.candidates[0]["handle"]
    LeadFactory(workspace=offer.workspace, linkedin_slug=handle, x_handle="another_smith")
    with pytest.raises(decisions.Undecidable, match="another_smith"):
        decisions.accept(finding=question, handle=handle, user=UserFactory())
    question.refresh_from_db()
    assert (question.decision, Lead.objects.count(), LeadMerge.objects.count()) == (Decision.REJECTED, 2, 0)


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
        decisions.undo(finding=finding, user=UserFactory())
    assert state_of(lead) == before
    finding.refresh_from_db()
    assert finding.decision == Decision.UNDONE


def test_undo_parts_the_profile_of_the_pool(sandbox, offer):
    (lead,) = known(offer, ("", "annoneil_sbx"))
    (finding,) = find([lead], offer, ["find_linkedin", "profile"])
    assert PoolProfile.objects.get(x_handle="annoneil_sbx").linkedin_slug == "ann-oneil-sbx"
    decisions.undo(finding=finding, user=UserFactory())
    lead.refresh_from_db()
    profile = PoolProfile.objects.get(x_handle="annoneil_sbx")
    assert (profile.linkedin_slug, profile.role, profile.bio) == ("", "", lead.bio)


def test_a_profile_taken_back_is_not_proposed_again(sandbox, offer):
    lead, finding = find_x(offer, "ann-oneil-sbx")
    decisions.undo(finding=finding, user=UserFactory())
    lead.refresh_from_db()
    again = find_again(lead, offer, "find_x")
    assert (again.decision, lead.x_handle) == (Decision.NOT_FOUND, "")
    assert "annoneil_sbx" not in {each["handle"] for each in again.candidates}


def test_undo_once(sandbox, offer):
    _, finding = find_x(offer, "ann-oneil-sbx")
    decisions.undo(finding=finding, user=UserFactory())
    finding.refresh_from_db()
    with pytest.raises(decisions.Undecidable):
        decisions.undo(finding=finding, user=UserFactory())


def test_what_was_set_by_hand_stays_on_undo(sandbox, offer):
    (lead,) = known(offer, ("", "annoneil_sbx"))
    (finding,) = find([lead], offer, ["find_linkedin", "profile"])
    Lead.objects.filter(pk=lead.pk).update(
        title="Owner", provenance=Lead.objects.get(pk=lead.pk).provenance | {"title": ["hand", "2026-01-01"]}
    )
    decisions.undo(finding=finding, user=UserFactory())
    lead.refresh_from_db()
    assert (lead.title, lead.provenance["title"]) == ("Owner", ["hand", "2026-01-01"])


def test_what_an_import_brought_since_stays_on_undo(sandbox, offer):
    (lead,) = known(offer, ("", "annoneil_sbx"))
    (finding,) = find([lead], offer, ["find_linkedin", "profile"])
    search = SearchFactory(workspace=offer.workspace, offer=offer, status="completed")
    ingest(search=search, profiles=[FoundProfile(x="annoneil_sbx", title="Owner")], policy=OVERWRITE)
    decisions.undo(finding=finding, user=UserFactory())
    lead.refresh_from_db()
    today = timezone.now().date().isoformat()
    assert (lead.title, lead.provenance["title"]) == ("Owner", ["csv", today])
    assert (lead.linkedin_slug, lead.company_name, lead.skills) == ("", "", "")


@pytest.fixture
def two_leads(sandbox, offer):
    """The same person as two leads, each on one platform."""
    return known(offer, ("ann-oneil-sbx", ""), ("", "annoneil_sbx"))


def find_and_merge(offer, lead, callbacks):
    with callbacks(execute=True):
        (finding,) = find([lead], offer, ["find_x", "profile", "activity", "scoring"])
    finding.refresh_from_db()
    return finding


def test_a_found_profile_that_is_another_lead_makes_the_two_one(two_leads, offer, django_capture_on_commit_callbacks):
    kept, gone = two_leads
    finding = find_and_merge(offer, kept, django_capture_on_commit_callbacks)
    kept.refresh_from_db()
    assert (kept.x_handle, Lead.objects.count()) == ("annoneil_sbx", 1)
    assert (finding.merge.gone_id, finding.decision) == (gone.pk, Decision.ACCEPTED)
    assert {profile.platform for profile in kept.profiles.all()} == {"linkedin", "x"}
    assert not PipelineJob.objects.exclude(status="ready").exists()


def test_undo_of_a_merge_restores_both_leads(two_leads, offer, django_capture_on_commit_callbacks):
    before = [state_of(lead) for lead in two_leads]
    finding = find_and_merge(offer, two_leads[0], django_capture_on_commit_callbacks)
    with django_capture_on_commit_callbacks(execute=True):
        assert decisions.undo(finding=finding, user=UserFactory()) == two_leads[1].pk
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
    decisions.undo(finding=finding, user=UserFactory())
    again = find_again(gone, offer, "find_linkedin")
    assert (again.decision, Lead.objects.count(), decisions.settle_waiting()) == (Decision.NOT_FOUND, 2, 0)


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
        lanes.run_due_jobs(lane=SLOW, seconds=30)
    assert (Lead.objects.count(), LeadMerge.objects.count()) == (1, 1)
    (finding,) = ProfileFinding.objects.filter(decision=Decision.ACCEPTED)
    with django_capture_on_commit_callbacks(execute=True):
        decisions.undo(finding=finding, user=UserFactory())
    assert decisions.settle_waiting() == 0
    assert [state_of(lead) for lead in two_leads] == before


def test_what_was_read_after_the_merge_goes_with_its_profile(two_leads, offer, django_capture_on_commit_callbacks):
    kept, gone = two_leads
    finding = find_and_merge(offer, kept, django_capture_on_commit_callbacks)
    workspace = offer.workspace
    Post.objects.create(workspace=workspace, lead=kept, platform="x", external_id="later", text="On X")
    Post.objects.create(workspace=workspace, lead=kept, platform="linkedin", external_id="later", text="On LinkedIn")
    decisions.undo(finding=finding, user=UserFactory())
    assert list(Post.objects.filter(external_id="later").order_by("platform").values_list("lead", "text")) == [
        (kept.pk, "On LinkedIn"),
        (gone.pk, "On X"),
    ]


def test_a_lost_wake_up_is_found_by_the_sweep(two_leads, offer):
    (finding,) = find([two_leads[0]], offer, ["find_x"])
    assert (finding.decision, finding.applied_at, Lead.objects.count()) == (Decision.ACCEPTED, None, 2)
    assert decisions.settle_waiting() == 1
    finding.refresh_from_db()
    assert (finding.merge.gone_id, decisions.settle_waiting()) == (two_leads[1].pk, 0)
    decisions.settle(finding.pk)
    assert LeadMerge.objects.count() == 1


def test_a_profile_of_somebody_known_by_another_is_no_candidate(sandbox, offer):
    (lead,) = known(offer, ("ann-oneil-sbx", ""))
    LeadFactory(workspace=offer.workspace, linkedin_slug="another-ann", x_handle="annoneil_sbx")
    (finding,) = find([lead], offer, ["find_x"])
    assert finding.decision == Decision.NOT_FOUND
    assert finding.candidates[0]["evidence"][0]["text"] == "Another lead has this profile and is another-ann"


def test_a_lead_of_another_workspace_is_left_alone(sandbox, offer):
    stranger = LeadFactory(linkedin_slug="", x_handle="annoneil_sbx")
    lead, finding = find_x(offer, "ann-oneil-sbx")
    assert (lead.x_handle, finding.merge) == ("annoneil_sbx", None)
    stranger.refresh_from_db()
    assert stranger.x_handle == "annoneil_sbx"


def candidate(handle, band):
    return {"handle": handle, "band": band}


def test_two_who_are_both_likely_are_a_question():
    assert decide([candidate("a", "accept"), candidate("b", "ask")]) == ("accepted", "a")
    assert decide([candidate("a", "accept"), candidate("b", "accept")]) == ("asked", "")
    assert decide([candidate("a", "ask"), candidate("b", "reject")]) == ("asked", "")
    assert decide([candidate("a", "reject")]) == decide([]) == ("not_found", "")


@pytest.mark.parametrize(
    ("pages", "count"),
    [
        (["https://x.com/ann", "https://team.acme.co.uk/a", "https://acme.co.uk/b", "https://www.y.example/"], 3),
        (["https://anna.github.io/about", "https://bob.github.io/", "https://anna.github.io/links"], 2),
        (["https://acme.com.au/a", "https://other.com.au/b"], 2),
        ([], 1),
    ],
)
def test_a_domain_counts_once(pages, count):
    found = Candidates("x")
    found.note("ann")
    for page in pages:
        found.note("ann", page)
    assert found.by_handle["ann"].sources() == count


@pytest.mark.django_db(transaction=True)
def test_two_workers_that_settle_the_same_finding_merge_once():
    offer = OfferFactory()
    kept, gone = (LeadFactory(workspace=offer.workspace, linkedin_slug=slug) for slug in ("ann", ""))
    Lead.objects.filter(pk=gone.pk).update(x_handle="ann")
    for lead in (kept, gone):
        BuyerScoreFactory(lead=lead, offer=offer)
    finding = ProfileFinding.objects.create(
        workspace=offer.workspace, lead=kept, platform="x", decision=Decision.ACCEPTED, handle="ann"
    )
    both = Barrier(4)

    def work():
        both.wait()
        decisions.settle(finding.pk)

    with ThreadPoolExecutor(4) as pool:
        for done in [pool.submit(apart, work) for _ in range(4)]:
            done.result()
    assert list(Lead.objects.values_list("linkedin_slug", "x_handle")) == [("ann", "ann")]
    finding.refresh_from_db()
    assert (finding.decision, finding.merge, finding.applied_at is None) == (
        Decision.ACCEPTED,
        LeadMerge.objects.get(),
        False,
    )


@pytest.mark.django_db(transaction=True)
def test_settling_takes_the_scores_of_both_leads_in_the_order_that_everybody_keeps():
    """The profile's holder is scored for an offer older than the one the finder ran for."""
    older, newer = OfferFactory(), None
    newer = OfferFactory(workspace=older.workspace)
    kept, gone = (LeadFactory(workspace=older.workspace, linkedin_slug=slug) for slug in ("ann", ""))
    Lead.objects.filter(pk=gone.pk).update(x_handle="ann")
    BuyerScoreFactory(lead=kept, offer=newer)
    BuyerScoreFactory(lead=gone, offer=older)
    finding = ProfileFinding.objects.create(
        workspace=older.workspace, lead=kept, offer=newer, platform="x", decision=Decision.ACCEPTED, handle="ann"
    )
    with psycopg.connect(**connection.get_connection_params()) as other, ThreadPoolExecutor(1) as thread:
        other.execute("SET deadlock_timeout = '1min'")
        lock_scores(other, older.pk)
        settling = thread.submit(apart, decisions.settle, finding.pk)
        wait_until_blocking(other)
        lock_scores(other, newer.pk)
        other.commit()
        settling.result()
    assert Lead.objects.get().x_handle == "ann"


def test_who_was_turned_down_stays_so_over_any_number_of_searches(question, offer):
    refused = next(each["handle"] for each in question.candidates if decisions.is_open(each))
    question.candidates.append({"handle": "somebody-sbx", "band": "ask"})
    question.save()
    decisions.reject(finding=question, handle=refused, user=UserFactory())
    question.refresh_from_db()
    assert question.decision == Decision.ASKED
    for _ in range(3):
        again = find_again(question.lead, offer, "find_linkedin")
        assert [each for each in again.candidates if each["handle"] == refused and decisions.is_open(each)] == []
    assert [each["handle"] for each in again.candidates if each.get("rejected")] == [refused]


def test_who_was_turned_down_stays_so_after_a_merge(two_leads, offer, django_capture_on_commit_callbacks):
    candidate = {"handle": "somebody-sbx", "band": "ask", "rejected": True}
    ProfileFinding.objects.create(
        workspace=offer.workspace, lead=two_leads[1], platform="linkedin", decision="asked", candidates=[candidate]
    )
    finding = find_and_merge(offer, two_leads[0], django_capture_on_commit_callbacks)
    refused = ProfileFinding.objects.refused_handles([two_leads[0].pk], "linkedin")
    assert (finding.merge.gone_id, refused) == (two_leads[1].pk, {two_leads[0].pk: {"somebody-sbx"}})
