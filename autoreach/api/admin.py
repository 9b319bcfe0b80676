from django.contrib import admin

from autoreach.api.models import PersonalToken
from autoreach.big_tables import ReadOnlyAdmin


@admin.register(PersonalToken)
class PersonalTokenAdmin(ReadOnlyAdmin):
    """Staff may revoke a token by deleting it."""

    list_display = ["name", "membership", "scopes", "created_at", "last_used_at"]
    list_select_related = ["membership__user", "membership__workspace"]
    search_fields = ["name", "membership__user__username", "membership__workspace__slug"]
    exclude = ["digest"]
