import base64
import json
import struct

import pytest

from tests.sandbox.model_questions import LEAD, LINES, MODEL, message, structured


def test_the_same_question_gets_the_same_answer(ask):
    first, second = (structured(ask, LINES, LEAD) for _ in range(2))
    assert (first["output"], first["usage"]) == (second["output"], second["usage"])


@pytest.mark.parametrize(
    ("fault", "status", "kinds"),
    [
        ("refusal", "completed", ["reasoning", "message"]),
        ("cut", "incomplete", ["reasoning", "message"]),
        ("no_message", "incomplete", ["reasoning"]),
        ("failed", "failed", ["reasoning"]),
        ("commentary", "completed", ["reasoning", "message", "message"]),
    ],
)
def test_a_model_fails_in_its_own_ways(ask, fault, status, kinds):
    got = structured(ask, LINES, LEAD, model=f"sandbox-{fault}")
    assert (got.status, got["status"], [item["type"] for item in got["output"]]) == (200, status, kinds)
    assert got["usage"]["input_tokens"] > 0


def test_an_answer_that_is_too_long_is_cut(ask):
    got = structured(ask, LINES, LEAD, max_output_tokens=16)
    assert (got["status"], got["incomplete_details"], len(message(got)["text"])) == (
        "incomplete", {"reason": "max_output_tokens"}, 64,
    )  # fmt: skip


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


def test_an_empty_key_is_refused(ask):
    got = ask("/v1/models", headers={"authorization": "Bearer "})
    assert (got.status, got["error"]["code"]) == (401, "invalid_api_key")


def test_embeddings_have_length_one_and_know_what_is_alike(ask):
    texts = ["software for sales teams", "sales teams need software", "a cat on the roof"]
    body = {"model": "text-embedding-3-small", "input": texts, "encoding_format": "base64", "dimensions": 256}
    vectors = [
        struct.unpack("<256f", base64.b64decode(item["embedding"])) for item in ask("/v1/embeddings", body)["data"]
    ]
    products = [[round(sum(a * b for a, b in zip(one, other, strict=True)), 4) for other in vectors] for one in vectors]
    assert [products[place][place] for place in range(3)] == [1.0, 1.0, 1.0]
    assert products[0][1] > 0.5 > products[0][2]
    plain = ask("/v1/embeddings", body | {"encoding_format": "float"})["data"][0]["embedding"]
    assert plain == pytest.approx(vectors[0], abs=1e-6)


def chat(ask, content="Hello", **more):
    return ask("/v1/chat/completions", {"model": "sandbox", "messages": [{"role": "user", "content": content}]} | more)


def test_the_models_are_those_that_answer_embed_and_fail(ask):
    models = ask("/v1/models")
    names = [model["id"] for model in models["data"]]
    assert (len(names), len(set(names)), models.reply.units) == (30, 30, {})
    assert names[-3:] == ["text-embedding-3-small", "text-embedding-3-large", "text-embedding-ada-002"]
    assert {"gpt-6-luna", "gpt-6.1-terra", "sandbox-refusal", "sandbox-invents"} < set(names)


def test_a_response_says_what_it_was_asked_and_used(ask):
    got = ask("/v1/responses", {"model": MODEL, "input": "a" * 400, "instructions": "Be brief.", "store": False})
    assert {key: got[key] for key in ("object", "status", "model", "instructions", "store", "error", "tools")} == {
        "object": "response",
        "status": "completed",
        "model": MODEL,
        "instructions": "Be brief.",
        "store": False,
        "error": None,
        "tools": [],
    }
    assert message(got) == {"type": "output_text", "text": "There is nothing to say about this.", "annotations": []}
    assert got["usage"] == {
        "input_tokens": 101,
        "input_tokens_details": {"cached_tokens": 0, "cache_write_tokens": 0},
        "output_tokens": 25,
        "output_tokens_details": {"reasoning_tokens": 16},
        "total_tokens": 126,
    }
    assert got.reply.units == {"input_tokens": 101, "output_tokens": 25, "searches": 0}
    assert "tool_usage" not in got.payload


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


def test_a_chat_is_answered_in_its_own_shape(ask):
    got = chat(ask, "We are hiring!")
    assert got["choices"] == [
        {
            "index": 0,
            "message": {"role": "assistant", "content": "We are hiring!", "refusal": None},
            "finish_reason": "stop",
            "logprobs": None,
        }
    ]
    assert (got["object"], got["usage"]["prompt_tokens"], got["usage"]["total_tokens"]) == ("chat.completion", 4, 24)
    assert got.reply.units == {"input_tokens": 4, "output_tokens": 20}


@pytest.mark.parametrize(
    ("fault", "content", "refusal", "reason"),
    [
        ("refusal", None, "I'm sorry, I can't help with that.", "stop"),
        ("no_message", "", None, "length"),
        ("failed", "We are hiring!", None, "content_filter"),
        ("cut", "We are ", None, "length"),
    ],
)
def test_a_chat_fails_in_its_own_ways(ask, fault, content, refusal, reason):
    (choice,) = chat(ask, "We are hiring!", model=f"sandbox-{fault}")["choices"]
    assert (choice["message"]["content"], choice["message"]["refusal"], choice["finish_reason"]) == (
        content,
        refusal,
        reason,
    )


def test_a_chat_is_cut_at_its_tokens(ask):
    (choice,) = chat(ask, "Can anyone recommend a production planning software?", max_tokens=5)["choices"]
    assert (choice["message"]["content"], choice["finish_reason"]) == ("Can anyone recommend", "length")


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


@pytest.mark.parametrize(
    ("model", "size"),
    [("text-embedding-3-small", 1536), ("text-embedding-3-large", 3072), ("text-embedding-ada-002", 1536)],
)
def test_a_vector_has_the_size_of_its_model(ask, model, size):
    got = ask("/v1/embeddings", {"model": model, "input": "software"})
    assert [(item["index"], len(item["embedding"])) for item in got["data"]] == [(0, size)]
    assert (got["usage"], got.reply.units) == ({"prompt_tokens": 3, "total_tokens": 3}, {"input_tokens": 3})


def test_the_wait_after_a_limit_is_told_in_a_header(ask):
    names = ("rate_limited", "rate_limited;reset=7", "rate_limited_bare")
    waits = [ask("/v1/models", headers={"x-sandbox-fault": name}).headers.get("retry-after") for name in names]
    assert waits == [1, 7.0, None]


def test_a_gateway_answers_in_html(ask):
    got = ask("/v1/models", headers={"x-sandbox-fault": "gateway"})
    assert (got.status, got.reply.content_type, got.payload) == (502, "text/html", None)
