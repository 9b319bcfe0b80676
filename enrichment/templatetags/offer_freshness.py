"""The part of an offer's page that says what is still of the old ICP."""

from django import template

from enrichment.offer_freshness import freshness_of

register = template.Library()


@register.inclusion_tag("enrichment/_offer_freshness.html", takes_context=True)
def offer_freshness(context, offer):
    # its forms name the page's workspace, which they take from the request
    return {"freshness": freshness_of(offer), "request": context["request"]}
