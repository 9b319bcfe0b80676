"""Reading the query parameters of a request to X, with its refusals for what is wrong."""

import re
from datetime import UTC, datetime

from autoreach.sandbox.x_objects import POST_WORDS
from autoreach.sandbox.x_refusals import invalid

ID = re.compile(r"[0-9]{1,19}")
USERNAME = re.compile(r"[A-Za-z0-9_]{1,15}")


def values_of(request, name):
    return {value for text in request.query.get(name, ()) for value in text.split(",") if value}


def required_values(request, name, largest):
    values = [value for text in request.query.get(name, ()) for value in text.split(",")]
    if not values or values == [""]:
        raise invalid(name, "", f"The `{name}` query parameter can not be empty")
    if len(values) > largest:
        raise invalid(
            name,
            ",".join(values),
            f"The number of values in the `{name}` query parameter list [{len(values)}] is not between 1 and {largest}",
        )
    return values


def tweet_fields(request):
    old = {value: key for key, value in POST_WORDS.items()}
    return {old.get(name, name) for name in values_of(request, "tweet.fields") | values_of(request, "post.fields")}


def number_of(request, name, least, most, default):
    text = request.first(name)
    if text is None:
        return default
    if not text.isdecimal() or not least <= int(text) <= most:
        raise invalid(name, text, f"The `{name}` query parameter value [{text}] is not between {least} and {most}")
    return int(text)


def moment_of(request, name):
    text = request.first(name)
    if text is None:
        return None
    try:
        return datetime.fromisoformat(text).astimezone(UTC)
    except ValueError:
        raise invalid(name, text, f"The `{name}` query parameter value [{text}] is not a valid date-time") from None


def checked_username(name):
    if not USERNAME.fullmatch(name):
        raise invalid(
            "username", name, f"The `username` query parameter value [{name}] does not match ^[A-Za-z0-9_]{{1,15}}$"
        )
    return name


def checked_id(text, name="id"):
    if not ID.fullmatch(text):
        raise invalid(name, text, f"The `{name}` query parameter value [{text}] is not valid")
    return text
