"""What X says instead of an answer: problems, errors of one parameter, and entries of `errors`."""

from autoreach.sandbox.http_messages import Refused, Reply

PROBLEM = "application/problem+json"
PROBLEMS = "https://api.twitter.com/2/problems/"


def problem(title, detail, kind, status, **more):
    return {"title": title, "detail": detail, "type": kind, "status": status, **more}


REFUSALS = {
    "unauthorized": (401, problem("Unauthorized", "Unauthorized", "about:blank", 401)),
    "forbidden": (
        403,
        problem("Forbidden", "Your account is not permitted to access this feature.", "about:blank", 403),
    ),
    "not_found": (404, problem("Not Found", "Not Found", "about:blank", 404)),
    "out_of_credits": (
        402,
        problem("Payment Required", "credits depleted", "https://api.x.com/2/problems/credits-depleted", 402),
    ),
    "suspended_account": (
        403,
        {"errors": [{"code": 64, "message": "Your account is suspended and is not permitted to access this feature."}]},
    ),
    "not_enrolled": (
        403,
        problem(
            "Client Forbidden",
            "You must use keys and tokens from a developer App that is attached to a Project.",
            PROBLEMS + "client-forbidden",
            403,
            reason="client-not-enrolled",
        ),
    ),
    "spend_cap": (
        402,
        problem(
            "SpendCapReached",
            "Your account reached its spend cap.",
            "about:blank",
            402,
            reset_date="2099-01-01T00:00:00Z",
        ),
    ),
    "rate_limited": (429, problem("Too Many Requests", "Too Many Requests", "about:blank", 429)),
    "server_error": (500, problem("Internal Server Error", "Internal Server Error", "about:blank", 500)),
    "unavailable": (503, problem("Service Unavailable", "Service Unavailable", "about:blank", 503)),
}
WRONG_AUTHENTICATION = problem(
    "Unsupported Authentication",
    "Authenticating with OAuth 2.0 Application-Only is forbidden for this endpoint.  Supported authentication types "
    "are [OAuth 1.0a User Context, OAuth 2.0 User Context].",
    PROBLEMS + "unsupported-authentication",
    403,
)


def invalid(parameter, value, message):
    """The 400 for one bad parameter."""
    return Refused(
        Reply(
            {
                "errors": [{"parameters": {parameter: [str(value)]}, "message": message}],
                "title": "Invalid Request",
                "detail": "One or more parameters to your request was invalid.",
                "type": PROBLEMS + "invalid-request",
            },
            400,
            content_type=PROBLEM,
        )
    )


def missing_entry(value, parameter, resource, *, title="Not Found Error", detail="", kind="resource-not-found"):
    return {
        "value": value,
        "detail": detail or f"Could not find {resource} with {parameter}: [{value}].",
        "title": title,
        "resource_type": resource,
        "parameter": parameter,
        "resource_id": value,
        "type": PROBLEMS + kind,
    }
