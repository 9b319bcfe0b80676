"""The hours in which a workspace wants its LinkedIn account to be active."""

from datetime import datetime, timedelta

from django.utils import timezone

from autoreach.calls.waits import Cause, Wait
from autoreach.providers.registry import PROVIDERS
from leads.workspaces.choice import clock_of


def next_opening(workspace, now=None):
    """When the outreach window opens next, for workspaces that read LinkedIn inside it only; None: it is open."""
    if not workspace.linkedin_in_window_only or not workspace.outreach_days:
        return None
    now = (now or timezone.now()).astimezone(clock_of(workspace) or timezone.get_default_timezone())
    for days in range(8):
        day = now.date() + timedelta(days=days)
        if day.isoweekday() not in workspace.outreach_days:
            continue
        opens = datetime.combine(day, workspace.outreach_from, now.tzinfo)
        closes = datetime.combine(day, workspace.outreach_until, now.tzinfo)
        if opens <= now < closes:
            return None
        if now < opens:
            return opens
    return None


def wait_for_window(provider, workspace):
    """The wait of a call to a provider that is asked inside the outreach window only; None: it may go."""
    opening = next_opening(workspace) if PROVIDERS[provider].keeps_window else None
    if opening is None:
        return None
    return Wait(opening, f"{PROVIDERS[provider].label} is read inside the outreach window only", Cause.WINDOW)
