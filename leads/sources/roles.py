"""Job titles to search for, from the audience of an offer, in the words in which it was written."""

import re

from leads.models import Offer
from leads.taxonomy.functions import classify_title
from leads.taxonomy.seniority import Seniority
from leads.taxonomy.titles.roles import classify_seniority
from leads.taxonomy.words import singular

ROLES, WORDS_MAX = 8, 5
ANYBODY = frozenset("people person team company business buyer customer user".split())
MARKS = re.compile(r"[()\"“”:]")
UNWANTED = re.compile(r"\b(?:avoid|not|no|never|exclud\w+|except|without|ignore|skip|rather than|other than)\b", re.I)
SENTENCE = re.compile(r"[.!?;\n]+")
LIST = re.compile(r",|/|\b(?:and|or|as well as|plus)\b", re.I)
# What follows says where they work or what they do, and is no part of a title.
BEYOND = re.compile(r"\b(?:at|in|from|within|who|whose|that|which|with|responsible|working|leading|running)\b", re.I)


def roles_of(offer: Offer) -> list[str]:
    wanted = [sentence for sentence in SENTENCE.split(offer.target_audience) if not UNWANTED.search(sentence)]
    parts = (BEYOND.split(part)[0] for sentence in wanted for part in LIST.split(sentence))
    roles = (of_one_person(part) for part in parts)
    return list(dict.fromkeys(filter(is_role, roles)))[:ROLES]


def of_one_person(words: str) -> str:
    """Plant managers → plant manager, VPs of finance → VP of finance."""
    head, of, rest = " ".join(MARKS.sub(" ", words).split()).partition(" of ")
    *before, last = [plain(word) for word in head.split()] or [""]
    return " ".join([*before, singular(last)]) + of + rest.lower()


def plain(word: str) -> str:
    """Small letters, but for abbreviations: CFOs → CFO."""
    if word.endswith("s") and word[:-1].isupper():
        return word[:-1]
    return word if word.isupper() else word.lower()


def is_role(words: str) -> bool:
    known = classify_title(words) or classify_seniority(words) not in (None, Seniority.UNKNOWN)
    return bool(known) and words not in ANYBODY and len(words.split()) <= WORDS_MAX
