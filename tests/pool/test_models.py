from datetime import timedelta

import pytest
from django.utils import timezone

from pool.models import default_expiry
from tests.planner import plan

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(("days", "at_most", "kept"), [(365, 1095, 365), (2000, 1095, 1095)])
def test_no_profile_is_kept_longer_than_the_most_that_any_is(settings, days, at_most, kept):
    settings.POOL_PROFILE_DAYS, settings.POOL_PROFILE_MAX_DAYS = days, at_most
    assert round((default_expiry() - timezone.now()) / timedelta(days=1)) == kept


@pytest.mark.parametrize(
    ("table", "index", "looks_for"),
    [
        ("pool_poolprofile", "profile_expiry", "expires_at < now() ORDER BY expires_at LIMIT 5000"),
        ("pool_poolprofile", "profile_first_stored", "created_at < '2020-01-01' ORDER BY created_at LIMIT 5000"),
        ("pool_poolprofile", "profile_described_by", "embedding_model < 'a' OR embedding_model > 'a'"),
        ("leads_search", "search_waiting", "kind = 'pool' AND status = 'pending' ORDER BY id"),
        (
            "leads_search",
            "search_at_work",
            "workspace_id = 1 AND status IN ('pending', 'running') ORDER BY id DESC",
        ),
    ],
)
def test_what_the_sweeps_look_for_has_an_index(table, index, looks_for):
    assert index in plan(table, f"SELECT id FROM {table} WHERE {looks_for}")
