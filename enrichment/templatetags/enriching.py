"""Parts of the Enrich dialog, of the status page and of the processing banner."""

from decimal import Decimal

from django import template
from django.urls import reverse
from django.utils.html import format_html, format_html_join

from autoreach.providers.registry import FLAT_RATE, PROVIDERS
from enrichment import banner

register = template.Library()
SCOPES = {
    "*": "All calls",
    "users": "Profiles",
    "users/by": "Profiles by handle",
    "users/:id/tweets": "Posts of a person",
    "tweets/search/recent": "Search for posts",
    "usage/tweets": "Checks",
    "profile": "Profiles",
}


@register.inclusion_tag("enrichment/_step.html", takes_context=True)
def enrich_step(context, name, label, hint):
    """A box of the dialog. One that a chosen finder needs stays ticked."""
    steps = context["steps"]
    held = name == "profile" and any(step.startswith("find_") for step in steps)
    return {"name": name, "label": label, "hint": hint, "ticked": name in steps, "held": held}


@register.filter
def found_from(count, platform):
    words = "1 lead is" if count == 1 else f"{count:,} leads are"
    return f"{words} known from {platform} alone; asks an AI that searches the web"


@register.filter
def capped(count):
    """A number of the banner, which counts no further than its cap."""
    return f"{banner.COUNT_CAP:,}+" if count > banner.COUNT_CAP else f"{count:,}"


@register.filter
def money(usd):
    """`$3.20`; small sums with the digits that matter."""
    digits = 2 if usd == 0 or usd >= Decimal("0.01") else 4
    return f"${usd:,.{digits}f}"


@register.filter
def with_link(reason):
    """Why work waits, with a link to the page where the user can end the wait."""
    links = []
    if "budget" in reason:
        links.append((reverse("settings"), "raise it in Settings"))
    if "credits" in reason or "key" in reason:
        links.append((reverse("status"), "see Status"))
    return format_html("{}{}", reason, format_html_join("", ' (<a href="{}">{}</a>)', links))


@register.filter
def provider_name(provider):
    info = PROVIDERS.get(provider)
    return info.title if info else provider


@register.filter
def has_flat_rate(provider):
    return provider in FLAT_RATE


@register.filter
def scope_words(scope):
    """What an allowance counts, as people would say it."""
    return SCOPES.get(scope, scope.replace("/", " ").replace(":id ", "").replace("_", " ").capitalize())
