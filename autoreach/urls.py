from allauth.account.decorators import secure_admin_login
from django.contrib import admin
from django.urls import include, path
from django.views.generic import RedirectView

from autoreach import views

# the same door for staff: throttled, with the second factor
admin.site.login = secure_admin_login(admin.site.login)

handler500 = "autoreach.views.server_error"
urlpatterns = [
    path("", RedirectView.as_view(pattern_name="buyers"), name="home"),
    path("admin/", admin.site.urls),
    path("health/", views.health, name="health"),
    path("example/remove/", views.remove_example_data, name="remove-example"),
    path("", include("autoreach.calls.urls")),
    path("", include("leads.urls")),
    path("", include("scoring.urls")),
    path("", include("pool.urls")),
    path("", include("enrichment.urls")),
    path("", include("autoreach.api.urls")),
]
