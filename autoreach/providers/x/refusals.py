"""Which of our errors a refusal of X is: most speak of the operator's account, some of the person or post asked for."""

import re

from autoreach.providers.errors import (
    AuthFailed,
    InvalidRequest,
    NotFound,
    NotSupported,
    OutOfCredits,
    Protected,
    ProviderError,
    RateLimited,
    Suspended,
    Unavailable,
)
from autoreach.providers.http import Failure, Verdict, phrase
from autoreach.providers.reading import first, moment_to_come, number, parts, text
from autoreach.providers.reset_times import reset_time

# The numbers of X's older errors, which v2 still sends at times.
BY_NUMBER: dict[int, type[ProviderError]] = {
    **dict.fromkeys((32, 64, 87, 89, 99, 135, 215, 220, 326, 416), AuthFailed),
    **dict.fromkeys((88, 185), RateLimited),
    **dict.fromkeys((130, 131), Unavailable),
    **dict.fromkeys((17, 34, 50, 144), NotFound),
    63: Suspended,
    179: Protected,
    453: NotSupported,
}
CREDITS = {"creditsdepleted", "spendcapreached", "usagecapexceeded", "credits-depleted", "usage-capped", "credits"}
OURS_IS_CLOSED = re.compile(r"\byour (?:\w+ )?(?:account|app|project)\b.{0,40}(?:suspended|locked|restricted)", re.I)
ABOUT_US = (AuthFailed, OutOfCredits, RateLimited, Unavailable)


def judge(failure: Failure) -> Verdict | None:
    """None where the status alone says it."""
    payload = failure.payload
    problem = next(iter(parts(payload, "errors")), {})
    title = text(payload, "title") or text(problem, "title")
    message = text(payload, "detail") or text(problem, "message", "detail") or title or phrase(failure.status)
    code = code_of(payload) or code_of(problem)
    kind = None
    if failure.status == 402 or names(payload, problem) & CREDITS:
        kind, message = OutOfCredits, with_reset(message, payload, problem)
    elif failure.status == 429:
        kind = RateLimited
    elif failure.status in (400, 401, 403, 404) and number(problem, "code") in BY_NUMBER:
        kind = BY_NUMBER[number(problem, "code")]
    elif failure.status == 403 and failure.readable:
        kind = forbidden(code, message)
    elif failure.status == 401:
        kind = AuthFailed
    elif failure.status in (400, 404) and failure.readable:
        message = text(problem, "message") or message
        kind = InvalidRequest if failure.status == 400 else NotFound
    resume_at = reset_time(failure.headers.get("x-rate-limit-reset"), failure.headers)
    return Verdict(kind, message, code, resume_at) if kind else None


def about_us(problems: list[dict]) -> Verdict | None:
    """What an error inside an answer with status 200 says of the operator rather than of what was asked for."""
    for problem in problems:
        message = text(problem, "message", "detail", "title")
        if names(problem) & CREDITS:
            return Verdict(OutOfCredits, with_reset(message, problem), code_of(problem))
        kind = BY_NUMBER.get(number(problem, "code") or 0)
        if kind in ABOUT_US or OURS_IS_CLOSED.search(message):
            return Verdict(kind or AuthFailed, message, code_of(problem))
    return None


def code_of(source: dict) -> str:
    kind = text(source, "type").rsplit("/", 1)[-1]
    return text(source, "reason") or text(source, "code") or ("" if kind == "about:blank" else kind)


def names(*sources: dict) -> set[str]:
    """Titles and types in one spelling."""
    written = [text(source, key).rsplit("/", 1)[-1] for source in sources for key in ("title", "type", "reason")]
    return {name.replace(" ", "").lower() for name in written}


def with_reset(message: str, *sources: dict) -> str:
    """X names the day on which a spending cap ends."""
    days = (moment_to_come(first(source, "reset_date")) for source in sources)
    day = next(filter(None, days), None)
    return f"{message} (until {day:%-d %B %Y})" if day else message


def forbidden(code: str, message: str) -> type[ProviderError]:
    if code in ("client-forbidden", "client-not-enrolled") or OURS_IS_CLOSED.search(message):
        return AuthFailed
    if "suspended" in message.lower():
        return Suspended
    if code == "not-authorized-for-resource":
        return Protected
    return NotSupported
