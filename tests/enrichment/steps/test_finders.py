"""The finder steps through the pipeline, against the sandbox."""

import json
from collections import Counter
from dataclasses import replace

import pytest

from autoreach.calls import clients, ledger
from autoreach.calls.models import KeptAnswer, ProviderCall
from enrichment import costs
from enrichment.executor.subjects import load_subjects
from enrichment.finding.candidates import Candidates
from enrichment.jobs import opening
from enrichment.models import PipelineJob, ProfileFinding
from enrichment.steps.finders import FindLinkedIn, FindX
from leads.identity.person import Person
from leads.ingest import FoundProfile, ingest
from leads.models import Lead, PlatformProfile
from tests.enrichment.pipeline import PAIRS, asked, find, find_x, known, later, run_slow
from tests.factories import LeadFactory, SearchFactory

pytestmark = pytest.mark.django_db

Decision = ProfileFinding.Decision


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


def test_a_person_on_one_platform_only_is_not_found(sandbox, offer):
    lead, finding = find_x(offer, "linkedin-only-sbx")
    (other,) = known(offer, ("", "x_only_sbx"))
    (theirs,) = find([other], offer, ["find_linkedin"])
    assert [finding.decision, theirs.decision] == [Decision.NOT_FOUND, Decision.NOT_FOUND]
    assert lead.missing == ["Find X profile"]
    job = PipelineJob.objects.get(lead=lead, mode=PipelineJob.Mode.RE_ENRICH)
    assert (job.status, "Find X profile: no profile there is surely this person's" in job.skipped) == ("ready", True)


def test_a_finding_names_its_evidence_and_its_sources(sandbox, offer):
    _, finding = find_x(offer, "robert-ashworth-sbx")
    texts = [line["text"] for line in finding.chosen["evidence"]]
    assert "Bob is short for Robert" in texts
    assert "https://x.com/bobash_sbx" in finding.chosen["sources"]
    assert finding.chosen["band"] == "accept"


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
    run_slow()
    assert PipelineJob.objects.get(mode="re_enrich").skipped == [
        "Find X profile: neither AI nor the platform itself is configured"
    ]


@pytest.mark.parametrize(
    ("step", "name", "profile", "reason"),
    [
        (
            "find_x",
            "Find X Profile",
            {"linkedin": "ann-oneil-sbx"},
            "Find X profile: no LinkedIn profile to start from",
        ),
        ("find_linkedin", "Find LinkedIn", {"x": "annoneil_sbx"}, "Find LinkedIn profile: no X profile to start from"),
    ],
)
def test_a_finder_asks_nothing_without_a_profile_to_start_from(sandbox, offer, step, name, profile, reason):
    search = SearchFactory(workspace=offer.workspace, offer=offer, status="completed")
    unknown = [FoundProfile(full_name=f"Paula {name}", email=f"{name}@kessel.example") for name in ("Quill", "Reed")]
    ingest(search=search, profiles=[*unknown, FoundProfile(full_name="Ann O'Neil", **profile)])
    leads = Lead.objects.order_by("pk")
    (unable,) = costs.estimate(costs.needs_of(leads), [step]).unable
    opening.enrich(workspace=offer.workspace, offer=offer, leads=leads, steps=[step])
    run_slow()
    assert (unable.partition(" have ")[0], set(ProviderCall.objects.values_list("lead", flat=True))) == (
        f"{name}: 2 of 3",
        {leads.last().pk},
    )
    assert [job.skipped for job in PipelineJob.objects.order_by("lead")[:2]] == [[reason]] * 2


def test_a_finder_says_what_to_do_where_no_name_is_known_yet(sandbox, offer):
    linked = LeadFactory(workspace=offer.workspace, full_name="", linkedin_slug="ann-oneil-sbx")
    opening.enrich(workspace=offer.workspace, offer=offer, leads=Lead.objects.filter(pk=linked.pk), steps=["find_x"])
    run_slow()
    assert PipelineJob.objects.get().skipped == [
        "Find X profile: name not known: read the LinkedIn profile first, or type the name"
    ]


def test_addresses_the_model_makes_up_are_not_taken_over(sandbox, offer):
    sandbox.faults.set([{"fault": "invents", "provider": "openai"}])
    lead, finding = find_x(offer, "eager-buyer-sbx")
    assert {each["handle"] for each in finding.candidates} == {"eager_sbx"}
    assert lead.x_handle == "eager_sbx"


def test_what_linkedin_withholds_is_asked_for_again_and_not_taken_for_absence(sandbox, offer):
    (lead,) = known(offer, ("", "annoneil_sbx"))
    sandbox.faults.set([{"fault": "throttled", "provider": "unipile"}, {"fault": "refusal"}])
    (finding,) = find([lead], offer, ["find_linkedin"])
    job = lead.jobs.latest("pk")
    assert (finding.decision, finding.candidates) == (Decision.NOT_FOUND, [])
    assert (job.status, job.waits_for) == (PipelineJob.Status.PENDING, "LinkedIn withheld search results")
    assert (job.failures, KeptAnswer.objects.count()) == ({"linkedin": 1}, 0)
    sandbox.faults.set([])
    later(hours=7)
    run_slow()
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


@pytest.mark.parametrize("step", [FindX(), FindLinkedIn()])
def test_no_more_than_three_profiles_are_read_to_compare_them(priced, step):
    found = Candidates(step.platform)
    for number in range(5):
        found.note(f"ann_{number}" if step.platform == "x" else f"ann-{number}", name="Ann")
    calls = next(step.look_at(Person(platform=step.known, name="Ann"), found, {step.platform}))
    assert [(call.name.partition(" ")[0], call.estimate_usd) for call in calls] == (
        [("profiles", 6)] if step.platform == "x" else [("profile", 0)] * 3
    )


@pytest.mark.parametrize(("step", "platform"), [(FindX(), "linkedin"), (FindLinkedIn(), "x")])
def test_a_finder_asks_no_more_than_it_plans(sandbox, offer, step, platform):
    leads = known(offer, *((slug, "") if platform == "linkedin" else ("", handle) for slug, handle in PAIRS[:4]))
    find(leads, offer, [step.name])
    planned = Counter()
    for part in step.planned_calls():
        planned[part.provider] += part.calls
    for lead in leads:
        asked = ProviderCall.objects.filter(lead=lead, purpose=step.label).values_list("provider", flat=True)
        assert Counter(asked) <= planned
