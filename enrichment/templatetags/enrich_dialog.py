"""Parts of the Enrich dialog."""

from django import template
from django.conf import settings

from autoreach.calls.templatetags.provider_calls import money, provider_name
from autoreach.providers.registry import AI, available
from enrichment.models.pipeline import CHOICES

register = template.Library()


@register.inclusion_tag("enrichment/_enrich_step.html", takes_context=True)
def enrich_step(context, name, hint):
    steps = context["steps"]
    held = name == "profile" and any(step.startswith("find_") for step in steps)
    price = price_words(context["cost_of_each"][name])
    label = CHOICES[name].label
    return {"name": name, "label": label, "hint": hint, "price": price, "ticked": name in steps, "held": held}


def price_words(cost):
    """What one step costs by itself."""
    if cost.is_idle:
        return "Not configured"
    if cost.usd:
        return f"At most {money(cost.usd)}{' and calls of unknown price' if cost.unknown else ''}"
    return "Price unknown" if cost.unknown else "Flat rate" if cost.parts else "No cost"


@register.filter
def found_from(count, platform):
    words = "1 lead is" if count == 1 else f"{count:,} leads are"
    how = "; an AI searches the web" if AI in available(settings.PROVIDERS) else ""
    return f"{words} known from {platform} only{how}"


@register.filter
def cost_words(part):
    """`X: up to 2 calls, $0.11 at most, usually about $0.03 by past calls`."""
    calls = f"{provider_name(part.provider)}: up to {part.calls:,} call{'' if part.calls == 1 else 's'}"
    if part.flat:
        return f"{calls}, flat rate"
    if part.usd is None:
        return f"{calls}, price unknown"
    usual = f", usually about {money(part.usual)}" if part.usually_less else ""
    return f"{calls}, {money(part.usd)} at most{usual}{' by past calls' if usual and part.learned else ''}"
