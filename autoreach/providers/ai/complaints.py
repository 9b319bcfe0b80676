"""The error of a compatible server, in whichever shape it comes.

OpenAI nests it under `error`; Gemini sends a list; LM Studio, TGI and xAI a string; vLLM, Cerebras and Mistral a flat
object; servers made with FastAPI a `detail`; OpenRouter puts the error of the provider behind it into `metadata`.
"""

import json
import time
from dataclasses import dataclass
from typing import Any

from autoreach.providers.ai.rate_headers import said_wait, seconds_of
from autoreach.providers.reading import clean, first, part, parts, text

NAMES = ("message", "msg", "detail", "error", "error_description", "title")
LONGEST = 600


@dataclass(frozen=True, slots=True)
class Complaint:
    """`status` is the one that the body names, `wait` the seconds after which to ask again, `flagged` the reasons why
    a moderator refused the text."""

    message: str = ""
    code: str = ""
    kind: str = ""
    param: str = ""
    status: int | None = None
    wait: float | None = None
    flagged: tuple[str, ...] = ()


def complaint_in(body: Any) -> Complaint:
    if isinstance(body, list):
        body = next((entry for entry in body if isinstance(entry, dict)), {})
    if not isinstance(body, dict):
        return Complaint(message=clean(body)[:LONGEST])
    inner = first(body, "error") or next(iter(parts(body, "errors")), None)
    source = inner if isinstance(inner, dict) else body
    metadata = part(source, "metadata")
    message = " – ".join(filter(None, (sentence(first(source, *NAMES)), sentence(parsed(first(metadata, "raw"))))))
    return Complaint(
        message=message[:LONGEST],
        code=code_of(source),
        kind=text(source, "type", "error_type") or text(source, "status"),
        param=text(source, "param") or fields_in(first(source, "detail") or first(source, "message")),
        status=status_of(source),
        wait=wait_of(source, metadata, message),
        flagged=flags_of(metadata),
    )


def parsed(raw: Any) -> Any:
    """JSON as what it holds, anything else as it is."""
    try:
        return json.loads(raw)
    except (TypeError, ValueError, RecursionError):
        return raw


def sentence(value) -> str:
    """The words of a message that may itself be an object, or a list of complaints about fields."""
    if isinstance(value, list):
        return "; ".join(filter(None, map(sentence, value[:5])))
    if isinstance(value, dict):
        where = ".".join(str(step) for step in value.get("loc") or ())
        return ": ".join(filter(None, (where, sentence(first(value, *NAMES)))))
    return clean(value)


def fields_in(detail) -> str:
    """The name of the field that a server made with FastAPI finds fault with."""
    detail = first(detail, "detail") if isinstance(detail, dict) else detail
    entry = next(iter(detail), None) if isinstance(detail, list) else None
    steps = first(entry, "loc") if isinstance(entry, dict) else None
    return next((str(step) for step in steps if step != "body"), "") if isinstance(steps, list) else ""


def code_of(source) -> str:
    reasons = [text(detail, "reason") for detail in parts(source, "details")]
    return next(filter(None, reasons), "") or text(source, "code")


def status_of(source) -> int | None:
    for name in ("code", "status", "status_code"):
        value = text(source, name)
        if len(value) == 3 and value.isdecimal() and 400 <= int(value) < 600:
            return int(value)
    return None


def wait_of(source, metadata, message) -> float | None:
    delays = [seconds_of(text(detail, "retryDelay")) for detail in parts(source, "details")]
    delays += [said_wait(message), until_epoch(text(part(metadata, "headers"), "X-RateLimit-Reset"))]
    return next((delay for delay in delays if delay is not None), None)


def until_epoch(milliseconds: str) -> float | None:
    """Seconds until a moment that is written in milliseconds since 1970."""
    if not (milliseconds.isdecimal() and len(milliseconds) == 13):
        return None
    return max(int(milliseconds) / 1000 - time.time(), 0)


def flags_of(metadata) -> tuple[str, ...]:
    reasons = first(metadata, "reasons")
    named = tuple(map(clean, reasons)) if isinstance(reasons, list) else ()
    return tuple(filter(None, named)) or (("flagged",) if text(metadata, "flagged_input") else ())
