from django.contrib import messages
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from autoreach.counting import counted_to
from autoreach.pages import part_of, render_part
from enrichment.finding import decisions
from enrichment.finding.undo import undo_finding
from enrichment.models import ProfileFinding, WebFact
from leads import access
from leads.interface.paging import Order, keyset_page
from leads.interface.responses import leads_changed
from leads.people.merging import UndoRefused

NEWEST_FIRST = Order()
QUESTIONS, COUNTED = 20, 99
KIND_ORDER = {kind: place for place, kind in enumerate(WebFact.Kind.values)}


def get_finding(request, pk):
    return get_object_or_404(
        ProfileFinding.objects.select_related("lead", "offer"), pk=pk, workspace=access.get_workspace(request)
    )


def asked(request):
    workspace = access.get_workspace(request)
    return ProfileFinding.objects.filter(workspace=workspace, decision=ProfileFinding.Decision.ASKED)


@require_safe
def review(request):
    page = keyset_page(asked(request).select_related("lead"), NEWEST_FIRST, request.GET, size=QUESTIONS)
    return render_part(request, "enrichment/review.html", "questions", {"page": page})


@require_safe
@part_of("review")
def review_link(request):
    count = counted_to(COUNTED, asked(request))
    shown_at = request.htmx.current_url_abs_path or ""
    context = {
        "count": f"{COUNTED}+" if count > COUNTED else count,
        "current": shown_at.startswith(reverse("review")),
    }
    return render(request, "enrichment/_review_link.html", context)


@require_safe
@part_of("lead")
def of_lead(request, pk):
    lead = access.get_lead(request, pk)
    newest = lead.findings.select_related("merge", "decided_by").order_by("platform", "-pk").distinct("platform")
    context = {"lead": lead, "findings": newest}
    return render(request, "enrichment/_findings_of_lead.html", context)


@require_safe
@part_of("lead")
def facts(request, pk):
    lead = access.get_lead(request, pk)
    known = sorted(lead.facts.all(), key=lambda fact: (KIND_ORDER[fact.kind], -fact.confidence, fact.pk))
    context = {"lead": lead, "facts": known}
    return render(request, "enrichment/_web_facts.html", context)


@require_POST
def accept(request, pk):
    access.require(request, access.Right.SPEND)
    finding = get_finding(request, pk)
    try:
        decisions.accept(finding=finding, handle=request.POST.get("handle", ""), user=request.user)
    except decisions.DecisionRefused as error:
        messages.warning(request, str(error))
    else:
        merged = " The two leads were merged." if finding.merge_id else ""
        messages.success(
            request, f"{finding.lead} has the {finding.get_platform_display()} profile and is being enriched.{merged}"
        )
    return leads_changed(request)


@require_POST
def reject(request, pk):
    finding = get_finding(request, pk)
    try:
        decisions.reject(finding=finding, handle=request.POST.get("handle", ""), user=request.user)
    except decisions.DecisionRefused as error:
        messages.warning(request, str(error))
    else:
        messages.info(request, f"Rejected. It will not be proposed for {finding.lead} again.")
    return leads_changed(request)


@require_POST
def undo(request, pk):
    finding = get_finding(request, pk)
    if finding.same_account:  # one of the two leads is read again
        access.require(request, access.Right.SPEND)
    try:
        other = undo_finding(finding=finding, user=request.user)
    except UndoRefused:
        messages.warning(request, "Another lead was merged into this one later. Undo that first.")
    except decisions.DecisionRefused as error:
        messages.warning(request, str(error))
    else:
        taken = f"The {finding.get_platform_display()} profile was removed from {finding.lead}."
        said = [
            "" if finding.same_account else taken,
            "The merge was undone: the two leads are separate again." if other else "",
            "Values from other sources are kept.",
        ]
        messages.success(request, " ".join(filter(None, said)))
    return leads_changed(request)
