"""From a platform and its account over an offer to a method: the searches there are, and the form of each."""

from django.conf import settings
from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from autoreach.calls.budget import left_this_month
from autoreach.calls.health import standings
from autoreach.pages import number, render_part
from autoreach.providers.registry import available
from leads import access
from leads.offers.choice import choose_offer
from leads.sources.running.control import cancel, start_once
from leads.sources.running.expansion import switch_on
from leads.sources.running.trouble import not_configured
from leads.sources.source import RUNNING, estimated_usd, most_usd
from leads.sources.written_queries import awaits_review


@require_safe
def find_people(request):
    """Every source, by platform and the account it is asked with."""
    choice = choose_offer(request)
    begun_here = [source for source in RUNNING.values() if not source.info.follows_seeds]
    platforms = [
        {"standing": standing, "sources": sources}
        for standing in standings()
        if (sources := [source for source in begun_here if source.provider == standing.provider])
    ]
    own = [source for source in begun_here if not source.provider]
    context = {"choice": choice, "platforms": platforms, "own": own}
    return choice.remember(render_part(request, "leads/find_people.html", "methods", context))


def new_search(request, kind):
    source = source_or_404(kind)
    choice = choose_offer(request)
    offer = access.named_offer(request) if request.method == "POST" else choice.offer
    earlier = earlier_search(request, kind)
    form = source.Parameters(request.POST or None, offer=offer, initial=earlier.parameters if earlier else {})
    if request.method == "POST":
        workspace = access.require(request, access.Right.SPEND)
        if form.is_valid():
            asked = {"workspace": workspace, "offer": offer, "kind": kind, "parameters": form.stored()}
            search, is_new = start_once(user=request.user, **asked)
            if is_new:
                replace_reviewed(earlier)
            if source.if_exhausted and request.POST.get("repeat"):
                switch_on(search, request.user)
            messages.success(request, "The search has started.")
            return redirect(reverse("search", args=[search.pk]))
    context = {"source": source, "choice": choice, "offer": offer, "form": form, **cost_of(request, source, form)}
    context["unconnected"] = " ".join(lacking_provider(source))
    status = 422 if form.errors else 200
    return choice.remember(render_part(request, "leads/new_search.html", "search-form", context, status=status))


def lacking_provider(source):
    """The cause and the remedy where its provider is not configured."""
    is_lacking = source.provider and source.provider not in available(settings.PROVIDERS)
    return not_configured(source.provider) if is_lacking else ()


@require_POST
def search_cost(request, kind):
    """What the search in the form would cost; nothing is started."""
    source = source_or_404(kind)
    form = source.Parameters(request.POST, offer=access.named_offer(request))
    return render_part(request, "leads/search_cost.html", "search-cost", cost_of(request, source, form))


def source_or_404(kind):
    if kind not in RUNNING:
        raise Http404
    return RUNNING[kind]


def earlier_search(request, kind):
    """The search that is to be repeated with changes, where the address names one."""
    pk = number(request.GET.get("again", ""))
    earlier = access.get_search(request, pk) if pk is not None else None
    return earlier if earlier and earlier.kind == kind else None


def replace_reviewed(earlier):
    """Cancel the search whose phrases were only to be looked at, once they are searched for as they were changed."""
    if earlier and awaits_review(earlier):
        cancel(earlier)


def cost_of(request, source, form):
    """The estimate of what the form asks for; without one while it cannot be read."""
    parameters = form.stored() if form.is_bound and form.is_valid() else defaults_of(form)
    costs = source.costs(parameters) if parameters else []
    left = left_this_month(access.get_workspace(request).pk)
    usd = estimated_usd(costs)
    return {
        "costs": costs,
        "usd": usd,
        "most_usd": most_usd(costs),
        "uncertain": [cost for cost in costs if cost.most and cost.most_usd],
        "left": left,
        "over_budget": left is not None and usd > left,
        "refusals": refusals_of(form) if form.is_bound else [],
    }


def refusals_of(form):
    """(label, reason) of what the form refuses, "" for the label of the form itself; a field left empty is none."""
    return [
        (form[name].label if name in form.fields else "", sentence)
        for name, errors in form.errors.as_data().items()
        for error in errors
        if error.code != "required"
        for sentence in error.messages
    ]


def defaults_of(form):
    """The parameters of an untouched form, as it would send them; None where they do not pass."""
    if form.is_bound:
        return None
    untouched = type(form).filled(form.offer, form.initial)
    return untouched.stored() if untouched.is_valid() else None
