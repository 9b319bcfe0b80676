"""An OpenAI-compatible endpoint: responses, chat completions, embeddings, models."""

import json
import re
from datetime import UTC, datetime

from autoreach.sandbox import judging, openai_answers, openai_embeddings, web_search
from autoreach.sandbox.http_messages import Refused, Reply
from autoreach.sandbox.model_answers import Answer
from autoreach.sandbox.model_material import Material
from autoreach.sandbox.openai_embeddings import EMBEDDING_MODELS
from autoreach.sandbox.openai_refusals import BODIES, OWN_REFUSALS, REFUSALS, error, refuse
from autoreach.sandbox.strict_schemas import complaint

CHAT_MODELS = (
    "gpt-6-astra gpt-6.1-sol gpt-6.1-terra gpt-6-sol gpt-6-luna gpt-5.6-sol gpt-5.6-terra gpt-5.6-luna gpt-5.5 gpt-5.4 "
    "gpt-5.4-mini gpt-5.4-nano gpt-5-mini gpt-4.1 gpt-4.1-mini gpt-4o gpt-4o-mini gpt-5-search-api sandbox"
).split()
# `sandbox-refusal` is the model that refuses, and so on: the faults only a model has.
MODEL_FAULTS = ("refusal", "cut", "no_message", "failed", "commentary", "invents", "obeys", "nonsense")
WITHOUT_TEMPERATURE = re.compile(r"gpt-[56]")
NAME = re.compile(r"[A-Za-z0-9_-]{1,64}")
ANSWER_FAULTS = ("thinks", "two_objects", "no_shape", "no_search", "error_in_answer")


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
        return request.bearer_token

    def refusal(self, fault):
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
        return openai_answers.response(body, text, answer, annotations, output, searches, fault)

    def _search_call(self, text, pages, include):
        question = " ".join(text.split())[:120]
        action = {"type": "search", "query": question, "queries": [question]}
        if "web_search_call.action.sources" in include:
            action["sources"] = web_search.sources(pages)
        return {"id": "ws_01", "type": "web_search_call", "status": "completed", "action": action}

    # Chat completions

    def chat_completions(self, request):
        body = self._body(request)
        fault = self._model_fault(request, body)
        if not body.get("messages"):
            raise refuse("missing_required_parameter", "Missing required parameter: 'messages'.", "messages")
        wanted = body.get("response_format") or {}
        schema = self._schema(wanted | (wanted.get("json_schema") or {}), "response_format")
        if fault == "error_in_answer":
            return Reply({"error": {"code": 502, "message": "Provider returned error"}})
        self._check_chat(body, wanted, fault)
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
        return openai_answers.completion(body, text, answer or _plain_answer(text), annotations, fault)

    def _check_chat(self, body, wanted, fault):
        if fault == "no_shape" and wanted:
            raise refuse("invalid_request_error", "This response_format type is unavailable now")
        if fault == "no_search" and "web_search_options" in body:
            raise refuse(None, "Web search options not supported with this model.", "web_search_options")
        self._check_sampling(body)
        if "max_tokens" in body and WITHOUT_TEMPERATURE.match(body["model"]):
            raise refuse(
                "unsupported_parameter",
                "Unsupported parameter: 'max_tokens' is not supported with this model.",
                "max_tokens",
            )

    # Embeddings

    def embeddings(self, request):
        return openai_embeddings.embeddings(self._body(request, EMBEDDING_MODELS))

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
