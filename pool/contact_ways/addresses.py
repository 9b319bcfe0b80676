"""E-mail addresses, also where their signs are spelled out or set apart."""

import re
from functools import cache

from leads.identity import given_names
from leads.taxonomy.functions import FUNCTIONS
from leads.taxonomy.words import tokens

MAIL_HOSTS = (
    r"(?:gmail|googlemail|hotmail|outlook|yahoo|ymail|icloud|protonmail|proton|gmx|aol|fastmail|tutanota|hey|posteo|zoho|"
    r"yandex|qq|naver|rediff(?:mail)?|libero|orange|mailbox|web\.de|t-online|163|126|me\.com|mac\.com|live\.com|pm\.me)"
)
# Each begins only where a run of its letters begins and gives nothing of it back: linear in the text.
LOCAL = r"(?<![\w.+'&-])(?:\"[^\"@\n]{1,64}\"|[\w.+'&-]++)"
LABEL = r"(?<![\w-])[\w-]++"
DOT = r"(?:\s?\.(?!\s)|\s\.\s)"
DOMAIN = rf"(?:{LABEL}(?:\.(?:[\w-]++))+|{MAIL_HOSTS}\b|[\w-]+,(?:com|net|org|io|de|co)\b|\[[\da-fA-F.:]{{7,39}}\])"
SPACED_DOMAIN = rf"(?:{LABEL}(?:{DOT}[\w-]++)+|{MAIL_HOSTS}\b)"

PLAIN = re.compile(rf"(?:mailto:)?[<(\[]?@?{LOCAL}@{DOMAIN}[>)\]]?", re.IGNORECASE)
SET_APART = re.compile(rf"({LOCAL})\s*@\s*({SPACED_DOMAIN})", re.IGNORECASE)
IN_WORDS = re.compile(rf"({LOCAL})\s(?:at|bei|chez)\s({SPACED_DOMAIN})", re.IGNORECASE)
MAIL_HOST = re.compile(rf"(?:{MAIL_HOSTS})\b", re.IGNORECASE)
LABELLED = re.compile(
    rf"\b(?:e-?mail|mail|{MAIL_HOSTS})\s?[:=]\s?([\w+-]*[._+\d][\w.+-]*)(?=\s*(?:$|[\s,;|)]))", re.IGNORECASE
)
CUE = re.compile(
    r"(?:e-?mail|mail|write|contact|reach|courriel|correo|kontakt|✉️?|📧|📩|📨)[\w\s]{0,12}[:=→>-]*\s*$", re.IGNORECASE
)
LOOKS_LIKE_A_NAME = re.compile(r"[\w-]*[\d_+][\w.+-]*|[a-z\d-]+(?:\.[a-z\d-]+)+", re.ASCII)
ORDINARY = frozenset(
    "now currently previously formerly ex prev then also me us team life work job role all things everyone people "
    "based here looking meet see and only live available open back home early late still always today since".split()
)
MAILBOXES = frozenset(
    "info hello contact office mail email kontakt hi admin enquiries inquiries press jobs careers".split()
)
# "PM at Gmail"
ACRONYM = re.compile("[A-Z]{2,3}")
ORDINARY_ENDING = re.compile(r".*(?:ing|er|or|ist|ed|ship|ment|tion|ics|lead|dev|ops|s)")


def find(reading):
    text = reading.text
    if "@" in text:
        yield from (match.span() for match in PLAIN.finditer(text))
        yield from (match.span() for match in SET_APART.finditer(text) if is_address(reading, match, ordinary))
    if " at " in text.lower() or " bei " in text or " chez " in text:
        yield from (match.span() for match in IN_WORDS.finditer(text) if is_address(reading, match, lambda word: True))
    if ":" in text or "=" in text:
        yield from (match.span(1) for match in LABELLED.finditer(text) if "." not in text or not match[1].isdecimal())


def is_address(reading, match, is_ordinary):
    """Whether "nora @ works.example" is an address and no employer, as in "Founder @ works.example"."""
    local, domain = match[1], match[2]
    before = reading.text[max(match.start() - 30, 0) : match.start()]
    return bool(
        reading.is_spelled_out(match.end(1), match.end(2))
        or (MAIL_HOST.match(domain) and not is_role(local) and not ACRONYM.fullmatch(local))
        or LOOKS_LIKE_A_NAME.fullmatch(local)
        or CUE.search(before)
        or is_name(local)
        or local in MAILBOXES
        or not is_ordinary(local)
    )


def ordinary(word):
    return not word[0].islower() or word in ORDINARY or is_role(word) or bool(ORDINARY_ENDING.fullmatch(word))


def is_role(word):
    return word.lower() in role_words()


@cache
def role_words():
    titles = " ".join(title for function in FUNCTIONS.values() for title in function.titles)
    return (
        frozenset(tokens(titles))
        | frozenset(titles.lower().split())
        | frozenset("ceo cto cfo coo cmo vp svp evp".split())
    )


def is_name(word):
    return word.isalpha() and given_names.is_known(word.lower()) and not is_role(word) and word.lower() not in ORDINARY
