"""Which functions a text speaks of: titles it names, words of their descriptions, likeness of meaning."""

import math
import re
from collections import Counter
from functools import cache

import numpy as np

from leads.taxonomy.embedding import embed
from leads.taxonomy.functions import FUNCTIONS, term_spans, weigh_title
from leads.taxonomy.industries import INDUSTRIES, industry_affinity, industry_spans
from leads.taxonomy.words import content_stems, tokens

MENTION_WEIGHT, WORDS_WEIGHT, MEANING_WEIGHT = 0.9, 1.0, 0.9
OBJECT_MENTION = 0.25
_UNKNOWN_WORD = 0.8
_RELATED = 0.6
_HEAD_END = re.compile(
    r"\b(?:who|that|which|whose|whom|in|at|for|from|with|of|within|on|inside|into|across|behind|to|under|between|among|against|by|during"
    r"|(?!building|marketing|engineering|nursing|banking|accounting|training|consulting|advertising|purchasing|"
    r"recruiting|buying|fashion|lending|manufacturing|catering|mining|farming|fitness|shipping|sourcing|logistics)"
    r"[a-z]+ing)\b|[:(]"
)
_LIST_END = re.compile(
    r"\b(?:who|that|which|whose|at|in|for|from|with|within|across|inside|under|between|[a-z]+(?<!market)(?<!engineer)"
    r"(?<!plann)(?<!account)(?<!train)(?<!recruit)(?<!purchas)(?<!bank)(?<!manufactur)(?<!advertis)ing)\b|[:(.]"
)
_LIST_SEPARATOR = re.compile(r"[,;/&]|\b(?:and|or)\b")
_GENERIC_HEADS = frozenset(
    "people person staff team lead leader head manager owner executive president director".split()
)


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


@cache
def _phrase_vectors():
    """(vectors of every phrase of every function, index of the function each belongs to)"""
    phrases, owners = [], []
    for index, function in enumerate(FUNCTIONS.values()):
        for phrase in (function.label, *function.does):
            phrases.append(phrase)
            owners.append(index)
    return embed(phrases), np.array(owners)


def _words_evidence(text):
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
    vectors, owners = _phrase_vectors()
    clauses = [clause for clause in re.split(r"[,;:.]|\band\b|\bor\b|\bwho\b", text) if len(content_stems(clause)) > 1]
    queries = embed([text, *clauses])
    similarity = queries @ vectors.T
    best = np.zeros((len(queries), len(FUNCTIONS)), dtype=np.float32)
    for row, values in enumerate(similarity):
        np.maximum.at(best[row], owners, values)
    whole, parts = best[0], best[1:].mean(axis=0) if len(best) > 1 else best[0]
    return np.clip((whole + parts) / 2, 0, 1)


def head_of(text):
    first_word = text.find(" ") + 1
    match = _HEAD_END.search(text.lower(), first_word)
    return text[: match.start()] if match else text


def head_functions(text):
    """{code: weight} of the titles in a sentence's head, less for titles of several functions."""
    evidence = {}
    for _, _, owners in term_spans([word for word in tokens(head_of(text)) if word not in _GENERIC_HEADS]):
        for code, weight in owners.items():
            evidence[code] = max(evidence.get(code, 0), weight / len(owners) ** 0.5)
    return evidence


def listed_functions(text):
    """The functions of an enumeration of titles: "plant managers, heads of operations and planners" wants all three."""
    end = _LIST_END.search(text.lower())
    items = [item for item in _LIST_SEPARATOR.split(text[: end.start()] if end else text) if item.strip()]
    named = [{code for code, weight in weigh_title(item.strip()) if weight == 1} for item in items]
    return set().union(*named) if len(items) > 1 and all(named) else set()


def mentions(text):
    """Titles a sentence names: in its head they say who is meant, elsewhere with whom those people deal."""
    evidence = head_functions(text)
    rest = [word for word in tokens(text[len(head_of(text)) :]) if word not in _GENERIC_HEADS]
    for _, _, owners in term_spans(rest):
        for code, weight in owners.items():
            evidence[code] = max(evidence.get(code, 0), weight * OBJECT_MENTION / len(owners) ** 0.5)
    return np.array([evidence.get(code, 0) for code in FUNCTIONS])


def function_evidence(text):
    """One figure for each function, in the order of FUNCTIONS; about 1 and more is certain, below 0.5 a guess."""
    return (
        MENTION_WEIGHT * mentions(text)
        + WORDS_WEIGHT * _words_evidence(text)
        + MEANING_WEIGHT * _meaning_evidence(text)
    )


def without_industry_words(text, industries):
    """The text less the words that only name the industry: of "promoting store chains" in retail, "promoting"."""
    known = {stem for code in industries for stem in content_stems(" ".join((code, *INDUSTRIES[code].words)))}
    words = tokens(text)
    spans = industry_spans(words)
    for start, end, codes in spans:
        if any(industry_affinity(wanted, code) >= _RELATED for wanted in industries for code in codes):
            known.update(content_stems(" ".join(words[start:end])))
    return " ".join(word for word in re.findall(r"[\w'&-]+", text) if not known & set(content_stems(word)))
