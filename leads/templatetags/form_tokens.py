from django import template
from django.template.defaulttags import CsrfTokenNode
from django.utils.html import format_html

from leads.workspaces.page_guard import FIELD

register = template.Library()


class FormTokens(CsrfTokenNode):
    def render(self, context):
        workspace = getattr(context.get("request"), "workspace", None)
        field = format_html('<input type="hidden" name="{}" value="{}">', FIELD, workspace.pk) if workspace else ""
        return super().render(context) + field


@register.tag
def csrf_token(parser, token):
    """Django's tag, and the workspace of the page: a form without it fails at once, so that none can forget it."""
    return FormTokens()
