"""Handles and profile addresses: whether @bobash spells Robert Ashworth, and which letters are left over."""

import re
from dataclasses import dataclass
from functools import lru_cache

from leads.identity import given_names
from leads.identity.spelling import fold, sound

FULL, INITIAL, FAMILY, GIVEN, NONE = "full", "initial", "family", "given", "none"
_RANK = {FULL: 4, INITIAL: 3, FAMILY: 2, GIVEN: 1, NONE: 0}
_LETTERS = re.compile("[a-z]+")
HANDLE_MAX = 100


@dataclass(frozen=True)
class Spelled:
    """Which part of a name a handle spells, and the letters left over ("rep" of RepJaneDoe)."""

    level: str = NONE
    left: tuple[str, ...] = ()


@lru_cache(20_000)
def spelled_by(handle, name):
    letters = "".join(_LETTERS.findall(fold(handle[:HANDLE_MAX])))
    if len(letters) < 3 or not name.words:
        return Spelled()
    pairs = [(given, family) for given in _givens(name) for family in _families(name)]
    best = max((_read(letters, *pair) for pair in pairs), key=_rank)
    if best.level in (NONE, GIVEN):
        # jmueller is Jürgen Müller
        best = max(best, *(_read(sound(letters), *map(sound, pair)) for pair in pairs), key=_rank)
    return best


def _rank(spelled):
    return _RANK[spelled.level]


def _givens(name):
    firsts = [name.given, *name.called, *(word for word in name.middle if len(word) > 2)]
    known = dict.fromkeys(firsts)
    for first in firsts:
        known |= dict.fromkeys(sorted(given_names.called(first) | given_names.formal(first)))
    return [first.replace("-", "") for first in known]


def _families(name):
    halves = [half for half in name.family.split("-") if len(half) > 2]
    kept = [word for word in name.middle if len(word) > 3]
    return list(dict.fromkeys([name.family.replace("-", ""), *halves, *kept]))


def _read(letters, given, family):
    for spelled in (given + family, family + given):
        if len(given) > 1 and len(family) > 1 and spelled in letters:
            return Spelled(FULL, _left(letters, spelled))
    for half, initial in ((family, given[:1]), (given, family[:1])):
        for spelled in (initial + half, half + initial):
            if len(half) > 3 and initial and (letters.startswith(spelled) or letters.endswith(spelled)):
                return Spelled(INITIAL, _left(letters, spelled))
    for half, level in ((family, FAMILY), (given, GIVEN)):
        at_an_end = letters.startswith(half) or letters.endswith(half)
        if len(half) > 2 and (at_an_end or (len(half) > 4 and half in letters)):
            return Spelled(level, _left(letters, half))
    return Spelled()


def _left(letters, spelled):
    return tuple(part for part in letters.split(spelled, 1) if part)


@lru_cache(20_000)
def same_handle(a, b):
    """Whether two handles differ only in punctuation and the digits at their end. Short ones are too common."""
    a, b = ("".join(_LETTERS.findall(fold(handle[:HANDLE_MAX]))) for handle in (a, b))
    return a == b and len(a) > 5
