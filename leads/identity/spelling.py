"""Letters: what two spellings of one word share, whatever the alphabet, accents, emoji and typing errors."""

import re
import tomllib
import unicodedata
from functools import cache, lru_cache
from pathlib import Path

from anyascii import anyascii
from rapidfuzz.distance import OSA

from leads.identity.keys import INVISIBLE, clean_text

_LATIN = re.compile("[A-Za-z]")
_LOOKALIKES = str.maketrans(
    "аеорсухіјѕԁһӏвнкмтАВЕКМНОРСТУХІЈЅαονρΑΒΕΖΗΙΚΜΝΟΡΤΥΧ", "aeopcyxijsdhlbhkmtABEKMHOPCTYXIJSaovpABEZHIKMNOPTYX"
)
_WORD = re.compile(r"[a-z0-9]+")
# Emoji, flags, signs and private letters: nothing that spells a name.
_DRAWN = frozenset(("So", "Sk", "Sc", "Cn", "Co", "Cs", "Cf", "Cc"))
_SOUNDS = tuple(
    (re.compile(pattern), sound)
    for pattern, sound in (
        ("ae|oe|ue", lambda found: found[0][0]),
        ("tch|tsch|cz|tz|ts|ch", "c"),
        ("sch|sh|sz", "s"),
        ("zh|dzh|dj|dz", "j"),
        ("ph", "f"),
        ("kh|gh", "h"),
        ("th", "t"),
        ("ck|q", "k"),
        ("x", "ks"),
        ("c(?=[aour])", "k"),
        ("ou|oy(?![aeiou])", "u"),
        ("w", "v"),
        ("z", "s"),
        ("[yj]", "i"),
        (r"(.)\1+", r"\1"),
    )
)


@cache
def read_data(name):
    return tomllib.loads((Path(__file__).parent / "data" / f"{name}.toml").read_text(encoding="utf-8"))


def drawn_out(text, limit):
    """At most `limit` plain letters of the text: no mathematical bold, emoji, marks of direction or NUL."""
    plain = unicodedata.normalize("NFKC", INVISIBLE.sub("", clean_text(text[: 4 * limit])))
    kept = ("" if unicodedata.category(letter) in _DRAWN and letter > "~" else letter for letter in plain)
    return " ".join("".join(kept).split())[:limit]


@lru_cache(50_000)
def fold(text):
    """Lower-case ASCII; Cyrillic and Greek letters that pose as Latin ones among Latin letters are taken for these."""
    if text.isascii():
        return text.lower()
    text = unicodedata.normalize("NFKC", text)
    if _LATIN.search(text):
        text = text.translate(_LOOKALIKES)
    return anyascii(text).lower()


def words(text):
    """Folded words; apostrophes and dots join ("O'Neil", "p.l.c."), everything else separates."""
    return _WORD.findall(fold(text).replace("'", "").replace("`", "").replace(".", "").replace("’", ""))


@lru_cache(50_000)
def sound(word):
    """Rough sound of a folded word: Müller and Mueller, Sergey and Sergej, Zelenskyy and Selenskyj sound alike."""
    for pattern, replacement in _SOUNDS:
        word = pattern.sub(replacement, word)
    return word


@lru_cache(50_000)
def mistyped(a, b):
    """Whether two words of four letters and more differ by one typing error, or by two where they are long."""
    shorter = min(len(a), len(b))
    if shorter < 4 or abs(len(a) - len(b)) > 2:
        return False
    slips = 1 if shorter < 7 else 2
    return OSA.distance(a, b, score_cutoff=slips) <= slips


def alike(a, b):
    return a == b or sound(a) == sound(b) or mistyped(a, b)
