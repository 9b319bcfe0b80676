"""A receipt's words as they read today: what was new on the day of scoring is not new for ever."""

from datetime import date

from django.utils import timezone

from scoring.local.kinds import KINDS

NEW_DAYS = 90
STARTED, NEW = KINDS["job_change"].words, "New in the role"


def words_today(reason: str, day: date | None) -> str:
    """`reason` of a receipt line of that day."""
    is_new = day and reason.startswith(STARTED) and (timezone.localdate() - day).days <= NEW_DAYS
    return NEW + reason.removeprefix(STARTED) if is_new else reason
