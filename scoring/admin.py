from django.contrib import admin

from scoring.models import BuyerScore, StateChange, StateCount, Usage


class LargeTableAdmin(admin.ModelAdmin):
    """Newest first by primary key and no count over the whole table beside the filtered one."""

    ordering = ["-pk"]
    show_full_result_count = False
    list_per_page = 50


@admin.register(BuyerScore)
class BuyerScoreAdmin(LargeTableAdmin):
    list_display = ["lead", "offer", "state", "score", "fit", "intent", "timing", "top_reason", "scorer", "scored_at"]
    list_select_related = ["lead", "offer"]
    list_filter = ["state"]
    raw_id_fields = ["workspace", "lead", "offer"]
    search_fields = ["lead__id__exact"]
    search_help_text = "Number of a lead"
    readonly_fields = ["receipt", "scored_at", "created_at"]


@admin.register(StateCount)
class StateCountAdmin(LargeTableAdmin):
    list_display = ["offer", "state", "count"]
    list_select_related = ["offer"]
    list_filter = ["state"]
    raw_id_fields = ["offer"]

    def has_add_permission(self, request):
        return False

    def has_change_permission(self, request, obj=None):
        return False


@admin.register(StateChange)
class StateChangeAdmin(LargeTableAdmin):
    list_display = ["created_at", "workspace", "offer", "user", "state", "size", "undone_at"]
    list_select_related = ["workspace", "offer", "user"]
    list_filter = ["state"]
    readonly_fields = ["workspace", "offer", "user", "state", "before", "created_at", "undone_at"]

    def has_add_permission(self, request):
        return False


@admin.register(Usage)
class UsageAdmin(LargeTableAdmin):
    list_display = ["created_at", "workspace", "offer", "provider", "purpose", "units", "cost_usd"]
    list_select_related = ["workspace", "offer"]
    list_filter = ["provider", "purpose"]
    raw_id_fields = ["workspace", "offer"]
    search_fields = ["key__startswith"]
    search_help_text = "Beginning of a key"
    readonly_fields = ["created_at"]
