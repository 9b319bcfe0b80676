from collections import namedtuple

from leads.identity.spelling import drawn_out

BIO_MAX = 2_000
LINKS_MAX = 50
# Company names that are at least this alike count as the same.
SAME_COMPANY = 0.7
# What "Rep." counts for against the House of Representatives.
HINT_OF_COMPANY = 0.5

# What two profiles share (up to 1) or where they differ (down to -1), and a sentence that says so to a reviewer.
Feature = namedtuple("Feature", "feature value text")


def shown(text, limit=60):
    text = drawn_out(text, limit + 1)
    return text if len(text) <= limit else text[: limit - 1] + "…"
