from django.contrib import admin

from leads.admin import BigTableAdmin, OnlyShownAdmin, PartOfLeadAdmin
from scoring.models import BuyerScore, Signal, StateChange, StateCount, Usage


@admin.register(BuyerScore)
class BuyerScoreAdmin(BigTableAdmin):
    list_display = ["lead", "offer", "state", "score", "fit", "intent", "timing", "top_reason", "scorer", "scored_at"]
    list_select_related = ["lead", "offer"]
    list_filter = ["state"]
    raw_id_fields = ["workspace", "lead", "offer"]
    search_fields = ["lead__id__exact"]
    search_help_text = "Number of a lead"
    readonly_fields = ["receipt", "scored_at", "created_at"]


@admin.register(Signal)
class SignalAdmin(PartOfLeadAdmin):
    list_display = ["id", "lead", "offer", "kind", "strength", "happened_at"]
    list_select_related = ["lead", "offer"]
    raw_id_fields = ["workspace", "lead", "offer"]


@admin.register(StateCount)
class StateCountAdmin(OnlyShownAdmin):
    list_display = ["offer", "state", "count"]
    list_select_related = ["offer"]
    list_filter = ["state"]


@admin.register(StateChange)
class StateChangeAdmin(OnlyShownAdmin):
    list_display = ["created_at", "workspace", "offer", "user", "state", "size", "undone_at"]
    list_select_related = ["workspace", "offer", "user"]
    list_filter = ["state"]


@admin.register(Usage)
class UsageAdmin(BigTableAdmin):
    list_display = ["created_at", "workspace", "offer", "provider", "purpose", "units", "cost_usd", "status"]
    list_select_related = ["workspace", "offer"]
    list_filter = ["status"]
    raw_id_fields = ["workspace", "offer", "lead"]
    actions = ["settle_as_charged", "settle_as_not_charged"]
    search_fields = ["key__startswith"]
    search_help_text = "Beginning of a key"
    readonly_fields = ["created_at"]

    @admin.action(description="Settle uncertain calls: they were charged")
    def settle_as_charged(self, request, queryset):
        self.settle(request, queryset, status=Usage.Status.BOOKED)

    @admin.action(description="Settle uncertain calls: they were not charged")
    def settle_as_not_charged(self, request, queryset):
        self.settle(request, queryset, status=Usage.Status.FAILED, cost_usd=0)

    def settle(self, request, queryset, **outcome):
        settled = queryset.filter(status=Usage.Status.UNCERTAIN).update(**outcome)
        self.message_user(request, f"{settled} uncertain calls were settled.")
