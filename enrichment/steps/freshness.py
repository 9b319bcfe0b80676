"""How long what a step read stays fresh, and when to ask again for what a provider withheld."""

from datetime import timedelta

from django.utils import timezone

from leads.models import PlatformProfile

FRESH_FOR = timedelta(days=30)
# LinkedIn throttles a member by sending empty sections instead of an error.
WITHHELD_FOR = timedelta(hours=6)


def freshness(profile, subject, step):
    """Why the profile is not fetched again, or ""."""
    if profile is None or subject.chose(step):
        return ""
    if profile.state == PlatformProfile.State.FOUND and profile.details.get("withheld"):
        return ""
    if timezone.now() - profile.fetched_at > FRESH_FOR:
        return ""
    return f"fetched on {profile.fetched_at:%Y-%m-%d}"


def freshness_of_posts(profile, subject, step):
    if profile.posts_fetched_at is None or subject.chose(step) or timezone.now() - profile.posts_fetched_at > FRESH_FOR:
        return ""
    return f"read on {profile.posts_fetched_at:%Y-%m-%d}"
