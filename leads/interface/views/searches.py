from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe
from django_htmx.http import HttpResponseClientRedirect

from autoreach.calls.usage import PERIODS, period_of
from autoreach.pages import is_swapped, render_fragment, render_part
from leads import access
from leads.interface.forms.add_person import PersonForm
from leads.interface.paging import Order, keyset_page
from leads.interface.search_page import (
    costs_by_kind,
    counts_of,
    daily_runs,
    extraction_of,
    found_people,
    found_seeds,
    nothing_found,
    parameters_of,
    pool_matches,
)
from leads.models import Search
from leads.offers.choice import choose_offer
from leads.sources.manual.add_people import add_people, counted, results_of
from leads.sources.manual.add_person import add_person
from leads.sources.running import control
from leads.sources.running.expansion import can_repeat, first_of, switch_off, switch_on
from leads.sources.running.pages import at_work
from leads.sources.source import RUNNING

NEWEST_FIRST = Order()
Status = Search.Status
WATCHED = (Status.PENDING, Status.RUNNING, Status.FINISHING)
DONE = {
    "pause": (control.pause, "The search is paused. What it reads now is still kept."),
    "resume": (control.resume, "The search goes on."),
    "cancel": (control.cancel, "The search is cancelled. The people it found are kept."),
    "delete": (control.delete, "The search is deleted. Its leads stay."),
}


@require_safe
def searches(request):
    mine = access.searches(request).select_related("offer", "created_by")
    page = keyset_page(mine, NEWEST_FIRST, request.GET)
    context = {"page": page, "watched": any(search.status in WATCHED for search in page.rows)}
    return render_part(request, "leads/searches.html", "search-list", context)


@require_safe
def search(request, pk):
    shown = access.get_search(request, pk)
    import_job = access.imports(request).filter(search=shown).first()
    from_pool = pool_matches(shown)
    context = {
        "search": shown,
        "cost": shown.cost(),
        "import_job": import_job,
        "watched": shown.status in WATCHED,
        "lines": (lines := results_of(shown)),
        "line_counts": counted(lines),
        "source": RUNNING.get(shown.kind),
        "counts": counts_of(shown),
        "at_work": at_work(shown),
        "people": found_people(shown),
        "seeds": (seeds := found_seeds(shown)),
        "extraction": extraction_of(seeds),
        "parameters": parameters_of(shown),
        "pool_matches": from_pool,
        "nothing": nothing_found(shown, seeds, from_pool),
        "together": shown.found + (from_pool or 0),
    }
    # read from every run there was: too much for the part that is polled
    if not is_swapped(request, "search-progress"):
        context["daily"] = daily_runs(shown)
    return render_part(request, "leads/search.html", "search-progress", context)


@require_safe
def search_costs(request):
    """What the searches of a period were expected to cost, and cost; a fragment of the Usage page."""
    period = request.GET.get("period")
    since, until = period_of(period if period in PERIODS else "month")
    ended = access.searches(request).filter(completed_at__gte=since, completed_at__lt=until)
    context = {"costs": costs_by_kind(ended)}
    return render_fragment(request, "leads/_search_costs.html", context, heading="Cost of searches")


@require_POST
def control_search(request, pk, action):
    access.require(request, access.Right.SPEND)
    shown = access.get_search(request, pk)
    if action not in DONE or shown.kind not in RUNNING:
        raise Http404
    act, sentence = DONE[action]
    if action == "resume" and shown.offer and shown.offer.refusal:
        messages.error(request, shown.offer.refusal)
    elif act(shown):
        messages.success(request, sentence)
    else:
        messages.info(request, "The search has moved on: this page shows where it is.")
    return redirect(reverse("searches") if action == "delete" else reverse("search", args=[pk]))


@require_POST
def repeat_search(request, pk):
    """Switch its daily runs on or off, from the page of any of them."""
    access.require(request, access.Right.SPEND)
    shown = access.get_search(request, pk)
    if not can_repeat(shown):
        raise Http404
    if not request.POST.get("on"):
        switch_off(first_of(shown))
        messages.success(request, "The search is repeated no longer.")
    elif (daily := switch_on(first_of(shown), request.user)).is_on:
        messages.success(request, "The search is repeated each day.")
    else:
        messages.error(request, daily.stopped_because)
    return redirect(f"{reverse('search', args=[pk])}#daily")


def add_lead(request):
    if request.method == "POST":
        access.require(request, access.Right.SPEND)
    offers = access.offers(request)
    form = PersonForm(request.POST or None, offers=offers, initial={"offer": choose_offer(request).offer})
    if form.is_valid() and form.lines:
        return add_lines(request, form)
    if form.is_valid():
        lead, made = add_person(
            workspace=access.get_workspace(request),
            user=request.user,
            offer=form.cleaned_data["offer"],
            profile=form.profile(),
            form_id=form.cleaned_data["form_id"],
        )
        known = "was a lead already; missing fields were filled in" if made.updated else "was a lead already"
        messages.success(request, f"{lead.display_name} {'was added' if made.created else known}.")
        address = lead_url(lead, form.cleaned_data["offer"])
        return HttpResponseClientRedirect(address) if request.htmx else redirect(address)
    status = 422 if form.errors else 200
    return render_part(
        request, "leads/add_lead.html", "person-form", {"form": form}, target="dialog-body", status=status
    )


def add_lines(request, form):
    """Add many people; their search says what became of each line."""
    made = add_people(
        workspace=access.get_workspace(request),
        user=request.user,
        offer=form.cleaned_data["offer"],
        lines=form.lines,
        form_id=form.cleaned_data["form_id"],
    )
    said = ", ".join(f"{count:,} {outcome}" for outcome, count in counted(results_of(made)))
    messages.success(request, f"{said}.")
    address = reverse("search", args=[made.pk])
    return HttpResponseClientRedirect(address) if request.htmx else redirect(address)


def lead_url(lead, offer):
    address = reverse("lead", args=[lead.pk])
    return f"{address}?offer={offer.pk}" if offer else address
