from django import template
from django.template import defaulttags

register = template.Library()


class FixedAddress(template.Node):
    """An address that has no arguments. Django looks it up at each view."""

    def __init__(self, node):
        self.node, self.address = node, None

    def render(self, context):
        if self.address is None:
            self.address = self.node.render(context)
        return self.address


@register.tag
def url(parser, token):
    """Django's tag, which keeps the addresses that are always the same."""
    node = defaulttags.url(parser, token)
    varies = node.args or node.kwargs or node.asvar or node.view_name.is_var
    return node if varies else FixedAddress(node)
