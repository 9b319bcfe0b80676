"""What Unipile says instead of an answer."""

from autoreach.sandbox.http_messages import Refused, Reply

# Accounts in a bad state; every other account id is a connected account.
ACCOUNTS = {
    "acc_unknown": (404, "resource_not_found", "Resource not found", "The requested account does not exist."),
    "acc_disconnected": (
        401,
        "disconnected_account",
        "Disconnected account",
        "The account appears to be disconnected.",
    ),
    "acc_restricted": (403, "account_restricted", "Account restricted", "Access to this account has been restricted."),
    "acc_checkpoint": (401, "checkpoint_error", "Checkpoint", "The provider asks for a checkpoint to be solved."),
}
WITHOUT_NAVIGATOR = "acc_classic"
REFUSALS = {
    "unauthorized": (401, "missing_credentials", "Missing credentials", "Set the X-API-KEY header."),
    "forbidden": (403, "feature_not_subscribed", "Feature not subscribed", "The account lacks this feature."),
    "unknown_account": ACCOUNTS["acc_unknown"],
    "not_found": (404, "resource_not_found", "Resource not found", "The requested resource was not found."),
    "out_of_credits": (422, "insufficient_credits", "Insufficient credits", "The account has no credits left."),
    "rate_limited": (
        429, "too_many_requests", "Too many requests", "The provider cannot accept any more requests at the moment.",
    ),
    "server_error": (500, "unexpected_error", "Unexpected error", "Something went wrong."),
    "unavailable": (503, "service_unavailable", "Service unavailable", "Please try again later."),
}  # fmt: skip  # fmt: skip


def error(status, kind, title, detail):
    body = {"title": title, "detail": detail, "type": f"errors/{kind}", "status": status}
    return Reply(body, status)


def refuse(status, kind, title, detail):
    return Refused(error(status, kind, title, detail))


def invalid(detail):
    return refuse(400, "invalid_parameters", "Invalid parameters", detail)


def not_found():
    return refuse(*REFUSALS["not_found"])
