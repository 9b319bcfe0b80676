"""Errors of OpenAI-compatible servers in the shapes in which they were seen; names and numbers are invented."""

from autoreach.providers.errors import (
    AuthFailed,
    InvalidAnswer,
    InvalidRequest,
    Misconfigured,
    NotSupported,
    OutOfCredits,
    RateLimited,
    Refused,
    Unavailable,
)


def openai(message, kind="invalid_request_error", code=None, param=None):
    return {"error": {"message": message, "type": kind, "param": param, "code": code}}


def gemini(status, message, *details, code=429):
    return [{"error": {"code": code, "message": message, "status": status, "details": list(details)}}]


def flat(message, kind, code=None, param=None):
    return {"object": "error", "message": message, "type": kind, "param": param, "code": code}


def openrouter(code, message, **metadata):
    return {"error": {"code": code, "message": message, "metadata": metadata}, "user_id": "user_1"}


QUOTA = "You exceeded your current quota, please check your plan and billing details."
RETRY_INFO = {"@type": "type.googleapis.com/google.rpc.RetryInfo", "retryDelay": "37.5s"}
FLAGGED = {"reasons": ["harassment"], "flagged_input": "…", "provider_name": "OpenAI", "model_slug": "openai/gpt-6"}
MISSING = {
    "openai": (
        404,
        openai("The model `gpt-7` does not exist or …", code="model_not_found"),
    ),
    "openai project": (403, openai("Project `proj_1` does not have access to model `gpt-7`", code="model_not_found")),
    "azure": (404, {"error": {"code": "DeploymentNotFound", "message": "The API deployment does not exist."}}),
    "azure embeddings": (
        400,
        {"error": {"code": "OperationNotSupported", "message": "Does not work with the specified model, ada."}},
    ),
    "gemini": (404, gemini("NOT_FOUND", "models/gemini-9 is not found for API version v1main.", code=404)),
    "mistral": (400, flat("Invalid model: mistral-huge", "invalid_model", "1500")),
    "deepseek": (400, openai("Model Not Exist", code="invalid_request_error")),
    "together": (404, openai("Unable to access model zeta. Please visit the site.", code="model_not_available")),
    "groq": (400, openai("The model `mixtral` has been decommissioned.", code="model_decommissioned")),
    "groq terms": (400, openai("The model `x` requires terms acceptance.", code="model_terms_required")),
    "openrouter": (400, openrouter(400, "zeta/omega is not a valid model ID")),
    "openrouter without endpoints": (404, openrouter(404, "No endpoints found for zeta/omega.")),
    "cerebras": (
        404,
        flat("Model zeta does not exist or …", "not_found_error", param="model"),
    ),
    "fireworks": (404, openai("Model not found, inaccessible, and/or not deployed", code="NOT_FOUND")),
    "vllm": (404, flat("The model `zeta` does not exist.", "NotFoundError", 404)),
    "ollama": (404, openai('model "zeta" not found, try pulling it first', "api_error")),
    "lm studio": (404, {"error": "Model 'zeta' not found"}),
    "lm studio without any": (400, {"error": "No models loaded. Please load a model in the developer page."}),
    "xai": (404, {"code": "Some requested entity was not found", "error": "The model zeta does not exist or …"}),
    "anthropic": (404, {"type": "error", "error": {"type": "not_found_error", "message": "model: zeta not found"}}),
}
NO_PATH = {
    "openai": (404, openai("Invalid URL (POST /chat/completions)")),
    "plain text": (404, b"404 page not found"),
    "a page": (404, b"<html><body>Not Found</body></html>"),
    "fastapi": (404, {"detail": "Not Found"}),
    "llama.cpp": (404, {"error": {"code": 404, "message": "File Not Found", "type": "not_found_error"}}),
    "azure": (404, {"error": {"code": "404", "message": "Resource not found"}}),
    "a site that takes no questions": (405, {"detail": "Method Not Allowed"}),
    "lm studio": (200, {"error": "Unexpected endpoint or method. (POST /chat/completions)"}),
}
NO_CREDITS = {
    "openai": (429, openai(QUOTA, "insufficient_quota", "insufficient_quota")),
    "openai not active": (429, openai("Your account is not active.", "billing_not_active", "billing_not_active")),
    "a look-alike": (429, {"error": {"message": QUOTA}}),
    "deepseek": (402, openai("Insufficient Balance", "unknown_error", "invalid_request_error")),
    "openrouter": (402, openrouter(402, "This request requires more credits, or fewer max_tokens.")),
    "openrouter key": (403, openrouter(403, "Key limit exceeded (total limit). Manage it in the settings.")),
    "together": (402, openai("Credit limit exceeded, please navigate to billing.", "credit_limit")),
    "anthropic": (
        400,
        {"type": "error", "error": {"type": "invalid_request_error", "message": "Your credit balance is too low."}},
    ),
    "hugging face": (402, {"error": "You have exceeded your monthly included credits for Inference Providers."}),
    "xai": (403, {"code": "The caller does not have permission", "error": "Your team doesn't have any credits yet."}),
    "fireworks": (412, {"error": "Account zeta is suspended, possibly due to reaching the monthly spending limit."}),
    "gemini prepaid": (429, gemini("RESOURCE_EXHAUSTED", "Your prepayment credits are depleted.")),
}
BAD_KEY = {
    "openai": (401, openai("Incorrect API key provided: sk-1.", code="invalid_api_key")),
    "gemini": (400, gemini("INVALID_ARGUMENT", "API key not valid.", {"reason": "API_KEY_INVALID"}, code=400)),
    "gemini elsewhere": (
        400,
        gemini("FAILED_PRECONDITION", "User location is not supported.", code=400),
    ),
    "groq": (400, openai("Organization has been restricted.", code="organization_restricted")),
    "xai": (400, {"code": "Client specified an invalid argument", "error": "Incorrect API key provided: xa."}),
    "vllm": (401, {"error": "Unauthorized"}),
    "mistral": (401, {"detail": "Unauthorized"}),
    "llama.cpp": (401, {"error": {"code": 401, "message": "Invalid API Key", "type": "authentication_error"}}),
    "azure": (401, {"error": {"code": "401", "message": "Access denied due to invalid subscription key."}}),
    "openrouter": (401, openrouter(401, "User not found.")),
}
LIMITED = {
    "gemini": (429, gemini("RESOURCE_EXHAUSTED", QUOTA, {"@type": "…QuotaFailure"}, RETRY_INFO), 37.5),
    "gemini without a time": (429, gemini("RESOURCE_EXHAUSTED", QUOTA), 20),
    "groq too large": (
        413,
        openai("Request too large: Limit 6000, Requested 8123.", "tokens", "rate_limit_exceeded"),
        20,
    ),
    "groq": (429, openai("Rate limit reached. Please try again in 7m12.5s.", "tokens", "rate_limit_exceeded"), 432.5),
    "azure": (
        429,
        {"error": {"code": "429", "message": "Please retry after 20 seconds."}},
        20,
    ),
    "mistral": (429, {"message": "Requests rate limit exceeded"}, 20),
    "mistral crowded": (
        429,
        flat("Service tier capacity exceeded.", "service_tier_capacity"),
        20,
    ),
    "tgi": (429, {"error": "Model is overloaded", "error_type": "overloaded"}, 20),
    "openrouter": (
        429,
        openrouter(429, "free-models-per-day. Add 10 credits to unlock more."),
        20,
    ),
    "openrouter inside a 200": (200, openrouter(429, "Provider returned error", raw='{"error": "slow down"}'), 20),
}
REFUSED = {
    "openrouter": (403, openrouter(403, "Your input was flagged.", **FLAGGED)),
    "openrouter without reasons": (
        403,
        openrouter(403, 'It requires moderation: flagged for "hate".'),
    ),
    "openrouter inside a 200": (200, openrouter(403, "Your input was flagged.", **FLAGGED)),
    "azure": (
        400,
        openai("The prompt triggered a policy.", None, "content_filter", "prompt"),
    ),
    "qwen": (400, openai("Input data may contain inappropriate content.", "data_inspection_failed")),
}
NO_SHAPE = {
    "deepseek": (400, openai("This response_format type is unavailable now", code="invalid_request_error")),
    "deepseek in plain text": (422, b"Failed to deserialize: response_format.type `json_schema` is unavailable now"),
    "groq": (400, openai("This model does not support response format `json_schema`.", param="response_format")),
    "lm studio": (400, {"error": "'response_format.type' must be 'json_schema' or 'text'"}),
    "openrouter": (400, openrouter(400, "Provider returned error", raw="structured outputs are not supported")),
}
NO_SEARCH = {
    "openai": (400, openai("Web search options not supported with this model.", param="web_search_options")),
    "groq": (400, openai("property 'web_search_options' is unsupported")),
    "mistral": (
        422,
        {"detail": [{"type": "extra_forbidden", "loc": ["body", "web_search_options"], "msg": "Extra inputs"}]},
    ),
    "mistral nested": (
        422,
        {"object": "error", "message": {"detail": [{"loc": ["body", "web_search_options"], "msg": "Extra inputs"}]}},
    ),
    "gemini": (400, gemini("INVALID_ARGUMENT", 'Unknown name "web_search_options": Cannot find field.', code=400)),
    "openrouter": (404, openrouter(404, "No endpoints found that support tool use.")),
}
OTHERS = {
    "vllm context": (
        400,
        flat("The model's maximum context length is 8192.", "BadRequestError", 400),
        InvalidRequest,
    ),
    "llama.cpp context": (
        400,
        {"error": {"code": 400, "message": "exceeds the available context size", "type": "exceed_context_size_error"}},
        InvalidRequest,
    ),
    "tgi": (
        422,
        {"error": "Input validation error: must be <= 4096.", "error_type": "validation"},
        InvalidRequest,
    ),
    "llama.cpp loading": (503, {"error": {"code": 503, "message": "Loading model"}}, Unavailable),
    "hugging face loading": (503, {"error": "Model zeta is currently loading", "estimated_time": 20.0}, Unavailable),
    "anthropic": (529, {"type": "error", "error": {"type": "overloaded_error", "message": "Overloaded"}}, Unavailable),
    "tgi generation": (424, {"error": "Request failed during generation", "error_type": "generation"}, Unavailable),
    "openrouter inside a 200": (200, openrouter(502, "Provider returned error"), Unavailable),
    "openrouter inside a choice": (
        200,
        {"choices": [{"error": {"code": 502, "message": "Upstream"}, "finish_reason": "error", "message": {}}]},
        Unavailable,
    ),
    "no code inside a 200": (200, {"error": "something odd"}, InvalidAnswer),
}
ALL = [
    *((f"missing model: {name}", *shape, Misconfigured) for name, shape in MISSING.items()),
    *((f"wrong address: {name}", *shape, Misconfigured) for name, shape in NO_PATH.items()),
    *((f"no credits: {name}", *shape, OutOfCredits) for name, shape in NO_CREDITS.items()),
    *((f"bad key: {name}", *shape, AuthFailed) for name, shape in BAD_KEY.items()),
    *((f"limited: {name}", *shape[:2], RateLimited) for name, shape in LIMITED.items()),
    *((f"refused: {name}", *shape, Refused) for name, shape in REFUSED.items()),
    *((f"no search: {name}", *shape, NotSupported) for name, shape in NO_SEARCH.items()),
    *((f"other: {name}", *shape) for name, shape in OTHERS.items()),
]
