from django.urls import path

from autoreach.calls import views

urlpatterns = [
    path("status/", views.status, name="status"),
    path("status/check/", views.check, name="check-providers"),
    path("usage/", views.usage, name="usage"),
    path("spending/", views.spending, name="spending"),
]
