"""What an OpenAI-compatible endpoint's answers say, or the error they amount to."""

import base64
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

import numpy as np

from autoreach.providers.ai.refusals import failure
from autoreach.providers.errors import InvalidAnswer, Refused
from autoreach.providers.prices import Tokens
from autoreach.providers.reading import clean, first, number, part, parts, text, texts
from autoreach.providers.results import Reply

# Private-use characters some models leave around their citations.
MARKERS = re.compile("[\ue200-\ue2ff]")


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


def unique(values: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(filter(None, values)))


def without_markers(written: str) -> str:
    return MARKERS.sub("", clean(written))


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
    return without_markers(written)


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
    return without_markers(written)


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


def read_citations(notes: Iterable[dict], written) -> Iterator[Citation]:
    for note in notes:
        url = web_address(text(note, "url"))
        if url:
            yield Citation(url, text(note, "title"), line_at(written, number(note, "start_index") or 0))


def read_search(payload: dict, written: str) -> WebAnswer | None:
    """What a Responses answer found; None where no search was carried out."""
    calls = [item for item in parts(payload, "output") if text(item, "type") == "web_search_call"]
    done = [part(call, "action") for call in calls if text(call, "status") == "completed"]
    if not done:
        return None
    contents = [content for item in final_messages(payload) for content in parts(item, "content")]
    citations = tuple(
        citation
        for content in contents
        for citation in read_citations(parts(content, "annotations"), first(content, "text"))
    )
    consulted = [text(source, "url") for action in done for source in (*parts(action, "sources"), action)]
    return WebAnswer(
        written,
        citations,
        sources=unique([*map(web_address, consulted), *(citation.url for citation in citations)]),
        queries=unique(query for action in done for query in (*texts(action, "queries"), text(action, "query"))),
    )


def read_chat_search(payload: dict, written: str) -> WebAnswer | None:
    """The same from chat completions, which names its citations only."""
    message = part(next(iter(parts(payload, "choices")), {}), "message")
    notes = [part(note, "url_citation") or note for note in parts(message, "annotations")]
    citations = tuple(read_citations(notes, first(message, "content")))
    return WebAnswer(written, citations, unique(citation.url for citation in citations)) if citations else None


def line_at(written, position: int) -> str:
    if not isinstance(written, str) or position >= len(written):
        return ""
    start = written.rfind("\n", 0, position) + 1
    end = written.find("\n", position)
    return without_markers(written[start : end if end >= 0 else len(written)])


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
