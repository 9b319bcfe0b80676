from django.contrib import messages
from django.db.models import Count, Q, Sum
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from autoreach.calls.health import standings
from autoreach.calls.ledger import month_start, spent_this_month
from autoreach.providers.registry import FLAT_RATE
from autoreach.work.wakeups import enqueue
from leads import access
from leads.interface.parts import render_part
from scoring.models import Usage

UNCERTAIN = 50
# Seconds that an answer to "Check now" is looked out for.
PATIENCE = 60


@require_safe
def status(request):
    """How the providers stand for everybody, and what this workspace spent with them."""
    workspace = access.get_workspace(request)
    # At a flat rate nothing is charged by the call, so nothing is in doubt.
    uncertain = Usage.objects.filter(workspace=workspace, status=Usage.Status.UNCERTAIN).exclude(provider__in=FLAT_RATE)
    known = standings()
    context = {
        "standings": known,
        "watched": is_watched(known, request),
        "spent": spent_this_month(workspace.pk),
        "budget": workspace.monthly_budget_usd,
        "spending": spending_of(workspace),
        "uncertain": uncertain.select_related("lead").order_by("-id")[:UNCERTAIN],
    }
    return render_part(request, "enrichment/status.html", "standings", context)


def is_watched(known, request):
    """Whether the page is about to change by itself: a provider is closed for a while, or a check is under way."""
    asked_at = access.number(request.GET.get("asked", "")) or 0
    waiting = timezone.now().timestamp() - asked_at < PATIENCE
    unheard = any(
        each.is_configured and (each.checked_at is None or each.checked_at.timestamp() < asked_at) for each in known
    )
    return any(each.until for each in known) or (waiting and unheard)


def spending_of(workspace):
    """This month by provider and purpose; `unknown` calls are those nobody knows the price of."""
    usage = Usage.objects.filter(workspace=workspace, created_at__gte=month_start(), calls__gt=0)
    return (
        usage.exclude(status=Usage.Status.FAILED)
        .values("provider", "purpose")
        .annotate(
            asked=Sum("calls"),
            cost=Sum("cost_usd"),
            unknown=Count("pk", filter=Q(cost_usd=None)),
            uncertain=Count("pk", filter=Q(status=Usage.Status.UNCERTAIN)),
        )
        .order_by("provider", "purpose")
    )


@require_POST
def check(request):
    access.get_workspace(request)
    enqueue("enrichment.tasks.check_providers")
    messages.info(request, "The providers are being asked; this page shows what they say.")
    return redirect(f"{reverse('status')}?asked={int(timezone.now().timestamp())}")


@require_safe
def spending(request):
    """This month's spend beside the budget; a fragment of the settings page."""
    workspace = access.get_workspace(request)
    context = {"spent": spent_this_month(workspace.pk), "budget": workspace.monthly_budget_usd}
    return render(request, "enrichment/_spending.html", context)
