"""What a complaint of a compatible server means to us: a limit, credits, the key, the configuration, or one question.

Servers agree on neither status nor code, so their words decide where both are silent.
"""

import re
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING

from autoreach.providers.ai.complaints import Complaint, complaint_in, parsed
from autoreach.providers.ai.rate_headers import in_seconds, reset_of
from autoreach.providers.errors import (
    AuthFailed,
    InvalidAnswer,
    InvalidRequest,
    Misconfigured,
    NotSupported,
    OutOfCredits,
    ProviderError,
    RateLimited,
    Refused,
    Unavailable,
)
from autoreach.providers.http import BY_STATUS
from autoreach.providers.reading import parts
from autoreach.providers.reset_times import retry_after
from autoreach.providers.results import Usage

if TYPE_CHECKING:
    import openai

PATIENCE = timedelta(seconds=20)

BILLING = {
    "billing_hard_limit_reached",
    "billing_not_active",
    "credit_balance_exhausted",
    "credit_limit",
    "insufficient_balance",
    "insufficient_quota",
    "organization_spend_limit_exceeded",
    "organization_usage_limit_exceeded",
    "project_spend_limit_exceeded",
}
POLICY = {
    "bio_policy",
    "content_filter",
    "content_policy_violation",
    "data_inspection_failed",
    "invalid_prompt",
    "misalignment_policy_violation",
    "moderation_blocked",
}
LIMITS = {"rate_limit_exceeded", "rate_limit_error", "slow_down", "tokens", "requests"}
MODELS = {
    "deploymentnotfound",
    "invalid_model",
    "model_decommissioned",
    "model_not_active",
    "model_not_available",
    "model_not_found",
    "model_terms_required",
}
# Fields of a request that some models do not know.
UNKNOWN_FIELD = re.compile(
    r"unsupported|not supported|n.t support|not support|unknown|unrecogni|extra inputs|not permitted|use '?max_", re.I
)
OPTIONAL = re.compile(r"(?:^|['\"`])(temperature|max_tokens|max_completion_tokens|maxLength)(?:$|['\"`])")
TOO_LONG = re.compile(r"context.?(?:length|size|window)|maximum (?:context|sequence)|too many tokens", re.IGNORECASE)

CREDITS = re.compile(
    r"insufficient (?:balance|credit|fund|quota)|credit balance|credit limit|out of credits|prepayment"
    r"|(?:more|any|buy|purchase|included) credits|credits? (?:are|is|have been|has been) (?:deplet|exhaust|used)"
    r"|exceeded your (?:current|monthly) (?:quota|included|usage|spend)|key limit exceeded"
    r"|spend(?:ing)? (?:limit|cap)|billing (?:details|hard limit|account|is not)|payment required"
    r"|(?:past|unpaid) invoice",
    re.IGNORECASE,
)
OVER_LIMIT = re.compile(r"rate.?limit|(?:tokens|requests) per (?:minute|day|hour)|\b[TR]P[MD]\b", re.IGNORECASE)
FLAGGED = re.compile(
    r"flagged|moderation|content (?:management )?(?:policy|filter)|safety (?:system|polic|filter|setting)"
    r"|inappropriate content|prohibited.content|usage polic",
    re.IGNORECASE,
)
OURS = re.compile(r"\byour (?:account|organi[sz]ation|project|team|api key)", re.IGNORECASE)
KEY = re.compile(
    r"api.?key\b.{0,40}(?:invalid|not valid|expired|incorrect|missing|revoked|disabled)|authentication fail"
    r"|(?:invalid|incorrect|missing|wrong|expired|no) (?:api.?key|auth|credential|token|bearer)|unauthori[sz]ed"
    r"|(?:location|country|region)\b.{0,30}not supported|organi[sz]ation has been (?:restricted|disabled)"
    r"|account (?:is|was|has been) (?:suspended|deactivated|disabled)",
    re.IGNORECASE,
)
SHAPE = re.compile(r"response.?format|json.?(?:schema|object|mode)|structured output|guided.?(?:json|decod)", re.I)
SEARCH = re.compile(r"web.?search|\btools?\b|tool.?(?:use|choice|call)", re.IGNORECASE)
MODEL = re.compile(
    r"\b(?:model|deployment)s?\b.{0,120}?(?:\bnot (?:be )?(?:found|exist|available|deployed|valid|accessible|loaded"
    r"|allowed)|does ?n.t exist|does not (?:exist|have access)|requires terms|decommissioned|no longer|retired)"
    r"|(?:invalid|unknown|no such|not a valid|unsupported|unable to access|failed to load|the specified) model"
    r"|no models? (?:is |are )?loaded|access to (?:the )?model|no endpoints found|try pulling it",
    re.IGNORECASE,
)
NO_PATH = re.compile(r"unexpected endpoint|invalid url|unknown (?:url|path|route)|no route|page not found", re.I)
CUT_OFF = "json_validate_failed"


def status_error(error: "openai.APIStatusError", usage: Usage) -> ProviderError:
    """A refused request as one of our errors."""
    response, status = error.response, error.status_code
    body = parsed(response.text)
    said = complaint_in(body)
    readable = is_readable(body, status) and bool(said.message or said.code or said.kind)
    usage = replace(usage, request_id=error.request_id or "")
    kind, code = meaning(said, status, readable=readable, feature=is_feature(error.request.url.path, usage))
    details = {"usage": usage, "status": status, "code": code}
    message = (said.message if readable else "") or response.reason_phrase or "no reason given"
    if kind is RateLimited:
        named = retry_after(response.headers) or in_seconds(said.wait) or reset_of(response.headers)
        return RateLimited(message, resume_at=named or datetime.now(UTC) + PATIENCE, **details)
    if kind is Misconfigured:
        return Misconfigured(message, scope=usage.operation, **details)
    if status == 504:
        details |= {"uncertain": True, "usage": replace(usage, cost_usd=None)}
    return kind(message, **details)


def is_readable(body, status) -> bool:
    """Whether the server itself wrote this, and not a proxy before it. Some refuse a body in a plain sentence."""
    return isinstance(body, dict | list) or (status in (400, 422) and not str(body).lstrip().startswith("<"))


def inner_error(body: dict, usage: Usage, path: str) -> ProviderError | None:
    """The error that stands in an answer with status 200, or None."""
    choice = next(iter(parts(body, "choices")), {})
    holds_error = bool(body.get("error")) or body.get("object") == "error"
    if not (holds_error or choice.get("error")):
        return None
    said = complaint_in(body if holds_error else choice)
    uncounted = usage if body.get("usage") else replace(usage, cost_usd=Decimal(0))
    details = {"usage": uncounted, "status": 200}
    if said.status is None and meaning(said, 400, readable=True)[0] is InvalidRequest:
        return InvalidAnswer(said.message or "an error instead of an answer", code=said.code or "error", **details)
    kind, code = meaning(said, said.status or 400, readable=True, feature=is_feature(path, usage))
    if kind is RateLimited:
        wait = in_seconds(said.wait) or datetime.now(UTC) + PATIENCE
        return RateLimited(said.message, code=code, resume_at=wait, **details)
    scope = {"scope": usage.operation} if kind is Misconfigured else {}
    return kind(said.message or "an error instead of an answer", code=code, **scope, **details)


def failure(code: str, message: str, details: dict) -> ProviderError:
    """The error that a Responses answer ended with."""
    if code == "rate_limit_exceeded":
        return RateLimited(message, code=code, resume_at=datetime.now(UTC) + PATIENCE, **details)
    if code in BILLING:
        return OutOfCredits(message, code=code, **details)
    if code in POLICY:
        return Refused(message, code=code, **details)
    return Unavailable(message, code=code, **details)


def meaning(said: Complaint, status: int, *, readable: bool, feature: bool = False) -> tuple[type[ProviderError], str]:
    """The kind of error, and the code by which the client and the status page know what to do about it."""
    names = {said.code.lower(), said.kind.lower()}
    if limited(said, status, names):
        return RateLimited, said.code
    if status == 402 or names & BILLING or (status < 500 and CREDITS.search(said.message)):
        return OutOfCredits, said.code
    if status == 429:
        return RateLimited, said.code
    if status == 401:
        return AuthFailed, said.code
    if status < 500 and readable and (found := of_request(said, status, names)):
        return found
    if status in (404, 405) or (status < 500 and NO_PATH.search(said.message)):
        return (NotSupported if feature else Misconfigured), "no_such_path"
    kind = BY_STATUS.get(status, Unavailable if status >= 500 or status in (409, 424, 498) else InvalidRequest)
    return (kind if readable else Unavailable), said.code


def limited(said, status, names) -> bool:
    """Whether the complaint passes by itself, whatever it says of plans and billing."""
    if status == 429 and (said.wait is not None or names & {"rate_limit_exceeded", "rate_limit_error", "slow_down"}):
        return not names & BILLING
    if status == 429 and "resource_exhausted" in names:
        return "credit" not in said.message.lower()
    return status == 413 and bool(names & LIMITS or OVER_LIMIT.search(said.message))


def of_request(said, status, names) -> tuple[type[ProviderError], str] | None:
    """What a refused request was refused for, apart from limits and credits."""
    flagged = status in (400, 403, 422, 451) and FLAGGED.search(said.message) and not OURS.search(said.message)
    if names & POLICY or said.flagged or flagged:
        return Refused, said.code
    if CUT_OFF in names:
        return InvalidAnswer, ""
    if "context_length_exceeded" in names or TOO_LONG.search(said.message):
        return InvalidRequest, said.code
    field = OPTIONAL.search(said.param) or OPTIONAL.search(said.message)
    if field and (UNKNOWN_FIELD.search(said.message) or said.code.startswith("unsupported_")):
        return NotSupported, field[1]
    if "invalid_json_schema" not in names and (SHAPE.search(said.param) or SHAPE.search(said.message)):
        return NotSupported, "response_format"
    if SEARCH.search(said.param) or SEARCH.search(said.message):
        return NotSupported, "web_search"
    if names & MODELS or said.param == "model" or MODEL.search(said.message):
        return Misconfigured, "model_not_found"
    if names & {"api_key_invalid", "invalid_api_key", "authentication_error"} or KEY.search(said.message):
        return AuthFailed, said.code
    return None


def is_feature(path: str, usage: Usage) -> bool:
    """Whether a server may lack this path. Where another one is missing, its address is wrong."""
    return path.endswith("/embeddings") or (path.endswith("/responses") and usage.operation == "web_search")
