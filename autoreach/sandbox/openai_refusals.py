"""What OpenAI and servers like it say instead of an answer."""

from autoreach.sandbox.http_messages import Refused, Reply

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


def error(status, kind, code, message, parameter=None):
    return Reply({"error": {"message": message, "type": kind, "param": parameter, "code": code}}, status)


def refuse(code, message, parameter=None):
    return Refused(error(400, "invalid_request_error", code, message, parameter))
