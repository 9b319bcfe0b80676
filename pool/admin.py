from django.contrib import admin

from autoreach.big_tables import BigTableAdmin
from pool.models import PoolMatch, PoolProfile


@admin.register(PoolProfile)
class PoolProfileAdmin(BigTableAdmin):
    list_display = ["full_name", "role", "company", "industry", "location", "refreshed_at", "expires_at"]
    search_fields = ["linkedin_slug__startswith", "x_handle__startswith"]
    search_help_text = "Beginning of a LinkedIn slug or X handle"
    raw_id_fields = ["example_of"]


@admin.register(PoolMatch)
class PoolMatchAdmin(BigTableAdmin):
    list_display = ["lead", "offer", "workspace", "fit", "created_at"]
    list_select_related = ["lead", "offer", "workspace"]
    raw_id_fields = ["workspace", "offer", "search", "profile", "lead"]
