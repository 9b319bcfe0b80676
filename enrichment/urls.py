from django.urls import path

from enrichment import views

urlpatterns = [
    path("progress/", views.banner, name="banner"),
    path("rescore/", views.rescore, name="rescore"),
]
