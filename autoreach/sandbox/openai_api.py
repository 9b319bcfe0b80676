"""An OpenAI-compatible endpoint: responses, chat completions, embeddings, models."""

import base64
import json
import re
import struct
import zlib
from datetime import UTC, datetime
from math import sqrt

from autoreach.sandbox import judging, web_search
from autoreach.sandbox.faults import HTML
from autoreach.sandbox.http_messages import Refused, Reply
from autoreach.sandbox.model_answers import Answer, Material
from autoreach.sandbox.strict_schemas import complaint
from autoreach.sandbox.world.dice import hashed, words_of

CHAT_MODELS = (
    "gpt-6-astra gpt-6.1-sol gpt-6.1-terra gpt-6-sol gpt-6-luna gpt-5.6-sol gpt-5.6-terra gpt-5.6-luna gpt-5.5 gpt-5.4 "
    "gpt-5.4-mini gpt-5.4-nano gpt-5-mini gpt-4.1 gpt-4.1-mini gpt-4o gpt-4o-mini gpt-5-search-api sandbox"
).split()
EMBEDDING_MODELS = {"text-embedding-3-small": 1536, "text-embedding-3-large": 3072, "text-embedding-ada-002": 1536}
# `sandbox-refusal` is the model that refuses, and so on: the faults only a model has.
MODEL_FAULTS = ("refusal", "cut", "no_message", "failed", "commentary", "invents", "obeys", "nonsense")
WITHOUT_TEMPERATURE = re.compile(r"gpt-[56]")
NAME = re.compile(r"[A-Za-z0-9_-]{1,64}")
MOST_INPUTS, MOST_TOKENS_EACH, MOST_TOKENS = 2048, 8192, 300_000
# Those of compatible servers, each in the words of one that was seen.
OWN_REFUSALS = {
    "no_model": (404, "invalid_request_error", "model_not_found", "The model `sandbox` does not exist."),
    "no_model_access": (403, "invalid_request_error", "model_not_found", "The project does not have access to model."),
    "no_path": (404, "invalid_request_error", None, "Invalid URL."),
    "too_large": (413, "tokens", "rate_limit_exceeded", "Request too large: Limit 6000, Requested 8123."),
}
BODIES = {
    "moderation": (
        403,
        {"error": {"code": 403, "message": "Your input was flagged.", "metadata": {"reasons": ["harassment"]}}},
    ),
    "quota_list": (
        429,
        [
            {
                "error": {
                    "code": 429,
                    "message": "You exceeded your current quota, please check your plan and billing details.",
                    "status": "RESOURCE_EXHAUSTED",
                    "details": [{"@type": "type.googleapis.com/google.rpc.RetryInfo", "retryDelay": "300s"}],
                }
            }
        ],
    ),
    "string_error": (400, {"error": "Model 'sandbox' not found"}),
}
ANSWER_FAULTS = ("thinks", "two_objects", "no_shape", "no_search", "error_in_answer")
REFUSALS = {
    "unauthorized": (401, "invalid_request_error", "invalid_api_key", "Incorrect API key provided."),
    "forbidden": (403, "invalid_request_error", "unsupported_country_region_territory", "Country not supported."),
    "not_found": (404, "invalid_request_error", None, "Invalid URL."),
    "out_of_credits": (
        429, "insufficient_quota", "credit_balance_exhausted",
        "You exceeded your current quota, please check your plan and billing details.",
    ),
    "rate_limited": (429, "rate_limit_error", "rate_limit_exceeded", "Rate limit reached for requests per min."),
    "server_error": (500, "server_error", "server_error", "The server had an error while processing your request."),
    "unavailable": (503, "service_unavailable_error", "server_is_overloaded", "The server is overloaded."),
}  # fmt: skip


def error(status, kind, code, message, parameter=None):
    return Reply({"error": {"message": message, "type": kind, "param": parameter, "code": code}}, status)


def refuse(code, message, parameter=None):
    return Refused(error(400, "invalid_request_error", code, message, parameter))


class OpenAI:
    name = "openai"
    BILLING = "calls"
    FAULTS = (*MODEL_FAULTS, *ANSWER_FAULTS, *OWN_REFUSALS, *BODIES)
    FREE = ("models",)
    ROUTES = [
        ("GET", r"/v1/models", "models"),
        ("POST", r"/v1/responses", "responses"),
        ("POST", r"/v1/chat/completions", "chat_completions"),
        ("POST", r"/v1/embeddings", "embeddings"),
    ]

    def __init__(self, app):
        self.app = app

    @property
    def world(self):
        return self.app.world

    def key(self, request):
        scheme, _, token = request.headers.get("authorization", "").partition(" ")
        return token.strip() if scheme.lower() == "bearer" else ""

    def refusal(self, fault):
        if fault.kind == "gateway":
            return Reply(HTML, 502, content_type="text/html")
        if fault.kind in BODIES:
            status, body = BODIES[fault.kind]
            return Reply(body, status)
        reply = error(*(REFUSALS | OWN_REFUSALS)[fault.kind.removesuffix("_bare")])
        if fault.kind == "rate_limited":
            reply.headers["retry-after"] = 1 if fault.seconds is None else fault.seconds
        return reply

    def limit_headers(self, standing):
        wait = max(0, standing.reset - datetime.now(UTC).timestamp())
        headers = {
            "x-ratelimit-limit-requests": standing.limit,
            "x-ratelimit-remaining-requests": 0 if standing.refused else standing.remaining,
            "x-ratelimit-reset-requests": f"{wait:.3f}s",
        }
        return headers | ({"retry-after": f"{wait:.3f}"} if standing.refused else {})

    def models(self, request):
        names = [*CHAT_MODELS, *(f"sandbox-{fault}" for fault in MODEL_FAULTS), *EMBEDDING_MODELS]
        data = [{"id": name, "object": "model", "created": 1_790_000_000, "owned_by": "sandbox"} for name in names]
        return Reply({"object": "list", "data": data})

    # Responses

    def responses(self, request):
        body = self._body(request)
        fault = self._model_fault(request, body)
        messages = body.get("input")
        if not messages:
            raise refuse("missing_required_parameter", "Missing required parameter: 'input'.", "input")
        schema = self._schema((body.get("text") or {}).get("format") or {}, "text.format")
        self._check_sampling(body)
        search = next((tool for tool in body.get("tools") or () if tool.get("type", "").startswith("web_search")), None)
        text = _user_text(messages)
        output, searches = [{"id": "rs_01", "type": "reasoning", "summary": []}], 0
        annotations, answer = [], None
        if search is not None:
            pages = web_search.allowed(web_search.pages_for(self.world, text), search.get("filters") or {})
            answer, annotations = web_search.report(self.world, pages)
            output.append(self._search_call(text, pages, body.get("include") or ()))
            searches = 1
        if schema is not None:
            answer = self._structured(schema, _developer_text(messages), answer or text, fault)
            # With structured output the service leaves the citations out.
            annotations = []
        answer = answer or _plain_answer(text)
        return self._response(body, text, answer, annotations, output, searches, fault)

    def _search_call(self, text, pages, include):
        question = " ".join(text.split())[:120]
        action = {"type": "search", "query": question, "queries": [question]}
        if "web_search_call.action.sources" in include:
            action["sources"] = web_search.sources(pages)
        return {"id": "ws_01", "type": "web_search_call", "status": "completed", "action": action}

    def _response(self, body, text, answer, annotations, output, searches, fault):
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

    # Chat completions

    def chat_completions(self, request):
        body = self._body(request)
        fault = self._model_fault(request, body)
        if not body.get("messages"):
            raise refuse("missing_required_parameter", "Missing required parameter: 'messages'.", "messages")
        wanted = body.get("response_format") or {}
        schema = self._schema(wanted | (wanted.get("json_schema") or {}), "response_format")
        if fault == "no_shape" and wanted:
            raise refuse("invalid_request_error", "This response_format type is unavailable now")
        if fault == "no_search" and "web_search_options" in body:
            raise refuse(None, "Web search options not supported with this model.", "web_search_options")
        if fault == "error_in_answer":
            return Reply({"error": {"code": 502, "message": "Provider returned error"}})
        self._check_sampling(body)
        if "max_tokens" in body and WITHOUT_TEMPERATURE.match(body["model"]):
            raise refuse(
                "unsupported_parameter",
                "Unsupported parameter: 'max_tokens' is not supported with this model.",
                "max_tokens",
            )
        text, annotations = _user_text(body["messages"]), []
        answer = None
        if "web_search_options" in body or body["model"] == "gpt-5-search-api":
            answer, found = web_search.report(self.world, web_search.pages_for(self.world, text))
            annotations = [
                {"type": "url_citation", "url_citation": {k: v for k, v in note.items() if k != "type"}}
                for note in found
            ]
        schema = schema or _schema_in(body["messages"])
        if schema is not None:
            answer = self._structured(schema, _developer_text(body["messages"]), answer or text, fault)
            annotations = []
        elif wanted.get("type") == "json_object":
            answer = json.dumps({"answer": _plain_answer(text)})
        return self._completion(body, text, answer or _plain_answer(text), annotations, fault)

    def _completion(self, body, text, answer, annotations, fault):
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

    # Embeddings

    def embeddings(self, request):
        body = self._body(request, EMBEDDING_MODELS)
        texts = [body["input"]] if isinstance(body.get("input"), str) else body.get("input")
        if not isinstance(texts, list) or not 0 < len(texts) <= MOST_INPUTS or "" in texts:
            raise refuse("invalid_value", f"'$.input' is invalid: 1 to {MOST_INPUTS} inputs, none empty.", "input")
        tokens = [_tokens(text) for text in texts]
        if max(tokens) > MOST_TOKENS_EACH or sum(tokens) > MOST_TOKENS:
            raise refuse("context_length_exceeded", "This model's maximum context length is 8192 tokens.", "input")
        size = body.get("dimensions", EMBEDDING_MODELS[body["model"]])
        if not isinstance(size, int) or not 0 < size <= EMBEDDING_MODELS[body["model"]]:
            raise refuse("invalid_value", "Invalid value for 'dimensions'.", "dimensions")
        encoded = body.get("encoding_format") == "base64"
        data = [
            {"object": "embedding", "index": index, "embedding": _embedding(str(text), size, encoded)}
            for index, text in enumerate(texts)
        ]
        usage = {"prompt_tokens": sum(tokens), "total_tokens": sum(tokens)}
        payload = {"object": "list", "model": body["model"], "data": data, "usage": usage}
        return Reply(payload, units={"input_tokens": sum(tokens)})

    # What all of them need

    def _body(self, request, models=CHAT_MODELS):
        body = request.json
        if not isinstance(body, dict):
            raise refuse(None, "We could not parse the JSON body of your request.")
        model = body.get("model")
        if not model:
            raise refuse(None, "you must provide a model parameter", "model")
        if model not in models and str(model).removeprefix("sandbox-") not in MODEL_FAULTS:
            message = f"The model `{model}` does not exist or you do not have access to it."
            raise Refused(error(404, "invalid_request_error", "model_not_found", message))
        return body

    def _model_fault(self, request, body):
        name = body["model"].removeprefix("sandbox-")
        return name if name in MODEL_FAULTS else request.fault

    def _schema(self, wanted, parameter):
        """The JSON schema asked for, checked as strict mode checks it, or None."""
        if wanted.get("type") != "json_schema":
            return None
        if not NAME.fullmatch(wanted.get("name") or ""):
            raise refuse(
                "invalid_value", f"Invalid '{parameter}.name': string does not match pattern.", f"{parameter}.name"
            )
        problem = complaint(wanted.get("schema")) if wanted.get("strict") else None
        if problem:
            message = f"Invalid schema for response_format '{wanted['name']}': {problem}"
            raise refuse("invalid_json_schema", message, f"{parameter}.schema")
        return wanted.get("schema") or {}

    def _check_sampling(self, body):
        for name in ("temperature", "top_p"):
            if body.get(name) not in (None, 1) and WITHOUT_TEMPERATURE.match(body["model"]):
                message = f"Unsupported parameter: '{name}' is not supported with this model."
                raise refuse("unsupported_parameter", message, name)

    def _structured(self, schema, instructions, text, fault):
        judged = judging.judge(schema, instructions, text, fault)
        if judged is not None:
            return json.dumps(judged, ensure_ascii=False)
        material = Material(text, self.world.cities)
        return json.dumps(Answer(schema, material, invents=fault == "invents").value(), ensure_ascii=False)


def _user_text(messages):
    """What the user said; what the developer said is no material."""
    return messages if isinstance(messages, str) else _text_of(messages, ("user",))


def _developer_text(messages):
    return "" if isinstance(messages, str) else _text_of(messages, ("system", "developer"))


def _text_of(messages, roles):
    texts = []
    for message in messages:
        if message.get("role", "user") not in roles:
            continue
        content = message.get("content")
        parts = [content] if isinstance(content, str) else [part.get("text", "") for part in content or ()]
        texts += parts
    return "\n".join(texts)


def _schema_in(messages):
    """The schema a developer's message spells out, for endpoints that take none of their own."""
    for message in messages:
        content = message.get("content")
        start = content.find('{"') if message.get("role") != "user" and isinstance(content, str) else -1
        if start >= 0:
            try:
                found, _ = json.JSONDecoder().raw_decode(content[start:])
            except ValueError:
                continue
            if "properties" in found:
                return found
    return None


def _plain_answer(text):
    findings = Material(text).findings
    return findings[0].quote if findings else "There is nothing to say about this."


def _limited(answer, tokens, fault):
    """(the answer as far as the tokens go, whether it was cut)."""
    if fault == "cut":
        return answer[: len(answer) // 2], True
    if tokens and _tokens(answer) > tokens:
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


def _tokens(text):
    return len(text) // 4 + 1


def _usage(text, answer):
    return _tokens(text), _tokens(answer) + 16


def _digest(body):
    return zlib.crc32(json.dumps(body, sort_keys=True).encode())


def _embedding(text, size, encoded):
    """A vector of length 1 that lies close to those of texts with the same words."""
    values = {}
    for word in words_of(text).split() or ["-"]:
        for part in {word, word[:4], word[-4:]}:
            place = hashed(zlib.crc32(part.encode()))
            weight = (2.0 if part == word else 1.0) * (1 if place & 1 else -1)
            values[(place >> 1) % size] = values.get((place >> 1) % size, 0.0) + weight
    length = sqrt(sum(value * value for value in values.values())) or 1.0
    vector = [0.0] * size
    for place, value in values.items():
        vector[place] = value / length
    return base64.b64encode(struct.pack(f"<{size}f", *vector)).decode() if encoded else vector
