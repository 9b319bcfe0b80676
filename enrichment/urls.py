from django.urls import path

from enrichment.views import modal, progress, status

urlpatterns = [
    path("progress/", progress.banner, name="banner"),
    path("progress/leads/", progress.work_of_leads, name="work-of-leads"),
    path("leads/<int:pk>/progress/", progress.lead_work, name="lead-work"),
    path("rescore/", modal.rescore, name="rescore"),
    path("enrich/", modal.enrich, name="enrich"),
    path("status/", status.status, name="status"),
    path("status/check/", status.check, name="check-providers"),
    path("spending/", status.spending, name="spending"),
]
