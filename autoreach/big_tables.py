"""Admin pages for tables of any length."""

from django.contrib import admin
from django.core.paginator import Paginator
from django.utils.functional import cached_property


class CappedPaginator(Paginator):
    """Counts no further than anybody pages: counting a table of millions would take longer than showing it."""

    CAP = 10_000

    @cached_property
    def count(self):
        return self.object_list.order_by()[: self.CAP].count()


class BigTableAdmin(admin.ModelAdmin):
    """For tables of any length: no full counts, no select boxes of millions, an order that an index serves."""

    paginator = CappedPaginator
    show_full_result_count = False
    show_facets = admin.ShowFacets.NEVER
    ordering = ["-pk"]
    list_per_page = 50


class ReadOnlyAdmin(BigTableAdmin):
    """Rows that only the product itself writes."""

    def has_add_permission(self, request):
        return False

    def has_change_permission(self, request, obj=None):
        return False
