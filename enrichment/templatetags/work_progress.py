"""How the processing banner and the lead's page show work: counts, steps, and what it waits for."""

from django import template
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import format_html, format_html_join

from autoreach.work import leases
from enrichment import banner

register = template.Library()
STEP_ICONS = {"done": "check", "missing": "x-mark", "waits": "pause", "skipped": "minus"}


@register.filter
def capped(count):
    """`1,000+` where the banner stopped counting at its cap."""
    return f"{banner.COUNT_CAP:,}+" if count > banner.COUNT_CAP else f"{count:,}"


@register.filter
def step_icon(state):
    return STEP_ICONS.get(state, "clock")


@register.filter
def clock(moment):
    """`14:20` if that is today, else `3 Nov, 14:20`."""
    local = timezone.localtime(moment)
    return date_format(local, "H:i" if local.date() == timezone.localdate() else "j M, H:i")


@register.filter
def about(moment):
    """` at about 14:20`; nothing of a moment that is past, as while no worker runs."""
    return f" at about {clock(moment)}" if moment > timezone.now() else ""


@register.filter
def resumes_at(work):
    """About when a job, a search or its import goes on whose worker does not respond; else None."""
    return leases.resumes_at(work) or leases.resumes_at(getattr(work, "import_job", None))


@register.filter
def with_link(reason):
    links = []
    if "budget" in reason:
        links.append((reverse("settings"), "raise it in Settings"))
    if "credits" in reason or "key" in reason:
        links.append((reverse("status"), "see Status"))
    return format_html("{}{}", reason, format_html_join("", ' (<a href="{}">{}</a>)', links))
