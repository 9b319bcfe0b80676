"""Names of industries and places as tags, each with what it is understood as."""

from django import template

from leads.interface.forms.fields import TAGS

register = template.Library()


@register.filter
def tags(entries, kind):
    """(entry, what it is understood as or "") of each."""
    return [(entry, TAGS[kind].meaning(entry)) for entry in entries]


@register.filter
def unread(kind):
    return TAGS[kind].unread


@register.filter
def typed_entries(field):
    """The entries of a bound field of tags, as they stand in the form."""
    value = field.value()
    return field.field.to_python(value) if isinstance(value, str) else value or []
