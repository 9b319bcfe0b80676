from decimal import Decimal

from django import template

from autoreach.calls.prices import assumed_per_million, unpriced_models
from autoreach.providers.registry import FLAT_RATE, PROVIDERS

register = template.Library()


@register.filter
def money(usd) -> str:
    """`$3.20`; small sums with the digits that matter."""
    digits = 2 if usd == 0 or usd >= Decimal("0.01") else 4
    return f"${usd:,.{digits}f}"


@register.simple_tag
def unpriced_note() -> str:
    """What the budget assumes of configured models that have no price; "" where all have one."""
    models = unpriced_models()
    if not models:
        return ""
    read, written = map(money, assumed_per_million())
    named = f"{' and '.join(models)} {'has' if len(models) == 1 else 'have'} no known price."
    return (
        f"{named} While a call is made, the budget holds back {read} for a million tokens of input and {written} for a "
        "million of output, by assumption. What it costs stays unknown. [unpriced] in PRICES_FILE changes that."
    )


@register.filter
def cost_of(spent, provider) -> Decimal:
    """What the provider cost, of the sums by provider."""
    return spent.get(provider) or Decimal(0)


@register.filter
def provider_name(provider) -> str:
    return PROVIDERS[provider].title if provider in PROVIDERS else provider


@register.filter
def has_flat_rate(provider) -> bool:
    return provider in FLAT_RATE


@register.filter
def scope_words(scope, provider) -> str:
    return PROVIDERS[provider].scope_words(scope)
