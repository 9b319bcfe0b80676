from decimal import Decimal

from django import template

from autoreach.providers.registry import FLAT_RATE, PROVIDERS

register = template.Library()


@register.filter
def money(usd) -> str:
    """`$3.20`; small sums with the digits that matter."""
    digits = 2 if usd == 0 or usd >= Decimal("0.01") else 4
    return f"${usd:,.{digits}f}"


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
