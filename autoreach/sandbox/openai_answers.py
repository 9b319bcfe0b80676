"""A model's answer on the wire: as a response, and as a chat completion."""

import json
import zlib
from datetime import UTC, datetime

from autoreach.sandbox.http_messages import Reply


def response(body, text, answer, annotations, output, searches, fault):
    answer, was_cut = _limited(answer, body.get("max_output_tokens"), fault)
    status, details, failure = _outcome(was_cut, fault)
    output = [*output, *_messages(answer, annotations, status, fault)]
    usage = _usage(text, answer)
    moment = int(datetime.now(UTC).timestamp())
    payload = {
        "id": f"resp_{_digest(body):08x}",
        "object": "response",
        "created_at": moment,
        "completed_at": moment,
        "status": status,
        "error": failure,
        "incomplete_details": details,
        "instructions": body.get("instructions"),
        "max_output_tokens": body.get("max_output_tokens"),
        "model": body["model"],
        "output": output,
        "parallel_tool_calls": True,
        "previous_response_id": None,
        "reasoning": {"effort": "medium", "summary": None},
        "service_tier": "default",
        "store": body.get("store", True),
        "temperature": 1.0,
        "text": body.get("text") or {"format": {"type": "text"}},
        "tool_choice": body.get("tool_choice", "auto"),
        "tools": body.get("tools") or [],
        "top_p": 1.0,
        "truncation": "disabled",
        "usage": {
            "input_tokens": usage[0],
            "input_tokens_details": {"cached_tokens": 0, "cache_write_tokens": 0},
            "output_tokens": usage[1],
            "output_tokens_details": {"reasoning_tokens": 16},
            "total_tokens": sum(usage),
        },
        "metadata": {},
    }
    if searches:
        payload["tool_usage"] = {"image_gen": {"num_images": 0}, "web_search": {"num_requests": searches}}
    return Reply(payload, units={"input_tokens": usage[0], "output_tokens": usage[1], "searches": searches})


def completion(body, text, answer, annotations, fault):
    answer, was_cut = _limited(answer, body.get("max_completion_tokens") or body.get("max_tokens"), fault)
    if fault == "thinks":
        answer = f"<think>Perhaps {{}}? No.</think>\n{answer}"
    if fault == "two_objects":
        answer = f"{answer}\n{answer}\nThat is all."
    message = {"role": "assistant", "content": answer, "refusal": None}
    if annotations:
        message["annotations"] = annotations
    if fault == "refusal":
        message |= {"content": None, "refusal": "I'm sorry, I can't help with that."}
    if fault == "no_message":
        message["content"] = ""
    reason = "length" if was_cut or fault == "no_message" else "content_filter" if fault == "failed" else "stop"
    usage = _usage(text, answer)
    payload = {
        "id": f"chatcmpl-{_digest(body):08x}",
        "object": "chat.completion",
        "created": int(datetime.now(UTC).timestamp()),
        "model": body["model"],
        "choices": [{"index": 0, "message": message, "finish_reason": reason, "logprobs": None}],
        "usage": {
            "prompt_tokens": usage[0],
            "completion_tokens": usage[1],
            "total_tokens": sum(usage),
            "prompt_tokens_details": {"cached_tokens": 0, "cache_write_tokens": 0},
            "completion_tokens_details": {"reasoning_tokens": 16},
        },
    }
    return Reply(payload, units={"input_tokens": usage[0], "output_tokens": usage[1]})


def _limited(answer, tokens, fault):
    """(the answer as far as the tokens go, whether it was cut)."""
    if fault == "cut":
        return answer[: len(answer) // 2], True
    if tokens and tokens_of(answer) > tokens:
        return answer[: tokens * 4], True
    return answer, False


def _outcome(was_cut, fault):
    """(status of a response, why it is incomplete, why it failed)."""
    if fault == "failed":
        return "failed", None, {"code": "server_error", "message": "The model failed."}
    if was_cut or fault == "no_message":
        return "incomplete", {"reason": "max_output_tokens"}, None
    return "completed", None, None


def _messages(answer, annotations, status, fault):
    if fault in ("no_message", "failed"):
        return []
    if fault == "refusal":
        return [_message("msg_01", "", [], refusal="I'm sorry, I can't help with that.")]
    if fault == "commentary":
        first = _message("msg_00", "Let me look at this first.", [], phase="commentary")
        return [first, _message("msg_01", answer, annotations, phase="final_answer", status=status)]
    return [_message("msg_01", answer, annotations, status=status)]


def _message(number, text, annotations, *, refusal="", phase=None, status="completed"):
    content = (
        {"type": "refusal", "refusal": refusal}
        if refusal
        else {"type": "output_text", "text": text, "annotations": annotations}
    )
    message = {"id": number, "type": "message", "role": "assistant", "status": status, "content": [content]}
    return message | ({"phase": phase} if phase else {})


def tokens_of(text):
    return len(text) // 4 + 1


def _usage(text, answer):
    return tokens_of(text), tokens_of(answer) + 16


def _digest(body):
    return zlib.crc32(json.dumps(body, sort_keys=True).encode())
