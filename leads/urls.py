from django.contrib.auth import views as auth
from django.urls import path

from leads.views import people, workspaces

accounts = [
    path("login/", auth.LoginView.as_view(redirect_authenticated_user=True), name="login"),
    path("logout/", auth.LogoutView.as_view(), name="logout"),
    path("password/", auth.PasswordChangeView.as_view(), name="password_change"),
    path("password/changed/", auth.PasswordChangeDoneView.as_view(), name="password_change_done"),
    path("workspace/", workspaces.switch, name="switch-workspace"),
]

lead_pages = [
    path("leads/", people.lead_list, name="leads"),
    path("leads/export/", people.export, name="export-leads"),
    path("leads/<int:pk>/", people.lead_page, name="lead"),
]

urlpatterns = [*accounts, *lead_pages]
