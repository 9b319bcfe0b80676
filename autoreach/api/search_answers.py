"""Searches and sources as the API answers them."""

from django import forms
from django.db.models import Sum

from autoreach.api.lead_answers import page_url
from autoreach.calls.costs import costs_by_owner
from leads.interface.forms.fields import LinesField
from leads.models import Search
from leads.sources.registry import POOL

SAME = (
    "kind", "label", "status", "found", "updated", "duplicates", "rejected", "estimated_usd", "waits_for",
    "error", "remedy", "problems", "created_at", "started_at", "completed_at",
)  # fmt: skip
TYPES = {
    forms.BooleanField: "boolean",
    forms.IntegerField: "integer",
    LinesField: "string[]",
    forms.MultipleChoiceField: "string[]",
}


def search_answers(request, searches):
    followed = Search.objects.filter(origin__in=[search.pk for search in searches], kind=POOL)
    from_pool = dict(followed.values_list("origin").annotate(found=Sum("found")))
    costs = costs_by_owner(Search.CALLS_AS, [search.pk for search in searches])
    return [search_answer(request, each, from_pool.get(each.pk, 0), costs[each.pk]) for each in searches]


def search_answer(request, search, from_pool, cost):
    return {name: getattr(search, name) for name in SAME} | {
        "id": search.pk,
        "kind_label": search.get_kind_display(),
        "status_label": search.get_status_display(),
        "offer": search.offer and {"id": search.offer_id, "name": search.offer.name},
        "new": search.created,
        "from_pool": from_pool,
        "spent_usd": cost.spent,
        "reserved_usd": cost.reserved,
        "unpriced_calls": cost.unknown,
        "read": search.counts,
        "page_url": page_url(request, "search", search.pk),
    }


def source_answer(source, offer):
    form = source.Parameters(offer=offer)
    return {
        "kind": source.info.kind,
        "label": source.info.label,
        "method": source.method,
        "about": source.about,
        "provider": source.provider,
        "parameters": [parameter_answer(form, name, field) for name, field in form.fields.items()],
    }


def parameter_answer(form, name, field):
    return {
        "name": name,
        "label": form[name].label,
        "help": field.help_text,
        "type": next((words for kind, words in TYPES.items() if isinstance(field, kind)), "string"),
        "required": field.required,
        "least": getattr(field, "min_value", None),
        "most": getattr(field, "max_value", None),
        "choices": [{"value": str(value), "label": str(label)} for value, label in getattr(field, "choices", ())],
        "default": form.get_initial_for_field(field, name),
    }
