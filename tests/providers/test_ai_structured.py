import json

import pytest
from pydantic import Field

from autoreach.providers.ai.structured import objects_in
from autoreach.providers.errors import InvalidAnswer
from tests.providers.ai_recorded import CARD, READ, Card, ask, chat, message, response, said
from tests.providers.ai_refusals_recorded import openai
from tests.providers.conftest import Canned

CARDS = json.dumps(CARD)
DRAFT = '{"lines": [], "summary": "a draft"}'


@pytest.mark.parametrize(
    "written",
    [
        f"<think>Perhaps {DRAFT}?</think>{CARDS}",
        f"Perhaps {DRAFT}?\n</think>\n\n{CARDS}",
        f"<thinking>{{</thinking> {CARDS}",
        f"{CARDS}\n{DRAFT}",
        f"{CARDS}{CARDS}",
        f'{{"note": "first"}}\n{CARDS}',
        f"{CARDS}\n\nI left {{nothing}} out. Ask me for more!",
        f"```json\n{CARDS}\n```\nDone }} and done.",
        f"Result: [{CARDS}]",
        json.dumps(CARD | {"note": "he wrote </think> himself"}),
    ],
)
def test_the_answer_is_found_among_what_stands_around_it(wire, ai_at, written):
    wire.will(chat(written))
    assert ask(ai_at(mode="prompt")).value == READ
    assert len(wire.asked) == 1


@pytest.mark.parametrize("written", ["", "   ", "<think>I had no time", f"<think>Perhaps {DRAFT}", "none {at} all"])
def test_an_answer_without_an_object_gets_a_second_chance(wire, ai_at, written):
    wire.will(chat(written), chat(CARDS))
    answer = ask(ai_at(mode="chat_schema"))
    assert (answer.value, answer.usage.calls, answer.usage.units) == (READ, 2, 1000)


def test_an_answer_that_stays_empty_fails_with_what_both_cost(wire, ai_at):
    wire.will(chat(""))
    with pytest.raises(InvalidAnswer) as caught:
        ask(ai_at(mode="chat_json"))
    assert (len(wire.asked), caught.value.usage.units) == (2, 1000)


def test_a_shape_that_the_server_itself_found_wrong_gets_a_second_chance(wire, ai_at):
    failed = openai("Failed to generate JSON. Please adjust your prompt.", code="json_validate_failed")
    wire.will(Canned(failed, 400), chat(CARDS))
    assert ask(ai_at(mode="chat_schema")).value == READ


def test_objects_inside_an_object_are_no_answers_of_their_own():
    assert list(objects_in('{"a": {"b": 1}} {"c": 2}')) == [{"a": {"b": 1}}, {"c": 2}]
    assert list(objects_in('{"a": {"b": 1}')) == [{"b": 1}]


class Short(Card):
    summary: str = Field(json_schema_extra={"maxLength": 20})


def lengths_sent(wire):
    """For each question, what the schema says of the text, and what it says in the words of a prompt."""
    for asked in wire.asked:
        form = asked.body.get("text", {}).get("format") or asked.body["response_format"]["json_schema"]
        yield form["schema"]["properties"]["summary"].get("maxLength"), form["strict"], form["name"]


@pytest.mark.parametrize(
    ("mode", "answer", "length"),
    [("responses", response(message(said(CARDS))), None), ("chat_schema", chat(CARDS), 20)],
)
def test_lengths_are_for_servers_that_make_a_grammar_of_them(wire, ai_at, mode, answer, length):
    wire.will(answer)
    found = ai_at(mode=mode).complete(Short, instructions="Judge.", content="Ilse")
    assert (found.value.summary, list(lengths_sent(wire))) == (CARD["summary"], [(length, True, "Short")])


def test_a_server_that_knows_no_lengths_is_asked_without_them_from_then_on(wire, ai_at):
    complaint = openai("Invalid schema: In context=(), 'maxLength' is not permitted.", code="invalid_json_schema")
    wire.will(Canned(complaint, 400), chat(CARDS))
    ai = ai_at(mode="chat_schema")
    for _ in range(2):
        ai.complete(Short, instructions="Judge.", content="Ilse")
    assert [length for length, *_ in lengths_sent(wire)] == [20, None, None]
