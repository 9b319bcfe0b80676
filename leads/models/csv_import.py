import uuid
from datetime import timedelta

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils import timezone

from autoreach.work.models import WokenWork
from leads.models.lead_details import LeadDetails
from leads.models.offer import Offer
from leads.models.search import Search
from leads.models.workspace import Workspace

UNDO_KEPT = timedelta(days=30)


def stored_name(job, uploaded_name):
    """Never anything of the name the file came with: that is text from outside."""
    return f"imports/{uuid.uuid4().hex}"


class ImportJob(WokenWork):
    """One uploaded table of people, from the upload to the undo.

    `mapping` is field by column index; `summary` holds the preview's counts, reasons and examples,
    and which of its leads stayed when it was taken back.
    """

    class State(models.TextChoices):
        MAPPING = "mapping", "Columns to confirm"
        STAGING = "staging", "Reading"
        PREVIEW = "preview", "Ready to import"
        COMMITTING = "committing", "Importing"
        COMPLETED = "completed", "Imported"
        FAILED = "failed", "Failed"
        UNDOING = "undoing", "Undoing"
        UNDONE = "undone", "Undone"

    class Policy(models.TextChoices):
        SKIP = "skip", "Leave them as they are"
        FILL = "fill", "Fill their empty fields"
        OVERWRITE = "overwrite", "Overwrite them"

    workspace = models.ForeignKey(Workspace, on_delete=models.CASCADE, related_name="imports")
    offer = models.ForeignKey(Offer, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    search = models.OneToOneField(Search, on_delete=models.SET_NULL, null=True, blank=True, related_name="import_job")
    state = models.CharField(max_length=20, choices=State, default=State.MAPPING)
    policy = models.CharField(max_length=20, choices=Policy, default=Policy.FILL)
    file = models.FileField(upload_to=stored_name, blank=True)
    file_name = models.CharField(max_length=200, blank=True)
    encoding = models.CharField(max_length=40, blank=True)
    delimiter = models.CharField(max_length=4, blank=True)
    header = models.JSONField(default=list)
    header_line = models.PositiveIntegerField(default=0)
    columns = models.JSONField(default=list)
    mapping = models.JSONField(default=dict)
    summary = models.JSONField(default=dict)
    rows = models.PositiveIntegerField(default=0, help_text="Rows of the file, blank ones included.")
    staged_rows = models.PositiveIntegerField(default=0)
    done_rows = models.PositiveIntegerField(default=0, help_text="Staged rows written so far.")
    error = models.TextField(blank=True, help_text="For people to read, where it failed.")
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    created_at = models.DateTimeField(auto_now_add=True)
    touched_at = models.DateTimeField(auto_now=True)

    class Meta(WokenWork.Meta):
        indexes = [
            *WokenWork.Meta.indexes,
            # the imports of a workspace, newest first
            models.Index(fields=["workspace", "-id"], name="import_newest"),
            # the sweep for imports whose wake-up was lost
            models.Index(
                fields=["id"],
                name="import_running",
                condition=models.Q(state__in=["staging", "committing", "undoing"]),
            ),
        ]

    def __str__(self):
        return self.file_name or f"Import {self.pk}"

    @property
    def progress(self):
        """Per cent of the staged rows written."""
        return 100 * self.done_rows // self.staged_rows if self.staged_rows else 0

    @property
    def refused_rows(self):
        """Rows with text that are no person: the summary's `rejected` counts the blank ones as well."""
        return self.summary.get("rejected", 0) - self.summary.get("blank", 0)

    @property
    def can_be_undone(self):
        """Whether the import wrote something, and the records that its undo needs are still kept."""
        begun = self.search_id and self.state in (self.State.COMMITTING, self.State.COMPLETED, self.State.FAILED)
        return bool(begun) and self.touched_at > timezone.now() - UNDO_KEPT


class ImportRow(LeadDetails):
    """A row of an uploaded table as ingest takes it. With a reason it is refused, and `cells` has its text."""

    pk = models.CompositePrimaryKey("job_id", "row")
    # without a constraint: checking it row by row costs as much as copying the rows
    job = models.ForeignKey(
        ImportJob, on_delete=models.CASCADE, related_name="import_rows", db_index=False, db_constraint=False
    )
    row = models.PositiveIntegerField()
    line = models.PositiveIntegerField()
    reason = models.TextField(blank=True)
    cells = ArrayField(models.TextField(), null=True)
    linkedin_slug = models.TextField(blank=True)
    x_handle = models.TextField(blank=True)
    email_key = models.TextField(blank=True)
    sales_navigator_id = models.TextField(blank=True)
    person_key = models.TextField(blank=True)
    company_key = models.TextField(blank=True)
    company_domain = models.TextField(blank=True)
    posts = models.JSONField(default=list)

    def __str__(self):
        return f"line {self.line} of import {self.job_id}"


class ImportBatch(models.Model):
    """What one committed batch of an import did, as its undo needs it; a batch with much text has several records.

    `changed` lists leads as {"before": columns, "after": columns}. `first_row` of a further record is counted on.
    """

    job = models.ForeignKey(ImportJob, on_delete=models.CASCADE, related_name="batches", db_index=False)
    first_row = models.PositiveIntegerField()
    created_leads = ArrayField(models.BigIntegerField(), default=list)
    changed = models.JSONField(default=list)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name_plural = "import batches"
        constraints = [
            models.UniqueConstraint(fields=["job", "first_row"], name="one_batch_per_first_row"),
        ]

    def __str__(self):
        return f"rows from {self.first_row} of import {self.job_id}"


class ImportMapping(models.Model):
    """A mapping the workspace keeps for files with the same column names."""

    workspace = models.ForeignKey(Workspace, on_delete=models.CASCADE, related_name="import_mappings", db_index=False)
    header_digest = models.CharField(max_length=64)
    name = models.CharField(max_length=120)
    mapping = models.JSONField(default=dict)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["workspace", "header_digest"], name="one_import_mapping_per_header"),
        ]

    def __str__(self):
        return self.name
