from django import template
from django.core.exceptions import ImproperlyConfigured
from django.template.defaulttags import CsrfTokenNode
from django.utils.html import format_html

from leads.workspaces.page_guard import FIELD

register = template.Library()


class FormTokens(CsrfTokenNode):
    def render(self, context):
        workspace = getattr(request_of(context), "workspace", None)
        field = format_html('<input type="hidden" name="{}" value="{}">', FIELD, workspace.pk) if workspace else ""
        return super().render(context) + field


def request_of(context):
    if getattr(context, "request", None) is None:
        raise ImproperlyConfigured("A form is rendered without its request: it would be sent without a workspace.")
    return context.request


@register.tag
def csrf_token(parser, token):
    """Django's tag, and the workspace of the page: a form without it fails at once, so that none can forget it."""
    return FormTokens()
