from django.shortcuts import render
from django.views.decorators.http import require_GET

from enrichment.progress import workspace_progress
from leads.access import get_workspace


@require_GET
def banner(request):
    """The processing banner, alone. It goes on asking only while something runs."""
    progress = workspace_progress(get_workspace(request))
    response = render(request, "enrichment/_banner.html", {"progress": progress})
    if request.GET.get("running") and request.htmx:
        response.headers["HX-Trigger"] = "work:progress"
    return response
