from functools import partial

from django.db.models import Count, Max
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.cache import patch_vary_headers
from django.utils.functional import SimpleLazyObject
from django.views.decorators.http import require_POST, require_safe

from leads import access
from leads.interface.exporting import export_file
from leads.interface.lead_filters import (
    COUNT_CAP,
    capped_count,
    filter_leads,
    kept_query,
    selected_leads,
    selected_list,
    tab_counts,
)
from leads.interface.paging import keyset_page, varying
from leads.interface.saved_seeds import saved_seeds
from leads.interface.source_labels import show_sources
from leads.models import BuyerState, Lead
from leads.offers.choice import choose_offer, choose_offer_of

LIST_COLUMNS = (
    "workspace", "full_name", "title", "company_name", "location", "linkedin_slug", "x_handle", "email", "connection",
    "best_score", "best_state", "enriched_at", "created_at",
)  # fmt: skip
SOURCES, PEOPLE = 20, 12


@require_safe
def lead_list(request):
    lead_filter, matching = filter_leads(request, request.GET)
    page = keyset_page(matching.only(*LIST_COLUMNS), lead_filter.order, request.GET)
    show_sources(page.rows)
    note_unasked(page.rows)
    choice = choose_offer(request)
    lead_filter.show_offers(choice.offers)
    # the list alone is often swapped without them
    tabs = SimpleLazyObject(partial(tab_counts, request))
    context = {
        "filter": lead_filter,
        "tabs": tabs,
        "views": access.saved_views(request),
        "view_query": kept_query(request.GET),
        "form": lead_filter.form,
        "seed_groups": saved_seeds(request, lead_filter.only_offer) if shows_seeds(request) else [],
        "page": page,
        "shown": ",".join(str(lead.pk) for lead in page.rows),
        "columns": varying(page.rows, "source_words", "connection"),
        "chips": chips(request, lead_filter),
        "count": count_of(lead_filter, matching, page, tabs),
        "count_cap": COUNT_CAP,
        "choice": choice,
        "selection_filter": request.GET.urlencode(),
    }
    response = render(request, fragment(request, "leads/leads.html", ("leads", "lead-list")), context)
    patch_vary_headers(response, ["HX-Request", "HX-Target"])
    return response


def count_of(lead_filter, matching, page, tabs):
    """How many leads match, counted no further than COUNT_CAP + 1. What the tabs have counted is not counted again."""
    if not page.next and not page.previous:
        return len(page.rows)
    if lead_filter.is_narrowed and not lead_filter.only_tab:
        return capped_count(matching)
    return next(count for name, _, count in tabs if name == lead_filter.only_tab)


def shows_seeds(request):
    return request.GET.get("tab") == "lookalikes"


def note_unasked(leads):
    """Set `is_unasked` on each of `leads`: whether no score is under way for it."""
    done = [lead.pk for lead in leads if lead.best_state == BuyerState.NOT_SCORED and lead.enriched_at]
    asked = set(Lead.objects.filter(pk__in=done, scores__isnull=False).values_list("pk", flat=True)) if done else ()
    for lead in leads:
        lead.is_unasked = lead.pk in done and lead.pk not in asked


def fragment(request, template, partials):
    """The part of `template` that htmx asked for by its id, or all of it."""
    target = request.htmx.target if request.htmx and not request.htmx.history_restore_request else None
    return f"{template}#{target}" if target in partials else template


def chips(request, lead_filter):
    """What narrows the list: a label, and the address without it."""
    if not lead_filter.is_valid():
        return []
    return [
        {"label": field.label, "value": shown_value(field, value), "address": without(request.GET, name)}
        for name, field in lead_filter.form.fields.items()
        if name not in ("tab", "sort") and (value := lead_filter.form.cleaned_data[name]) not in (None, "")
    ]


def shown_value(field, value):
    return dict(getattr(field, "choices", ())).get(value, value) if isinstance(value, str) else value


def without(params, name):
    kept = params.copy()
    for gone in (name, "after", "before"):
        kept.pop(gone, None)
    return kept.urlencode()


@require_safe
def lead_page(request, pk):
    try:
        lead = access.get_lead(request, pk)
    except Http404:
        kept = access.merged_into(request, pk)
        if kept is None:
            raise
        return redirect(f"{reverse('lead', args=[kept])}?{request.GET.urlencode()}".rstrip("?"))
    choice = choose_offer_of(request, lead)
    context = {
        "lead": lead,
        "in_panel": request.htmx.target in ("panel", "lead-news"),
        "choice": choice,
        "sources": lead.sources.select_related("search__origin").order_by("-created_at", "-pk")[:SOURCES],
        "profiles": lead.profiles.order_by("platform"),
        "talks_to": talks_to(lead),
    }
    template = "leads/lead.html#lead" if context["in_panel"] else "leads/lead.html"
    response = render(request, template, context)
    patch_vary_headers(response, ["HX-Request", "HX-Target"])
    return response


def talks_to(lead):
    """The people a lead answered, mentioned or reacted to most, with how often and when last."""
    people = lead.interactions.values("platform", "person").order_by()
    people = people.annotate(name=Max("person_name"), times=Count("pk"), last_at=Max("happened_at"))
    return people.order_by("-times", "-last_at", "person")[:PEOPLE]


@require_POST
def export(request):
    """The selected leads as a file. A POST, because a selection can be longer than an address.

    Its scores are those of the list: the best ones, and those for the offer that the list is narrowed to.
    """
    shown, _ = selected_list(request)
    return export_file(request, selected_leads(request), shown.order, shown.only_offer)
