import json

import pytest

from tests.sandbox.model_questions import LEAD, LINES, MODEL, message, structured


def test_the_same_question_gets_the_same_answer(ask):
    first, second = (structured(ask, LINES, LEAD) for _ in range(2))
    assert (first["output"], first["usage"]) == (second["output"], second["usage"])


@pytest.mark.parametrize(
    ("path", "body", "status", "code"),
    [
        ("/v1/responses", {"model": "no-such-model", "input": "a"}, 404, "model_not_found"),
        ("/v1/responses", {"model": MODEL}, 400, "missing_required_parameter"),
        ("/v1/responses", {"model": MODEL, "input": "a", "temperature": 0}, 400, "unsupported_parameter"),
        (
            "/v1/chat/completions",
            {"model": MODEL, "messages": [{"content": "a"}], "max_tokens": 9},
            400,
            "unsupported_parameter",
        ),
        ("/v1/embeddings", {"model": "text-embedding-3-small", "input": []}, 400, "invalid_value"),
        ("/v1/embeddings", {"model": "text-embedding-3-small", "input": ["a", ""]}, 400, "invalid_value"),
        ("/v1/embeddings", {"model": "text-embedding-3-small", "input": ["a"] * 2049}, 400, "invalid_value"),
    ],
)
def test_a_bad_request_is_refused_with_its_code(ask, path, body, status, code):
    got = ask(path, body)
    assert (got.status, got["error"]["code"]) == (status, code)


def chat(ask, content="Hello", **more):
    return ask("/v1/chat/completions", {"model": "sandbox", "messages": [{"role": "user", "content": content}]} | more)


def test_the_models_are_those_that_answer_embed_and_fail(ask):
    models = ask("/v1/models")
    names = [model["id"] for model in models["data"]]
    assert (len(names), len(set(names)), models.reply.units) == (30, 30, {})
    assert names[-3:] == ["text-embedding-3-small", "text-embedding-3-large", "text-embedding-ada-002"]
    assert {"gpt-6-luna", "gpt-6.1-terra", "sandbox-refusal", "sandbox-invents"} < set(names)


def test_a_search_is_counted_and_its_sources_are_shown_on_request(ask):
    body = {"model": MODEL, "input": "PlanMaster", "tools": [{"type": "web_search_preview"}]}
    got = ask("/v1/responses", body)
    assert (got["tool_usage"]["web_search"], got.reply.units["searches"]) == ({"num_requests": 1}, 1)
    action = next(item["action"] for item in got["output"] if item["type"] == "web_search_call")
    assert action == {"type": "search", "query": "PlanMaster", "queries": ["PlanMaster"]}


def test_structure_leaves_the_citations_out(ask):
    got = structured(ask, LINES, "PlanMaster", tools=[{"type": "web_search"}])
    assert (message(got)["annotations"], json.loads(message(got)["text"])["lines"] != []) == ([], True)


def test_only_what_the_user_said_is_material(ask):
    messages = [
        {"role": "system", "content": "We are hiring!"},
        {"role": "user", "content": [{"type": "input_text", "text": "Can anyone recommend a CRM?"}]},
    ]
    assert message(ask("/v1/responses", {"model": MODEL, "input": messages}))["text"] == "Can anyone recommend a CRM?"
    assert chat(ask, messages=messages)["choices"][0]["message"]["content"] == "Can anyone recommend a CRM?"


def test_a_chat_takes_a_schema_in_three_ways(ask):
    schema = {"type": "object", "properties": {"quote": {"type": "string"}}}
    strict = schema | {"additionalProperties": False, "required": ["quote"]}
    named = {"type": "json_schema", "json_schema": {"name": "A", "strict": True, "schema": strict}}
    system = [
        {"role": "system", "content": f"JSON please: {json.dumps(schema)} and no more"},
        {"role": "user", "content": "We are hiring!"},
    ]
    answers = [
        chat(ask, "We are hiring!", response_format=named),
        chat(ask, messages=system),
        chat(ask, "We are hiring!", response_format={"type": "json_object"}),
    ]
    assert [json.loads(got["choices"][0]["message"]["content"]) for got in answers] == [
        {"quote": "We are hiring!"},
        {"quote": "We are hiring!"},
        {"answer": "We are hiring!"},
    ]


@pytest.mark.parametrize(
    ("path", "body", "message", "parameter"),
    [
        ("/v1/responses", [], "We could not parse the JSON body of your request.", None),
        ("/v1/responses", {"input": "a"}, "you must provide a model parameter", "model"),
        ("/v1/chat/completions", {"model": "sandbox"}, "Missing required parameter: 'messages'.", "messages"),
        (
            "/v1/responses",
            {"model": "gpt-5-mini", "input": "a", "top_p": 0.5},
            "Unsupported parameter: 'top_p' is not supported with this model.",
            "top_p",
        ),
        (
            "/v1/responses",
            {"model": MODEL, "input": "a", "text": {"format": {"type": "json_schema", "name": "a b"}}},
            "Invalid 'text.format.name': string does not match pattern.",
            "text.format.name",
        ),
        (
            "/v1/embeddings",
            {"model": "text-embedding-3-small", "input": "a", "dimensions": 1537},
            "Invalid value for 'dimensions'.",
            "dimensions",
        ),
        (
            "/v1/embeddings",
            {"model": "text-embedding-3-small", "input": "a" * 32_800},
            "This model's maximum context length is 8192 tokens.",
            "input",
        ),
        (
            "/v1/embeddings",
            {"model": "text-embedding-3-small", "input": ["a" * 30_000] * 41},
            "This model's maximum context length is 8192 tokens.",
            "input",
        ),
    ],
)
def test_a_bad_request_is_refused_in_words(ask, path, body, message, parameter):
    got = ask(path, body)
    assert (got.status, got["error"]["message"], got["error"]["param"]) == (400, message, parameter)


def test_an_older_model_may_be_told_its_temperature_and_length(ask):
    old = chat(ask, model="gpt-4o", temperature=0, max_tokens=9)
    new = chat(ask, model="gpt-6-luna", temperature=1)
    for got, model in ((old, "gpt-4o"), (new, "gpt-6-luna")):
        said = got["choices"][0]["message"]["content"]
        assert (got.status, got["model"], said) == (200, model, "There is nothing to say about this.")


def test_a_model_for_texts_is_none_for_vectors_and_the_other_way_round(ask):
    assert ask("/v1/embeddings", {"model": MODEL, "input": "a"})["error"]["code"] == "model_not_found"
    assert ask("/v1/responses", {"model": "text-embedding-3-small", "input": "a"}).status == 404
