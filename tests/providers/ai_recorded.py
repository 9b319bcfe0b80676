from datetime import date
from typing import Literal

import pydantic

from autoreach.providers.ai.answers import Citation
from tests.providers.conftest import Canned


class Line(pydantic.BaseModel):
    kind: Literal["fit", "intent"]
    points: int
    seen_on: date | None


class Card(pydantic.BaseModel):
    lines: list[Line]
    summary: str


CARD = {"lines": [{"kind": "fit", "points": 7, "seen_on": "2026-11-18"}], "summary": "A planner."}
READ = Card(lines=[Line(kind="fit", points=7, seen_on=date(2026, 11, 18))], summary="A planner.")
TOKENS = {
    "input_tokens": 1_000_000,
    "input_tokens_details": {"cached_tokens": 200_000, "cache_write_tokens": 0},
    "output_tokens": 100_000,
    "output_tokens_details": {"reasoning_tokens": 64},
    "total_tokens": 1_100_000,
}


def said(text, **more):
    return {"type": "output_text", "text": text, "annotations": [], **more}


def message(*contents, **more):
    return {"id": "msg_1", "type": "message", "role": "assistant", "content": list(contents), **more}


def response(*output, status="completed", **more):
    return {
        "id": "resp_1",
        "object": "response",
        "created_at": 1795200000,
        "status": status,
        "error": None,
        "incomplete_details": None,
        "model": "gpt-6-luna",
        "output": [{"id": "rs_1", "type": "reasoning", "summary": []}, *output],
        "usage": TOKENS,
        **more,
    }


def chat(content, finish="stop", **more):
    reply = {"role": "assistant", "content": content, "refusal": None, **more}
    return {
        "id": "chatcmpl-1",
        "object": "chat.completion",
        "created": 1795200000,
        "model": "local-model",
        "choices": [{"index": 0, "message": reply, "finish_reason": finish}],
        "usage": {"prompt_tokens": 400, "completion_tokens": 100, "total_tokens": 500},
    }


def ask(ai):
    return ai.complete(Card, instructions="Judge.\ud83d", content="<data>\x00Ilse, planner</data>")


PAGE = "https://mills.example.org/team?utm_source=openai&p=1"
FOUND_TEXT = "About the mills.\nInvented Mills hired a planner (mills.example.org).\nThat is all."
SEARCHED = {
    "id": "ws_1",
    "type": "web_search_call",
    "status": "completed",
    "action": {
        "type": "search",
        "query": "Invented Mills planner",
        "queries": ["Invented Mills planner"],
        "sources": [
            {"type": "url", "url": "https://news.example.org/mills"},
            {"type": "api", "name": "oai-weather"},
            {"type": "url", "url": "javascript:alert(1)"},
        ],
    },
}
OPENED = {"type": "web_search_call", "status": "completed", "action": {"type": "open_page", "url": PAGE}}
CITED = {"type": "url_citation", "start_index": 40, "end_index": 60, "url": PAGE, "title": "Team"}
CLEAN_PAGE = "https://mills.example.org/team?p=1"
CITATION = Citation(CLEAN_PAGE, "Team", "Invented Mills hired a planner (mills.example.org).")


def embedded(*vectors, **more):
    data = [{"object": "embedding", "index": n, "embedding": vector} for n, vector in enumerate(vectors)]
    usage = {"prompt_tokens": 8, "total_tokens": 8}
    return {"object": "list", "model": "text-embedding-3-small", "data": data, "usage": usage, **more}


def failing(status, code=None, kind=None, param=None, **headers):
    body = {"error": {"message": "In words.", "type": kind, "param": param, "code": code}}
    return Canned(body, status, headers)
