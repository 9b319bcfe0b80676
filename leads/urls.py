from django.contrib.auth import views as auth
from django.urls import path

from leads.interface.views import csv_imports, leads, offers, searches, switch_workspace, workspace_settings

account_pages = [
    path("login/", auth.LoginView.as_view(redirect_authenticated_user=True), name="login"),
    path("logout/", auth.LogoutView.as_view(), name="logout"),
    path("password/", auth.PasswordChangeView.as_view(), name="password_change"),
    path("password/changed/", auth.PasswordChangeDoneView.as_view(), name="password_change_done"),
    path("workspace/", switch_workspace.switch, name="switch-workspace"),
]

lead_pages = [
    path("leads/", leads.lead_list, name="leads"),
    path("leads/export/", leads.export, name="export-leads"),
    path("leads/<int:pk>/", leads.lead_page, name="lead"),
]

offer_pages = [
    path("offers/", offers.offers, name="offers"),
    path("offers/new/", offers.create, name="offer-create"),
    path("offers/<int:pk>/", offers.offer, name="offer"),
    path("offers/<int:pk>/edit/", offers.edit, name="offer-edit"),
    path("offers/<int:pk>/rescore/", offers.rescore, name="rescore-offer"),
    path("offers/<int:pk>/archive/", offers.archive, name="offer-archive"),
    path("offers/<int:pk>/restore/", offers.restore, name="offer-restore"),
]

search_pages = [
    path("searches/", searches.searches, name="searches"),
    path("searches/<int:pk>/", searches.search, name="search"),
    path("leads/add/", searches.add_lead, name="add-lead"),
]

import_pages = [
    path("import/", csv_imports.upload, name="import-upload"),
    path("import/<int:pk>/", csv_imports.show, name="import"),
    path("import/<int:pk>/columns/", csv_imports.columns, name="import-columns"),
    path("import/<int:pk>/start/", csv_imports.start, name="import-start"),
    path("import/<int:pk>/undo/", csv_imports.undo, name="import-undo"),
    path("import/<int:pk>/discard/", csv_imports.discard, name="import-discard"),
    path("import/<int:pk>/rejected/", csv_imports.rejected, name="import-rejected"),
]

settings_pages = [
    path("settings/", workspace_settings.settings, name="settings"),
]

urlpatterns = [*account_pages, *lead_pages, *offer_pages, *search_pages, *import_pages, *settings_pages]
