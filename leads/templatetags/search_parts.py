"""What pages show of a search."""

from django import template

from leads.models import Search
from leads.sources.written_queries import awaits_review

register = template.Library()
Status = Search.Status
# What a user can do to a search that runs by itself.
ACTIONS = {
    Status.PENDING: ("pause", "cancel"),
    Status.RUNNING: ("pause", "cancel"),
    Status.PAUSED: ("resume", "cancel"),
    Status.COMPLETED: ("delete",),
    Status.FAILED: ("delete",),
    Status.CANCELLED: ("delete",),
}


register.filter(awaits_review)


@register.filter
def search_actions(search):
    return ACTIONS.get(search.status, ())
