from django.urls import path
from django.views.generic import RedirectView

from scoring import views

urlpatterns = [
    path("", RedirectView.as_view(pattern_name="buyers"), name="home"),
    path("buyers/", views.buyers, name="buyers"),
    path("buyers/export/", views.export, name="export-buyers"),
    path("buyers/state/", views.set_state, name="set-state"),
    path("buyers/state/<int:pk>/undo/", views.undo_state, name="undo-state"),
    path("leads/<int:pk>/receipt/", views.receipt, name="receipt"),
]
