"""One spelling for what titles write in many: "Sr. V.P.", "Leiter:in (m/w/d)", "DAF", "Finanzleiterin", "Talnt"."""

import re
import tomllib
from collections import Counter
from functools import cache, lru_cache

from leads.taxonomy.functions import DATA, is_title_word, title_terms
from leads.taxonomy.languages import is_plain_word
from leads.taxonomy.seniority import RANK_WORDS
from leads.taxonomy.words import in_plain_letters, singular, tokens

_SHORT = tomllib.loads((DATA / "titles" / "abbreviations.toml").read_text(encoding="utf-8"))
_BEFORE_ALONE = frozenset(_SHORT["alone"].pop("before").split())
_GLUED_SCRIPTS = "\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af"
_DEGREES = re.compile(r"\b(?:M\. ?D\.|Ph\. ?D\.?|D\. ?D\. ?S\.|B\. ?A\.|M\. ?A\.|B\. ?Sc\.|M\. ?Sc\.)", re.IGNORECASE)
# A doctorate that does not heal.
_HEALS = r"(?:\w+ )?(?:medic|dent|osteo|veterin|chiro|optom|pharm|physi(?!cs)|podia|naturo|surg|nurs)"
_DOCTORATES = re.compile(
    rf"\b(?:doctors?|doctorate) (?:of|in) (?!{_HEALS})"
    r"\w+(?: (?:administration|sciences?|arts|letters|laws?|technology))?",
    re.IGNORECASE,
)
# German: a. D. and i. R. are for officials and officers out of office
_OUT_OF_OFFICE = re.compile(r"[^,;|/]*\b(?:a\. ?D|i\. ?R)\.(?!\w)")
_INITIALS = re.compile(r"(?<![^\W\d_])([^\W\d_])\.\s?(?=[^\W\d_](?:\.|\b))")
_BETWEEN_SCRIPTS = re.compile(
    rf"(?<=[{_GLUED_SCRIPTS}])(?=[a-z0-9])|(?<=[a-z0-9])(?=[{_GLUED_SCRIPTS}])", re.IGNORECASE
)
_BOTH_SEXES = re.compile(
    r"\s*\(\s*(?:[mwfdxhg]\s*[/|,]\s*)+[mwfdxhg]\s*\)|(?<=\w)(?:\((?:in|a|e|ne|trice|ra)\)|[:*_·/](?:in|a|e|ne|euse|trice|ière|rice)\b|/-in\b)"
    r"|\b[hmfw]/[fmhw](?:/[dx])?\b",
    re.IGNORECASE,
)
_WORD = re.compile(r"[^\W\d_]+")
_ANYWHERE = re.compile(rf"(?<!\w)({'|'.join(_SHORT['anywhere'])})\b\.?", re.IGNORECASE)
_CAPITALS = re.compile(rf"(?<![\w-])({'|'.join(_SHORT['capitals'])})(?![\w'’])")
_ALONE = re.compile(rf"\W*((?:[\w-]+\W+)*?)({'|'.join(_SHORT['alone'])})\W*")
_DOUBLED = re.compile(r"([A-Z])\1")
# The last part of German and Dutch words for who leads or does something, whose first part is a department.
_HEADS = re.compile(
    r"(.{3,}?)[s-]?(leiter(?:in)?|leitung|chefin|chef|direktor(?:in)?|direktion|manager(?:in)?|referent(?:in)?|"
    r"sachbearbeiter(?:in)?|assistent(?:in)?|assistenz|berater(?:in)?|vorstand|vorständin|beauftragter?|spezialist(?:in)?|"
    r"koordinator(?:in)?|mitarbeiter(?:in)?|verantwortlicher?|techniker(?:in)?|ingenieur(?:in)?|kaufmann|kauffrau|"
    r"geschäftsführer(?:in)?)"
)
_LEADS = {"chef": "leiter", "chefin": "leiterin"}
SHORTEST_TYPO = 5


def plain(title) -> str:
    """The title without degrees, both-sexes marks, and dots in initials, with usual short forms written out."""
    title = _OUT_OF_OFFICE.sub(" ", _DOCTORATES.sub(" ", _DEGREES.sub(" ", _BOTH_SEXES.sub("", title))))
    title = _ANYWHERE.sub(lambda found: _SHORT["anywhere"][found[1].lower()], title)
    return _BETWEEN_SCRIPTS.sub(" ", _INITIALS.sub(r"\1", title))


def written_out(part) -> str:
    """A part of a title with abbreviations in capital letters written out."""
    if not any(map(str.isupper, part)):
        return part
    alone = _ALONE.fullmatch(part)
    if alone and _BEFORE_ALONE.issuperset(alone[1].lower().replace("-", " ").split()):
        return f"{alone[1]} {_SHORT['alone'][alone[2]]}"
    return _CAPITALS.sub(lambda found: _SHORT["capitals"][found[1]], part)


@lru_cache(50_000)
def known_word(word) -> str:
    """A word of a title as the vocabulary has it, taken apart or without accents where need be; else as it is."""
    compound = None if word in RANK_WORDS else _HEADS.fullmatch(word)
    head = _LEADS.get(compound[2], compound[2]) if compound else ""
    if is_known(word):
        return f"{word} {head}".rstrip()
    bare = in_plain_letters(word)
    if is_known(bare):
        return bare
    return f"{department(compound[1])} {head}" if compound else word


def is_known(word) -> bool:
    return is_title_word(word) or word in RANK_WORDS


def department(stem) -> str:
    return next((form for form in (stem, stem + "s", stem + "en", stem.removesuffix("s")) if is_title_word(form)), stem)


@lru_cache(50_000)
def unslipped(word) -> str:
    """The word of the vocabulary from which an unknown one differs by a letter or two swapped ones; else as it is."""
    if len(word) < SHORTEST_TYPO or not word.isalpha() or is_known(word):
        return word
    near = {known for form in {word, *without_one(word)} for known in _by_what_is_left().get(form, ())}
    near = [known for known in near if known[0] == word[0] and one_slip(word, known)]
    if near and is_plain_word(word):
        return word
    return max(near, key=lambda known: (known in RANK_WORDS, _uses()[known], known), default=word)


@cache
def _uses() -> Counter:
    """How many titles have each word."""
    return Counter(word for term in title_terms() for word in term.split())


def one_slip(word, known) -> bool:
    """Whether one letter is missing, added or wrong, or two neighbours are swapped."""
    start = next(
        (place for place, (a, b) in enumerate(zip(word, known, strict=False)) if a != b), min(len(word), len(known))
    )
    rest, other = word[start:], known[start:]
    swapped = rest[:2] == other[:2][::-1] and rest[2:] == other[2:]
    return rest[1:] == other[1:] or rest[1:] == other or rest == other[1:] or swapped


def without_one(word) -> set[str]:
    return {word[:place] + word[place + 1 :] for place in range(len(word))}


@cache
def _by_what_is_left() -> dict[str, set[str]]:
    """Words of the vocabulary by themselves and by each way to leave out one letter."""
    found = {}
    words = {word for term in title_terms() for word in term.split()} | RANK_WORDS
    for word in words:
        if len(word) >= SHORTEST_TYPO and word.isalpha():
            for form in {word, *without_one(word)}:
                found.setdefault(form, set()).add(word)
    return found


def undoubled(part) -> str:
    """An abbreviation of capitals with a letter typed twice: "CFOO"."""
    return " ".join(
        _DOUBLED.sub(r"\1", word)
        if len(word) == 4 and word.isupper() and not is_known(singular(word.lower()))
        else word
        for word in part.split()
    )


def words_of(part) -> list[str]:
    return [word for token in tokens(undoubled(written_out(part))) for word in known_word(token).split()]
