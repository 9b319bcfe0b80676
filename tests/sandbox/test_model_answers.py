import json

from tests.sandbox.model_questions import LEAD, LINES, message, structured


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


def test_a_model_that_invents_quotes_what_nobody_wrote(ask):
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
