"""Any OpenAI-compatible endpoint: structured answers, web search with citations, embeddings."""

import json
import re
import ssl
import time
import weakref
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from functools import cache, partial
from typing import TypeVar

import httpx2
import numpy as np
import openai
import pydantic

from autoreach.providers.ai.address import OPENAI, is_openai
from autoreach.providers.ai.answers import (
    WebAnswer,
    chat_text,
    read_chat_search,
    read_search,
    read_vectors,
    response_text,
    tokens_used,
)
from autoreach.providers.ai.bounded_stream import TooLarge, bound
from autoreach.providers.ai.info import MODES
from autoreach.providers.ai.rate_headers import allowance
from autoreach.providers.ai.refusals import inner_error, status_error
from autoreach.providers.ai.structured import LENGTHS, strict, validated
from autoreach.providers.errors import (
    InvalidAnswer,
    Misconfigured,
    NotSupported,
    ProviderError,
    Unavailable,
)
from autoreach.providers.http import Limits, backoff, ignore, parse_object
from autoreach.providers.prices import Prices, Tokens
from autoreach.providers.reading import clean, parts, text
from autoreach.providers.results import Answer, Reply, Usage

S = TypeVar("S", bound=pydantic.BaseModel)

# The mode that goes on where a response_format is not to be had.
SIMPLER = {"chat_schema": "chat_json", "chat_json": "prompt"}
OTHER_LENGTH = {"max_tokens": "max_completion_tokens", "max_completion_tokens": "max_tokens"}
AI_LIMITS = Limits(read=75, total=90, attempts=2)

TEXTS_MAX = 256
CHARACTERS_MAX = 200_000  # well under 300,000 tokens, in any script
TEXT_MAX = 8_000

REASONING = re.compile(r"(?:^|/)(?:gpt-[5-9]|o[1-9])")
NEVER_SENT = (httpx2.ConnectError, httpx2.ConnectTimeout, httpx2.PoolTimeout, httpx2.UnsupportedProtocol)


@cache
def certificates() -> ssl.SSLContext:
    # to read them takes most of the time in which a client is made
    return httpx2.create_ssl_context()


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
        self._hosted = is_openai(base_url)
        self._searches_in_responses = self._searches_in_chat = True
        self._unknown_fields: frozenset[str] = frozenset()
        self._prices, self._permit, self._limits = prices or Prices(), permit, limits
        self._client = openai.OpenAI(
            api_key=api_key,
            base_url=base_url,
            max_retries=0,
            http_client=openai.DefaultHttpxClient(
                verify=certificates(),
                timeout=httpx2.Timeout(limits.read, connect=limits.connect),
                limits=httpx2.Limits(max_connections=None, max_keepalive_connections=limits.connections),
                event_hooks={"response": [partial(bound, limits)]},
            ),
        )
        weakref.finalize(self, self._client.close)

    def complete(
        self, schema: type[S], *, instructions: str, content: str, max_tokens: int = 4000, model: str = ""
    ) -> Answer[S]:
        """One answer of the given shape. `content` is data and goes apart from the instructions.

        Endpoints that do not guarantee the shape get one second chance; its usage is added. A shape is no truth:
        ids, quotes and addresses in the answer are the caller's to check.
        """
        model = model or self.model
        instructions, content = clean(instructions), clean(content)
        try:
            return validated(schema, self._ask(schema, model, instructions, content, max_tokens))
        except InvalidAnswer as error:
            if self._mode == "responses" or error.code or error.uncertain:
                raise
            spent, complaint = error.usage, error.args[0]
        instructions = f"{instructions}\n\nAn earlier answer was not accepted: {complaint}"
        with adding(spent):
            answer = self._ask(schema, model, instructions, content, max_tokens)
        return validated(schema, replace(answer, usage=spent + answer.usage))

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
                self._searches_in_responses = self._hosted and error.status == 200
                if not self._chat_search_model:
                    self._check_address(error)
                    raise error if error.status == 200 else without_search(error.usage) from error
                spent = error.usage
        if not (self._chat_search_model and self._searches_in_chat):
            raise without_search(spent or self._usage("web_search", calls=0))
        return self._search_chat(question, instructions, max_tokens, spent)

    def _check_address(self, error):
        """Raises Misconfigured where nothing at all is at the endpoint's address."""
        if error.code != "no_such_path":
            return
        try:
            self.models()
        except Misconfigured as nothing:
            self._searches_in_responses = True
            usage = error.usage
            raise Misconfigured(
                nothing.args[0], scope="web_search", usage=usage, status=nothing.status, code=nothing.code
            ) from error
        except ProviderError:
            return

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
        return Answer(tuple(filter(None, names)), reply.usage, reply.limit)

    def _ask(self, schema, model, instructions, content, max_tokens):
        """The answer's text, not yet looked at. What the endpoint does not know is left out from then on."""
        spent, mode = self._usage("completion", calls=0, model=model), self._mode
        while True:
            try:
                with adding(spent):
                    answer = self._ask_in(mode, schema, model, instructions, content, max_tokens)
            except NotSupported as error:
                simpler = SIMPLER.get(mode) if error.code == "response_format" else None
                if not (simpler or self._leaves_out(error.code)):
                    raise
                spent, mode = error.usage, simpler or mode
            else:
                self._mode = mode
                return replace(answer, usage=spent + answer.usage)

    def _leaves_out(self, field):
        """Whether the question can be asked without a field that the model does not know, or under its other name."""
        known = field in self._unknown_fields or OTHER_LENGTH.get(field) in self._unknown_fields
        if field not in ("temperature", LENGTHS, *OTHER_LENGTH) or known:
            return False
        self._unknown_fields |= {field}
        return True

    def _ask_in(self, mode, schema, model, instructions, content, max_tokens):
        if mode == "responses":
            request = {
                "input": messages(instructions, content),
                "text": {"format": {"type": "json_schema", **strict(schema, lengths=False)}},
                "max_output_tokens": max_tokens,
                "store": False,
            }
            reply = self._call("completion", self._client.responses.with_raw_response.create, request, model=model)
            return Answer(response_text(reply), reply.usage, reply.limit)
        shape = json.dumps(schema.model_json_schema(), ensure_ascii=False)
        instructions = f"{instructions}\n\nAnswer with one JSON object that follows this JSON schema:\n{shape}"
        request = {"messages": messages(instructions, content), **self._chat_options(model, max_tokens)}
        request |= self._response_format(mode, schema)
        reply = self._call("completion", self._client.chat.completions.with_raw_response.create, request, model=model)
        return Answer(chat_text(reply), reply.usage, reply.limit)

    def _response_format(self, mode, schema):
        if mode == "prompt":
            return {}
        if mode == "chat_json":
            return {"response_format": {"type": "json_object"}}
        shape = strict(schema, lengths=LENGTHS not in self._unknown_fields)
        return {"response_format": {"type": "json_schema", "json_schema": shape}}

    def _chat_options(self, model, max_tokens):
        length = self._chat_length(model, max_tokens)
        warm = "max_completion_tokens" in length or "temperature" in self._unknown_fields
        return length if warm else length | {"temperature": 0}

    def _chat_length(self, model, max_tokens):
        # Reasoning models refuse the one, and a temperature, wherever they run; local servers ignore the other.
        newer = self._hosted or REASONING.search(model)
        name = "max_completion_tokens" if newer else "max_tokens"
        return {OTHER_LENGTH[name] if name in self._unknown_fields else name: max_tokens}

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
        found = read_search(reply.payload, response_text(reply))
        if not found:
            raise NotSupported("answered without searching the web", usage=reply.usage, status=200)
        return Answer(found, reply.usage, reply.limit)

    def _search_chat(self, question, instructions, max_tokens, spent):
        # without a temperature, which models that search refuse
        length = self._chat_length(self._chat_search_model, max_tokens)
        request = {"messages": messages(instructions, question), "web_search_options": {}, **length}
        create = self._client.chat.completions.with_raw_response.create
        with adding(spent):
            try:
                reply = self._call("web_search", create, request, model=self._chat_search_model, searches=1)
            except NotSupported:
                self._searches_in_chat = False
                raise
            written = chat_text(reply)
        usage = spent + reply.usage if spent else reply.usage
        found = read_chat_search(reply.payload, written)
        if not found:
            raise NotSupported("answered without searching the web", usage=usage, status=200)
        return Answer(found, usage, reply.limit)

    def _embed(self, texts):
        # Not every server knows `dimensions`, and none takes an empty text.
        request = {"input": [value or "." for value in texts]}
        request |= {"dimensions": self._dimensions} if self._dimensions else {}
        create = self._client.embeddings.with_raw_response.create
        reply = self._call("embedding", create, request, model=self.embedding_model)
        vectors = read_vectors(reply, len(texts))
        vectors[[not value for value in texts]] = 0
        return Answer(vectors, reply.usage, reply.limit)

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
                time.sleep(backoff(self._limits.pause, attempt))
            except openai.APIStatusError as error:
                raise status_error(error, usage) from error

    def _read(self, raw, usage, searches):
        payload = parse_object(raw.text)
        usage = replace(usage, request_id=raw.headers.get("x-request-id") or "")
        if payload is None:
            kind = raw.headers.get("content-type", "no content type")
            raise InvalidAnswer(f"not a JSON object but {kind}", usage=unknown_cost(usage), status=200, uncertain=True)
        usage = replace(usage, request_id=usage.request_id or text(payload, "id"))
        if usage.operation != "models":
            usage = self._billed(usage, text(payload, "model"), tokens_used(payload, searches))
        failed = payload.get("status") != "failed" and inner_error(payload, usage, raw.http_request.url.path)
        if failed:
            raise failed
        return Reply(payload, usage, allowance(raw.headers))

    def _billed(self, usage, answered_by, used):
        cost = self._prices.tokens(answered_by, used)
        if cost is None:
            cost = self._prices.tokens(usage.model, used)
        used = used or Tokens()
        return replace(
            usage,
            model=answered_by or usage.model,
            units=used.input + used.output,
            cost_usd=cost,
            input_tokens=used.input,
            output_tokens=used.output,
            searches=used.searches,
        )

    def _usage(self, operation, *, calls, model=""):
        return Usage("ai", operation, calls=calls, model=model)


@contextmanager
def adding(spent: Usage | None) -> Iterator[None]:
    """Add `spent` to what an error in here has cost."""
    try:
        yield
    except ProviderError as error:
        error.usage = spent + error.usage if spent else error.usage
        raise


def without_search(usage: Usage) -> NotSupported:
    return NotSupported("this endpoint cannot search the web", usage=usage)


def messages(instructions: str, content: str) -> list[dict]:
    system = [{"role": "system", "content": instructions}] if instructions else []
    return [*system, {"role": "user", "content": content}]


def unknown_cost(usage: Usage) -> Usage:
    return replace(usage, cost_usd=None)


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
