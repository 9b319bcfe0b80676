"""How far two names of people agree, half by half."""

import re
from dataclasses import dataclass, replace
from functools import lru_cache

from leads.identity import given_names
from leads.identity.person_names import read_name
from leads.identity.plain_words import folded
from leads.identity.spelling import alike, mistyped, sound

SAME, NICKNAME, VARIANT, TYPO, INITIAL, PART, MISSING, OTHER = (
    "same",
    "nickname",
    "variant",
    "typo",
    "initial",
    "part",
    "missing",
    "other",
)
# How well names agree at each level, for choosing the best reading. The weights say what it is worth as evidence.
_KEPT = {SAME: 8, NICKNAME: 7, VARIANT: 7, TYPO: 6, PART: 5, INITIAL: 4, MISSING: 2, OTHER: 0}
_CONSONANTS = str.maketrans(dict.fromkeys("aeiouyw") | dict(zip("pvgcqz", "bfjkks", strict=True)))


@dataclass(frozen=True)
class Agreement:
    given: str
    family: str
    middle: int = 0
    generation: int = 0
    turned: bool = False
    # the two words compared, one of each name
    given_words: tuple[str, str] = ("", "")
    family_words: tuple[str, str] = ("", "")
    # spelled alike in Latin letters, and written with other characters
    homophones: bool = False

    @property
    def whole(self):
        """Nothing in the two names says that they are two people."""
        return OTHER not in (self.given, self.family)

    @property
    def full(self):
        """Both halves of the name are there and agree."""
        return self.whole and not {MISSING, INITIAL, PART} & {self.family} and self.given not in (MISSING, INITIAL)

    @property
    def says_nothing(self):
        return self.given == self.family == MISSING

    @property
    def rank(self):
        return _KEPT[self.given] + _KEPT[self.family] + self.middle / 2 - self.turned / 4


@lru_cache(50_000)
def compare_names(a, b):
    """The best of the readings: given name first in both, or last in one."""
    readings = [(a, b, False)]
    if len(a.words) > 1 and len(b.words) > 1:
        readings += [(a, b.turned(), True), (a.turned(), b, True)]
    agreements = [_agreement(*reading) for reading in readings]
    best = max(agreements[:1] + list(filter(_surely_turned, agreements)), key=lambda agreement: agreement.rank)
    if {OTHER, MISSING} & {best.given, best.family} and (joined := _joined(a, b)):
        best = joined
    if not best.whole and a.scripts != b.scripts:
        best = _by_consonants(a, b)
    if not best.whole and (_is_initials_of(a, b) or _is_initials_of(b, a)):
        best = Agreement(INITIAL, INITIAL, given_words=(a.given, b.given), family_words=(a.family, b.family))
    written = [folded(name.shown).replace(" ", "") for name in (a, b)]
    differs = bool(a.scripts & b.scripts) and written[0] != written[1] and not best.turned
    return replace(best, homophones=True) if differs and best.whole and not best.says_nothing else best


def _is_initials_of(short, long):
    """JRP is Jonathan R. Pemberton."""
    initials = "".join(word[0] for word in long.words)
    return len(short.words) == 1 and len(initials) > 1 and short.given in (initials, initials[0] + initials[-1])


def may_be_one(a, b):
    """Whether nothing in two names, as written, says that they are two people. A missing one says nothing."""
    x, y = read_name(a), read_name(b)
    if not x.words or not y.words:
        return True
    agreement = compare_names(x, y)
    return agreement.whole and min(agreement.middle, agreement.generation) >= 0


def _by_consonants(a, b):
    """Scripts without vowels, and letters that every language reads in its own way, say little against a name."""
    skeletons = [{_skeleton(word) for word in name.words} for name in (a, b)]
    whole = [_skeleton("".join(name.words)) for name in (a, b)]
    in_words = all(len(skeleton) > 1 for skeleton in skeletons) and skeletons[0] == skeletons[1]
    if in_words or (whole[0] == whole[1] and len(whole[0]) > 4):
        latin = b if a.is_unsure else a
        return Agreement(VARIANT, VARIANT, 0, 0, False, (latin.given,) * 2, (latin.family,) * 2)
    return Agreement(MISSING, MISSING)


def _skeleton(word):
    return re.sub(r"(.)\1+", r"\1", word.replace("-", "").translate(_CONSONANTS).removesuffix("h"))


def _surely_turned(agreement):
    """A turned name must agree word for word: less than that agrees with too many names by chance."""
    clear = (SAME, NICKNAME, VARIANT, TYPO)
    return agreement.turned and agreement.given in clear and agreement.family in clear


def _agreement(a, b, turned):
    given, given_words = _given(a, b)
    family, family_words = _family(a, b)
    if (len(a.words) == 1) != (len(b.words) == 1) and given == OTHER:
        given, family, family_words = _single(a, b)
    generation = 0
    if a.generation and b.generation:
        generation = 1 if a.generation == b.generation else -1
    middle = _middle(a, b) if OTHER not in (given, family) else 0
    return Agreement(given, family, middle, generation, turned, given_words, family_words)


def _given(a, b):
    pairs = [(x, y) for x in (a.given, *a.called) for y in (b.given, *b.called) if x and y]
    if not pairs:
        return MISSING, ("", "")
    best = max(pairs, key=lambda pair: _KEPT[_given_level(*pair)])
    level = _given_level(*best)
    if level in (OTHER, INITIAL):
        # "W. Gregory Steube" is Greg Steube
        for x, y in [(middle, b.given) for middle in a.middle] + [(a.given, middle) for middle in b.middle]:
            if min(len(x), len(y)) > 1 and _given_level(x, y) in (SAME, NICKNAME, VARIANT):
                return PART, (x, y)
    return level, best


@lru_cache(50_000)
def _given_level(a, b):
    if a == b or a.replace("-", "") == b.replace("-", ""):
        return SAME if len(a) > 1 else INITIAL
    if len(a) == 1 or len(b) == 1:
        return INITIAL if a[0] == b[0] else OTHER
    if given_names.is_nickname(a, b):
        return NICKNAME
    if _initials(a) == b.replace("-", "") or _initials(b) == a.replace("-", ""):
        return INITIAL
    if ("-" in a) != ("-" in b):
        halves, whole = (a, b) if "-" in a else (b, a)
        if any(_given_level(half, whole) in (SAME, NICKNAME) for half in halves.split("-")):
            return NICKNAME
    if sound(a) == sound(b):
        return VARIANT
    if given_names.is_known(a) and given_names.is_known(b):
        # Ian and Brian, Eric and Erin are two names each
        return OTHER
    if mistyped(a, b) and not _is_other_gender(a, b):
        return TYPO
    return NICKNAME if given_names.is_shortened(a, b) else OTHER


def _is_other_gender(a, b):
    """Daniel and Daniela differ by an ending, not by a slip."""
    short, long = sorted((a, b), key=len)
    return long[:-1] == short and long[-1] in "aeio"


def _initials(word):
    return "".join(half[:1] for half in word.split("-")) if "-" in word else ""


def _family(a, b):
    if not a.family or not b.family:
        return MISSING, ("", "")
    level = _family_level(a.family, b.family)
    if level == OTHER:
        # double surnames, and a maiden name kept as middle name
        halves_a, halves_b = a.family.split("-"), b.family.split("-")
        for x in (*halves_a, *a.middle):
            for y in (*halves_b, *b.middle):
                kept = len(x) > 2 and _family_level(x, y) in (SAME, VARIANT)
                if kept and (x in halves_a or y in halves_b):
                    return PART, (x, y)
    return level, (a.family, b.family)


@lru_cache(50_000)
def _family_level(a, b):
    plain_a, plain_b = a.replace("-", ""), b.replace("-", "")
    if plain_a == plain_b:
        return SAME if len(plain_a) > 1 else INITIAL
    if len(plain_a) == 1 or len(plain_b) == 1:
        return INITIAL if a[0] == b[0] else OTHER
    if sound(plain_a) == sound(plain_b):
        return VARIANT
    if "-" in a or "-" in b:
        halves = [x for x in a.split("-") for y in b.split("-") if alike(x, y) and len(x) > 2]
        if halves:
            return PART
    both_common = given_names.is_common("family", plain_a) and given_names.is_common("family", plain_b)
    # Hill and Hall, King and Kang are two names each
    return TYPO if mistyped(plain_a, plain_b) and not both_common else OTHER


def _single(a, b):
    """One of them has a single word, which is not the other's first name: it may be the surname."""
    pair = (a.given, b.family) if b.family else (a.family, b.given)
    level = _family_level(*pair)
    return (OTHER, MISSING, pair) if level == OTHER else (MISSING, level, pair)


def _middle(a, b):
    """+1 where every middle name of the one is among the other's, −1 where one is not."""
    fewer, more = sorted((a.middle, b.middle), key=len)
    if not fewer:
        return 0
    return 1 if all(any(_given_level(x, y) != OTHER for y in more) for x in fewer) else -1


def _joined(a, b):
    """Names written without their gaps, or with one too many: AlisherUsmanov, finn whit e."""
    if len(a.words) == len(b.words):
        return None
    longer = a if a.family else b
    halves = (longer.given, longer.given), (longer.family, longer.family)
    for x, y in ((a, b), (a, b.turned()), (a.turned(), b)):
        whole_x, whole_y = ("".join(name.words).replace("-", "") for name in (x, y))
        if min(len(whole_x), len(whole_y)) < 6:
            return None
        level = SAME if sound(whole_x) == sound(whole_y) else TYPO if mistyped(whole_x, whole_y) else OTHER
        if level != OTHER:
            return Agreement(level, level, 0, 0, False, *halves)
    return None
