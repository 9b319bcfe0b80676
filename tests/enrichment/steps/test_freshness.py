from datetime import timedelta

import pytest
from django.utils import timezone

from enrichment.models import PipelineJob
from enrichment.steps import Subject
from enrichment.steps.activity import LinkedInPosts
from enrichment.steps.freshness import freshness, freshness_of_posts
from enrichment.steps.profile import LinkedInProfile
from leads.models import Lead, PlatformProfile


@pytest.fixture
def subject():
    return Subject(PipelineJob(), Lead())


def stored(days=0, **fields):
    read_at = timezone.now() - timedelta(days=days)
    return PlatformProfile(fetched_at=read_at, posts_fetched_at=read_at, **{"state": "found", "details": {}} | fields)


@pytest.mark.parametrize(
    ("profile", "fresh"),
    [
        (None, False),
        (stored(29), True),
        (stored(31), False),
        (stored(29, state="not_found"), True),
        (stored(details={"withheld": ["skills"]}), False),
        (stored(state="not_found", details={"withheld": ["skills"]}), True),
    ],
)
def test_a_profile_is_fresh_for_thirty_days_unless_part_of_it_is_missing(subject, profile, fresh):
    assert freshness(profile, subject, LinkedInProfile()) == (
        f"fetched on {profile.fetched_at:%Y-%m-%d}" if fresh else ""
    )


@pytest.mark.parametrize(("days", "fresh"), [(29, True), (31, False)])
def test_posts_are_fresh_for_thirty_days(subject, days, fresh):
    profile = stored(days)
    reason = f"read on {profile.posts_fetched_at:%Y-%m-%d}" if fresh else ""
    assert freshness_of_posts(profile, subject, LinkedInPosts()) == reason
    assert freshness_of_posts(PlatformProfile(), subject, LinkedInPosts()) == ""


def test_what_a_user_asks_for_is_never_fresh(subject):
    subject.job.steps = ["profile", "activity"]
    assert freshness(stored(), subject, LinkedInProfile()) == ""
    assert freshness_of_posts(stored(), subject, LinkedInPosts()) == ""
