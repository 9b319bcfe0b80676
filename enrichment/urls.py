from django.urls import path

from enrichment.views import progress

urlpatterns = [
    path("progress/", progress.banner, name="banner"),
    path("rescore/", progress.rescore, name="rescore"),
]
