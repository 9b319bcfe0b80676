"""Which of our errors a refusal of Unipile is, in each of its versions: most speak of the operator's account."""

import re
from datetime import UTC, datetime, timedelta

from autoreach.providers.errors import (
    AlreadyDone,
    AuthFailed,
    InvalidRequest,
    Misconfigured,
    NotFound,
    NotSupported,
    OutOfCredits,
    Protected,
    ProviderError,
    RateLimited,
)
from autoreach.providers.http import BY_STATUS, Failure, Verdict, phrase
from autoreach.providers.reading import text

A_DAY = timedelta(days=1)
# What the operator's own account may not do says nothing of the person it was asked for.
OF_OUR_ACCOUNT = {"feature_not_subscribed", "subscription_required", "insufficient_permissions"}
# Complaints about the account_id that is configured, whatever their type.
OUR_ACCOUNT = re.compile(r"account_id|\baccount\b.{0,30}(?:not (?:be )?found|not exist|unknown|invalid)", re.IGNORECASE)
OPERATOR_MUST_ACT = {"account_restricted", "account_mismatch", "session_mismatch", "action_required"}
BY_TYPE_V1: dict[str, type[ProviderError]] = {
    "resource_access_restricted": Protected,
    "feature_not_subscribed": NotSupported,
    "subscription_required": NotSupported,
    "insufficient_permissions": NotSupported,
    "feature_not_implemented": NotSupported,
    "invalid_account": Misconfigured,
    "user_unreachable": NotFound,
    "invalid_recipient": NotFound,
    "invalid_post": NotFound,
    "insufficient_credits": OutOfCredits,
    "payment_error": OutOfCredits,
    "limit_exceeded": RateLimited,
    "cannot_resend_yet": RateLimited,
    "cannot_resend_within_24hrs": RateLimited,
    "connection_limit_reached": RateLimited,
    "already_connected": AlreadyDone,
    "already_invited_recently": AlreadyDone,
    "action_already_performed": AlreadyDone,
    "limit_too_high": InvalidRequest,
}
# The types that Unipile documents of its second version, where the status alone says too little.
BY_TYPE_V2: dict[str, type[ProviderError]] = {
    "api/invalid_auth_format": AuthFailed,
    "api/account_restricted": AuthFailed,
    "api/proxy_auth_error": Misconfigured,
    "provider/account_mismatch": AuthFailed,
    "provider/unknown_authentication_context": AuthFailed,
    "api/inactive_subscription": OutOfCredits,
    "api/insufficient_permissions": NotSupported,
    "provider/insufficient_permissions": NotSupported,
    "api/not_implemented": NotSupported,
    "provider/method_not_allowed": NotSupported,
    "provider/resource_not_found": NotFound,
    "provider/unprocessable_entity": InvalidRequest,
    "api/too_many_requests": RateLimited,
    "provider/too_many_requests": RateLimited,
}


def judge_v1(failure: Failure) -> Verdict | None:
    """Version 1: its `type` says more than the status."""
    code = text(failure.payload, "type").rsplit("/", 1)[-1]
    message = text(failure.payload, "detail", "title") or phrase(failure.status)
    if code in OF_OUR_ACCOUNT:
        message = f"your LinkedIn account at Unipile may not do this: {message}"
    kind = Misconfigured if OUR_ACCOUNT.search(message) else BY_TYPE_V1.get(code)
    resume_at = datetime.now(UTC) + A_DAY if kind is RateLimited else None
    if kind is None and code in OPERATOR_MUST_ACT:
        kind = AuthFailed
    if kind is None and failure.readable:
        kind = BY_STATUS.get(failure.status)
    return Verdict(kind, message, code, resume_at) if kind else None


def judge_v2(failure: Failure) -> Verdict | None:
    """Version 2: its `type` names who refuses: "api" is Unipile itself, "provider" is LinkedIn."""
    kind_of = text(failure.payload, "type")
    message = text(failure.payload, "detail", "title") or phrase(failure.status)
    code = kind_of.rsplit("/", 1)[-1]
    kind = BY_TYPE_V2.get(kind_of)
    if kind_of == "api/resource_not_found":
        kind, message = Misconfigured, f"Unipile does not know the account or the address: {message}"
    elif kind is NotSupported and code == "insufficient_permissions":
        message = f"your LinkedIn account at Unipile may not do this: {message}"
    if kind is None and failure.readable:
        kind = BY_STATUS.get(failure.status)
    return Verdict(kind, message, code) if kind else None
