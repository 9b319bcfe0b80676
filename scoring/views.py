from collections import Counter

from django.contrib import messages
from django.db.models import F
from django.http import HttpResponseBadRequest
from django.shortcuts import get_object_or_404, render
from django.template.loader import render_to_string
from django.utils.cache import patch_vary_headers
from django.views.decorators.http import require_POST, require_safe

from leads import access
from leads.interface.exporting import export_file
from leads.interface.lead_filters import COUNT_CAP, selected_leads, selected_list, with_scores_for
from leads.interface.paging import Order, keyset_page, varying
from leads.interface.responses import leads_changed
from leads.interface.source_labels import show_sources
from leads.models import BuyerState
from leads.offers.choice import choose_offer
from scoring.models import RANK, BuyerScore, StateChange, StateCount, rank_in
from scoring.rules import current_rules
from scoring.standing import receipt_context
from scoring.state_changes import change_state, undo

WORTH_A_CALL = (BuyerState.ACTIVE, BuyerState.MONITOR, BuyerState.MANUAL)
BEST_FIRST = Order("rank", tie="lead_id")
ROW_COLUMNS = (
    "offer", "state", "score", "fit", "intent", "timing", "top_reason", "top_quote", "top_reason_on",
    "newest_signal_at", "lead__full_name", "lead__title", "lead__company_name", "lead__x_handle",
    "lead__linkedin_slug", "lead__email", "lead__connection",
)  # fmt: skip


@require_safe
def buyers(request):
    choice = choose_offer(request)
    state = request.GET.get("state")
    state = BuyerState(state) if state in BuyerState.values else BuyerState.ACTIVE
    context = {"choice": choice, "tabs": state_tabs(choice.offer), "state": state}
    if request.htmx.target == "buyer-tabs":
        response = render(request, "scoring/buyers.html#buyer-tabs", context)
    else:
        context |= list_context(request, choice.offer, state, context["tabs"])
        part = "#buyers" if request.htmx.target == "buyers" else ""
        response = render(request, f"scoring/buyers.html{part}", context)
    patch_vary_headers(response, ["HX-Request", "HX-Target"])
    return choice.remember(response)


def list_context(request, offer, state, tabs):
    page = buyer_page(request, offer, state)
    return {
        "count": next(tab["count"] for tab in tabs if tab["state"] == state),
        "count_cap": COUNT_CAP,
        "page": page,
        "shown": ",".join(str(row.lead_id) for row in page.rows),
        "columns": varying([row.lead for row in page.rows], "source_words", "connection")
        + ("newest_signal_at",) * any(row.newest_signal_at for row in page.rows),
        "rules": current_rules(),
        "tied": tied(page.rows) if state in WORTH_A_CALL else [],
        "selection_filter": f"offer={offer.pk}&state={state.value}" if offer else "",
    }


def state_tabs(offer):
    counts = dict(StateCount.objects.filter(offer=offer).values_list("state", "count"))
    return [{"state": state, "count": counts.get(state, 0)} for state in BuyerState]


def buyer_page(request, offer, state):
    rows = BuyerScore.objects.filter(offer=offer, state=state).annotate(rank=RANK)
    rows = rows.select_related("lead").only(*ROW_COLUMNS)
    page = keyset_page(rows, BEST_FIRST, request.GET)
    show_sources([row.lead for row in page.rows])
    return page


def tied(rows):
    """Those of `rows` without a sign of intent that share their score with another such row."""
    silent = [row for row in rows if row.score is not None and not row.intent]
    times = Counter(row.score for row in silent)
    return [row for row in silent if times[row.score] > 1]


@require_safe
def receipt(request, pk):
    """A lead's score for one offer, line by line; a fragment of the lead's page, or a page without htmx."""
    context = receipt_context(access.get_lead(request, pk), choose_offer(request))
    template = "scoring/receipt.html#receipt" if request.htmx else "scoring/receipt.html"
    response = render(request, template, context)
    patch_vary_headers(response, ["HX-Request"])
    return response


@require_POST
def export(request):
    """The selected leads of the Buyers page as a file, in the order of their list."""
    shown, _ = selected_list(request)
    if shown.only_offer is None:
        return HttpResponseBadRequest("An offer is needed.")
    leads = with_scores_for(shown.only_offer, selected_leads(request))
    leads = leads.annotate(rank=rank_in("of_offer__"), lead_id=F("of_offer__lead"))
    return export_file(request, leads, BEST_FIRST, shown.only_offer)


@require_POST
def set_state(request):
    offer, state = access.named_offer(request), request.POST.get("state")
    if offer is None or state not in BuyerState.values or state == BuyerState.NOT_SCORED:
        return HttpResponseBadRequest("An offer and a buyer state are needed.")
    change = change_state(offer=offer, leads=selected_leads(request), state=BuyerState(state), user=request.user)
    if change.size:
        context = {"change": change, "next": request.POST.get("next", "")}
        messages.success(request, render_to_string("scoring/_state_changed.html", context, request))
    else:
        messages.info(request, "Nothing to change: no lead was selected, or all are in this state already.")
    return leads_changed(request)


@require_POST
def undo_state(request, pk):
    change = get_object_or_404(StateChange, pk=pk, workspace=access.get_workspace(request))
    restored = undo(change)
    messages.info(request, f"Undone: {restored} lead{'' if restored == 1 else 's'}.")
    return leads_changed(request)
