"""Views of the Leads page that a user keeps under a name."""

from django.contrib import messages
from django.http import HttpResponseBadRequest, QueryDict
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.views.decorators.http import require_POST

from leads import access
from leads.interface.lead_filters import KEPT_MOST, filter_leads, kept_query
from leads.models import SavedView


@require_POST
def save_view(request):
    """Keep what the page shows; a view of the same name is replaced."""
    name = " ".join(request.POST.get("name", "").split())[: SavedView._meta.get_field("name").max_length]
    query = kept_query(QueryDict(request.POST.get("query", "")))
    if not name or "\0" in name:
        messages.error(request, "Give the view a name.")
    elif not filter_leads(request, QueryDict(query))[0].is_valid():
        return HttpResponseBadRequest("The filters of this view cannot be read.")
    else:
        keep(request, name, query)
    return redirect(f"{reverse('leads')}?{query}")


def keep(request, name, query):
    mine = access.saved_views(request)
    if mine.count() >= KEPT_MOST and not mine.filter(name__iexact=name).exists():
        messages.error(request, f"You have {KEPT_MOST} views. Delete one first.")
        return
    # the second of two clicks finds the name taken by the first
    mine.update_or_create(
        workspace=access.get_workspace(request),
        user=request.user,
        name__iexact=name,
        defaults={"name": name, "query": query},
    )
    messages.success(request, f"The view “{name}” is saved.")


@require_POST
def delete_view(request, pk):
    view = get_object_or_404(access.saved_views(request), pk=pk)
    view.delete()
    messages.success(request, f"The view “{view.name}” is deleted.")
    return redirect("leads")
