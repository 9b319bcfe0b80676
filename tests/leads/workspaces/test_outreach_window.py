from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone

from autoreach.calls.waits import Cause
from leads.models import Workspace
from leads.workspaces.outreach_window import next_opening, wait_for_window

BERLIN = ZoneInfo("Europe/Berlin")


def workspace(**fields):
    known = {"time_zone": "Europe/Berlin", "linkedin_in_window_only": True, "outreach_days": [1, 2, 3, 4, 5]}
    return Workspace(**known | {"outreach_from": time(9), "outreach_until": time(18)} | fields)


@pytest.mark.parametrize(
    ("now", "opens"),
    [
        ("2026-11-27 12:00", None),
        ("2026-11-27 09:00", None),
        ("2026-11-27 08:59", "2026-11-27 09:00"),
        ("2026-11-27 18:00", "2026-11-30 09:00"),
        ("2026-11-28 12:00", "2026-11-30 09:00"),
        ("2026-11-29 23:59", "2026-11-30 09:00"),
    ],
)
def test_the_window_opens_on_the_next_working_day(now, opens):
    expected = datetime.fromisoformat(opens).replace(tzinfo=BERLIN) if opens else None
    assert next_opening(workspace(), datetime.fromisoformat(now).replace(tzinfo=BERLIN)) == expected


def test_the_window_is_that_of_the_workspace_s_clock():
    now = datetime(2026, 11, 27, 17, 30, tzinfo=ZoneInfo("UTC"))
    assert next_opening(workspace(), now) == datetime(2026, 11, 30, 9, tzinfo=BERLIN)
    assert next_opening(workspace(time_zone="UTC"), now) is None


@pytest.mark.parametrize("fields", [{"linkedin_in_window_only": False}, {"outreach_days": []}])
def test_without_a_window_it_is_always_open(fields):
    assert next_opening(workspace(**fields), datetime(2026, 11, 28, 12, tzinfo=BERLIN)) is None


def test_a_window_of_one_day_opens_a_week_later():
    now = datetime(2026, 11, 27, 18, tzinfo=BERLIN)
    assert next_opening(workspace(outreach_days=[5]), now) == datetime(2026, 12, 4, 9, tzinfo=BERLIN)


def test_only_linkedin_keeps_to_the_outreach_window():
    tomorrow = (timezone.now().astimezone(BERLIN) + timedelta(days=1)).isoweekday()
    waits = [wait_for_window(provider, workspace(outreach_days=[tomorrow])) for provider in ("x", "ai", "linkedin")]
    assert [wait and (wait.cause, wait.reason) for wait in waits] == [
        None,
        None,
        (Cause.WINDOW, "LinkedIn is read inside the outreach window only"),
    ]
