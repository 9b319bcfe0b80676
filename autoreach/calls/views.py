from functools import partial

from django.contrib import messages
from django.db.models import Count, Q, QuerySet, Sum
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import SimpleLazyObject
from django.views.decorators.http import require_POST, require_safe

from autoreach.calls.budget import month_start, reserved_since, standing_of
from autoreach.calls.costs import SUMS
from autoreach.calls.health import standings
from autoreach.calls.models import ProviderCall
from autoreach.calls.plot import plot_of
from autoreach.calls.usage import BREAKDOWNS, PERIODS, offer_names, period_of, usage_of
from autoreach.pages import get_workspace, number, render_fragment, render_part
from autoreach.providers.registry import FLAT_RATE
from autoreach.work.wakeups import enqueue

UNCERTAIN = 50
# Seconds for which the page polls after "Check now".
PATIENCE = 60


@require_safe
def status(request) -> HttpResponse:
    """How the providers stand, and what this workspace spent with them."""
    workspace = get_workspace(request)
    uncertain = ProviderCall.objects.in_doubt().filter(workspace=workspace)
    known = standings()
    context = {
        "standings": known,
        "watched": is_watched(known, request),
        # not read by the fragment that polls
        "month": SimpleLazyObject(partial(standing_of, workspace.pk)),
        "spending": spending_of(workspace),
        "uncertain": uncertain.select_related("lead").order_by("-id")[:UNCERTAIN],
    }
    return render_part(request, "calls/status.html", "standings", context)


def is_watched(known, request) -> bool:
    """Whether the page is about to change: a provider is closed for a while, or a check is under way."""
    asked_at = number(request.GET.get("asked", "")) or 0
    waiting = timezone.now().timestamp() - asked_at < PATIENCE
    unchecked = any(
        each.is_configured and (each.checked_at is None or each.checked_at.timestamp() < asked_at) for each in known
    )
    return any(each.until or each.tone == "danger" for each in known) or (waiting and unchecked)


def spending_of(workspace) -> QuerySet:
    """This month by provider and purpose: what was spent, and what calls in progress may cost.

    `unknown` counts calls without a known price. Calls that found nothing, or failed, were made too and cost nothing.
    """
    in_doubt = Q(status=ProviderCall.Status.UNCERTAIN) & ~Q(provider__in=FLAT_RATE)
    calls = ProviderCall.objects.filter(workspace=workspace, created_at__gte=month_start(), calls__gt=0)
    return (
        calls.values("provider", "purpose")
        .annotate(
            asked=Sum("calls"),
            uncertain=Count("pk", filter=in_doubt),
            **SUMS,
        )
        .order_by("provider", "purpose")
    )


@require_safe
def usage(request) -> HttpResponse:
    """What the workspace spent in a period: by day, and by what it was for."""
    workspace, period = get_workspace(request), request.GET.get("period")
    period = period if period in PERIODS else "month"
    since, until = period_of(period)
    used = usage_of(workspace.pk, since, until)
    offers = offer_names(workspace.pk, used.of("offer"))
    reserved = reserved_since(workspace.pk, since) if until > timezone.now() else 0
    context = {
        "periods": PERIODS,
        "period": period,
        "used": used,
        "reserved": reserved,
        "plot": plot_of(used.days),
        "days": [(day, spent, sum(spent.values())) for day, spent in reversed(used.days) if spent],
        "breakdowns": [
            (heading, [(offers.get(line.name, line.name) or without, line) for line in used.of(name)])
            for name, (heading, without) in BREAKDOWNS.items()
        ],
    }
    return render_part(request, "calls/usage.html", "usage", context)


@require_POST
def check(request) -> HttpResponse:
    get_workspace(request)
    enqueue("autoreach.calls.tasks.check_providers")
    messages.info(request, "The providers are being checked. This page shows their answers.")
    return redirect(f"{reverse('status')}?asked={int(timezone.now().timestamp())}")


@require_safe
def spending(request) -> HttpResponse:
    """This month's spend beside the budget; a fragment of the settings page."""
    context = {"month": standing_of(get_workspace(request).pk)}
    return render_fragment(request, "calls/_spending.html", context, heading="Spending")
