"""Profiles and posts that are odd, huge, hidden or hostile: the lead says so, and nothing is lost."""

from datetime import timedelta

import pytest
from django.utils import timezone

from leads.models import PlatformProfile, Post
from scoring.models import BuyerScore
from tests.enrichment.pipeline import add, job_of, run

pytestmark = pytest.mark.django_db


def enriched(offer, slug="", handle=""):
    (lead,) = add(offer, (slug, handle))
    run()
    lead.refresh_from_db()
    assert job_of(lead).status == "ready"
    assert BuyerScore.objects.get(lead=lead).score is not None
    return lead


@pytest.mark.parametrize(
    ("slug", "handle", "missing", "reason"),
    [
        ("nobody-by-this-name", "", "LinkedIn profile", "there is no such profile, or it is hidden"),
        ("private-profile-sbx", "", "LinkedIn profile", "there is no such profile, or it is hidden"),
        ("", "nobody_here", "X profile", "there is no such profile, or it is hidden"),
        ("", "deleted_sbx", "X profile", "there is no such profile, or it is hidden"),
        ("", "suspended_sbx", "X profile", "the platform has suspended it"),
    ],
)
def test_a_profile_that_cannot_be_seen_is_named_with_the_reason(sandbox, offer, slug, handle, missing, reason):
    lead = enriched(offer, slug, handle)
    assert lead.missing == [missing]
    assert f"{missing}: {reason}" in job_of(lead).skipped


def test_a_profile_that_cannot_be_seen_costs_nothing_of_what_was_known(sandbox, offer):
    (lead,) = add(offer, ("nobody-by-this-name", ""))
    type(lead).objects.filter(pk=lead.pk).update(full_name="Nora Nobody", title="Plant Manager")
    run()
    lead.refresh_from_db()
    assert (lead.full_name, lead.title) == ("Nora Nobody", "Plant Manager")


def test_a_protected_account_still_says_who_it_is(sandbox, offer):
    lead = enriched(offer, handle="protected_sbx")
    assert (lead.full_name, lead.profiles.get().state) == ("Pilar Protected", "protected")
    assert (lead.missing, [reason for reason in job_of(lead).skipped if reason.startswith("X ")]) == (
        [],
        ["X posts: the account is protected: they cannot be read"],
    )


@pytest.mark.parametrize(("slug", "handle"), [("huge-profile-sbx", ""), ("", "huge_sbx")])
def test_a_profile_of_two_megabytes_is_cut_to_size(sandbox, offer, slug, handle):
    lead = enriched(offer, slug, handle)
    assert lead.missing == []
    assert lead.full_name == "Hugo Huge"
    assert len(lead.bio) <= 20_000


@pytest.mark.parametrize(("slug", "handle"), [("odd-characters-sbx", ""), ("", "odd_chars_sbx")])
def test_text_the_database_cannot_hold_arrives_without_it(sandbox, offer, slug, handle):
    lead = enriched(offer, slug, handle)
    texts = [lead.full_name, lead.bio, *Post.objects.filter(lead=lead).values_list("text", flat=True)]
    assert not any("\x00" in text or any("\ud800" <= letter <= "\udfff" for letter in text) for text in texts)
    assert lead.full_name.startswith("Odda")


@pytest.mark.parametrize(("slug", "handle"), [("year-2106-sbx", ""), ("", "year_2106_sbx")])
def test_a_post_from_the_year_2106_makes_no_lead_active_then(sandbox, offer, slug, handle):
    lead = enriched(offer, slug, handle)
    assert Post.objects.filter(lead=lead).exists()
    assert lead.last_active_on is None or lead.last_active_on <= timezone.now().date() + timedelta(days=1)
    assert not BuyerScore.objects.filter(lead=lead, newest_signal_at__gt=timezone.now()).exists()


def test_orders_in_a_profile_move_no_score(sandbox, offer):
    lead = enriched(offer, "injector-sbx", "injector_sbx")
    assert BuyerScore.objects.get(lead=lead).state in {"disqualified", "poor_fit"}
    assert PlatformProfile.objects.filter(lead=lead, state="found").count() == 2
