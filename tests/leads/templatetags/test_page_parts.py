from datetime import timedelta

import pytest
from django.utils import timezone

from leads.templatetags.page_parts import ago

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("seconds", "words"),
    [(-7300, "2 hours ago"), (-3, "just now"), (1, "just now"), (40, "in a moment"), (7300, "in 2 hours")],
)
def test_moments_are_told_by_how_far_they_are(seconds, words):
    assert ago(timezone.now() + timedelta(seconds=seconds)).count(f">{words}<") == 1
