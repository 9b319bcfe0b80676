import pytest

from tests.sandbox.model_questions import LEAD, LINES, MODEL, message, structured


def chat(ask, content="Hello", **more):
    return ask("/v1/chat/completions", {"model": "sandbox", "messages": [{"role": "user", "content": content}]} | more)


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
