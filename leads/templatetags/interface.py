"""What every page is made of: icons, navigation, links that keep the rest of the address."""

from functools import cache

from django import template
from django.urls import NoReverseMatch, reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.timesince import timesince
from heroicons.templatetags.heroicons import heroicon_outline

register = template.Library()


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
    current = format_html(' aria-current="page"') if context["request"].path.startswith(url) else ""
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
