"""Correcting a lead on its page, a field at a time, and merging it with the lead that an address belongs to."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST
from django_htmx.http import reswap

from autoreach.pages import number
from leads import access
from leads.interface.forms.lead_field import LeadFieldForm
from leads.interface.lead_fields import PLATFORM_OF, label_of
from leads.interface.responses import leads_changed
from leads.models import Lead
from leads.people.correcting import (
    EDITABLE,
    Changed,
    NoIdentity,
    NotShared,
    Taken,
    correct_field,
    merge_by_hand,
    release_field,
    sharing_mailbox,
    undo_merge_by_hand,
)
from leads.people.merging import Contradiction, UndoRefused

NO_IDENTITY = "A lead needs a profile, an e-mail address or a name: without this value nothing tells who it is."
MERGED_BY = (*PLATFORM_OF, "person_key", "email_key")


@require_http_methods(["GET", "HEAD", "POST"])
def lead_field(request, pk, name):
    lead = access.get_lead(request, pk)
    if name not in EDITABLE:
        raise Http404
    if "release" in request.POST:
        release_field(lead_id=lead.pk, name=name)
        messages.success(request, f"“{label_of(name)}” is unlocked: the next import or enrichment may change it.")
        return saved(request, lead)
    form = LeadFieldForm(request.POST or None, lead=lead, name=name)
    holder = None
    if form.is_valid():
        try:
            correction = correct_field(
                lead_id=lead.pk,
                name=name,
                value=form.cleaned_data["value"],
                seen=form.cleaned_data["seen"],
                user=request.user,
            )
        except Changed as change:
            form.show_newer(change.value)
        except NoIdentity:
            form.add_error("value", NO_IDENTITY)
        except Taken as taken:
            holder, merged_by = taken.holder, taken.name
            form.add_error("value", "Another lead of this workspace is known by this.")
        else:
            messages.success(request, done(correction, name))
            return saved(request, lead)
    context = {"lead": lead, "form": form, "name": name, "label": label_of(name), "holder": holder}
    context |= {"merged_by": merged_by} if holder else {}
    part = "#lead-field" if request.htmx.target == f"field-{name}" else ""
    return render(request, f"leads/lead_field.html{part}", context, status=422 if form.errors else 200)


def done(correction, name):
    removed = " What was read from the former profile was removed." if correction.former else ""
    other = sharing_mailbox(correction.lead) if name == "email" else None
    shared = f" {other} has this address too." if other else ""
    return f"“{label_of(name)}” is saved and locked.{removed}{shared}"


def saved(request, lead):
    """Lists and the lead's page reload what they show; a plain form goes back to the page."""
    if not request.htmx:
        return redirect(f"{reverse('lead', args=[lead.pk])}#lead-background")
    response = leads_changed(request)
    # the form leaves at once: while it is open, nothing else takes its place (static/js/page.js)
    in_field = str(request.htmx.target).startswith("field-")
    return reswap(response, "innerHTML" if in_field else "delete")


@require_POST
def merge(request, pk):
    """Merge the lead with the one that has the address typed for it."""
    lead, name = access.get_lead(request, pk), request.POST.get("name", "")
    other_id = number(request.POST.get("other", ""))
    if name not in MERGED_BY or other_id is None:
        raise Http404
    try:
        other = access.get_lead(request, other_id)
        merge_by_hand(lead_id=lead.pk, other_id=other.pk, name=name, user=request.user)
    except (Http404, Lead.DoesNotExist):
        # the second of two clicks finds them merged
        if access.merged_into(request, other_id) != lead.pk:
            raise Http404 from None
    except NotShared:
        messages.warning(request, f"Not merged: {other} was changed since and is not known by this any more.")
    except Contradiction as contradiction:
        messages.warning(request, f"Not merged: they have different profiles. {contradiction}.")
    else:
        messages.success(request, f"{other} was merged into this lead. You can undo this here.")
    return saved(request, lead)


@require_POST
def undo_merge(request, pk):
    merged = access.get_hand_merge(request, pk)
    try:
        undo_merge_by_hand(merged, user=request.user)
    except UndoRefused:
        merged.refresh_from_db(fields=["undone_at"])
        if merged.undone_at is None:
            messages.warning(request, "Another lead was merged into this one later. Undo that first.")
    else:
        messages.success(request, f"{merged.gone_name} is a lead of its own again.")
    return saved(request, merged.lead)
