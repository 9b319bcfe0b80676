from datetime import UTC, datetime

import pytest
from django.utils import timezone

from enrichment.templatetags import work_progress


def test_a_number_beyond_the_cap_says_so():
    assert [work_progress.capped(count) for count in (7, 1000, 1001)] == ["7", "1,000", "1,000+"]


@pytest.mark.parametrize(
    ("state", "icon"),
    [("done", "check"), ("missing", "x-mark"), ("waits", "pause"), ("skipped", "minus"), ("ahead", "clock")],
)
def test_each_state_of_a_step_has_an_icon(state, icon):
    assert work_progress.step_icon(state) == icon


def test_a_moment_of_today_is_shown_without_its_day(clock):
    clock.now = datetime(2026, 11, 3, 9, tzinfo=UTC)
    moments = (datetime(2026, 11, 3, 14, 20, tzinfo=UTC), datetime(2026, 11, 4, 14, 20, tzinfo=UTC))
    assert [work_progress.clock(moment) for moment in moments] == ["14:20", "4 Nov, 14:20"]


def test_today_is_that_of_the_workspace_s_time_zone(clock):
    clock.now = datetime(2026, 11, 3, 9, tzinfo=UTC)
    moments = (datetime(2026, 11, 3, 3, 20, tzinfo=UTC), datetime(2026, 11, 4, 3, 20, tzinfo=UTC))
    with timezone.override("America/Los_Angeles"):
        assert [work_progress.clock(moment) for moment in moments] == ["2 Nov, 19:20", "19:20"]


@pytest.mark.parametrize(
    ("reason", "links"),
    [
        ("the monthly budget is spent", ["/settings/"]),
        ("X is out of credits", ["/status/"]),
        ("X refuses the key", ["/status/"]),
        ("X is out of credits; the monthly budget is spent", ["/settings/", "/status/"]),
        ("X is limited", []),
    ],
)
def test_a_reason_links_to_the_page_where_the_user_can_end_the_wait(reason, links):
    shown = work_progress.with_link(reason)
    assert shown.startswith(reason)
    assert [part.partition('"')[0] for part in shown.split('href="')[1:]] == links


def test_a_reason_from_outside_is_shown_as_text():
    assert work_progress.with_link("<script>") == "&lt;script&gt;"
