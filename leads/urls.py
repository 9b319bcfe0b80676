from django.urls import path

from leads.views import offers, searches, settings

offer_pages = [
    path("offers/", offers.offers, name="offers"),
    path("offers/new/", offers.create, name="offer-create"),
    path("offers/<int:pk>/", offers.offer, name="offer"),
    path("offers/<int:pk>/edit/", offers.edit, name="offer-edit"),
    path("offers/<int:pk>/archive/", offers.archive, name="offer-archive"),
    path("offers/<int:pk>/restore/", offers.restore, name="offer-restore"),
]

search_pages = [
    path("searches/", searches.searches, name="searches"),
    path("searches/<int:pk>/", searches.search, name="search"),
    path("leads/add/", searches.add_lead, name="add-lead"),
]

settings_pages = [
    path("settings/", settings.settings, name="settings"),
]

urlpatterns = [*offer_pages, *search_pages, *settings_pages]
