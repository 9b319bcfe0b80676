from datetime import UTC, date, datetime

import pytest
from django.utils import timezone

from enrichment.models import PipelineJob, ProfileFinding
from leads.ingest import OVERWRITE, FoundProfile, ingest
from leads.models import FormerAddress, Interaction, Lead, LeadMerge, PlatformProfile, Post
from leads.people.correcting import (
    Changed,
    NoIdentity,
    Taken,
    correct_field,
    merge_by_hand,
    release_field,
    undo_merge_by_hand,
)
from leads.people.merging import Contradiction
from leads.people.platform_profiles import apply_fields
from pool.models import PoolProfile
from pool.profiles import store_leads
from scoring.models import Signal
from tests.factories import BuyerScoreFactory, LeadFactory, SearchFactory, UserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def user():
    return UserFactory(username="ada", first_name="Ada", last_name="Byron")


@pytest.fixture
def lead():
    return LeadFactory(linkedin_slug="nora-one", x_handle="nora", title="Plant Manager", company_name="Sample Works")


def fresh(lead):
    return Lead.objects.get(pk=lead.pk)


def correct(lead, user, name, value, **more):
    return correct_field(lead_id=lead.pk, name=name, value=value, user=user, **more)


def add(lead, policy=OVERWRITE, **fields):
    search = SearchFactory(workspace=lead.workspace)
    return ingest(search=search, profiles=[FoundProfile(linkedin="linkedin.com/in/nora-one", **fields)], policy=policy)


def today():
    return timezone.now().date().isoformat()


def test_a_correction_says_who_made_it_and_is_locked(lead, user):
    correct(lead, user, "title", "Head of Production")
    lead = fresh(lead)
    assert (lead.title, lead.locked) == ("Head of Production", ["title"])
    assert lead.provenance == {"title": ["hand", today(), "Ada Byron"]}
    assert lead.updated_at > lead.created_at


def test_an_import_leaves_a_corrected_field_alone_and_writes_the_others(lead, user):
    correct(lead, user, "title", "Head of Production")
    result = add(lead, title="Intern", location="Ghent")
    lead = fresh(lead)
    assert (lead.title, lead.location, result.updated) == ("Head of Production", "Ghent", 1)
    assert lead.provenance["title"] == ["hand", today(), "Ada Byron"]
    assert add(lead, title="Intern", location="Ghent").updated == 0


def test_an_import_does_not_fill_what_was_emptied_by_hand(lead, user):
    correct(lead, user, "company_name", "")
    add(lead, company_name="Other Works")
    lead = fresh(lead)
    assert (lead.company_name, lead.company_id) == ("", None)


@pytest.mark.parametrize("overwrite", [(), ("title", "company_name", "location")])
def test_a_platform_leaves_corrected_fields_alone(lead, user, overwrite):
    correct(lead, user, "company_name", "New Works")
    correct(lead, user, "company_size", "11-50")
    brought = {"title": "Director", "company_name": "Sample Works", "location": "Ghent"}
    apply_fields(source="linkedin", values=[(lead, brought, date(2020, 1, 1))], overwrite=overwrite)
    lead = fresh(lead)
    assert (lead.company_name, lead.company.name, lead.company_size) == ("New Works", "New Works", "11-50")
    assert (lead.location, lead.role_started_on) == ("Ghent", None)
    assert lead.title == ("Director" if overwrite else "Plant Manager")


def test_a_released_field_keeps_its_value_until_a_source_brings_another(lead, user):
    correct(lead, user, "title", "Head of Production")
    release_field(lead_id=lead.pk, name="title")
    assert (fresh(lead).title, fresh(lead).locked) == ("Head of Production", [])
    add(lead, title="Director")
    assert (fresh(lead).title, fresh(lead).provenance["title"][0]) == ("Director", "csv")


def test_a_value_that_another_changed_meanwhile_is_not_overwritten(lead, user):
    correct(lead, user, "title", "Director")
    with pytest.raises(Changed) as caught:
        correct(lead, user, "title", "Intern", seen="Plant Manager")
    assert (caught.value.value, fresh(lead).title) == ("Director", "Director")


def test_another_employer_takes_what_was_known_of_the_old_one(lead, user):
    Lead.objects.filter(pk=lead.pk).update(
        company_size="51-200", company_location="Ghent", role_started_on=date(2020, 1, 1)
    )
    correct(lead, user, "company_name", "SAMPLE WORKS Ltd")
    assert fresh(lead).company_size == "51-200"
    correct(lead, user, "company_name", "New Works")
    lead = fresh(lead)
    assert (lead.company_size, lead.company_location, lead.role_started_on) == ("", "", None)
    assert (lead.company.name, lead.company.workspace_id) == ("New Works", lead.workspace_id)


def test_another_place_takes_its_city_and_country(lead, user):
    Lead.objects.filter(pk=lead.pk).update(location="Berlin", city="Berlin", country="DE")
    correct(lead, user, "location", "Ghent, Belgium")
    assert (fresh(lead).location, fresh(lead).city, fresh(lead).country) == ("Ghent, Belgium", "", "")


def test_an_address_of_another_lead_is_refused_and_names_the_lead(lead, user):
    other = LeadFactory(workspace=lead.workspace, linkedin_slug="nora-two")
    LeadFactory(linkedin_slug="nora-three")
    with pytest.raises(Taken) as caught:
        correct(lead, user, "linkedin_slug", "nora-two")
    assert (caught.value.holder, fresh(lead).linkedin_slug) == (other, "nora-one")
    correct(lead, user, "linkedin_slug", "nora-three")
    assert fresh(lead).linkedin_slug == "nora-three"


def test_a_mailbox_that_two_share_stays_the_first_one_s_key(lead, user):
    LeadFactory(workspace=lead.workspace, email="office@example.com", email_key="office@example.com")
    correct(lead, user, "email", "office@example.com")
    assert (fresh(lead).email, fresh(lead).email_key) == ("office@example.com", "")
    correct(lead, user, "email", "nora+work@example.com")
    assert fresh(lead).email_key == "nora@example.com"


def test_a_lead_needs_something_that_tells_it_from_others(user):
    lead = LeadFactory(linkedin_slug="nora-one", full_name="")
    with pytest.raises(NoIdentity):
        correct(lead, user, "linkedin_slug", "")
    correct(lead, user, "full_name", "Nora Sample")
    correct(lead, user, "linkedin_slug", "")
    assert fresh(lead).person_key == "nora sample|sample works"


def test_a_lead_known_by_name_and_company_keeps_a_name_of_its_own(user):
    first = LeadFactory(linkedin_slug="", full_name="Nora Sample", person_key="nora sample|sample works")
    second = LeadFactory(
        workspace=first.workspace, linkedin_slug="", full_name="Nora Simple", person_key="nora simple|sample works"
    )
    with pytest.raises(Taken):
        correct(second, user, "full_name", "Nora Sample")
    correct(second, user, "full_name", "Nora Sampel")
    assert fresh(second).person_key == "nora sampel|sample works"


def read_profile(lead):
    """What enrichment left of the LinkedIn profile, and a post on X."""
    of_lead = {"workspace": lead.workspace, "lead": lead}
    PlatformProfile.objects.create(**of_lead, platform="linkedin", handle="nora-one", fetched_at=timezone.now())
    FormerAddress.objects.create(**of_lead, platform="linkedin", handle="ACoAAA1")
    Interaction.objects.create(**of_lead, platform="linkedin", kind="mention", person="x")
    wrong = Post.objects.create(
        **of_lead, platform="linkedin", external_id="1", text="Wrong", posted_at=datetime(2026, 5, 1, tzinfo=UTC)
    )
    Post.objects.create(
        **of_lead, platform="x", external_id="2", text="Right", posted_at=datetime(2026, 1, 1, tzinfo=UTC)
    )
    Lead.objects.filter(pk=lead.pk).update(
        last_active_on=date(2026, 5, 1),
        bio="Of the wrong person",
        website="https://nora.example",
        provenance={"bio": ["linkedin", "2026-01-01"], "website": ["x", "2026-01-01"]},
    )
    return wrong


def test_another_profile_takes_what_was_read_from_the_wrong_one(lead, user):
    wrong = read_profile(lead)
    score = BuyerScoreFactory(lead=lead)
    for source in (f"post:{wrong.pk}", "title"):
        Signal.objects.create(workspace=lead.workspace, lead=lead, offer=score.offer, kind="pain", source=source)
    correction = correct(lead, user, "linkedin_slug", "nora-right")
    lead = fresh(lead)
    assert (lead.linkedin_slug, lead.bio, lead.website) == ("nora-right", "", "https://nora.example")
    assert lead.provenance == {
        "linkedin_slug": ["hand", today(), "Ada Byron"],
        "website": ["x", "2026-01-01"],
    }
    assert lead.last_active_on == date(2026, 1, 1)
    assert [post.text for post in lead.posts.all()] == ["Right"]
    assert (lead.profiles.count(), lead.former_addresses.count(), lead.interactions.count()) == (0, 0, 0)
    assert [signal.source for signal in lead.signals.all()] == ["title"]
    assert (correction.former, correction.removed) == ("nora-one", {"bio": "Of the wrong person"})


def test_another_account_on_x_takes_the_number_of_the_wrong_one(lead, user):
    Lead.objects.filter(pk=lead.pk).update(x_user_id="77")
    correct(lead, user, "linkedin_slug", "nora-right")
    assert fresh(lead).x_user_id == "77"
    correct(lead, user, "x_handle", "nora_right")
    assert (fresh(lead).x_handle, fresh(lead).x_user_id) == ("nora_right", "")


def test_a_first_profile_takes_nothing_away(lead, user):
    Lead.objects.filter(pk=lead.pk).update(
        linkedin_slug="", bio="Known", provenance={"bio": ["linkedin", "2026-01-01"]}
    )
    correct(lead, user, "linkedin_slug", "nora-right")
    assert fresh(lead).bio == "Known"


def test_a_field_that_scoring_reads_is_scored_again_for_every_offer(lead, user):
    scores = [BuyerScoreFactory(lead=lead) for _ in range(2)]
    correct(lead, user, "website", "https://nora.example")
    assert PipelineJob.objects.count() == 0
    correct(lead, user, "title", "Director")
    jobs = PipelineJob.objects.filter(lead=lead)
    assert {job.offer_id for job in jobs} == {score.offer_id for score in scores}
    assert {job.mode for job in jobs} == {PipelineJob.Mode.SCORING_ONLY}


def test_an_open_question_about_the_profile_is_answered_and_the_wrong_one_not_proposed_again(lead, user):
    of_lead = {"workspace": lead.workspace, "lead": lead, "platform": "linkedin"}
    ProfileFinding.objects.create(**of_lead, decision="asked", candidates=[])
    ProfileFinding.objects.create(**of_lead, decision="accepted", handle="nora-one")
    correct(lead, user, "linkedin_slug", "nora-right")
    finding = ProfileFinding.objects.get(lead=lead)
    assert (finding.decision, finding.decided_by) == ("undone", user)
    assert ProfileFinding.objects.refused_handles([lead.pk], "linkedin") == {lead.pk: {"nora-one"}}


def test_the_pool_parts_the_two_people(lead, user):
    Lead.objects.filter(pk=lead.pk).update(enriched_at=timezone.now())
    store_leads(lead_ids=[lead.pk])
    assert PoolProfile.objects.filter(linkedin_slug="nora-one", x_handle="nora").exists()
    correct(lead, user, "linkedin_slug", "nora-right")
    assert not PoolProfile.objects.filter(linkedin_slug="nora-one", x_handle="nora").exists()


def test_a_lead_that_has_the_profile_is_merged_by_hand_and_parted_again(lead, user):
    read_profile(lead)
    correct(lead, user, "title", "Director")
    other = LeadFactory(
        workspace=lead.workspace, linkedin_slug="nora-right", title="Intern", bio="Of the right one", industry="Paper"
    )
    merge = merge_by_hand(lead_id=lead.pk, other_id=other.pk, name="linkedin_slug", user=user)
    merged = fresh(lead)
    assert (merged.linkedin_slug, merged.x_handle, merged.bio) == ("nora-right", "nora", "Of the right one")
    assert (merged.title, merged.locked) == ("Director", ["linkedin_slug", "title"])
    assert not Lead.objects.filter(pk=other.pk).exists()
    undo_merge_by_hand(merge, user=user)
    assert (fresh(lead).linkedin_slug, fresh(lead).x_handle, fresh(lead).title) == ("", "nora", "Director")
    assert (fresh(lead).locked, fresh(lead).industry) == (["title"], "")
    assert (fresh(other).linkedin_slug, fresh(other).title) == ("nora-right", "Intern")
    assert LeadMerge.objects.get().undone_at is not None


def test_two_people_with_different_accounts_elsewhere_are_not_merged(lead, user):
    other = LeadFactory(workspace=lead.workspace, linkedin_slug="nora-right", x_handle="other")
    with pytest.raises(Contradiction):
        merge_by_hand(lead_id=lead.pk, other_id=other.pk, name="linkedin_slug", user=user)
    assert (fresh(lead).linkedin_slug, fresh(other).x_handle) == ("nora-one", "other")


def test_a_merge_keeps_what_either_lead_has_by_hand(pair, user):
    kept, gone = pair
    correct(kept, user, "website", "")
    correct(gone, user, "title", "Director")
    Lead.objects.filter(pk=kept.pk).update(title="Intern", provenance={"title": ["linkedin", "2026-01-01"]})
    Lead.objects.filter(pk=gone.pk).update(website="https://gone.example", company_name="Gone Works")
    merge_by_hand(lead_id=kept.pk, other_id=gone.pk, name="person_key", user=user)
    kept = fresh(kept)
    assert (kept.title, kept.website, kept.company_name) == ("Director", "", "Gone Works")
    assert kept.locked == ["title", "website"]
