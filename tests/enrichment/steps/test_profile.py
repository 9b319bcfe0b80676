from dataclasses import replace
from datetime import timedelta

import pytest
from django.utils import timezone

from autoreach.calls import clients
from autoreach.providers.errors import NotFound, Protected, Suspended, Unavailable
from autoreach.providers.linkedin.profile_objects import Profile
from autoreach.providers.results import Usage
from enrichment.executor.subjects import load_subjects
from enrichment.jobs import opening
from enrichment.models import PipelineJob
from enrichment.steps import Outcome
from enrichment.steps.profile import (
    LinkedInProfile,
    Unseen,
    XProfile,
    is_account_of,
    is_sure,
    outcome_of,
    stand_ins,
)
from leads.ingest import FoundProfile, ingest
from leads.models import Lead, PlatformProfile, Post
from leads.people.platform_profiles import PROFILE_FIELDS
from scoring.models import BuyerScore
from tests.enrichment.pipeline import EAGER, add, job_of, later, profile_of, run
from tests.factories import SearchFactory

pytestmark = pytest.mark.django_db

Status = PipelineJob.Status


def subject_of(lead):
    (subject,) = load_subjects([job_of(lead)])
    return subject


def test_what_enrichment_reads_is_no_edit_that_would_keep_a_lead_of_an_import_taken_back(sandbox, offer):
    (lead,) = add(offer, EAGER)
    run()
    assert Lead.objects.get().title == "Head of Production Planning"
    assert Lead.objects.get().updated_at == lead.updated_at


def test_a_fresh_profile_is_not_fetched_again_for_another_offer(sandbox, offer):
    (lead,) = add(offer, EAGER)
    run()
    calls = sandbox.calls.total
    again = type(offer).objects.create(
        workspace=offer.workspace, name="Other", description="d", target_audience="Plant managers"
    )
    add(again, EAGER)
    run()
    assert sandbox.calls.total == calls
    assert BuyerScore.objects.filter(lead=lead, score__isnull=False).count() == 2


def test_withheld_sections_are_asked_for_again_and_named_in_the_end(sandbox, offer):
    (lead,) = add(offer, ("throttled-sbx", ""))
    run()
    assert profile_of(lead, "linkedin").name == "Thora Throttled"
    assert Post.objects.filter(lead=lead).exists()
    assert job_of(lead).waits_for.startswith("LinkedIn withheld about")
    for _ in range(2):
        later(hours=7)
        run()
    lead.refresh_from_db()
    assert (job_of(lead).status, lead.missing) == (Status.READY, ["LinkedIn profile"])


def read_again(offer):
    """Profiles read once more because a user wants it, as often as what is withheld is asked for."""
    opening.enrich(workspace=offer.workspace, offer=offer, leads=Lead.objects.all(), steps=["profile"])
    for _ in range(3):
        run()
        later(hours=7)


def shown(lead):
    """What is known of the lead, and of the profile on LinkedIn."""
    lead.refresh_from_db()
    stored = profile_of(lead, "linkedin")
    return (
        [getattr(lead, name) for name in ("title", "company_name", "bio", "skills", "provenance", "role_started_on")],
        [getattr(stored, name) for name in ("name", "headline", "bio", "external_id", "followers")],
        stored.details | {"withheld": []},
    )


def test_what_linkedin_withholds_takes_nothing_away_that_was_read_before(sandbox, offer):
    (lead,) = add(offer, ("ann-oneil-sbx", ""))
    run()
    before = shown(lead)
    assert (lead.title, len(before[-1]["work"])) == ("Head of Operations", 4)
    sandbox.faults.set([{"fault": "throttled", "provider": "unipile"}])
    read_again(offer)
    assert (shown(lead), lead.missing) == (before, ["LinkedIn profile"])
    assert profile_of(lead, "linkedin").details["withheld"] != []


def test_a_headline_in_place_of_a_withheld_title_fills_and_never_replaces(sandbox, offer):
    search = SearchFactory(workspace=offer.workspace, offer=offer, status="completed")
    ingest(
        search=search,
        profiles=[FoundProfile(linkedin="throttled-sbx", title="Plant Manager, says our CRM", skills="Kaizen")],
    )
    opening.open_search_jobs(search.run.pk)
    run()
    lead = Lead.objects.get()
    headline = profile_of(lead, "linkedin").headline
    assert (lead.title, lead.skills, lead.bio, headline != "") == (
        "Plant Manager, says our CRM",
        "Kaizen",
        headline,
        True,
    )
    assert sorted(lead.provenance) == ["bio", "full_name", "location"]


@pytest.mark.parametrize(
    ("section", "withheld"), [({"skills": ("Kaizen",)}, "skills"), ({"experience": ()}, "experience")]
)
def test_part_of_a_section_is_not_taken_for_all_of_it(sandbox, offer, section, withheld):
    (lead,) = add(offer, ("ann-oneil-sbx", ""))
    run()
    before = shown(lead)
    whole = clients.clients().linkedin.profile("ann-oneil-sbx").value
    LinkedInProfile().store([(subject_of(lead), replace(whole, **section, withheld=frozenset({withheld})))])
    assert shown(lead) == before


def known_of(lead, platform):
    """The stored profile's state, and what else it holds."""
    stored = profile_of(lead, platform)
    return stored.state, [getattr(stored, name) for name in PROFILE_FIELDS if name not in ("state", "fetched_at")]


def test_a_profile_no_longer_to_be_seen_keeps_what_was_known(sandbox, offer):
    (lead,) = add(offer, EAGER)
    run()
    before = {platform: known_of(lead, platform)[1] for platform in ("x", "linkedin")}
    sandbox.faults.set([{"fault": "not_found"}])
    read_again(offer)
    assert {platform: known_of(lead, platform) for platform in ("x", "linkedin")} == {
        platform: ("not_found", known) for platform, known in before.items()
    }


@pytest.mark.parametrize("state", ["protected", "suspended"])
def test_an_account_shut_off_keeps_what_was_known(sandbox, offer, state):
    (lead,) = add(offer, EAGER)
    run()
    _, before = known_of(lead, "x")
    XProfile().store([(subject_of(lead), Unseen(state))])
    assert known_of(lead, "x") == (state, before)


def test_what_was_withheld_of_a_profile_that_is_gone_is_not_waited_for(sandbox, offer):
    (lead,) = add(offer, ("throttled-sbx", ""))
    run()
    assert LinkedInProfile().skips(subject_of(lead), clients.clients()) == ""
    LinkedInProfile().store([(subject_of(lead), Unseen("not_found"))])
    assert LinkedInProfile().skips(subject_of(lead), clients.clients()) == f"fetched on {timezone.now():%Y-%m-%d}"


def test_nothing_is_kept_of_the_profile_of_another_address(sandbox, offer):
    (lead,) = add(offer, EAGER)
    run()
    Lead.objects.update(linkedin_slug="somebody-else", x_handle="somebody_else", x_user_id="")
    for step, platform in ((XProfile(), "x"), (LinkedInProfile(), "linkedin")):
        step.store([(subject_of(lead), Unseen("not_found"))])
        stored = profile_of(lead, platform)
        assert (stored.state, stored.name, stored.external_id, stored.details) == ("not_found", "", "", {})


def test_the_account_two_leads_share_is_kept_by_the_first(sandbox, offer):
    first, second = add(offer, ("", "eager_sbx"), ("", "x_only_sbx"))
    run()
    Lead.objects.filter(pk=second.pk).update(x_user_id="", x_handle="")
    Lead.objects.filter(pk=first.pk).update(x_handle="renamed")
    Lead.objects.filter(pk=second.pk).update(x_handle="eager_sbx")
    opening.enrich(workspace=offer.workspace, offer=offer, leads=Lead.objects.filter(pk=second.pk), steps=["profile"])
    run()
    first.refresh_from_db()
    second.refresh_from_db()
    assert (bool(first.x_user_id), second.x_user_id) == (True, "")


def test_a_changed_job_takes_the_old_companys_size_away(sandbox, offer):
    (lead,) = add(offer, EAGER)
    Lead.objects.filter(pk=lead.pk).update(company_name="Former Works", company_size="11-50", company_location="Oslo")
    run()
    lead.refresh_from_db()
    assert (lead.company_name, lead.company_size, lead.company_location) == ("Redfern Machinery", "", "")


def test_another_location_takes_the_old_city_away(sandbox, offer):
    (lead,) = add(offer, EAGER)
    Lead.objects.filter(pk=lead.pk).update(location="Bergen, Norway", city="Bergen", region="Vestland", country="NO")
    run()
    lead.refresh_from_db()
    assert (lead.location, lead.city, lead.region, lead.country) == ("Greater Munich Metropolitan Area", "", "", "")


def stored(days=0, **fields):
    fields = {"state": "found", "details": {}} | fields
    return PlatformProfile(fetched_at=timezone.now() - timedelta(days=days), **fields)


def test_a_headline_stands_in_for_a_title_only_until_the_experience_is_delivered():
    withheld = Profile("1", headline="Plant Manager", withheld=frozenset({"experience"}))
    assert stand_ins(withheld) == {"title": "Plant Manager", "bio": "Plant Manager"}
    whole = Profile("1", headline="Plant Manager", experience=(), about="", skills=())
    assert (stand_ins(whole), [is_sure(whole, field) for field in ("title", "bio", "skills")]) == ({}, [True] * 3)


@pytest.mark.parametrize(
    ("error", "state", "missing"),
    [
        (NotFound, "not_found", "there is no such profile, or it is hidden"),
        (Protected, "protected", "it is shown only to approved people"),
        (Suspended, "suspended", "the platform has suspended it"),
    ],
)
def test_a_profile_that_cannot_be_seen_says_why(error, state, missing):
    outcome = outcome_of(error("404", usage=Usage("x", "users")))
    assert (outcome.value, outcome.missing) == (Unseen(state), missing)


def test_an_error_of_another_kind_leaves_the_profile_as_it_was():
    assert outcome_of(Unavailable("no answer", usage=Usage("x", "users"))) == Outcome(missing="no answer")


@pytest.mark.parametrize(
    ("profile", "is_theirs"),
    [
        ({"platform": "x", "handle": "Nora_S", "external_id": "9"}, True),
        ({"platform": "x", "handle": "former", "external_id": "15"}, True),
        ({"platform": "x", "handle": "former", "external_id": "9"}, False),
        ({"platform": "linkedin", "handle": "nora"}, True),
        ({"platform": "linkedin", "handle": "ACoNora", "details": {"slug": "Nora"}}, True),
        ({"platform": "linkedin", "handle": "other", "details": {"slug": "other"}}, False),
    ],
)
def test_a_stored_profile_is_the_leads_by_its_address_or_account(profile, is_theirs):
    lead = Lead(x_handle="nora_s", x_user_id="15", linkedin_slug="nora")
    assert is_account_of(stored(**profile), lead) is is_theirs
