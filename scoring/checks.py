from dataclasses import fields

from django.conf import settings
from django.core.checks import Error, register

from scoring.rules import Rules

NAMES = {field.name for field in fields(Rules)}


@register("scoring")
def scoring_numbers(app_configs, **options):
    given = getattr(settings, "SCORING", {})
    if unknown := sorted(given.keys() - NAMES):
        return [
            Error(
                f"SCORING names unknown numbers: {', '.join(unknown)}.",
                hint=f"It may name {', '.join(sorted(NAMES))}.",
                id="scoring.E001",
            )
        ]
    rules = Rules(**given)
    uneven = [name for name, weights in rules.weights.items() if len(weights) != 3 or sum(weights) != 100]
    if uneven or rules.weights.keys() != Rules().weights.keys():
        hint = "Each of high, medium and low takes three percentages for fit, intent and timing."
        return [Error("The weights in SCORING do not add up to 100.", hint=hint, id="scoring.E002")]
    return []
