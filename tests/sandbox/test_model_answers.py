import json

import pytest

from autoreach.sandbox.model_answers import Answer
from autoreach.sandbox.model_material import Material
from tests.sandbox.model_questions import ASK, CUT, HIRING, LEAD, LINES, message, structured


def test_a_scorer_gets_lines_with_verbatim_quotes(ask):
    card = json.loads(message(structured(ask, LINES, LEAD))["text"])
    assert card["lines"] == [
        {
            "dimension": "fit", "signal": "title_fit", "points": 12, "quote": "Head of Production Planning",
            "url": "https://x.com/eager_sbx/status/1", "date": "2026-11-20",
        },
        {
            "dimension": "intent", "signal": "asked_for_recommendation", "points": 18,
            "quote": "Can anyone recommend a production planning software?",
            "url": "https://x.com/eager_sbx/status/1", "date": "2026-11-20",
        },
    ]  # fmt: skip


def test_a_model_that_invents_quotes_what_was_never_written(ask):
    card = json.loads(message(structured(ask, LINES, LEAD, model="sandbox-invents"))["text"])
    assert [line["quote"] for line in card["lines"] if line["quote"] in LEAD] == []


def test_a_schema_in_the_instructions_is_followed(ask):
    schema = {"type": "object", "properties": {"city": {"type": "string"}, "country_code": {"type": "string"}}}
    messages = [
        {"role": "system", "content": f"Answer with JSON that follows {json.dumps(schema)}"},
        {"role": "user", "content": "lives near Munich, loves bikes"},
    ]
    got = ask(
        "/v1/chat/completions", {"model": "sandbox", "messages": messages, "response_format": {"type": "json_object"}}
    )
    assert json.loads(got["choices"][0]["message"]["content"]) == {"city": "Munich", "country_code": "DE"}


def listed(array, properties):
    """The schema of a list of objects."""
    entry = {"type": "object", "additionalProperties": False, "required": list(properties), "properties": properties}
    return {
        "type": "object",
        "additionalProperties": False,
        "required": [array],
        "properties": {array: {"type": "array", "items": entry}},
    }


def test_what_a_search_found_becomes_candidates_in_a_second_call(ask, world):
    person = world.people.by_handle("bobash_sbx")
    text = (
        f"- Robert Ashworth, VP Sales at {person.company.name}, Leeds. "
        "([www.linkedin.com](https://www.linkedin.com/in/robert-ashworth-sbx?utm_source=openai))\n"
        "- Bob Ashworth (@bobash_sbx): sells things ([x.com](https://x.com/bobash_sbx?utm_source=openai))\n"
        "- Some people say he left.\n"
    )
    words = {"type": "string"}
    platform = {"type": "string", "enum": ["x", "linkedin"]}
    schema = listed(
        "candidates", {"name": words, "company": words, "url": words, "handle": words, "platform": platform}
    )
    assert json.loads(message(structured(ask, schema, text))["text"])["candidates"] == [
        {
            "name": "Robert Ashworth", "company": person.company.name, "handle": "robert-ashworth-sbx",
            "url": "https://www.linkedin.com/in/robert-ashworth-sbx", "platform": "linkedin",
        },
        {
            "name": "Bob Ashworth", "company": "", "handle": "bobash_sbx",
            "url": "https://x.com/bobash_sbx", "platform": "x",
        },
    ]  # fmt: skip


def test_facts_keep_their_own_source_and_date(ask):
    text = (
        "- Acme Foods has about 30 employees (11-50). ([acme.example](https://acme.example/about?utm_source=openai))\n"
        "- Acme Foods has raised 9 million EUR. (2026-09-01) ([news.example](https://news.example/1?utm_source=openai))\n"
        "- Acme Foods probably has revenue above 9 billion USD.\n"
    )
    words, maybe = {"type": "string"}, {"anyOf": [{"type": "string"}, {"type": "null"}]}
    schema = listed("facts", {"kind": words, "value": words, "source_url": maybe, "date": maybe})
    facts = json.loads(message(structured(ask, schema, text))["text"])["facts"]
    assert [tuple(fact.values()) for fact in facts[:2]] == [
        ("company_size", "Acme Foods has about 30 employees (11-50).", "https://acme.example/about", None),
        ("funding", "Acme Foods has raised 9 million EUR.", "https://news.example/1", "2026-09-01"),
    ]


WORD, NUMBER, WHOLE = {"type": "string"}, {"type": "number"}, {"type": "integer"}


def answer(text, schema, **more):
    return Answer(schema, Material(text), **more).value()


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("quote", "Can anyone recommend a CRM?"),
        ("source_url", "https://x.com/eager_sbx/status/1"),
        ("published_at", "2026-11-20"),
        ("handle", "eager_sbx"),
        ("ref", "7"),
        ("signal_kind", "ask"),
        ("reason", "ask: [7] 2026-11-20"),
        ("value", "[7] 2026-11-20"),
        ("email", ""),
    ],
)
def test_a_property_is_filled_by_its_name(name, value):
    assert answer(ASK, {"type": "object", "properties": {name: WORD}}) == {name: value}


def test_an_address_is_taken_from_the_line():
    assert answer("Write to hello@acme.example today.", {"type": "object", "properties": {"email": WORD}}) == {
        "email": "hello@acme.example"
    }


def test_what_was_not_read_is_empty_or_said_to_be():
    nothing = dict.fromkeys(("url", "quote", "summary"), WORD) | {"date": WORD | {"format": "date"}}
    assert answer("Nothing here.", {"type": "object", "properties": nothing}) == {
        "url": "",
        "quote": "",
        "summary": "Nothing was said about it.",
        "date": "1970-01-01",
    }
    maybe = {"anyOf": [WORD, {"type": "null"}]}
    assert answer("Nothing here.", {"type": "object", "properties": {"url": maybe}}) == {"url": None}
    assert answer("Nothing here.", {"type": "object", "properties": {"url": {"type": ["string", "null"]}}}) == {
        "url": None
    }


def test_a_pattern_that_does_not_fit_leaves_it_empty():
    fitting, other = WORD | {"pattern": "^https"}, WORD | {"pattern": "^ftp"}
    assert answer(ASK, {"type": "object", "properties": {"url": fitting, "link": other}}) == {
        "url": "https://x.com/eager_sbx/status/1",
        "link": "",
    }


@pytest.mark.parametrize(
    ("schema", "value"),
    [
        ({"const": 4}, 4),
        ({"type": "null"}, None),
        ({"type": "boolean"}, True),
        ({"enum": [3, 4]}, 3),
        ({"type": "array", "items": WORD, "maxItems": 1}, ["Can anyone recommend a CRM?"]),
        ({"type": "array", "items": {"type": "object", "properties": {"id": WORD}}, "minItems": 2}, [{"id": "7"}] * 2),
    ],
)
def test_every_type_of_a_schema_is_answered(schema, value):
    assert answer(ASK, schema) == value


def test_an_empty_text_fills_a_list_only_as_far_as_it_must():
    items = {"type": "object", "properties": {"quote": WORD}}
    assert answer("Nothing.", {"type": "array", "items": items}) == []
    assert answer("Nothing.", {"type": "array", "items": items, "minItems": 1}) == [{"quote": ""}]
    assert answer("Nothing.", {"type": "boolean"}) is False


def test_the_enum_closest_to_what_was_read_is_chosen():
    schema = {"type": "object", "properties": {"signal": {"enum": ["hiring", "asked for recommendation", "other"]}}}
    assert answer(ASK, {"type": "array", "items": schema}) == [{"signal": "asked for recommendation"}]
    assert answer(HIRING, {"type": "array", "items": schema}) == [{"signal": "hiring"}]
    dimension = {"type": "object", "properties": {"dimension": {"enum": ["fit", "intent", "timing"]}}}
    assert answer(f"{ASK}\n{HIRING}\nHead of Data", {"type": "array", "items": dimension}) == [
        {"dimension": "intent"},
        {"dimension": "timing"},
        {"dimension": "fit"},
    ]
    direction = {"type": "object", "properties": {"direction": {"enum": ["positive", "negative"]}}}
    assert answer(f"{ASK}\n{CUT}", {"type": "array", "items": direction}) == [
        {"direction": "positive"},
        {"direction": "negative"},
    ]


@pytest.mark.parametrize(
    ("properties", "value"),
    [
        ({"points": WHOLE | {"minimum": 0, "maximum": 20}}, 18),
        ({"points": WHOLE}, 18),
        ({"weight": NUMBER | {"maximum": 1}}, 0.9),
        ({"index": WHOLE}, 7),
        ({"points": WHOLE | {"minimum": 19}}, 19),
    ],
)
def test_a_number_is_the_strength_of_what_was_read_within_its_bounds(properties, value):
    (name,) = properties
    assert answer(ASK, {"type": "array", "items": {"type": "object", "properties": properties}}) == [{name: value}]


def test_confidence_is_low_without_a_source():
    schema = {"type": "array", "items": {"type": "object", "properties": {"confidence": NUMBER}}}
    (with_link,), (without,) = answer(ASK, schema), answer("Can anyone recommend a CRM?", schema)
    assert (0.55 <= with_link["confidence"] < 0.95, without["confidence"]) == (True, 0.35)


def test_a_score_is_that_of_the_dimension_it_is_named_after():
    schema = {"type": "object", "properties": {"timing_score": WHOLE | {"maximum": 50}, "score": WHOLE}}
    assert answer(f"{ASK}\n{HIRING}\n{CUT}", schema) == {"timing_score": 14, "score": 60}


def test_the_tools_a_company_uses_are_listed_one_by_one():
    text = "Acme uses Kubernetes and PlanMaster. (https://stackdir.example/acme)"
    assert answer(text, {"type": "object", "properties": {"technologies": {"type": "array", "items": WORD}}}) == {
        "technologies": ["Kubernetes", "PlanMaster"]
    }


def test_candidates_are_profiles_and_each_is_named_once():
    text = (
        "Head of Data https://acme.example/team\n"
        "Ann Lee, Buyer: https://x.com/ann_lee\n"
        "Ann Lee again: https://x.com/ann_lee\n"
        "Bob Lee https://www.linkedin.com/in/bob-lee"
    )
    schema = {"type": "array", "items": {"type": "object", "properties": {"url": WORD, "name": WORD}}}
    assert answer(text, {"type": "object", "properties": {"candidates": schema}}) == {
        "candidates": [
            {"url": "https://x.com/ann_lee", "name": "Ann Lee again"},
            {"url": "https://www.linkedin.com/in/bob-lee", "name": "Bob Lee https"},
        ]
    }


def test_a_place_is_recognised_with_its_parts(world):
    material = Material("lives in Munich", world.cities)
    schema = dict.fromkeys(("city", "region", "country", "country_code"), WORD)
    assert Answer({"type": "object", "properties": schema}, material).value() == {
        "city": "Munich",
        "region": "Bavaria",
        "country": "Germany",
        "country_code": "DE",
    }


def test_a_model_that_invents_makes_up_words_and_addresses():
    schema = {"type": "object", "properties": {"quote": WORD, "url": WORD}}
    assert answer(ASK, schema, invents=True) == {
        "quote": "These words stand nowhere.",
        "url": "https://made-up.example/page",
    }
