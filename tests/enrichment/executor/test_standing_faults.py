"""Faults that only the operator can end: the status page tells them until a paid call succeeds."""

from datetime import timedelta

import pytest
from django.utils import timezone

from autoreach.calls import clients, tasks
from autoreach.calls.health import standings
from autoreach.calls.models import Allowance
from enrichment.jobs import recovery
from enrichment.models import PipelineJob, ProfileFinding, WebFact
from leads.models import PlatformProfile
from tests.enrichment.pipeline import EAGER, add, enrich, job_of, known, later, run, run_slow

pytestmark = pytest.mark.django_db
FAULTS = [
    ("x", "x", "out_of_credits", "Out of credits", "Buy credits"),
    ("x", "x", "spend_cap", "Out of credits", "Buy credits"),
    ("x", "x", "suspended_account", "Refuses the key", "X suspended the account"),
    ("x", "x", "not_enrolled", "Refuses the key", "Attach the app"),
    ("x", "x", "unauthorized", "Refuses the key", "Make a new bearer token"),
    ("linkedin", "unipile", "unknown_account", "Not set up rightly", "Set UNIPILE_ACCOUNT_ID"),
    ("linkedin", "unipile", "unauthorized", "Refuses the key", "Reconnect"),
    ("linkedin", "unipile", "out_of_credits", "Out of credits", "Look at the subscription"),
]
AI_FAULTS = [
    ("no_model", "Not set up rightly", "Set AI_MODEL and AI_SEARCH_MODEL"),
    ("no_model_access", "Not set up rightly", "Set AI_MODEL and AI_SEARCH_MODEL"),
    ("string_error", "Not set up rightly", "Set AI_MODEL and AI_SEARCH_MODEL"),
    ("no_path", "Not set up rightly", "Set OPENAI_BASE_URL"),
    ("out_of_credits", "Out of credits", "Add credit"),
    ("unauthorized", "Refuses the key", "Set OPENAI_API_KEY"),
    ("quota_list", "Limited", "Nothing to do"),
]


@pytest.fixture(autouse=True)
def fresh_clients():
    clients.reset()
    yield
    clients.reset()


def standing(provider):
    (found,) = [each for each in standings() if each.provider == provider]
    return found


def told(provider, state, advice):
    """Whether the status page says so, also right after a check that went well."""
    before = standing(provider)
    tasks.check_providers()
    return [(each.state, each.advice.startswith(advice)) for each in (before, standing(provider))] == [
        (state, True)
    ] * 2


def time_passes():
    ago = timezone.now() - timedelta(seconds=1)
    Allowance.objects.exclude(blocked_until=None).update(blocked_until=ago)
    recovery.resume_paused()
    later(hours=7)
    PipelineJob.objects.filter(status="billing_paused").update(status="pending", not_before=None)


@pytest.mark.parametrize(("provider", "service", "fault", "state", "advice"), FAULTS, ids=[each[2] for each in FAULTS])
def test_a_refused_platform_is_told_until_a_read_succeeds(sandbox, offer, provider, service, fault, state, advice):
    sandbox.faults.set([{"fault": fault, "provider": service}])
    (lead,) = add(offer, EAGER)
    run()
    assert told(provider, state, advice)
    assert not PlatformProfile.objects.filter(lead=lead, platform=provider).exists()
    assert job_of(lead).waits_for != ""
    sandbox.faults.set([])
    assert told(provider, state, advice)
    time_passes()
    run()
    assert (standing(provider).state, standing(provider).advice) == ("Healthy", "Nothing to do.")
    assert PlatformProfile.objects.get(lead=lead, platform=provider).state == "found"
    lead.refresh_from_db()
    assert (job_of(lead).status, lead.missing) == ("ready", [])


@pytest.mark.parametrize(("fault", "state", "advice"), AI_FAULTS, ids=[each[0] for each in AI_FAULTS])
def test_a_refused_model_is_told_and_says_nothing_of_the_person(sandbox, offer, fault, state, advice):
    (lead,) = known(offer, ("ann-oneil-sbx", ""))
    sandbox.faults.set([{"fault": fault, "provider": "openai"}])
    enrich(offer, "find_x", "web", leads=[lead])
    run_slow()
    assert told("ai", state, advice)
    assert "OpenAI" not in standing("ai").advice
    for _ in range(3):
        time_passes()
        run_slow()
    assert [ProfileFinding.objects.count(), WebFact.objects.count()] == [0, 0]
    job = PipelineJob.objects.get(lead=lead, mode=PipelineJob.Mode.RE_ENRICH)
    assert "surely" not in "".join(job.skipped)
    sandbox.faults.set([])
    if job.status == "ready":  # given up after three tries; asking again finds what there is
        enrich(offer, "find_x", "web", leads=[lead])
    time_passes()
    run_slow()
    assert standing("ai").state == "Healthy"
    assert ProfileFinding.objects.get(lead=lead).handle == "annoneil_sbx"


def test_a_web_that_cannot_be_searched_is_not_a_person_who_is_nowhere(sandbox, offer, settings):
    settings.PROVIDERS = settings.PROVIDERS | {
        "OPENAI_BASE_URL": settings.PROVIDERS["OPENAI_BASE_URL"].removesuffix("/v1")
    }
    (lead,) = known(offer, ("linkedin-only-sbx", ""))
    enrich(offer, "find_x", leads=[lead])
    for _ in range(4):
        run_slow()
        time_passes()
    job = PipelineJob.objects.get(lead=lead, mode=PipelineJob.Mode.RE_ENRICH)
    assert job.status == "ready"
    assert job.skipped[-1].startswith("Find X profile: the web could not be searched: nothing at GET /models")
    assert (ProfileFinding.objects.count(), standing("ai").state) == (0, "Not set up rightly")


def test_one_lead_that_a_moderator_refuses_closes_nothing(sandbox, offer):
    (lead,) = known(offer, ("linkedin-only-sbx", ""))
    sandbox.faults.set([{"fault": "moderation", "provider": "openai"}])
    enrich(offer, "web", leads=[lead])
    run_slow()
    job = PipelineJob.objects.get(lead=lead, mode=PipelineJob.Mode.RE_ENRICH)
    assert (job.status, job.skipped[-1]) == (
        "ready",
        "Web intelligence: the web could not be searched: Your input was flagged",
    )
    assert list(Allowance.objects.filter(provider="ai").exclude(reason="")) == []
