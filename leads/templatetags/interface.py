"""What every page is made of: icons, navigation, links that keep the rest of the address."""

import re
from datetime import date
from functools import cache
from urllib.parse import urlsplit

from django import template
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import mark_safe
from heroicons.templatetags.heroicons import heroicon_outline

from leads.identity.platforms import PLATFORMS
from leads.models import BuyerState, Lead, Search

register = template.Library()
DAY = 24 * 3600
rendered_choices = {}
FIELD_SOURCES = {platform.name: platform.label for platform in PLATFORMS.values()}
FIELD_SOURCES |= {"web": "the web", "finder": "profile discovery"}
FIELD_GROUPS = {
    "basics": ("full_name", "location", "website", "linkedin_slug", "x_handle", "email"),
    "background": (
        "title", "company_name", "company_size", "industry", "company_location", "skills", "bio", "role_started_on",
    ),
}  # fmt: skip
CLOCK_SKEW = 2
UNITS = (
    ("year", 365 * DAY),
    ("month", 30 * DAY),
    ("week", 7 * DAY),
    ("day", DAY),
    ("hour", 3600),
    ("minute", 60),
)


@register.simple_tag
@cache
def icon(name):
    """A decorative icon; its meaning must stand beside it in words or in an aria-label."""
    return heroicon_outline(name, size=18, **{"class": "icon", "aria-hidden": "true"})


@register.simple_tag(takes_context=True)
def rail_link(context, url_name, label, icon_name):
    url = reverse(url_name)
    current = mark_safe(' aria-current="page"') if context["request"].path.startswith(url) else ""
    return format_html('<a class="rail-link" href="{}"{}>{}{}</a>', url, current, icon(icon_name), label)


@register.filter
def ago(moment):
    """`3 hours ago` or `in 3 hours`, with the exact time on hover."""
    seconds = (timezone.now() - moment).total_seconds()
    exact = timezone.localtime(moment)
    return format_html(
        '<time datetime="{}" title="{}" class="nowrap">{}</time>',
        exact.isoformat(timespec="seconds"),
        exact.strftime("%-d %B %Y, %H:%M %Z"),
        elapsed(-seconds, "in {}", "in a moment") if seconds < -CLOCK_SKEW else elapsed(seconds, "{} ago", "just now"),
    )


def elapsed(seconds, words, at_once):
    for unit, length in UNITS:
        if seconds >= length:
            number = int(seconds // length)
            return words.format(f"{number} {unit}{'' if number == 1 else 's'}")
    return at_once


@register.simple_tag
@cache
def ring(score, state, large=False):
    return render_to_string("components/ring.html", {"score": score, "state": state, "large": large})


@register.simple_tag
def score_bars(score):
    """Fit, intent and timing, always in this order."""
    return format_html(
        '<span class="scores">{}{}{}</span>',
        bar("fit", score.fit),
        bar("intent", score.intent),
        bar("timing", score.timing),
    )


@cache
def bar(dimension, number):
    return render_to_string("components/score_bar.html", {"dimension": dimension, "number": number})


@register.filter
@cache
def connection_badge(connection):
    return format_html('<span class="badge {}">{}</span>', connection, Lead.Connection(connection).label)


@register.filter
@cache
def state_badge(state):
    return format_html('<span class="badge {}">{}</span>', state, BuyerState(state).label)


@register.simple_tag
def fixed_choice(field, bare=False):
    """A form field whose choices never change. Rendering a select is dear, so each valid answer is rendered once."""
    if field.errors:
        return render_to_string("components/field.html", {"field": field})
    key = (type(field.form).__name__, field.name, field.value() or "")
    if key not in rendered_choices:
        rendered_choices[key] = str(field) if bare else render_to_string("components/field.html", {"field": field})
    return rendered_choices[key]


@register.filter
def role(lead):
    """Title and company on one line."""
    return " · ".join(part for part in (lead.title, lead.company_name) if part)


@register.filter
def initials(name):
    """Up to two letters that stand for a picture: pages load none from elsewhere."""
    letters = re.findall(r"\b[^\W\d_]", name)
    return "".join(letters[:1] + letters[1:][-1:]).upper() or "?"


@register.filter
def field_sources(lead, group):
    """Where the fields of a section come from: (field names, source, day). Fields without a note came with the lead."""
    noted = {}
    for field in FIELD_GROUPS[group]:
        if getattr(lead, field) and field in lead.provenance:
            noted.setdefault(tuple(lead.provenance[field]), []).append(words(field).lower())
    return [(", ".join(names), source, date.fromisoformat(day)) for (source, day), names in sorted(noted.items())]


@register.filter
def source_name(source):
    return FIELD_SOURCES.get(source) or dict(Search.Kind.choices).get(source, source)


@register.filter
def month(text):
    """`2024-03-01` of a profile's details as `March 2024`."""
    try:
        return date.fromisoformat(text).strftime("%B %Y")
    except (TypeError, ValueError):
        return ""


@register.filter
def web_address(text):
    """`text` where it is an http(s) address that a browser may open, else ""."""
    try:
        parts = urlsplit(text if "://" in text else f"https://{text}")
    except ValueError:
        return ""
    plain = parts.scheme in ("http", "https") and parts.hostname and "." in parts.hostname
    return parts.geturl() if plain and not set(text) & set(' \t\r\n"<>\\') else ""


@register.filter
def words(code):
    """`asked_for_recommendation` as people read it."""
    return code.replace("_", " ").replace("-", " ").capitalize()


@register.filter
def signed(points):
    return f"{points:+d}".replace("-", "\N{MINUS SIGN}") if points else "0"


@register.filter
def source_words(source):
    """`post:12` and `role_started_on` as a receipt names them."""
    return words(source.partition(":")[0]).lower()
