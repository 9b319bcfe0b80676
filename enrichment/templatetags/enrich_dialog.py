"""Parts of the Enrich dialog."""

from django import template

register = template.Library()


@register.inclusion_tag("enrichment/_enrich_step.html", takes_context=True)
def enrich_step(context, name, label, hint):
    steps = context["steps"]
    held = name == "profile" and any(step.startswith("find_") for step in steps)
    return {"name": name, "label": label, "hint": hint, "ticked": name in steps, "held": held}


@register.filter
def found_from(count, platform):
    words = "1 lead is" if count == 1 else f"{count:,} leads are"
    return f"{words} known from {platform} only; an AI searches the web"
