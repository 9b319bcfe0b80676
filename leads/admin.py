from django.contrib import admin
from django.utils.html import format_html_join

from autoreach.big_tables import BigTableAdmin, ReadOnlyAdmin
from leads.models import (
    Company,
    ImportBatch,
    ImportJob,
    ImportMapping,
    Invitation,
    Lead,
    LeadMerge,
    LeadSource,
    Membership,
    Offer,
    Post,
    Search,
    SeedAccount,
    Workspace,
)

REFUSED_ROWS = 20


class MembershipInline(admin.TabularInline):
    model = Membership
    raw_id_fields = ["user"]
    extra = 1


@admin.register(Workspace)
class WorkspaceAdmin(BigTableAdmin):
    list_display = ["name", "slug", "time_zone", "contributes_to_pool", "is_example", "created_at"]
    list_filter = ["is_example", "contributes_to_pool"]
    search_fields = ["name", "slug"]
    prepopulated_fields = {"slug": ["name"]}
    inlines = [MembershipInline]


@admin.register(Membership)
class MembershipAdmin(BigTableAdmin):
    list_display = ["user", "workspace", "role", "created_at"]
    list_select_related = ["user", "workspace"]
    list_filter = ["role"]
    search_fields = ["user__username", "workspace__name"]
    raw_id_fields = ["user", "workspace"]


@admin.register(Invitation)
class InvitationAdmin(ReadOnlyAdmin):
    list_display = ["id", "workspace", "role", "email", "invited_by", "created_at", "expires_at", "accepted_by"]
    list_select_related = ["workspace", "invited_by", "accepted_by"]
    search_fields = ["workspace__slug", "email"]


@admin.register(Offer)
class OfferAdmin(BigTableAdmin):
    list_display = ["name", "workspace", "is_active", "signal_likelihood", "created_at", "archived_at"]
    list_select_related = ["workspace"]
    list_filter = ["is_active", "signal_likelihood"]
    search_fields = ["name", "workspace__name"]
    raw_id_fields = ["workspace", "created_by"]


@admin.register(Search)
class SearchAdmin(BigTableAdmin):
    list_display = [
        "__str__",
        "workspace",
        "kind",
        "status",
        "found",
        "created",
        "duplicates",
        "rejected",
        "created_at",
    ]
    list_select_related = ["workspace"]
    list_filter = ["kind", "status"]
    search_fields = ["=id", "workspace__slug"]
    search_help_text = "Number of a search, or a workspace's slug"
    raw_id_fields = ["workspace", "offer", "created_by", "origin", "repeats"]


@admin.register(SeedAccount)
class SeedAccountAdmin(ReadOnlyAdmin):
    list_display = ["handle", "platform", "name", "kind", "followers", "leads", "workspace", "offer", "saved_at"]
    list_select_related = ["workspace", "offer"]
    list_filter = ["platform", "kind"]
    search_fields = ["=handle", "workspace__slug"]
    search_help_text = "Handle of an account, or a workspace's slug"
    # a repeated account may stand in many searches
    exclude = ["searches"]


@admin.register(Lead)
class LeadAdmin(BigTableAdmin):
    list_display = ["display_name", "title", "company_name", "workspace", "best_score", "best_state", "created_at"]
    list_select_related = ["workspace"]
    search_fields = ["full_name"]
    search_help_text = "Words of the name, title, company, industry or location"
    raw_id_fields = ["workspace", "company"]
    readonly_fields = ["search_text"]

    def get_queryset(self, request):
        return super().get_queryset(request).defer("bio", "skills", "keywords", "notes", "search_text")

    def get_search_results(self, request, queryset, search_term):
        return queryset.matching_text(search_term), False


@admin.register(Company)
class CompanyAdmin(BigTableAdmin):
    list_display = ["name", "workspace", "domain", "industry", "size", "location"]
    list_select_related = ["workspace"]
    search_fields = ["=id"]
    search_help_text = "Number of a company"
    raw_id_fields = ["workspace"]


class PartOfLeadAdmin(BigTableAdmin):
    search_fields = ["=lead__id"]
    search_help_text = "Number of a lead"


@admin.register(LeadSource)
class LeadSourceAdmin(PartOfLeadAdmin):
    list_display = ["id", "lead", "search", "kind", "reference", "created_at"]
    list_select_related = ["lead", "search"]
    raw_id_fields = ["workspace", "lead", "search"]


@admin.register(Post)
class PostAdmin(PartOfLeadAdmin):
    list_display = ["id", "lead", "platform", "__str__", "posted_at"]
    list_select_related = ["lead"]
    raw_id_fields = ["workspace", "lead"]


@admin.register(ImportJob)
class ImportJobAdmin(ReadOnlyAdmin):
    # the admin takes no model with a composite key, so the rows worth reading stand here
    list_display = ["id", "__str__", "workspace", "state", "rows", "staged_rows", "done_rows", "error", "created_at"]
    list_select_related = ["workspace"]
    list_filter = ["state", "policy"]
    search_fields = ["=id", "workspace__slug"]
    search_help_text = "Number of an import, or a workspace's slug"
    exclude = ["file", "summary"]
    readonly_fields = ["short_summary", "refused_rows"]

    def get_queryset(self, request):
        return super().get_queryset(request).defer("summary")

    @admin.display(description="summary")
    def short_summary(self, job):
        """Which leads stayed at an undo may be all of a workspace: how many is said instead."""
        return job.summary | ({"kept": len(job.summary["kept"])} if "kept" in job.summary else {})

    @admin.display(description=f"first {REFUSED_ROWS} refused rows")
    def refused_rows(self, job):
        refused = job.import_rows.exclude(reason="").order_by("row").values_list("line", "reason")[:REFUSED_ROWS]
        return format_html_join("", "line {}: {}<br>", refused) or "-"


@admin.register(ImportBatch)
class ImportBatchAdmin(ReadOnlyAdmin):
    list_display = ["id", "job", "first_row", "created_at"]
    list_select_related = ["job"]
    search_fields = ["=job__id"]
    search_help_text = "Number of an import"
    exclude = ["created_leads", "changed"]

    def get_queryset(self, request):
        return super().get_queryset(request).defer("created_leads", "changed")


@admin.register(LeadMerge)
class LeadMergeAdmin(ReadOnlyAdmin):
    list_display = ["id", "lead", "gone_name", "workspace", "user", "created_at", "undone_at"]
    list_select_related = ["lead", "workspace", "user"]
    search_fields = ["=lead__id", "=gone_id"]
    search_help_text = "Number of a lead"
    exclude = ["record"]

    def get_queryset(self, request):
        return super().get_queryset(request).defer("record")


@admin.register(ImportMapping)
class ImportMappingAdmin(BigTableAdmin):
    list_display = ["name", "workspace", "header_digest", "created_at"]
    list_select_related = ["workspace"]
    raw_id_fields = ["workspace"]
