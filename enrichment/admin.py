from django.contrib import admin

from autoreach.jobs import enqueue
from enrichment.models import PipelineJob, PipelineRun
from leads.admin import BigTableAdmin


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
