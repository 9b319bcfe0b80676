"""Occupational functions: the work that a job title names."""

import re
import tomllib
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import product
from pathlib import Path

from leads.taxonomy.inflection import forms
from leads.taxonomy.words import tokens

DATA = Path(__file__).parent / "data"
WEAK = 0.6
_LONGEST_TERM = 5
_SAME_GROUP, _THE_OTHER_WAY = 0.15, 0.9
_ALTERNATIVES = re.compile(r"\(([^)]*)\)")
# "r d manager" is written "R&D manager" too.
_INITIALS = re.compile(r"\b([a-z]) ([a-z])\b")
_EMPLOYER = re.compile(r"(?:\s+at\s+|\s*@\s*)(?=[\w\"'])[^|;•·,–/()]*")
# People who recruit for a trade or teach it are named after it without practising it.
_DOMINANT = frozenset({"recruiter", "teacher", "professor", "language-teacher", "tutor", "school-leader"})


@dataclass(frozen=True)
class Function:
    code: str
    label: str
    group: str
    number: int
    titles: tuple[str, ...]
    does: tuple[str, ...]
    near: dict[str, float]
    # (language, terms) of other languages than English, as their file lists them
    abroad: tuple[tuple[str, tuple[str, ...]], ...] = ()


def _expand(pattern):
    """Every title a pattern stands for: "kitchen (manager|lead)" gives two."""
    parts = _ALTERNATIVES.split(pattern)
    choices = [part.split("|") if index % 2 else [part] for index, part in enumerate(parts)]
    return ["".join(choice).strip() for choice in product(*choices)]


def _read():
    functions, abroad = {}, _read_abroad()
    for path in sorted((DATA / "functions").glob("*.toml")):
        for code, entry in tomllib.loads(path.read_text(encoding="utf-8")).items():
            near = dict(pair.rsplit(" ", 1) for pair in entry.get("near", "").split(", ") if pair)
            functions[code] = Function(
                code=code,
                label=entry["label"],
                group=path.stem,
                number=len(functions) + 1,
                titles=tuple(term.strip() for term in entry["titles"].split(",")),
                does=tuple(phrase.strip() for phrase in entry["does"].split(";")),
                near={other: float(weight) for other, weight in near.items()},
                abroad=tuple(abroad.pop(code, {}).items()),
            )
    if abroad:
        raise ValueError(f"titles of unknown functions: {sorted(abroad)}")
    return functions


def _read_abroad():
    """Function code → language → terms: whole titles, and the words that audiences use."""
    found = {}
    for folder, section in (("titles", None), ("languages", "functions")):
        for path in sorted((DATA / folder).glob("??.toml")):
            data = tomllib.loads(path.read_text(encoding="utf-8"))
            for code, terms in (data[section] if section else data).items():
                listed = found.setdefault(code, {}).setdefault(path.stem, [])
                listed += [term.strip() for term in terms.split(",")]
    return found


FUNCTIONS = _read()


def _indexed(named):
    """{term: {function code: weight}} of (term, code, weight); the largest where one comes more than once."""
    index = {}
    for term, code, weight in named:
        weights = index.setdefault(term, {})
        weights[code] = max(weight, weights.get(code, 0))
    index.pop("", None)
    return index


@cache
def _english_terms():
    return _indexed(
        (spelling, function.code, WEAK if pattern.endswith("?") else 1.0)
        for function in FUNCTIONS.values()
        for pattern in function.titles
        for title in _expand(pattern.rstrip("?"))
        for spelling in _spellings(title)
    )


def _spellings(title):
    key = " ".join(tokens(title))
    return {key, _INITIALS.sub(r"\1_\2", key)}


def _terms_abroad():
    return _indexed(
        (form, function.code, WEAK if term.endswith("?") else 1.0)
        for function in FUNCTIONS.values()
        for language, terms in function.abroad
        for term in terms
        for form in forms(term.rstrip("?"), language)
    )


@cache
def _terms_of_all_languages():
    """Less single words of other languages that also are English ones: "Personal", "Sale"."""
    english = _english_words()
    abroad = {form: weights for form, weights in _terms_abroad().items() if form not in english}
    return abroad | _english_terms()


def _english_words():
    texts = [text for function in FUNCTIONS.values() for text in (function.label, *function.does)]
    return {word for text in texts for word in tokens(text)}


def title_terms():
    """Every known title of any language, as tokens with spaces between."""
    return _terms_of_all_languages().keys()


@cache
def _title_words():
    return frozenset(word for term in title_terms() for word in term.split())


def is_title_word(word):
    return word in _title_words()


def english_title_spans(words):
    """Longest known titles in a list of tokens, as (start, end, {code: weight}), best first."""
    return _spans(words, _english_terms())


def title_spans(words):
    """The same with titles of any language."""
    return _spans(words, _terms_of_all_languages())


def _spans(words, index):
    taken, spans = [], []
    for size in range(min(_LONGEST_TERM, len(words)), 0, -1):
        for start in range(len(words) - size + 1):
            weights = index.get(" ".join(words[start : start + size]))
            if weights and not any(s <= start and start + size <= e for s, e in taken):
                spans.append((start, start + size, weights))
        taken.extend((start, end) for start, end, _ in spans if end - start == size)
    return spans


def weights_of(spans):
    """((code, weight), …) of the terms of a title, best first; weight 1 is certain, WEAK a guess."""
    weights = {}
    for _, _, named in spans:
        for code, weight in named.items():
            weights[code] = max(weight, weights.get(code, 0))
    if _DOMINANT & weights.keys():
        weights = {code: weight if code in _DOMINANT else min(weight, WEAK) for code, weight in weights.items()}
    return tuple(sorted(weights.items(), key=lambda item: -item[1]))


@lru_cache(200_000)
def weigh_title(title):
    """The functions that a title's words name, whosever they are; `titles.roles` reads the person's own."""
    return weights_of(english_title_spans(tokens(_EMPLOYER.sub(" ", title[:300]))))


def classify_title(title):
    """Codes of the functions a job title names, best first."""
    return tuple(code for code, _ in weigh_title(title or ""))


@cache
def function_affinity(a, b):
    """0 to 1: how well a person in function b serves a search for function a."""
    if a == b:
        return 1.0
    first, second = FUNCTIONS[a], FUNCTIONS[b]
    named = first.near.get(b) or second.near.get(a, 0) * _THE_OTHER_WAY
    return named or (_SAME_GROUP if first.group == second.group else 0.0)
