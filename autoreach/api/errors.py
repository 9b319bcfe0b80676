"""Every error as JSON: {"detail": a plain sentence}."""

from http import HTTPStatus

from django.core.exceptions import PermissionDenied
from django.http import Http404
from ninja.errors import AuthenticationError, HttpError, Throttled, ValidationError

ROOT = "/api/"
HOW_TO_ASK = "Send a personal token in the header “Authorization: Bearer …”. The Settings page makes one."
UNREADABLE = "The body cannot be read. Send JSON, of at most 10 MB."
SENTENCES = {
    400: "The request cannot be read.",
    404: "There is nothing at this address in your workspace.",
    405: "This address does not take this method.",
    413: "The request is too large.",
    500: "This is a mistake of the application, not of your request. The log of the server names it.",
    503: "The database or the disk of this installation is away. Try again in a minute.",
}


def refuse(sentence: str, status: int = 422):
    raise HttpError(status, sentence)


def sentence_of(status: int) -> str:
    return SENTENCES.get(status) or f"{HTTPStatus(status).phrase}."


def add_handlers(api):
    def answer(request, sentence, status, **headers):
        response = api.create_response(request, {"detail": sentence}, status=status)
        for name, value in headers.items():
            response.headers[name.replace("_", "-")] = value
        return response

    @api.exception_handler(AuthenticationError)
    def not_known(request, error):
        unsaid = error.message == AuthenticationError().message
        return answer(request, HOW_TO_ASK if unsaid else error.message, 401, WWW_Authenticate="Bearer")

    @api.exception_handler(Throttled)
    def too_many(request, error):
        words = f"This token has sent too many requests. Wait {error.wait} second{'' if error.wait == 1 else 's'}."
        return answer(request, words, 429, Retry_After=str(error.wait))

    @api.exception_handler(HttpError)
    def refused(request, error):
        return answer(request, UNREADABLE if error.status_code == 400 else error.message, error.status_code)

    @api.exception_handler(PermissionDenied)
    def not_allowed(request, error):
        return answer(request, str(error), 403)

    @api.exception_handler(Http404)
    def not_there(request, error):
        return answer(request, sentence_of(404), 404)

    @api.exception_handler(ValidationError)
    def not_valid(request, error):
        return answer(request, " ".join(map(invalid_value, error.errors)), 422)


def invalid_value(error):
    """What pydantic says of one value, as a sentence that names it; a body is named by its own names only."""
    source, *path = map(str, error["loc"])
    named = ".".join(path[1:] if source == "body" else path)
    words = error["msg"].removeprefix("Value error, ").rstrip(".")
    return f"“{named}”: {words}." if named else f"{words}."


def said_of(form):
    """Every complaint of a form as a sentence, with the name of its field."""
    for name, errors in form.errors.items():
        field = f"“{name}”: " if name in form.fields else ""
        yield from (f"{field}{message}" for message in errors)
