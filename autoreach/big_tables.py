"""Admin pages for tables of any length."""

from django.contrib import admin, messages
from django.contrib.admin.actions import delete_selected
from django.contrib.admin.utils import quote
from django.core.paginator import Paginator
from django.db import transaction
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.html import format_html
from django.utils.text import capfirst

from autoreach.counting import counted_to
from autoreach.dependent_rows import BeingWorkedOn, delete_in_portions, dependents

CAP = 10_000
NAMED = 3
# As many as one page of a list shows at the most; Django refuses a form of a thousand fields.
DELETED_AT_ONCE = 200
WORKED_ON = "Nothing was deleted: workers are writing to what depends on it. Try again once that work has ended."


class CappedCount(int):
    """A number at which counting stopped; pages show it as `10,000+`."""

    def __str__(self):
        return f"{int(self):,}+"


def capped_count(rows):
    """Counts no further than anybody pages: counting a table of millions would take longer than showing it."""
    count = counted_to(CAP, rows)
    return CappedCount(CAP) if count > CAP else count


class CappedPaginator(Paginator):
    @cached_property
    def count(self):
        return capped_count(self.object_list)


class BigTableAdmin(admin.ModelAdmin):
    """For tables of any length: no full counts, no select boxes of millions, an order that an index serves.

    A deletion counts what depends on the rows and names a few of them; neither it nor its page fetches them all.
    """

    paginator = CappedPaginator
    show_full_result_count = False
    show_facets = admin.ShowFacets.NEVER
    ordering = ["-pk"]
    list_per_page = 50
    list_max_show_all = DELETED_AT_ONCE
    delete_confirmation_template = "admin/delete_rows.html"
    delete_selected_confirmation_template = "admin/delete_selected_rows.html"

    def get_actions(self, request):
        actions = super().get_actions(request)
        if "delete_selected" in actions:
            actions["delete_selected"] = (delete_few, *actions["delete_selected"][1:])
        return actions

    def get_deleted_objects(self, objs, request):
        rows = self.model._base_manager.filter(pk__in=[obj.pk for obj in objs])
        counts, names, refused = {self.opts.verbose_name_plural: len(objs)}, [], set()
        for model, theirs in dependents(rows).items():
            count = capped_count(theirs)
            if not count:
                continue
            counts[model._meta.verbose_name_plural] = count
            if (own_admin := self.admin_site._registry.get(model)) is None:
                continue
            names.append(names_of(theirs, count))
            if not own_admin.has_delete_permission(request):
                refused.add(model._meta.verbose_name)
        return [*map(self.linked, objs), names], counts, refused, []

    def render_delete_form(self, request, context):
        return super().render_delete_form(request, context | takes_long(context))

    def linked(self, obj):
        address = reverse(f"admin:{self.opts.app_label}_{self.opts.model_name}_change", args=[quote(obj.pk)])
        return format_html('{}: <a href="{}">{}</a>', capfirst(self.opts.verbose_name), address, obj)

    def delete_view(self, request, object_id, extra_context=None):
        try:
            return super().delete_view(request, object_id, extra_context)
        except BeingWorkedOn:
            self.message_user(request, WORKED_ON, messages.ERROR)
            return redirect(f"admin:{self.opts.app_label}_{self.opts.model_name}_change", object_id)

    def delete_model(self, request, obj):
        delete_in_portions(self.model._base_manager.filter(pk=obj.pk))

    def delete_queryset(self, request, queryset):
        chosen = list(queryset.values_list("pk", flat=True))
        delete_in_portions(self.model._base_manager.filter(pk__in=chosen))


def names_of(rows, count):
    """`Offers: Taktgeber, Packline and others`"""
    named = ", ".join(map(str, rows.order_by()[:NAMED]))
    return f"{capfirst(rows.model._meta.verbose_name_plural)}: {named}{' and others' if count > NAMED else ''}"


def delete_few(model_admin, request, queryset):
    if counted_to(DELETED_AT_ONCE, queryset) > DELETED_AT_ONCE:
        refusal = f"Nothing was deleted: at most {DELETED_AT_ONCE} can be deleted at once."
        model_admin.message_user(request, refusal, messages.ERROR)
        return None
    try:
        with transaction.atomic():
            page = delete_selected(model_admin, request, queryset)
    except BeingWorkedOn:
        model_admin.message_user(request, WORKED_ON, messages.ERROR)
        return None
    if page:
        page.context_data |= takes_long(page.context_data)
    return page


def takes_long(context):
    """For the pages that ask: whether a table has more rows to delete than are counted."""
    return {"takes_long": any(isinstance(count, CappedCount) for _, count in context["model_count"])}


class ReadOnlyAdmin(BigTableAdmin):
    """Rows that only the product itself writes."""

    def has_add_permission(self, request):
        return False

    def has_change_permission(self, request, obj=None):
        return False
