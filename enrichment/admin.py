from django.contrib import admin

from autoreach.big_tables import BigTableAdmin
from autoreach.work.wakeups import enqueue
from enrichment.models import AIBatch, AIReading, PipelineJob, PipelineRun, ProfileFinding, WebFact


@admin.register(PipelineRun)
class PipelineRunAdmin(BigTableAdmin):
    list_display = ["id", "workspace", "offer", "purpose", "completed", "total", "created_at", "finished_at"]
    list_select_related = ["workspace", "offer"]
    list_filter = ["purpose"]
    raw_id_fields = ["workspace", "offer", "search"]


@admin.register(PipelineJob)
class PipelineJobAdmin(BigTableAdmin):
    list_display = ["id", "lead", "offer", "workspace", "mode", "status", "phase", "attempts", "last_error"]
    list_select_related = ["lead", "offer", "workspace"]
    list_filter = ["status", "mode"]
    search_fields = ["=lead__id"]
    search_help_text = "Number of a lead"
    raw_id_fields = ["workspace", "run", "lead", "offer"]
    actions = ["retry"]

    @admin.action(description="Try again now")
    def retry(self, request, queryset):
        retried = queryset.filter(status=PipelineJob.Status.PENDING).update(not_before=None, attempts=0)
        enqueue("enrichment.tasks.run_due_jobs")
        self.message_user(request, f"{retried} waiting jobs will be tried at once.")


@admin.register(ProfileFinding)
class ProfileFindingAdmin(BigTableAdmin):
    list_display = ["id", "lead", "workspace", "platform", "decision", "handle", "decided_by", "created_at"]
    list_select_related = ["lead", "workspace", "decided_by"]
    list_filter = ["decision", "platform"]
    search_fields = ["=lead__id", "=handle"]
    search_help_text = "Number of a lead, or a handle"
    raw_id_fields = ["workspace", "lead", "offer", "job", "merge", "decided_by"]


@admin.register(AIBatch)
class AIBatchAdmin(BigTableAdmin):
    list_display = ["id", "workspace", "offer", "attempts", "not_before", "waits_for", "last_error", "created_at"]
    list_select_related = ["workspace", "offer"]
    raw_id_fields = ["workspace", "offer"]
    actions = ["retry"]

    @admin.action(description="Try again now")
    def retry(self, request, queryset):
        retried = queryset.filter(lease=None).update(not_before=None, attempts=0)
        enqueue("enrichment.tasks.read_leads", queue="slow")
        self.message_user(request, f"{retried} waiting batches will be tried at once.")


@admin.register(AIReading)
class AIReadingAdmin(BigTableAdmin):
    list_display = ["id", "lead", "offer", "workspace", "wanted", "model", "read_at", "trouble"]
    list_select_related = ["lead", "offer", "workspace"]
    list_filter = ["wanted"]
    search_fields = ["=lead__id"]
    search_help_text = "Number of a lead"
    raw_id_fields = ["workspace", "lead", "offer", "batch"]


@admin.register(WebFact)
class WebFactAdmin(BigTableAdmin):
    list_display = ["id", "lead", "workspace", "kind", "value", "confidence", "happened_on", "created_at"]
    list_select_related = ["lead", "workspace"]
    list_filter = ["kind"]
    search_fields = ["=lead__id"]
    search_help_text = "Number of a lead"
    raw_id_fields = ["workspace", "lead"]
