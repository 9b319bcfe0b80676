import base64
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
