from django.contrib import admin
from django.db.models import F, Func, IntegerField
from django.db.models.functions import Coalesce

from autoreach.big_tables import BigTableAdmin, ReadOnlyAdmin
from leads.admin import PartOfLeadAdmin
from scoring.models import BuyerScore, ScoreChange, Signal, StateChange, StateCount


@admin.register(BuyerScore)
class BuyerScoreAdmin(BigTableAdmin):
    list_display = ["lead", "offer", "state", "score", "fit", "intent", "timing", "top_reason", "scorer", "scored_at"]
    list_select_related = ["lead", "offer"]
    list_filter = ["state"]
    raw_id_fields = ["workspace", "lead", "offer"]
    search_fields = ["lead__id__exact"]
    search_help_text = "Number of a lead"
    readonly_fields = ["receipt", "scored_at", "created_at"]


@admin.register(ScoreChange)
class ScoreChangeAdmin(ReadOnlyAdmin):
    list_display = ["happened_at", "lead", "offer", "state", "score", "fit", "intent", "timing", "scorer", "cause"]
    list_select_related = ["lead", "offer"]
    search_fields = ["lead__id__exact"]
    search_help_text = "Number of a lead"


@admin.register(Signal)
class SignalAdmin(PartOfLeadAdmin):
    list_display = ["id", "lead", "offer", "kind", "strength", "confidence", "happened_at"]
    list_select_related = ["lead", "offer"]
    raw_id_fields = ["workspace", "lead", "offer"]


@admin.register(StateCount)
class StateCountAdmin(ReadOnlyAdmin):
    list_display = ["offer", "state", "count"]
    list_select_related = ["offer"]
    list_filter = ["state"]


@admin.register(StateChange)
class StateChangeAdmin(ReadOnlyAdmin):
    list_display = ["created_at", "workspace", "offer", "user", "state", "leads", "undone_at"]
    list_select_related = ["workspace", "offer", "user"]
    list_filter = ["state"]
    # a change may name every lead of a workspace
    exclude = ["before"]
    readonly_fields = ["leads"]

    def get_queryset(self, request):
        lists = Func(F("before"), template="(SELECT sum(jsonb_array_length(value)) FROM jsonb_each(%(expressions)s))")
        counted = Coalesce(lists, 0, output_field=IntegerField())
        return super().get_queryset(request).defer("before").annotate(leads=counted)

    def leads(self, change):
        return change.leads
