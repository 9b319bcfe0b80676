"""What pages show of a score: the reason of a row, a lead's standing, its receipt."""

import re
from datetime import date

from django import template
from django.utils.html import format_html, format_html_join

from leads.templatetags.lead_parts import signed
from scoring.scorecard import ROLE_START, SCORE
from scoring.standing import doubt_of, is_post, receipt_context, standing_of
from scoring.wording import words_today

register = template.Library()
SHOWN = 1000


@register.filter
def reason_today(score):
    return words_today(score.top_reason, score.top_reason_on)


@register.filter
def line_reason(line):
    return words_today(line["reason"], line_day(line))


@register.filter
def line_change(line):
    """How a line of the receipt differs from the one before, in words."""
    dimension, reason, before, after = line
    where = "" if dimension == SCORE else f" {dimension}"
    if before is None:
        return f"New: {reason} ({signed(after)}{where})"
    if after is None:
        return f"No longer: {reason} (was {signed(before)}{where})"
    return f"{reason}: {signed(before)}, now {signed(after)}{where}"


@register.filter
def line_doubt(line):
    return doubt_of(line)


@register.filter
def line_day(line):
    return date.fromisoformat(line["date"]) if line["date"] else None


@register.filter
def is_said_above(line):
    """Whether the line's words stand in full on the page: those of a post, which stands there once."""
    return is_post(line["source"]) or line["source"] == ROLE_START


@register.filter
def anchor(source):
    """`post:12` as the id of an element."""
    return source.replace(":", "-")


@register.filter
def with_marks(text, quotes):
    """The text, escaped, with the quotes in it marked."""
    text = text[:SHOWN].rstrip() + "…" if len(text) > SHOWN else text
    if not quotes:
        return text
    parts = re.split(f"({'|'.join(map(re.escape, sorted(quotes, key=len, reverse=True)))})", text)
    return format_html_join("", "{}", ((mark(part) if part in quotes else part,) for part in parts))


def mark(text):
    return format_html("<mark>{}</mark>", text)


@register.simple_tag
def standing(lead, offer):
    return standing_of(lead, offer)


@register.inclusion_tag("scoring/receipt.html#receipt")
def receipt(lead, choice):
    """The receipt as its own address shows it, without a second request."""
    return receipt_context(lead, choice)
