from django.urls import path

from enrichment.views import enrich_dialog, findings, offer_scoring, progress, scorers, search_pipeline

urlpatterns = [
    path("progress/", progress.banner, name="banner"),
    path("progress/leads/", progress.work_of_leads, name="work-of-leads"),
    path("leads/<int:pk>/progress/", progress.lead_work, name="lead-work"),
    path("progress/searches/<int:pk>/", search_pipeline.search_pipeline, name="search-pipeline"),
    path("rescore/", enrich_dialog.rescore, name="rescore"),
    path("offers/<int:pk>/freshness/", progress.offer_freshness, name="offer-freshness"),
    path("offers/<int:pk>/unscored/", offer_scoring.unscored_leads, name="unscored-leads"),
    path("offers/<int:pk>/score/", offer_scoring.score_leads, name="score-leads"),
    path("enrich/", enrich_dialog.enrich, name="enrich"),
    path("enrich/new/", enrich_dialog.new_people, name="cost-of-new-people"),
    path("review/", findings.review, name="review"),
    path("review/link/", findings.review_link, name="review-link"),
    path("review/<int:pk>/accept/", findings.accept, name="accept-finding"),
    path("review/<int:pk>/reject/", findings.reject, name="reject-finding"),
    path("review/<int:pk>/undo/", findings.undo, name="undo-finding"),
    path("leads/<int:pk>/findings/", findings.of_lead, name="lead-findings"),
    path("leads/<int:pk>/scorers/", scorers.both_scorers, name="both-scorers"),
    path("leads/<int:pk>/facts/", findings.facts, name="lead-facts"),
]
