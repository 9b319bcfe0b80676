"""The addresses of the application, with a bare view beside each page that is measured, for `page`,
`load` and `api`.

A bare view is what a first lesson in Django would write: one query, one template, every value that the page shows.
"""

from functools import cache

from django.forms import modelform_factory
from django.http import HttpResponse, JsonResponse
from django.template import engines
from django.urls import path

from autoreach import urls
from leads.interface.forms.workspace import WorkspaceForm
from leads.models import Lead, Workspace
from scoring.models import RANK, BuyerScore

PAGE = 50
BUYERS = """{% for row in rows %}<tr><td>{{ row.lead_id }}<td>{{ row.score }}<td>{{ row.lead.full_name }}
<td>{{ row.lead.title }} {{ row.lead.company_name }}<td>{{ row.fit }} {{ row.intent }} {{ row.timing }}
<td>{{ row.top_reason }}<td>{{ row.get_state_display }}<td>{{ row.lead.get_connection_display }}
<td>{{ row.newest_signal_at|timesince }}{% endfor %}"""
LEADS = """{% for lead in rows %}<tr><td>{{ lead.pk }}<td>{{ lead.best_score }}<td>{{ lead.full_name }}
<td>{{ lead.title }} {{ lead.company_name }}<td>{{ lead.get_best_state_display }}<td>{{ lead.location }}
<td>{{ lead.get_connection_display }}<td>{{ lead.created_at|timesince }}{% endfor %}"""
SETTINGS = "<form method=post>{% csrf_token %}{{ form.as_p }}<button>Save</button></form>"
BareForm = modelform_factory(Workspace, fields=WorkspaceForm.Meta.fields)


def buyers(request):
    rows = BuyerScore.objects.filter(offer=request.GET["offer"], state="active").select_related("lead")
    return bare(BUYERS, rows=rows.order_by(RANK.desc(nulls_last=True), "-lead_id")[:PAGE])


def leads(request):
    return bare(LEADS, rows=Lead.objects.filter(workspace=request.workspace).order_by("-id")[:PAGE])


def workspace_settings(request):
    return bare(SETTINGS, request, form=BareForm(instance=Workspace.objects.get(pk=request.workspace.pk)))


def look_up(request):
    lead = Lead.objects.filter(workspace=request.workspace, linkedin_slug=request.GET["slug"]).first()
    score = BuyerScore.objects.filter(lead=lead).select_related("offer").first() if lead else None
    shown = lead and {"name": lead.full_name, "title": lead.title, "company": lead.company_name}
    return JsonResponse({"lead": shown, "score": score and score.score, "offer": score and score.offer.name})


def bare(template, request=None, **context):
    return HttpResponse(compiled(template).render(context, request))


@cache
def compiled(template):
    return engines["django"].from_string(template)


urlpatterns = [
    path("bare/buyers/", buyers),
    path("bare/leads/", leads),
    path("bare/settings/", workspace_settings),
    path("bare/lookup/", look_up),
    *urls.urlpatterns,
]
