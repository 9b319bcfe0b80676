from django.contrib import admin

from autoreach.big_tables import BigTableAdmin, ReadOnlyAdmin
from autoreach.calls.models import Allowance, Budget, ProviderCall, ProviderHealth
from autoreach.calls.signals import budget_changed


@admin.register(ProviderCall)
class ProviderCallAdmin(BigTableAdmin):
    list_display = ["created_at", "workspace", "offer", "provider", "purpose", "units", "cost_usd", "status"]
    list_select_related = ["workspace", "offer"]
    list_filter = ["status"]
    raw_id_fields = ["workspace", "offer", "lead"]
    actions = ["settle_as_charged", "settle_as_not_charged"]
    search_fields = ["key__startswith"]
    search_help_text = "Beginning of a key"
    readonly_fields = ["created_at"]

    @admin.action(description="Settle uncertain calls: they were charged")
    def settle_as_charged(self, request, queryset) -> None:
        self.settle(request, queryset, status=ProviderCall.Status.BOOKED)

    @admin.action(description="Settle uncertain calls: they were not charged")
    def settle_as_not_charged(self, request, queryset) -> None:
        self.settle(request, queryset, status=ProviderCall.Status.FAILED, cost_usd=0)

    def settle(self, request, queryset, **outcome) -> None:
        uncertain = queryset.filter(status=ProviderCall.Status.UNCERTAIN)
        workspace_ids = list(uncertain.order_by().values_list("workspace_id", flat=True).distinct())
        settled = uncertain.update(**outcome)
        budget_changed.send(None, workspace_ids=workspace_ids)
        self.message_user(request, f"{settled} uncertain calls were settled.")


@admin.register(Budget)
class BudgetAdmin(BigTableAdmin):
    list_display = ["workspace", "monthly_usd"]
    list_select_related = ["workspace"]
    raw_id_fields = ["workspace"]

    def save_model(self, request, obj, form, change) -> None:
        super().save_model(request, obj, form, change)
        budget_changed.send(None, workspace_ids=[obj.workspace_id])


@admin.register(Allowance)
class AllowanceAdmin(ReadOnlyAdmin):
    list_display = ["provider", "scope", "taken", "limit", "resets_at", "blocked_until", "reason"]


@admin.register(ProviderHealth)
class ProviderHealthAdmin(ReadOnlyAdmin):
    list_display = ["provider", "healthy", "detail", "checked_at"]
