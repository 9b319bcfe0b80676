from decimal import Decimal

import pytest
from pydantic import BaseModel

from autoreach.calls import clients
from autoreach.calls.web_research import CitedLine, cited_lines, reading_call, search_call
from autoreach.providers import configured
from tests.providers.conftest import Wire


def test_lines_without_a_source_are_not_read(sandbox):
    answer = clients.clients().ai.search_web("What is known of Taktwerk?").value
    lines = cited_lines(answer)
    assert any("rumoured" in text or "probably" in text or "Some people" in text for text in [answer.text])
    assert [line for line in lines if "rumoured" in line.text or "probably" in line.text or not line.url] == []
    assert [line.text for line in lines if "](" in line.text] == []


class Named(BaseModel):
    name: str


@pytest.fixture
def providers(priced, wire):
    priced["OPENAI_BASE_URL"] = f"{wire.url}/v1"
    return priced


@pytest.fixture
def wire():
    wire = Wire()
    yield wire
    wire.close()


def response(written, output, *, model="searcher", searches=0):
    details = {"cached_tokens": 0, "cache_write_tokens": 128_000}
    called = [{"type": "web_search_call", "status": "completed", "action": {"type": "search"}}] * searches
    content = [{"type": "output_text", "text": written, "annotations": []}]
    return {
        "id": "r",
        "object": "response",
        "status": "completed",
        "model": model,
        "output": [*called, {"id": "m", "type": "message", "role": "assistant", "content": content}],
        "usage": {"input_tokens": 128_000, "input_tokens_details": details, "output_tokens": output},
    }


def completion(written, output):
    details = {"cached_tokens": 0, "cache_write_tokens": 64_000}
    return {
        "id": "c",
        "object": "chat.completion",
        "model": "reader",
        "choices": [{"index": 0, "finish_reason": "stop", "message": {"role": "assistant", "content": written}}],
        "usage": {"prompt_tokens": 64_000, "prompt_tokens_details": details, "completion_tokens": output},
    }


def test_a_search_that_uses_all_it_may_costs_what_was_reserved(wire, providers):
    wire.will(response("Nothing.", output=6000, searches=4))
    call = search_call("web", "Who is it?")
    answer = call.send(configured(providers))
    assert (wire.asked[0].body["max_tool_calls"], wire.asked[0].body["max_output_tokens"]) == (4, 6000)
    assert answer.usage.cost_usd == call.estimate_usd == Decimal("9.04")


def test_a_prompt_that_is_written_to_the_cache_is_reserved_at_its_price(wire, providers):
    providers["AI_SEARCH_MODEL"] = "reader"
    wire.will(response("Nothing.", output=6000, model="reader", searches=4))
    call = search_call("web", "Who is it?")
    assert call.send(configured(providers)).usage.cost_usd == call.estimate_usd == Decimal("7.16")


def test_a_search_that_may_ask_a_second_model_reserves_both(providers):
    providers["AI_CHAT_SEARCH_MODEL"] = "reader"
    assert search_call("web", "Who is it?").estimate_usd == Decimal("9.04") + Decimal("7.16")


def test_a_reading_with_its_second_chance_costs_what_was_reserved(wire, providers):
    providers["AI_MODE"] = "chat_json"
    wire.will(completion("no JSON", output=4000), completion('{"name": "Nora"}', output=4000))
    call = reading_call("read", Named, "Who?", [CitedLine("Nora plans.", "https://works.example")])
    answer = call.send(configured(providers))
    assert [asked.body["max_tokens"] for asked in wire.asked] == [4000, 4000]
    assert answer.usage.cost_usd == call.estimate_usd == Decimal("3.36")


def test_no_reading_is_longer_than_what_was_reserved_for(wire, providers):
    wire.will(response('{"name": "Nora"}', output=1, model="reader"))
    reading_call("read", Named, "Who?", [CitedLine("Ж" * 600, "https://works.example")] * 120).send(
        configured(providers)
    )
    prompt = "".join(message["content"] for message in wire.asked[0].body["input"])
    assert 55_000 < len(prompt.encode()) < 64_000


def test_a_model_without_a_price_reserves_its_searches_where_the_table_assumes_nothing(providers):
    providers |= {"AI_MODEL": "homemade", "AI_SEARCH_MODEL": "homemade"}
    assert (search_call("web", "?").estimate_usd, reading_call("read", Named, "", []).estimate_usd) == (4, 0)
