from django import template

register = template.Library()


@register.inclusion_tag("api/_tokens.html", takes_context=True)
def personal_tokens(context):
    """The section of the Settings page with the tokens of the member who looks at it."""
    request = context["request"]
    return {"request": request, "tokens": request.membership.tokens.order_by("-pk")}
