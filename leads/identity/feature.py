from collections import namedtuple

from leads.identity.spelling import drawn_out

BIO_MAX = 2_000
LINKS_MAX = 50
# From here on two names of companies are taken for one.
SAME_COMPANY = 0.7
# "Rep." against the House of Representatives.
HINT_OF_COMPANY = 0.5

# What two profiles share (up to 1) or where they differ (down to -1), and a sentence for whoever reviews the match.
Feature = namedtuple("Feature", "feature value text")


def shown(text, limit=60):
    text = drawn_out(text, limit + 1)
    return text if len(text) <= limit else text[: limit - 1] + "…"
