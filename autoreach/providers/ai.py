"""Any OpenAI-compatible endpoint: structured answers, web search with citations, embeddings."""

import base64
import json
import random
import re
import threading
import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import TypeVar
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

import httpx2
import numpy as np
import openai
import pydantic

from autoreach.providers.errors import (
    AuthFailed,
    InvalidAnswer,
    InvalidRequest,
    NotSupported,
    OutOfCredits,
    ProviderError,
    RateLimited,
    Refused,
    Unavailable,
)
from autoreach.providers.http import BY_STATUS, Limits, bounded, ignore, parse_object, retry_after
from autoreach.providers.prices import Prices, Tokens
from autoreach.providers.reading import clean, first, number, part, parts, text
from autoreach.providers.results import Answer, RateLimit, Reply, Usage

S = TypeVar("S", bound=pydantic.BaseModel)

OPENAI = "https://api.openai.com/v1"
MODES = ("responses", "chat_schema", "chat_json", "prompt")
AI_LIMITS = Limits(read=90, total=180, attempts=2)
PATIENCE = timedelta(seconds=20)

TEXTS_MAX = 256
CHARACTERS_MAX = 200_000  # well under 300,000 tokens, in any script
TEXT_MAX = 8_000

BILLING = {
    "billing_hard_limit_reached",
    "credit_balance_exhausted",
    "insufficient_quota",
    "organization_spend_limit_exceeded",
    "organization_usage_limit_exceeded",
    "project_spend_limit_exceeded",
}
POLICY = {"bio_policy", "content_filter", "content_policy_violation", "invalid_prompt", "misalignment_policy_violation"}
NEVER_SENT = (httpx2.ConnectError, httpx2.ConnectTimeout, httpx2.PoolTimeout, httpx2.UnsupportedProtocol)

# Private-use characters some models leave around their citations.
MARKERS = re.compile("[\ue200-\ue2ff]")
DURATION = re.compile(r"(\d+(?:\.\d+)?)(ms|s|m|h|d)")
SECONDS = {"ms": 0.001, "s": 1, "m": 60, "h": 3600, "d": 86_400}


@dataclass(frozen=True, slots=True)
class Citation:
    """`context` is the line of the answer that the source stands for."""

    url: str
    title: str = ""
    context: str = ""


@dataclass(frozen=True, slots=True)
class WebAnswer:
    """`sources` are all pages consulted, cited or not. Everything here was written by strangers: it is data."""

    text: str
    citations: tuple[Citation, ...] = ()
    sources: tuple[str, ...] = ()
    queries: tuple[str, ...] = ()


class TooLarge(Exception):
    pass


class AI:
    def __init__(
        self,
        *,
        api_key: str,
        model: str,
        base_url: str = OPENAI,
        mode: str = "responses",
        search_model: str = "",
        chat_search_model: str = "",
        embedding_model: str = "",
        embedding_dimensions: int | None = None,
        prices: Prices | None = None,
        permit=ignore,
        limits: Limits = AI_LIMITS,
    ):
        """`mode` is how structured answers are asked for, from the strictest endpoint to the simplest: MODES.

        `chat_search_model` searches by itself in chat completions, for endpoints whose Responses API cannot.
        """
        if mode not in MODES:
            raise ValueError(f"AI_MODE is one of {', '.join(MODES)}, not {mode!r}")
        self.model, self.embedding_model = model, embedding_model
        self._mode, self._search_model, self._chat_search_model = mode, search_model or model, chat_search_model
        self._dimensions = embedding_dimensions
        self._hosted = urlsplit(base_url).hostname == urlsplit(OPENAI).hostname
        self._searches_in_responses = True
        self._prices, self._permit, self._limits = prices or Prices(), permit, limits
        self._pause = threading.Event()
        self._client = openai.OpenAI(
            api_key=api_key,
            base_url=base_url,
            max_retries=0,
            http_client=openai.DefaultHttpxClient(
                timeout=httpx2.Timeout(limits.read, connect=limits.connect),
                limits=httpx2.Limits(max_connections=None, max_keepalive_connections=limits.connections),
                event_hooks={"response": [self._bound]},
            ),
        )

    def complete(
        self, schema: type[S], *, instructions: str, content: str, max_tokens: int = 4000, model: str = ""
    ) -> Answer[S]:
        """One answer of the given shape. `content` is data and goes apart from the instructions.

        Endpoints that do not guarantee the shape get one second chance; its usage is added. A shape is no truth:
        ids, quotes and addresses in the answer are the caller's to check.
        """
        model = model or self.model
        instructions, content = clean(instructions), clean(content)
        answer = self._ask(schema, model, instructions, content, max_tokens)
        try:
            return self._validated(schema, answer)
        except InvalidAnswer as error:
            if self._mode == "responses":
                raise
            spent, complaint = error.usage, error.args[0]
        try:
            hint = f"{instructions}\n\nAn earlier answer was not accepted: {complaint}"
            return self._validated(schema, self._ask(schema, model, hint, content, max_tokens), spent)
        except ProviderError as error:
            if error.usage.calls < spent.calls + 1:
                error.usage = spent + error.usage
            raise

    def search_web(
        self,
        question: str,
        *,
        instructions: str = "",
        domains: Iterable[str] = (),
        country: str = "",
        max_searches: int = 4,
        max_tokens: int = 6000,
    ) -> Answer[WebAnswer]:
        """Answer from the web, with sources. NotSupported where the endpoint has no search or did not use it.

        Ask for free text here and give its sources to `complete` for structure: structured answers lose citations.
        """
        spent = None
        question, instructions = clean(question), clean(instructions)
        if self._searches_in_responses:
            try:
                return self._search_responses(question, instructions, domains, country, max_searches, max_tokens)
            except NotSupported as error:
                self._searches_in_responses = error.code == "model_not_found"
                if not self._chat_search_model:
                    raise
                spent = error.usage
        if not self._chat_search_model:
            raise NotSupported("this endpoint cannot search the web", usage=self._usage("web_search", calls=0))
        return self._search_chat(question, instructions, spent)

    def embed(self, texts: Iterable[str]) -> Iterator[Answer[np.ndarray]]:
        """float32 (n, d) for each request in turn, so that a later failure does not lose what was paid before.

        The rows follow the order of `texts`; a blank text gives zeros. Long texts are cut to 8000 characters.
        """
        for batch in batches([clean(value)[:TEXT_MAX].strip() for value in texts]):
            yield self._embed(batch)

    def models(self) -> Answer[tuple[str, ...]]:
        """What the key may use; also the free way to see whether it works."""
        reply = self._call("models", self._client.models.with_raw_response.list, {}, model="")
        names = (text(model, "id") for model in parts(reply.payload, "data"))
        return Answer(tuple(filter(None, names)), replace(reply.usage, cost_usd=reply.usage.cost_usd), reply.limit)

    def _ask(self, schema, model, instructions, content, max_tokens):
        """The answer's text, not yet looked at."""
        if self._mode == "responses":
            request = {
                "input": messages(instructions, content),
                "text_format": schema,
                "max_output_tokens": max_tokens,
                "store": False,
            }
            reply = self._call("completion", self._client.responses.with_raw_response.parse, request, model=model)
            return replace_value(reply, response_text(reply))
        shape = json.dumps(schema.model_json_schema(), ensure_ascii=False)
        instructions = f"{instructions}\n\nAnswer with one JSON object that follows this JSON schema:\n{shape}"
        request = {"messages": messages(instructions, content), **self._chat_options(max_tokens)}
        completions = self._client.chat.completions.with_raw_response
        if self._mode == "chat_schema":
            reply = self._call("completion", completions.parse, {**request, "response_format": schema}, model=model)
        elif self._mode == "chat_json":
            request["response_format"] = {"type": "json_object"}
            reply = self._call("completion", completions.create, request, model=model)
        else:
            reply = self._call("completion", completions.create, request, model=model)
        return replace_value(reply, chat_text(reply))

    def _chat_options(self, max_tokens):
        # Reasoning models refuse the one pair, local servers ignore the other.
        if self._hosted:
            return {"max_completion_tokens": max_tokens}
        return {"max_tokens": max_tokens, "temperature": 0}

    def _validated(self, schema, answer, spent=None):
        usage = spent + answer.usage if spent else answer.usage
        payload = json_in(answer.value)
        if payload is None:
            raise InvalidAnswer("the answer is not JSON", usage=usage, status=200)
        try:
            return replace(answer, value=schema.model_validate(scrubbed(payload)), usage=usage)
        except pydantic.ValidationError as error:
            faults = "; ".join(f"{'.'.join(map(str, fault['loc']))}: {fault['msg']}" for fault in error.errors()[:5])
            raise InvalidAnswer(f"not of the shape asked for: {faults}", usage=usage, status=200) from error

    def _search_responses(self, question, instructions, domains, country, max_searches, max_tokens):
        location = {"type": "approximate"} | ({"country": country} if country else {})
        tool = {"type": "web_search", "search_context_size": "low", "user_location": location}
        if domains := list(domains):
            tool["filters"] = {"allowed_domains": domains[:100]}
        request = {
            "input": messages(instructions, question),
            "tools": [tool],
            "tool_choice": "required",
            "max_tool_calls": max_searches,
            "max_output_tokens": max_tokens,
            "include": ["web_search_call.action.sources"],
            "store": False,
        }
        model = self._search_model
        reply = self._call("web_search", self._client.responses.with_raw_response.create, request, model=model)
        written = response_text(reply)
        calls = [item for item in parts(reply.payload, "output") if text(item, "type") == "web_search_call"]
        done = [part(call, "action") for call in calls if text(call, "status") == "completed"]
        if not done:
            raise NotSupported("answered without searching the web", usage=reply.usage, status=200)
        citations = tuple(
            citation
            for item in final_messages(reply.payload)
            for content in parts(item, "content")
            for citation in read_citations(parts(content, "annotations"), text(content, "text"))
        )
        consulted = [source for action in done for source in (*parts(action, "sources"), action)]
        sources = unique([*(web_address(text(source, "url")) for source in consulted), *(c.url for c in citations)])
        queries = unique(query for action in done for query in (*strings(action, "queries"), text(action, "query")))
        return Answer(WebAnswer(written, citations, sources, queries), reply.usage, reply.limit)

    def _search_chat(self, question, instructions, spent):
        request = {"messages": messages(instructions, question), "web_search_options": {}}
        model = self._chat_search_model
        try:
            create = self._client.chat.completions.with_raw_response.create
            reply = self._call("web_search", create, request, model=model, searches=1)
        except ProviderError as error:
            error.usage = spent + error.usage if spent else error.usage
            raise
        usage = spent + reply.usage if spent else reply.usage
        reply = replace(reply, usage=usage)
        written = chat_text(reply)
        message = part(parts(reply.payload, "choices")[0], "message")
        nested = [part(note, "url_citation") or note for note in parts(message, "annotations")]
        citations = tuple(read_citations(nested, text(message, "content")))
        if not citations:
            raise NotSupported("answered without searching the web", usage=usage, status=200)
        return Answer(WebAnswer(written, citations, unique(c.url for c in citations)), usage, reply.limit)

    def _embed(self, texts):
        wanted = [value for value in texts if value]
        if not wanted:
            return Answer(np.zeros((len(texts), 0), np.float32), self._usage("embedding", calls=0))
        request = {"input": wanted} | ({"dimensions": self._dimensions} if self._dimensions else {})
        create = self._client.embeddings.with_raw_response.create
        reply = self._call("embedding", create, request, model=self.embedding_model)
        vectors = read_vectors(reply, len(wanted))
        rows = np.zeros((len(texts), vectors.shape[1]), np.float32)
        rows[[bool(value) for value in texts]] = vectors
        return Answer(rows, reply.usage, reply.limit)

    def _call(self, operation: str, send: Callable, request: dict, *, model: str, searches: int = 0) -> Reply:
        options = {"model": model, **request} if model else request
        for attempt in range(1, self._limits.attempts + 1):
            self._permit(operation)
            usage = self._usage(operation, calls=attempt, model=model)
            try:
                return self._read(send(**options), usage, searches)
            except TooLarge as error:
                detail = f"the answer is larger than {self._limits.max_bytes} bytes"
                raise InvalidAnswer(detail, usage=unknown_cost(usage), uncertain=True) from error
            except openai.APIConnectionError as error:
                sent = not isinstance(error.__cause__, NEVER_SENT)
                detail = f"no answer ({type(error.__cause__ or error).__name__})"
                failed = Unavailable(detail, usage=unknown_cost(usage) if sent else usage, uncertain=sent)
                if sent or attempt == self._limits.attempts:
                    raise failed from error
                self._pause.wait(random.uniform(0.5, 1) * min(0.25 * 2**attempt, 4))
            except openai.APIStatusError as error:
                raise status_error(error, usage) from error

    def _read(self, raw, usage, searches):
        payload = parse_object(raw.text)
        usage = replace(usage, request_id=raw.headers.get("x-request-id") or "")
        if payload is None:
            kind = raw.headers.get("content-type", "no content type")
            raise InvalidAnswer(f"not a JSON object but {kind}", usage=unknown_cost(usage), status=200, uncertain=True)
        used = tokens_used(payload, searches)
        model = text(payload, "model") or usage.model
        cost = self._prices.tokens(model, used)
        if cost is None:
            cost = self._prices.tokens(usage.model, used)
        if used:
            usage = replace(
                usage,
                units=used.input + used.output,
                input_tokens=used.input,
                output_tokens=used.output,
                searches=used.searches,
            )
        free = usage.operation == "models"
        usage = replace(usage, model=model, request_id=usage.request_id or text(payload, "id"))
        usage = replace(usage, cost_usd=usage.cost_usd if free else cost)
        return Reply(payload, usage, allowance(raw.headers))

    def _usage(self, operation, *, calls, model=""):
        return Usage("ai", operation, calls=calls, model=model)

    def _bound(self, response):
        response.stream = BoundedStream(response.stream, self._limits.max_bytes, self._limits.total)


class BoundedStream(httpx2.SyncByteStream):
    """Somebody's answer, but no more of it and no longer than we care to wait for."""

    def __init__(self, stream, max_bytes, seconds):
        self._stream, self._left, self._deadline = stream, max_bytes, time.monotonic() + seconds

    def __iter__(self):
        for chunk in self._stream:
            self._left -= len(chunk)
            if self._left < 0:
                raise TooLarge
            if time.monotonic() > self._deadline:
                raise httpx2.ReadTimeout("the answer took too long")
            yield chunk

    def close(self):
        self._stream.close()


def messages(instructions: str, content: str) -> list[dict]:
    system = [{"role": "system", "content": instructions}] if instructions else []
    return [*system, {"role": "user", "content": content}]


def replace_value(reply: Reply, value) -> Answer:
    return Answer(value, reply.usage, reply.limit)


def unknown_cost(usage: Usage) -> Usage:
    return replace(usage, cost_usd=None)


def unique(values: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(filter(None, values)))


def strings(source: dict, name: str) -> list[str]:
    value = first(source, name)
    return [clean(entry) for entry in value] if isinstance(value, list) else []


def scrubbed(value):
    """Without characters that no database holds and markers that no reader wants."""
    if isinstance(value, str):
        return MARKERS.sub("", clean(value))
    if isinstance(value, list):
        return [scrubbed(entry) for entry in value]
    if isinstance(value, dict):
        return {name: scrubbed(entry) for name, entry in value.items()}
    return value


def json_in(written: str) -> dict | None:
    """The JSON object of an answer, also where a small model wrote words around it."""
    found = parse_object(written)
    if found is None and "{" in written:
        found = parse_object(written[written.index("{") : written.rfind("}") + 1])
    return found


def final_messages(payload: dict) -> list[dict]:
    return [
        item
        for item in parts(payload, "output")
        if text(item, "type") == "message" and text(item, "phase") != "commentary"
    ]


def response_text(reply: Reply) -> str:
    """What a Responses answer says, or the error it amounts to."""
    payload, details = reply.payload, {"usage": reply.usage, "status": 200}
    status, error = text(payload, "status"), part(payload, "error")
    reason = text(part(payload, "incomplete_details"), "reason")
    if status == "failed" or error:
        raise failure(text(error, "code"), text(error, "message") or "the answer failed", details)
    contents = [content for item in final_messages(payload) for content in parts(item, "content")]
    refusal = next((text(content, "refusal") for content in contents if text(content, "type") == "refusal"), None)
    if refusal is not None or reason == "content_filter":
        raise Refused(refusal or "stopped by a content filter", code="refusal", **details)
    if status == "incomplete":
        raise InvalidAnswer(f"the answer was cut short ({reason or 'no reason given'})", code="length", **details)
    written = "".join(text(content, "text") for content in contents if text(content, "type") == "output_text")
    if not written:
        raise InvalidAnswer("the answer holds no text", **details)
    return MARKERS.sub("", written)


def chat_text(reply: Reply) -> str:
    details = {"usage": reply.usage, "status": 200}
    choice = next(iter(parts(reply.payload, "choices")), {})
    message, reason = part(choice, "message"), text(choice, "finish_reason")
    if text(message, "refusal") or reason == "content_filter":
        raise Refused(text(message, "refusal") or "stopped by a content filter", code="refusal", **details)
    if reason == "length":
        raise InvalidAnswer("the answer was cut short (length)", code="length", **details)
    written = text(message, "content") or "".join(text(content, "text") for content in parts(message, "content"))
    if not written:
        raise InvalidAnswer("the answer holds no text", **details)
    return MARKERS.sub("", written)


def failure(code: str, message: str, details: dict) -> ProviderError:
    if code == "rate_limit_exceeded":
        return RateLimited(message, code=code, resume_at=datetime.now(UTC) + PATIENCE, **details)
    if code in BILLING:
        return OutOfCredits(message, code=code, **details)
    if code in POLICY:
        return Refused(message, code=code, **details)
    return Unavailable(message, code=code, **details)


def status_error(error: openai.APIStatusError, usage: Usage) -> ProviderError:
    """An HTTP status of any compatible server as one of our errors."""
    readable = isinstance(error.body, dict)
    code = str(error.code or "") if readable else ""
    message = clean(first(error.body, "message")) if readable else ""
    headers, status = error.response.headers, error.status_code
    details = {"usage": replace(usage, request_id=error.request_id or ""), "status": status, "code": code}
    message = message or error.response.reason_phrase or "no reason given"
    if code in BILLING or error.type == "insufficient_quota" or status == 402:
        return OutOfCredits(message, **details)
    if status == 429:
        resume_at = retry_after(headers) or reset_of(headers) or datetime.now(UTC) + PATIENCE
        return RateLimited(message, resume_at=resume_at, **details)
    if code in POLICY:
        return Refused(message, **details)
    if status == 404 or (status in (400, 422) and about_tools(error)):
        return NotSupported(message, **details)
    kind = BY_STATUS.get(status, Unavailable if status >= 500 or status == 409 else InvalidRequest)
    if not readable and kind is not AuthFailed:
        kind = Unavailable
    if status == 403 and not readable:
        kind = Unavailable
    if status == 504:
        details |= {"uncertain": True, "usage": unknown_cost(details["usage"])}
    return kind(message, **details)


def about_tools(error: openai.APIStatusError) -> bool:
    return str(error.param or "").startswith("tool") or "web_search" in str(error.message)


def tokens_used(payload: dict, searches: int = 0) -> Tokens | None:
    """None where the server does not count."""
    usage = part(payload, "usage")
    prompt = number(usage, "input_tokens", "prompt_tokens")
    if prompt is None:
        return None
    details = part(usage, "input_tokens_details", "prompt_tokens_details")
    called = [part(item, "action") for item in parts(payload, "output") if text(item, "type") == "web_search_call"]
    counted = number(part(part(payload, "tool_usage"), "web_search"), "num_requests")
    billed = sum(text(action, "type") in ("", "search") for action in called)
    return Tokens(
        input=prompt,
        output=number(usage, "output_tokens", "completion_tokens") or 0,
        cached=number(details, "cached_tokens") or 0,
        cache_write=number(details, "cache_write_tokens") or 0,
        searches=searches or (billed if counted is None else counted),
    )


def web_address(url: str) -> str:
    """The address without the search's own mark; empty unless it is one of the web."""
    try:
        address = urlsplit(url)
        if address.scheme not in ("http", "https") or not address.hostname:
            return ""
        query = [(name, value) for name, value in parse_qsl(address.query, keep_blank_values=True)]
    except ValueError:
        return ""
    kept = [(name, value) for name, value in query if (name, value) != ("utm_source", "openai")]
    return urlunsplit(address._replace(query=urlencode(kept))) if kept != query else url


def read_citations(notes: Iterable[dict], written: str) -> Iterator[Citation]:
    for note in notes:
        url = web_address(text(note, "url"))
        if url:
            yield Citation(url, text(note, "title"), line_at(written, number(note, "start_index") or 0))


def line_at(written: str, position: int) -> str:
    if position >= len(written):
        return ""
    start = written.rfind("\n", 0, position) + 1
    end = written.find("\n", position)
    return MARKERS.sub("", written[start : end if end >= 0 else len(written)]).strip()


def batches(texts: list[str]) -> Iterator[list[str]]:
    batch, size = [], 0
    for value in texts:
        if batch and (len(batch) == TEXTS_MAX or size + len(value) > CHARACTERS_MAX):
            yield batch
            batch, size = [], 0
        batch.append(value)
        size += len(value)
    if batch:
        yield batch


def read_vectors(reply: Reply, count: int) -> np.ndarray:
    entries = parts(reply.payload, "data")
    entries.sort(key=lambda entry: number(entry, "index") or 0)
    try:
        vectors = np.array([vector(first(entry, "embedding")) for entry in entries], np.float32)
    except (TypeError, ValueError) as error:
        raise InvalidAnswer("an embedding cannot be read", usage=reply.usage, status=200) from error
    if vectors.ndim != 2 or len(vectors) != count or not vectors.size or not np.isfinite(vectors).all():
        detail = f"{len(entries)} embeddings for {count} texts, or not all of them numbers"
        raise InvalidAnswer(detail, usage=reply.usage, status=200)
    return vectors


def vector(value) -> np.ndarray:
    if isinstance(value, str):
        return np.frombuffer(base64.b64decode(value, validate=True), "<f4")
    return np.array(value, np.float32)


def allowance(headers: Mapping[str, str]) -> RateLimit | None:
    remaining, resets_at = headers.get("x-ratelimit-remaining-requests", ""), reset_of(headers)
    if not remaining.isdecimal() or not resets_at:
        return None
    limit = headers.get("x-ratelimit-limit-requests", "")
    return RateLimit("*", int(remaining), resets_at, int(limit) if limit.isdecimal() else None)


def reset_of(headers: Mapping[str, str]) -> datetime | None:
    """The later of the two resets that are spent; of both where none says so."""
    waits = {}
    for kind in ("requests", "tokens"):
        found = DURATION.findall(headers.get(f"x-ratelimit-reset-{kind}", ""))
        if found:
            waits[kind] = sum(float(amount) * SECONDS[unit] for amount, unit in found)
    spent = [waits[kind] for kind in waits if headers.get(f"x-ratelimit-remaining-{kind}") == "0"]
    longest = max(spent or waits.values(), default=None)
    return None if longest is None else bounded(datetime.now(UTC) + timedelta(seconds=min(longest, 86_400)))
