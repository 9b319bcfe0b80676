from django.urls import path

from pool import views

urlpatterns = [
    path("pool/", views.pool, name="pool"),
    path("pool/preview/", views.preview, name="pool-preview"),
    path("pool/offers/<int:pk>/", views.matches, name="pool-matches"),
    path("pool/offers/<int:pk>/panel/", views.match_panel, name="pool-panel"),
    path("pool/offers/<int:pk>/match/", views.match_pool, name="match-pool"),
]
