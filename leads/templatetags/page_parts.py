"""What any page shows: icons, navigation, form fields, times and addresses."""

from functools import cache, lru_cache
from urllib.parse import urlsplit

from django import template
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import mark_safe
from heroicons.templatetags.heroicons import heroicon_outline

from leads import access
from leads.access import REFUSALS

register = template.Library()
DAY = 24 * 3600
ROWS_KEPT = 4_000
rendered_fields = {}
CLOCK_SKEW = 2
UNITS = (
    ("year", "yr", 365 * DAY),
    ("month", "mo", 30 * DAY),
    ("week", "wk", 7 * DAY),
    ("day", "d", DAY),
    ("hour", "h", 3600),
    ("minute", "min", 60),
)


@register.filter
def may(membership, right):
    return membership is not None and membership.may(right)


@register.filter
def may_score(request):
    return access.may_score(request)


@register.simple_tag(takes_context=True)
def unless_may_score(context):
    """The attributes of a button that scores: disabled, with the reason, where the user may not."""
    refused = not access.may_score(context["request"])
    return format_html('disabled title="{}"', REFUSALS[access.Right.SPEND]) if refused else ""


@register.inclusion_tag("components/no_right.html", takes_context=True)
def no_right(context, right):
    """Why the user sees no button here; nothing where they have the right."""
    return {"refusal": "" if may(context["request"].membership, right) else REFUSALS[right]}


@register.simple_tag
@cache
def icon(name):
    """A decorative icon; its meaning must stand beside it in words or in an aria-label."""
    return heroicon_outline(name, size=18, **{"class": "icon", "aria-hidden": "true"})


@register.simple_tag(takes_context=True)
def rail_link(context, url_name, label, icon_name):
    url = fixed_address(url_name)
    current = mark_safe(' aria-current="page"') if context["request"].path.startswith(url) else ""
    return format_html('<a class="rail-link" href="{}"{}>{}{}</a>', url, current, icon(icon_name), label)


@cache
def fixed_address(url_name):
    return reverse(url_name)


@register.simple_tag
def fixed_field(field, bare=False):
    """A field of a filter that looks alike for everybody: one of its fixed choices, or an empty line.

    Rendering a field is slow, so each of these is rendered once.
    """
    value = field.value() or ""
    if field.errors or (value and not hasattr(field.field, "choices")):
        return rendered_field(field, bare)
    key = (type(field.form).__name__, field.name, value, bare)
    if key not in rendered_fields:
        rendered_fields[key] = rendered_field(field, bare)
    return rendered_fields[key]


def rendered_field(field, bare):
    return str(field) if bare else render_to_string("components/form_field.html", {"field": field})


# by type too: text that is safe for HTML equals text that is not
@lru_cache(maxsize=ROWS_KEPT, typed=True)
def rendered_row(template_name, **values):
    """A row of a list. The same people are looked at all day: a row that was shown lately is not rendered again."""
    return render_to_string(template_name, values)


@register.filter
def ago(moment):
    """`3 hours ago` or `in 3 hours`, with the exact time on hover."""
    seconds = (timezone.now() - moment).total_seconds()
    ahead = seconds < -CLOCK_SKEW
    return time_element(
        moment, elapsed(-seconds, "in {}", "in a moment") if ahead else elapsed(seconds, "{} ago", "just now")
    )


@register.filter
def age(moment):
    """`3 h`, for the column of a list, with the exact time on hover; "" for None."""
    if moment is None:
        return ""
    seconds = (timezone.now() - moment).total_seconds()
    for _, short, length in UNITS:
        if seconds >= length:
            return time_element(moment, f"{int(seconds // length)} {short}")
    return time_element(moment, "now")


@register.filter
def day_age(day):
    """`3 days ago` of a day, with the day on hover."""
    days = (timezone.localdate() - day).days
    words = "today" if days <= 0 else "yesterday" if days == 1 else elapsed(days * DAY, "{} ago", "")
    return format_html('<time datetime="{}" title="{}" class="nowrap">{}</time>', day, day.strftime("%-d %B %Y"), words)


def time_element(moment, words):
    return kept_time_element(timezone.localtime(moment), words, timezone.get_current_timezone_name())


# with the zone's name: two moments are equal whatever zone they are told in
@lru_cache(maxsize=ROWS_KEPT)
def kept_time_element(exact, words, zone):
    return format_html(
        '<time datetime="{}" title="{}" class="nowrap">{}</time>',
        exact.isoformat(timespec="seconds"),
        exact.strftime("%-d %B %Y, %H:%M %Z"),
        words,
    )


def elapsed(seconds, words, at_once):
    for unit, _, length in UNITS:
        if seconds >= length:
            number = int(seconds // length)
            return words.format(f"{number} {unit}{'' if number == 1 else 's'}")
    return at_once


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
