"""What an ideal customer profile asks for: functions, ranks, industries and places, wanted and unwanted."""

import math
import re
from collections import Counter
from dataclasses import dataclass, field
from functools import cache, lru_cache

import numpy as np

from leads.taxonomy.embedding import embed
from leads.taxonomy.functions import FUNCTIONS, term_spans, weigh_title
from leads.taxonomy.industries import INDUSTRIES, canonical_industries, industry_affinity, industry_spans
from leads.taxonomy.places import Place, parse_place, places_in
from leads.taxonomy.seniority import Seniority
from leads.taxonomy.words import content_stems, stem, tokens

MENTION_WEIGHT, WORDS_WEIGHT, MEANING_WEIGHT = 0.9, 1.0, 0.9
_OBJECT_MENTION = 0.25
_UNKNOWN_WORD = 0.8
_CLOSE_SECOND = 0.65
_NAMED_SECOND, _NAMED_WEIGHT = 0.5, 0.9
_NO_IDEA, _SURE = 0.4, 0.9
_RELATED = 0.6
_NEAR_INDUSTRY = 0.35
_FEW_WORDS = 1
_LEADING_FUNCTIONS = frozenset({"executive", "founder", "board"})

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
_NOT = re.compile(
    r"(?:[;,.(–-]|\bbut\b|\band\b|^)?\s*\b(?:but not|and not|not|avoid(?:ing|s)?|exclud(?:e|es|ing)|"
    r"except(?:ing)?(?: for)?|other than|rather than|never|no|nobody|skip(?:ping)?|ignore|leave out|"
    r"(?:don'?t|do not) (?:want|target|contact|include)|without)\s+"
    r"(?!for[ -]|code|only|just|necessarily|limited|yet|least|more)"
    r"(?:any |the |to |want |target |contact )*([^.;:\n)]*)",
    re.I,
)
_NOT_NEGATIVE = re.compile(r"\b(?:not[ -](?:for|only|just)|no[ -]code|do-not)\b", re.I)

_TOP = r"decision[ -]makers?|company builders?|captains? of industry|head honchos?|boss(?:es)?"
_RANKS = {
    Seniority.OWNER: rf"owner|proprietor|(?:co-?)?founder|entrepreneur|franchisee|sole trader|landlord|{_TOP}",
    Seniority.C_LEVEL: "president|ceo|chief|c-suite|c-level|managing director|top (?:brass|executive|manager|people)|"
    rf"executive|(?:company|business) leader|company head|leadership|chairm[ae]n|heads of compan|{_TOP}",
    Seniority.VP: r"vice[ -]president|vp|svp|evp|top (?:brass|executive|manager)|decision[ -]makers?",
    Seniority.DIRECTOR: r"director|top manager|decision[ -]makers?",
    Seniority.HEAD: "head|leader",
    Seniority.MANAGER: "manager|supervisor",
    Seniority.SENIOR: "senior|seasoned|experienced",
    Seniority.JUNIOR: "junior|entry-level|early-career",
    Seniority.INTERN: "intern|student|trainee|apprentice",
}
_RANK_PATTERNS = {rank: re.compile(rf"\b(?:{words})(?:e?s)?\b", re.I) for rank, words in _RANKS.items()}
_ORGANISATION_WORDS = frozenset(
    stem(word)
    for word in """
    agencies agency boss boutique branch brand brass builder business businesses captain ceo cfo chain
    chief clinic club co cofounder commercial companies company concern coo cto decision director early
    enterprise entrepreneur established evp executive family fast firm founder global group growing head
    held house independent industries industry institution large leader leadership level local maker
    maker making making manager managing manufacturer market medium mid midsize national network officer
    organisation organization outfit owned owner place practice president private privately producer
    proprietor provider regional room run salon sector senior service shop size sized small stage start
    startup store studio suite supplier svp top trade up vendor vice vp young
    """.split()
)
_GENERIC_HEADS = frozenset(
    "people person staff team lead leader head manager owner executive president director".split()
)
_COMMERCIAL = re.compile(r"\bcommercial (?:leader|director|manager|head|chief|officer|executive|people|team)s?\b", re.I)
_IN_INDUSTRY = re.compile(
    r"\b(?:in|at|within|of|inside|for)\s+((?:[\w&/,'-]+\s+){0,5}?(?:industry|sector|companies|company|firms|businesses|"
    r"startups|start-ups|brands|agencies|shops|stores|manufacturers|retailers|vendors|providers|organi[sz]ations|"
    r"makers of .{3,40}))",
    re.I,
)


@dataclass(frozen=True)
class ICP:
    """Weights are 0 to 1. An empty `functions` means any function will do."""

    text: str
    functions: dict[str, float] = field(default_factory=dict)
    certainty: float = 0.0
    seniorities: dict[Seniority, float] = field(default_factory=dict)
    leadership: bool = False
    industries: dict[str, float] = field(default_factory=dict)
    industries_named: bool = False
    places: tuple[Place, ...] = ()
    excluded_functions: frozenset[str] = frozenset()
    excluded_industries: frozenset[str] = frozenset()
    excluded_places: tuple[Place, ...] = ()
    excluded_seniorities: frozenset[Seniority] = frozenset()


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


def _head(text):
    first_word = text.find(" ") + 1
    match = _HEAD_END.search(text.lower(), first_word)
    return text[: match.start()] if match else text


def _head_functions(text):
    """{code: weight} of the titles in a sentence's head, less for titles of several functions."""
    evidence = {}
    for _, _, owners in term_spans([word for word in tokens(_head(text)) if word not in _GENERIC_HEADS]):
        for code, weight in owners.items():
            evidence[code] = max(evidence.get(code, 0), weight / len(owners) ** 0.5)
    return evidence


def _listed_functions(text):
    """The functions of an enumeration of titles: "plant managers, heads of operations and planners" wants all three."""
    end = _LIST_END.search(text.lower())
    items = [item for item in _LIST_SEPARATOR.split(text[: end.start()] if end else text) if item.strip()]
    named = [{code for code, weight in weigh_title(item.strip()) if weight == 1} for item in items]
    return set().union(*named) if len(items) > 1 and all(named) else set()


def _mentions(text):
    """Titles a sentence names: in its head they say who is meant, elsewhere with whom those people deal."""
    evidence = _head_functions(text)
    rest = [word for word in tokens(text[len(_head(text)) :]) if word not in _GENERIC_HEADS]
    for _, _, owners in term_spans(rest):
        for code, weight in owners.items():
            evidence[code] = max(evidence.get(code, 0), weight * _OBJECT_MENTION / len(owners) ** 0.5)
    return np.array([evidence.get(code, 0) for code in FUNCTIONS])


def function_evidence(text):
    """One figure for each function, in the order of FUNCTIONS; about 1 and more is certain, below 0.5 a guess."""
    return (
        MENTION_WEIGHT * _mentions(text)
        + WORDS_WEIGHT * _words_evidence(text)
        + MEANING_WEIGHT * _meaning_evidence(text)
    )


def _without_industry_words(text, industries):
    """The text less the words that only name the industry: of "promoting store chains" in retail, "promoting"."""
    known = {stem for code in industries for stem in content_stems(" ".join((code, *INDUSTRIES[code].words)))}
    words = tokens(text)
    spans = industry_spans(words)
    for start, end, codes in spans:
        if any(industry_affinity(wanted, code) >= _RELATED for wanted in industries for code in codes):
            known.update(content_stems(" ".join(words[start:end])))
    return " ".join(word for word in re.findall(r"[\w'&-]+", text) if not known & set(content_stems(word)))


def _split_negations(text):
    """(what is wanted, [what is not])"""
    kept = _NOT_NEGATIVE.sub(lambda match: match.group().replace(" ", "-").replace("not", "n0t"), text)
    unwanted = [match.group(1) for match in _NOT.finditer(kept)]
    return _NOT.sub(" ", kept).replace("n0t", "not").strip(), [clause for clause in unwanted if clause.strip()]


def _named_functions(text):
    return {code for _, _, owners in term_spans(tokens(text)) for code, weight in owners.items() if weight == 1}


def _named_ranks(text):
    ranks = {rank for rank, pattern in _RANK_PATTERNS.items() if pattern.search(text)}
    if Seniority.VP in ranks and not re.search(
        r"(?<!vice )(?<!vice-)\bpresident|chief|ceo|c-suite|boss|owner", text, re.I
    ):
        ranks -= {Seniority.C_LEVEL} if not re.search(r"decision|top|executive", text, re.I) else set()
    return ranks


def _wanted_functions(evidence, mentioned):
    best = evidence.max()
    if best < _NO_IDEA:
        return {}
    wanted = {}
    for code, value, named in zip(FUNCTIONS, evidence, mentioned, strict=True):
        if value >= _CLOSE_SECOND * best:
            wanted[code] = round(float(value / best), 2)
        elif named > _OBJECT_MENTION and value >= _NAMED_SECOND * best:
            wanted[code] = _NAMED_WEIGHT
    return wanted


def _wanted_industries(text, named):
    if named:
        codes = [code for name in named for code in canonical_industries(name) or _nearest_industry(name)]
        return dict.fromkeys(codes, 1.0)
    clauses = " ; ".join(match.group(1) for match in _IN_INDUSTRY.finditer(text))
    return dict.fromkeys(canonical_industries(clauses), 1.0)


@cache
def _industry_vectors():
    return embed([f"{code}: {', '.join(industry.words)}" for code, industry in INDUSTRIES.items()])


def _nearest_industry(name):
    similarity = _industry_vectors() @ embed([name])[0]
    best = int(similarity.argmax())
    return (list(INDUSTRIES)[best],) if similarity[best] >= _NEAR_INDUSTRY else ()


def parse_icp(target_audience, industries=(), locations=()):
    """Understand an offer's audience text, industries and locations."""
    return _parse(
        " ".join((target_audience or "").split())[:2000],
        tuple(industries or ()),
        tuple(locations or ()),
    )


@lru_cache(500)
def _parse(audience, industries, locations):
    text, unwanted = _split_negations(audience)
    ranks, evidence = _named_ranks(_head(text)), function_evidence(text)
    wanted_industries, stated = _wanted_industries(text, industries), bool(industries)
    if not stated and (led := _led_industries(text, ranks, evidence)):
        wanted_industries, stated = led, True
    residual = _without_industry_words(text, wanted_industries) if wanted_industries else text
    if wanted_industries:
        evidence = (evidence + function_evidence(residual)) / 2
    leadership = _is_leadership(text, ranks, residual, evidence, bool(wanted_industries))
    best = float(evidence.max())
    listed = dict.fromkeys(_listed_functions(text), 1.0)
    functions = {} if leadership else _wanted_functions(evidence, _mentions(text)) | listed
    if not leadership and _COMMERCIAL.search(text):
        functions |= {"sales": 1.0, "business-development": 0.95, "marketing": 0.6}
    certainty = min(1.0, max(0.0, (best - _NO_IDEA) / (_SURE - _NO_IDEA)))
    places = tuple(place for name in locations if (place := parse_place(name))) or tuple(places_in(text))
    clauses = " ; ".join(unwanted)
    return ICP(
        text=text,
        functions=functions if certainty else {},
        certainty=0.0 if leadership else certainty,
        seniorities=_wanted_ranks(ranks, leadership),
        leadership=leadership,
        industries=wanted_industries,
        industries_named=stated,
        places=places,
        excluded_functions=frozenset(_named_functions(clauses) - set(functions)),
        excluded_industries=frozenset(canonical_industries(clauses)) - wanted_industries.keys(),
        excluded_places=tuple(places_in(clauses)),
        excluded_seniorities=frozenset(_named_ranks(clauses)) if clauses else frozenset(),
    )


def _led_industries(text, ranks, evidence):
    """The industries of "bosses of wineries and breweries", where rank and industry are all that is said."""
    codes = canonical_industries(text[len(_head(text)) :])
    if codes and _is_leadership(text, ranks, _without_industry_words(text, codes), evidence, True):
        return dict.fromkeys(codes, 1.0)
    return {}


def _is_leadership(text, ranks, residual, evidence, industries_known):
    """Whether the rank alone says who is meant: "founders of bakeries" does, "owners of a release plan" does not."""
    if not ranks & {Seniority.OWNER, Seniority.C_LEVEL, Seniority.VP}:
        return False
    if set(_head_functions(text)) - _LEADING_FUNCTIONS:
        return False
    best = list(FUNCTIONS)[int(evidence.argmax())]
    if best in _LEADING_FUNCTIONS:
        return True
    rest = [stem for stem in content_stems(residual) if stem not in _ORGANISATION_WORDS]
    return len(rest) <= _FEW_WORDS if industries_known else evidence.max() < _SURE


def _wanted_ranks(ranks, leadership):
    if leadership:
        return dict.fromkeys(ranks, 1.0)
    telling = ranks - {Seniority.OWNER, Seniority.MANAGER, Seniority.HEAD, Seniority.SENIOR}
    return dict.fromkeys(telling or (ranks & {Seniority.HEAD}), 1.0)
