"""What pages show of a lead: name and role, where its fields come from, states and scores."""

import re
from datetime import date
from functools import cache

from django import template
from django.db.models.fields.json import KT
from django.template.loader import render_to_string
from django.utils.html import format_html, format_html_join

from leads.identity.platforms import PLATFORMS
from leads.interface.lead_fields import GROUPS, shown_fields
from leads.models import BuyerState, Lead, LeadMerge
from leads.people.correcting import HAND, sharing_mailbox
from leads.people.merging import could_be_one
from leads.sources.registry import source_of
from leads.templatetags.page_parts import age, rendered_row, words

register = template.Library()
FIELD_SOURCES = {platform.name: platform.label for platform in PLATFORMS.values()}
FIELD_SOURCES |= {"web": "the web", "finder": "profile discovery"}


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
    """Where the fields of a section come from: (field names, source, day).

    Fields without a note came with the lead; those set by hand say so themselves.
    """
    noted = {}
    for field in GROUPS[group]:
        if getattr(lead, field) and lead.provenance.get(field, [HAND])[0] != HAND:
            noted.setdefault(tuple(lead.provenance[field]), []).append(words(field).lower())
    return [(", ".join(names), source, date.fromisoformat(day)) for (source, day), names in sorted(noted.items())]


@register.simple_tag
def editable_fields(lead, group, profiles):
    return shown_fields(lead, group, profiles)


@register.simple_tag
def mailbox_sharer(lead):
    """The lead that is known by the e-mail address of this one, and whether the two could be one person; or None."""
    other = sharing_mailbox(lead)
    return {"lead": other, "could_be_one": could_be_one(lead, other)} if other else None


@register.simple_tag
def merge_to_undo(lead):
    """The newest merge into the lead, where a user made it by hand; else None."""
    merges = LeadMerge.objects.filter(lead=lead, undone_at=None).annotate(by_hand=KT("record__by_hand"))
    newest = merges.defer("record").select_related("user").order_by("-pk").first()
    return newest if newest and newest.by_hand else None


@register.filter
def source_name(source):
    return FIELD_SOURCES.get(source) or source_of(source).label


@register.filter
def phone_link(phone):
    """A link that dials the number; "" for one with letters, such as an extension, that a phone cannot dial."""
    digits = re.sub(r"[^\d+]", "", phone)
    return f"tel:{digits}" if digits and not re.search(r"[^\W\d_]", phone) else ""


@register.filter
def month(text):
    """`2024-03-01` of a profile's details as `March 2024`."""
    try:
        return date.fromisoformat(text).strftime("%B %Y")
    except (TypeError, ValueError):
        return ""


@register.filter
def source_words(source):
    """`post:12` and `role_started_on` as a receipt names them."""
    return words(source.partition(":")[0]).lower()


@register.filter
def signed(points):
    return f"{points:+d}".replace("-", "\N{MINUS SIGN}") if points else "0"


@register.simple_tag
def lead_rows(leads, columns, offer):
    """The rows of the Leads page, with those of the columns that not every page shows. They open leads for `offer`."""
    return format_html_join("", "{}", ((lead_row(lead, columns, offer),) for lead in leads))


def lead_row(lead, columns, offer):
    return rendered_row(
        "leads/_lead_row.html",
        columns=columns,
        offer=offer.pk if offer else None,
        pk=lead.pk,
        name=lead.display_name,
        role=role(lead),
        score=lead.best_score,
        state=lead.best_state,
        is_unasked=lead.is_unasked,
        place=lead.location,
        source=lead.source_words,
        connection=lead.connection,
        added=age(lead.created_at),
    )


@register.simple_tag
@cache
def ring(score, state, large=False):
    return render_to_string("components/score_ring.html", {"score": score, "state": state, "large": large})


@register.simple_tag
def score_bars(fit, intent, timing):
    """Always in this order."""
    return format_html(
        '<span class="scores">{}{}{}</span>', bar("fit", fit), bar("intent", intent), bar("timing", timing)
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
