"""The outside world: X, LinkedIn through Unipile, and AI, as plain clients that know nothing of this product."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from autoreach.providers.http import ignore
from autoreach.providers.linkedin.client import LinkedIn
from autoreach.providers.prices import Prices
from autoreach.providers.x.client import X

if TYPE_CHECKING:
    from autoreach.providers.ai.client import AI

UNIPILE = ("UNIPILE_DSN", "UNIPILE_API_KEY", "UNIPILE_ACCOUNT_ID")
HOSTED = "https://api.openai.com/v1"


@dataclass(frozen=True, slots=True)
class Providers:
    """None is a provider nobody has configured."""

    x: X | None = None
    linkedin: LinkedIn | None = None
    ai: "AI | None" = None


def configured(environment: Mapping[str, str], *, permit: Callable[[str, str], None] = lambda *_: None) -> Providers:
    """The clients for which `environment` holds credentials. Make them once in each process: they pool connections.

    `permit(provider, operation)` is asked before every request and may wait, or raise RateLimited.
    """
    values = {name: value.strip() for name, value in environment.items()}
    prices = Prices(values.get("PRICES_FILE") or None)
    return Providers(
        x=configured_x(values, prices, lambda operation: permit("x", operation)),
        linkedin=configured_linkedin(values, lambda operation: permit("linkedin", operation)),
        ai=configured_ai(values, prices, lambda operation: permit("ai", operation)),
    )


def configured_x(values: Mapping[str, str], prices: Prices, permit=ignore) -> X | None:
    if not values.get("X_BEARER_TOKEN"):
        return None
    return X(
        token=values["X_BEARER_TOKEN"],
        base_url=values.get("X_BASE_URL") or "https://api.x.com",
        vocabulary=values.get("X_VOCABULARY") or "tweet",
        user_token=values.get("X_TOKEN_KIND") == "user",
        prices=prices,
        permit=permit,
    )


def configured_linkedin(values: Mapping[str, str], permit=ignore) -> LinkedIn | None:
    needed = [values.get(name) for name in UNIPILE]
    if not all(needed):
        return None
    base_url, api_key, account_id = needed
    return LinkedIn(api_key=api_key, account_id=account_id, base_url=base_url, permit=permit)


def configured_ai(values: Mapping[str, str], prices: Prices, permit=ignore) -> "AI | None":
    """OPENAI_BASE_URL alone is enough for a server of one's own; what it can do is asked for most simply then."""
    model, search_model = ai_models(values)
    if not model:
        return None
    # A second and 45 MB that a process without AI need not pay.
    from autoreach.providers.ai.client import AI

    dimensions, hosted = values.get("AI_EMBEDDING_DIMENSIONS"), is_hosted(values)
    return AI(
        api_key=values.get("OPENAI_API_KEY") or "local",
        base_url=values.get("OPENAI_BASE_URL") or HOSTED,
        model=model,
        mode=ai_mode(values),
        search_model=search_model,
        chat_search_model=values.get("AI_CHAT_SEARCH_MODEL", ""),
        embedding_model=values.get("AI_EMBEDDING_MODEL") or ("text-embedding-3-small" if hosted else ""),
        embedding_dimensions=int(dimensions) if dimensions else None,
        prices=prices,
        permit=permit,
    )


def ai_models(values: Mapping[str, str]) -> tuple[str, str]:
    """The model that answers and the one that searches the web; "" where no AI is configured."""
    if not (values.get("OPENAI_API_KEY") or values.get("OPENAI_BASE_URL")):
        return "", ""
    hosted = is_hosted(values)
    model = values.get("AI_MODEL") or ("gpt-6-luna" if hosted else "")
    return model, model and (values.get("AI_SEARCH_MODEL") or ("gpt-6.1-terra" if hosted else model))


def ai_mode(values: Mapping[str, str]) -> str:
    """How structured answers are asked for, one of `ai.MODES`."""
    return values.get("AI_MODE") or ("responses" if is_hosted(values) else "chat_schema")


def is_hosted(values: Mapping[str, str]) -> bool:
    return urlsplit(values.get("OPENAI_BASE_URL") or HOSTED).hostname == urlsplit(HOSTED).hostname


def available(environment: Mapping[str, str]) -> frozenset[str]:
    """The fields of Providers that `configured` would fill, without making a client."""
    values = {name: value.strip() for name, value in environment.items()}
    known = {
        "x": values.get("X_BEARER_TOKEN"),
        "linkedin": all(values.get(name) for name in UNIPILE),
        "ai": ai_models(values)[0],
    }
    return frozenset(name for name, credentials in known.items() if credentials)
