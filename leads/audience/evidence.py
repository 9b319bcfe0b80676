"""Which functions a text speaks of that names no title: words of their descriptions, and likeness of meaning."""

import math
import re
from collections import Counter
from functools import cache

import numpy as np

from leads.taxonomy.functions import FUNCTIONS
from leads.taxonomy.industries import INDUSTRIES
from leads.taxonomy.languages import ENGLISH
from leads.taxonomy.meaning import encode, encode_kept
from leads.taxonomy.words import content_stems

WORDS_WEIGHT, MEANING_WEIGHT = 1.0, 0.9
# Descriptions are in English: of another language, meaning alone counts.
MEANING_ALONE = 1.5
NAMED_WEIGHT, OBJECT_COST = 0.225, 0.8
_UNKNOWN_WORD = 0.8
_CLAUSES = re.compile(r"[,;:.]|\b(?:and|or|who|und|oder|et|ou|qui|y|que|e|che|quem)\b", re.I)

# As nouns: who trains "new hires" hires no one.
_HIRES = re.compile(r"\b(new|recent|latest|their|our|fresh) (?:hires|recruits)\b", re.I)
# By its meaning, "everyone" is near to diversity.
_EVERYONE = re.compile(r"\b(?:every|any)(?:one|body)\b", re.I)


@cache
def _word_weights():
    """(stem -> inverse document frequency, function code -> {stem: share})"""
    documents = {}
    for code, function in FUNCTIONS.items():
        titles = re.sub(r"[(|)?]", " ", " ".join(function.titles))
        documents[code] = dict.fromkeys(content_stems(titles), 0.6)
        documents[code] |= dict.fromkeys(content_stems(" ".join((function.label, *function.does))), 1.0)
    frequency = Counter(word for document in documents.values() for word in document)
    count = len(documents)
    return {word: math.log(1 + count / seen) for word, seen in frequency.items()}, documents


def phrases():
    return [phrase for function in FUNCTIONS.values() for phrase in (function.label, *function.does)]


@cache
def _phrase_vectors():
    """(vectors of every phrase of every function, index of the function each belongs to)"""
    function_of = [index for index, function in enumerate(FUNCTIONS.values()) for _ in (function.label, *function.does)]
    return encode_kept(phrases()), np.array(function_of)


def words_evidence(text):
    rarity, documents = _word_weights()
    rarest = max(rarity.values())
    wanted = {word: rarity.get(word, rarest * _UNKNOWN_WORD) for word in content_stems(text)}
    total = sum(wanted.values()) or 1
    return (
        np.array(
            [sum(weight * document.get(word, 0) for word, weight in wanted.items()) for document in documents.values()]
        )
        / total
    )


def _meaning_evidence(text):
    vectors, function_of = _phrase_vectors()
    clauses = [clause for clause in _CLAUSES.split(text) if len(content_stems(clause)) > 1]
    similarity = encode([text, *clauses]) @ vectors.T
    best = np.zeros((len(clauses) + 1, len(FUNCTIONS)), dtype=np.float32)
    for row, values in enumerate(similarity):
        np.maximum.at(best[row], function_of, values)
    whole, parts = best[0], best[1:].mean(axis=0) if len(best) > 1 else best[0]
    return np.clip((whole + parts) / 2, 0, 1)


def function_evidence(text, spoken=ENGLISH):
    """One figure for each function, in the order of FUNCTIONS; about 1 and more is certain, below 0.5 a guess."""
    text = _EVERYONE.sub("people", _HIRES.sub(r"\1 employees", text))
    if not content_stems(text):
        return np.zeros(len(FUNCTIONS))
    if spoken == ENGLISH:
        return WORDS_WEIGHT * words_evidence(text) + MEANING_WEIGHT * _meaning_evidence(text)
    return MEANING_ALONE * _meaning_evidence(text)


def is_described(word):
    """Whether any description or title of the taxonomy holds the word."""
    return all(part in _word_weights()[0] for part in content_stems(word))


def without_industry_words(text, industries):
    """The text less the words that only name the industry: of "promoting store chains" in retail, "promoting"."""
    known = {stem for code in industries for stem in content_stems(" ".join((code, *INDUSTRIES[code].words)))}
    return " ".join(word for word in re.findall(r"[\w'&-]+", text) if not known & set(content_stems(word)))
