"""`connect` imports the client itself: loading it takes a second and 45 MB that a process without AI saves."""

from dataclasses import replace
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from autoreach.providers.ai.address import OPENAI, is_openai, public_address
from autoreach.providers.errors import AuthFailed, Misconfigured, NotSupported, OutOfCredits, Unavailable
from autoreach.providers.info import Charge, Environment, Permit, ProviderInfo, Remedies
from autoreach.providers.prices import Prices
from autoreach.providers.variables import Address, Choice, Flag, Number

if TYPE_CHECKING:
    from autoreach.providers.ai.client import AI

MODES = ("responses", "chat_schema", "chat_json", "prompt")

# Of prompts like ours, by the tokenizers of small models; those of large ones make fewer.
BYTES_PER_TOKEN = 4

AT_OPENAI = {
    AuthFailed: "Make a new key in OpenAI's platform settings, under API keys, and set OPENAI_API_KEY.",
    OutOfCredits: "Add credit or raise the limit in OpenAI's platform settings, under Billing.",
}


def models(values: Environment) -> tuple[str, str]:
    """The model that answers and the one that searches the web; "" where no AI is configured."""
    if not (values.get("OPENAI_API_KEY") or values.get("OPENAI_BASE_URL")):
        return "", ""
    hosted = is_hosted(values)
    model = values.get("AI_MODEL") or ("gpt-6-luna" if hosted else "")
    return model, model and (values.get("AI_SEARCH_MODEL") or ("gpt-6.1-terra" if hosted else model))


def mode(values: Environment) -> str:
    """How structured answers are asked for, one of the client's MODES."""
    return values.get("AI_MODE") or ("responses" if is_hosted(values) else "chat_schema")


def is_hosted(values: Environment) -> bool:
    return is_openai(values.get("OPENAI_BASE_URL") or OPENAI)


def is_configured(values: Environment) -> bool:
    return bool(models(values)[0])


def scores_by_default(values: Environment) -> bool:
    """Whether leads are scored by the AI where a workspace does not say otherwise."""
    return is_configured(values) and values.get("AI_SCORING", "on").strip().lower() not in ("off", "0", "false", "no")


def window(values: Environment) -> int:
    """Tokens that one question and its answer may have together."""
    return int(values.get("AI_WINDOW") or 16_000)


def room_for_answer(values: Environment, size: int, wanted: int) -> int:
    """Tokens that an answer to so many bytes may have: those wanted, or what the window leaves.

    It is an estimate: an answer gets a quarter of what is wanted in any case, and the server has the last word.
    """
    return max(wanted // 4, min(wanted, window(values) - size // BYTES_PER_TOKEN))


def concurrency(values: Environment) -> int:
    """Questions asked at a time. A small server answers them one after the other: the last would wait too long."""
    return int(values.get("AI_CONCURRENCY") or (16 if is_hosted(values) else 1))


def timeout(values: Environment) -> float:
    """Seconds that an answer may take. A model on a small machine may think for minutes."""
    return float(values.get("AI_TIMEOUT") or 90)


def connect(values: Environment, prices: Prices, permit: Permit) -> "AI":
    """A server of the user's own needs no key; the simplest of its features are used."""
    from autoreach.providers.ai.client import AI, AI_LIMITS

    model, search_model = models(values)
    dimensions = values.get("AI_EMBEDDING_DIMENSIONS")
    default_embedding_model = "text-embedding-3-small" if is_hosted(values) else ""
    return AI(
        api_key=values.get("OPENAI_API_KEY") or "local",
        base_url=values.get("OPENAI_BASE_URL") or OPENAI,
        model=model,
        mode=mode(values),
        search_model=search_model,
        chat_search_model=values.get("AI_CHAT_SEARCH_MODEL", ""),
        embedding_model=values.get("AI_EMBEDDING_MODEL") or default_embedding_model,
        embedding_dimensions=int(dimensions) if dimensions else None,
        prices=prices,
        permit=permit,
        limits=replace(AI_LIMITS, read=timeout(values) * 5 / 6, total=timeout(values)),
    )


def remedies(values: Environment) -> Remedies:
    offered = " and ".join(dict.fromkeys(models(values)))
    address = public_address(values.get("OPENAI_BASE_URL") or OPENAI)
    host = "OpenAI" if is_hosted(values) else urlsplit(address).netloc
    model = f"Set AI_MODEL and AI_SEARCH_MODEL to models that {host} offers your key, and restart. Now: {offered}."
    return {
        AuthFailed: f"Set OPENAI_API_KEY to a key that {host} accepts.",
        OutOfCredits: f"Add credit or raise the limit at {host}.",
        Misconfigured: model,
        "no_such_path": (
            "Set OPENAI_BASE_URL to the address of the API, which for most servers ends in /v1, and restart. "
            f"Now: {address}."
        ),
        NotSupported: f"Name a model of {host} that searches the web in AI_CHAT_SEARCH_MODEL, or use another endpoint.",
        Unavailable: f"If this lasts, check that {address} is the right OPENAI_BASE_URL.",
    } | (AT_OPENAI if is_hosted(values) else {})


INFO = ProviderInfo(
    name="ai",
    label="AI",
    variables="OPENAI_API_KEY, or OPENAI_BASE_URL and AI_MODEL for a server of your own",
    credentials_from="OpenAI makes keys in its platform settings, under API keys.",
    remedies=remedies,
    is_configured=is_configured,
    connect=connect,
    check=lambda client: client.models(),
    charge=Charge.EACH_TIME,
    counts_together=True,
    rules={
        "OPENAI_BASE_URL": Address(),
        "AI_MODE": Choice(MODES),
        "AI_SCORING": Flag(),
        "AI_WINDOW": Number(least=1_000),
        "AI_CONCURRENCY": Number(least=1),
        "AI_TIMEOUT": Number(least=1, most=300, kind=float),
        "AI_EMBEDDING_DIMENSIONS": Number(least=1),
    },
)
