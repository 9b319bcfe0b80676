"""Whether an account is a person's own: not a parody, a fan page, their firm's, nor of somebody who poses as them."""

import re
from functools import cache

from leads.identity import company_names, handles
from leads.identity.feature import BIO_MAX, shown
from leads.identity.spelling import drawn_out, read_data, words

# Words of bait that one profile needs where the other has none.
_BAIT_LEAST = 2
_OF_A_FIRM = 0.8
_ADDRESS = re.compile(r"\S*[/@]\S*")


@cache
def _data():
    found = read_data("accounts")
    phrases = re.compile(r"\b(?:" + "|".join(found["about_a_person"]) + r")\b")
    return phrases, *(frozenset(found[name].split()) for name in ("in_names", "in_handles", "several", "bait"))


def why_not_own(a, b, name_a, name_b):
    """Why one of two profiles that bear one name may not be that person's, or ""."""
    return _why_not(b, name_b, a, name_a) or _why_not(a, name_a, b, name_b)


def _why_not(one, name, other, known):
    if _is_about_somebody(one, name, known):
        return f"The profile may be about the person, not by them: {shown(one.bio or one.name)}"
    if _is_of_a_firm(one, other, known):
        return f"The profile may be that of {shown(other.company)}"
    if _baits(one, other):
        return f"The profile may be of somebody who poses as the person: {shown(one.bio)}"
    return ""


def _is_about_somebody(one, name, known):
    phrases, in_names, in_handles, *_ = _data()
    bio = _plain(one.bio)
    if phrases.search(f"{_plain(one.name)} {bio}") or in_names & set(words(f"{one.name} {name.rest}")):
        return True
    if one.handle and set(handles.spelled_by(one.handle, known).left) & in_handles:
        return True
    # who writes of themselves does not say their whole name, but in an address
    told = _plain(_ADDRESS.sub(" ", one.bio))
    return bool(known.family) and f" {known.given} {known.family} " in f" {told} "


def _is_of_a_firm(one, other, known):
    *_, several, _ = _data()
    company = company_names.read_company(other.company)
    if not company:
        return False
    named = company_names.likeness(company_names.read_company(one.name), company) >= _OF_A_FIRM
    if named and company.words != known.words:
        return True
    beginning = words(one.bio[:40])[:1]
    return bool(beginning) and beginning[0] in several


def _baits(one, other):
    bait = _data()[-1]
    texts = [set(words(f"{person.bio[:BIO_MAX]} {person.title} {person.company}")) for person in (one, other)]
    return len(texts[0] & bait) >= _BAIT_LEAST and not texts[1] & bait


def _plain(text):
    return " ".join(words(drawn_out(text, BIO_MAX)))
