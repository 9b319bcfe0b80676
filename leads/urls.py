from allauth.account import views as account
from django.urls import include, path, re_path

from leads.interface.views import (
    chrome_extension,
    csv_imports,
    find_people,
    lead_fields,
    leads,
    members,
    offers,
    password_reset,
    saved_views,
    searches,
    seed_accounts,
    switch_workspace,
    workspace_settings,
)

account_pages = [
    path("login/", account.login, name="account_login"),
    path("logout/", account.logout, name="account_logout"),
    path("inactive/", account.account_inactive, name="account_inactive"),
    path("reauthenticate/", account.reauthenticate, name="account_reauthenticate"),
    path("password/", account.password_change, name="account_change_password"),
    path("password/set/", account.password_set, name="account_set_password"),
    path("password/reset/", password_reset.ask, name="account_reset_password"),
    path("password/reset/sent/", account.password_reset_done, name="account_reset_password_done"),
    re_path(
        r"^password/reset/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)/$",
        account.password_reset_from_key,
        name="account_reset_password_from_key",
    ),
    path("password/reset/done/", account.password_reset_from_key_done, name="account_reset_password_from_key_done"),
    path("two-factor/", include("allauth.mfa.urls")),
    path("workspace/", switch_workspace.switch, name="switch-workspace"),
]

lead_pages = [
    path("leads/", leads.lead_list, name="leads"),
    path("leads/views/", saved_views.save_view, name="save-view"),
    path("leads/views/<int:pk>/delete/", saved_views.delete_view, name="delete-view"),
    path("leads/export/", leads.export, name="export-leads"),
    path("leads/<int:pk>/", leads.lead_page, name="lead"),
    path("leads/<int:pk>/fields/<str:name>/", lead_fields.lead_field, name="lead-field"),
    path("leads/<int:pk>/merge/", lead_fields.merge, name="lead-merge"),
    path("leads/merges/<int:pk>/undo/", lead_fields.undo_merge, name="lead-merge-undo"),
]

offer_pages = [
    path("offers/", offers.offers, name="offers"),
    path("offers/new/", offers.create, name="offer-create"),
    path("offers/tags/", offers.tags, name="offer-tags"),
    path("offers/suggestions/", offers.suggestions, name="offer-suggestions"),
    path("offers/understood/", offers.understood, name="offer-understood"),
    path("offers/parts/", offers.part_suggestions, name="offer-part-suggestions"),
    path("offers/<int:pk>/", offers.offer, name="offer"),
    path("offers/<int:pk>/edit/", offers.edit, name="offer-edit"),
    path("offers/<int:pk>/rescore/", offers.rescore, name="rescore-offer"),
    path("offers/<int:pk>/read-audience/", offers.read_audience, name="read-audience"),
    path("offers/<int:pk>/archive/", offers.archive, name="offer-archive"),
    path("offers/<int:pk>/restore/", offers.restore, name="offer-restore"),
]

search_pages = [
    path("searches/", searches.searches, name="searches"),
    path("searches/new/", find_people.find_people, name="find-people"),
    path("searches/new/<slug:kind>/", find_people.new_search, name="search-create"),
    path("searches/new/<slug:kind>/cost/", find_people.search_cost, name="search-cost"),
    path("searches/costs/", searches.search_costs, name="search-costs"),
    path("searches/<int:pk>/", searches.search, name="search"),
    path("searches/<int:pk>/repeat/", searches.repeat_search, name="search-repeat"),
    path("searches/<int:pk>/<slug:action>/", searches.control_search, name="search-control"),
    path("seeds/<int:pk>/<slug:action>/", seed_accounts.change, name="seed-account"),
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
    path("members/", members.members, name="members"),
    path("members/invite/", members.invite, name="invite"),
    path("members/<int:pk>/", members.change, name="member"),
    path("members/<int:pk>/remove/", members.remove, name="remove-member"),
    path("members/invitations/<int:pk>/withdraw/", members.withdraw, name="withdraw-invitation"),
    path("join/<str:token>/", members.join, name="join"),
    path("settings/", workspace_settings.settings, name="settings"),
    path("settings/chrome-extension/", chrome_extension.download, name="chrome-extension"),
]

urlpatterns = [*account_pages, *lead_pages, *offer_pages, *search_pages, *import_pages, *settings_pages]
