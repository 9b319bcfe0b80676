"""What every page is made of: icons, navigation, links that keep the rest of the address."""

from functools import cache
from urllib.parse import urlsplit

from django import template
from django.urls import NoReverseMatch, reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import mark_safe
from django.utils.timesince import timesince
from heroicons.templatetags.heroicons import heroicon_outline

from leads.models import Search

register = template.Library()
SOURCES = dict(Search.Kind.choices)


@register.simple_tag
@cache
def icon(name):
    """A decorative icon; its meaning must stand beside it in words or in an aria-label."""
    return heroicon_outline(name, size=18, **{"class": "icon", "aria-hidden": "true"})


@register.simple_tag(takes_context=True)
def rail_link(context, url_name, label, icon_name):
    try:
        url = reverse(url_name)
    except NoReverseMatch:
        return ""
    current = mark_safe(' aria-current="page"') if context["request"].path.startswith(url) else ""
    return format_html('<a class="rail-link" href="{}"{}>{}{}</a>', url, current, icon(icon_name), label)


@register.filter
def ago(moment):
    """`3 hours ago`, with the exact time on hover."""
    exact = timezone.localtime(moment)
    relative = timesince(moment, depth=1)
    words = "just now" if relative.startswith("0") else f"{relative} ago"
    return format_html(
        '<time datetime="{}" title="{}" class="nowrap">{}</time>',
        exact.isoformat(timespec="seconds"),
        exact.strftime("%-d %B %Y, %H:%M %Z"),
        words,
    )


@register.filter
def source_label(sources):
    """`CSV import`, or `CSV import +1` where another kind of source found the same person."""
    labels = list(dict.fromkeys(SOURCES.get(source.kind, source.kind) for source in sources))
    return f"{labels[0]} +{len(labels) - 1}" if len(labels) > 1 else "".join(labels)


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
