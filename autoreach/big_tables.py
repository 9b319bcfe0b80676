"""Admin pages for tables of any length."""

from django.contrib import admin
from django.core.paginator import Paginator
from django.utils.functional import cached_property

CAP = 10_000


class CappedCount(int):
    """A number at which counting stopped; pages show it as `10,000+`."""

    def __str__(self):
        return f"{int(self):,}+"


def capped_count(rows):
    """Counts no further than anybody pages: counting a table of millions would take longer than showing it."""
    count = rows.order_by()[: CAP + 1].count()
    return CappedCount(CAP) if count > CAP else count


class CappedPaginator(Paginator):
    @cached_property
    def count(self):
        return capped_count(self.object_list)


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
