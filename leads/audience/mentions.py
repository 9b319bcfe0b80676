"""What the words of a text name: functions, ranks, industries, organisations, each with where it stands."""

import re
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import pairwise

from leads.audience.evidence import is_described
from leads.audience.ranks import LEADING, english_ranks
from leads.audience.wording import Mention, words_of
from leads.taxonomy.functions import english_title_spans
from leads.taxonomy.industries import industries_before_a_company, industry_spans, listing_spans
from leads.taxonomy.languages import ENGLISH, language, names_owner, spans, tokens_of
from leads.taxonomy.self_employed import self_employed_spans
from leads.taxonomy.seniority import Seniority, ranks_in
from leads.taxonomy.words import content_stems, singular, stem

_PEOPLE = frozenset(
    """people person team staff folk professional specialist expert someone anyone everyone those whoever individual
    lead leader head manager member colleague employee practitioner one responsible charge user buyer""".split()
) - {"buyer"}
# Behind a business they name its owner, whom rank and industry say: "restaurant owners", "owners of restaurants".
_OWNERS = frozenset({"owner", "proprietor", "founder"})
# Titles that say what people look for, not what an audience is: "looking for …".
_NOT_ASKED_FOR = frozenset({"retired"})
_LEITUNG = re.compile(r"([^\W\d_]+leitung)(?:en)?", re.IGNORECASE)
_BREAK = re.compile(r"[,;:.()|/•]")
_SAME_PHRASE = re.compile(
    r"(?:\s(?!(?:in|at|of|for|and|or|with|who|from|owner|manager|director|founder)s?\s)[\w&-]+){0,2}\s"
)
_JOINED = re.compile(r"\b(?:and|or)\b|&")
_ORGANISATIONS = frozenset(
    stem(word)
    for word in """agencies agency boutique branch brand business businesses chain clinic club companies company concern
    consultancy enterprise establishment firm group house industries industry institution manufacturer maker
    organisation organization office outfit practice producer provider retailer sector shop startup start-up scale-up
    scaleup store studio supplier vendor workshop business trust charity school hospital department plant factory sme
    smb corporation corporate venue salon outlet distributor wholesaler dealer dealership operator""".split()
)


# They say more of whom is meant than any part of an audience holds.
_NARROWING = frozenset(
    """startup start-up scaleup scale-up chain sme smb boutique small medium mid-sized large big growing fast-growing
    established independent family-owned privately-held local regional national global international remote remote-first
    bootstrapped funded early-stage late-stage seed series stage young private public digital modern b2b b2c d2c
    mid-market midmarket mid-size mid-tier listed""".split()
)
_PLAIN = frozenset({"own", "new", "tier"})


_COMPANIES = frozenset(
    """company business firm industry sector enterprise corporation startup provider manufacturer maker supplier vendor
    producer distributor retailer brand agency consultancy""".split()
)
# What "manufacturers" and "Industrie" name by themselves.
_MAKERS = ("mechanical or industrial engineering",)


@dataclass(frozen=True)
class Mentions:
    """Of a whole text. The codes of `functions` are (code, weight) pairs."""

    functions: tuple[Mention, ...]
    ranks: tuple[Mention, ...]
    industries: tuple[Mention, ...]
    organisations: tuple[Mention, ...]
    people: tuple[Mention, ...]
    self_employed: tuple[Mention, ...]

    def of(self, kind, start, end):
        return [mention for mention in getattr(self, kind) if mention.within(start, end)]


@lru_cache(1000)
def mentions_in(text, spoken) -> Mentions:
    """`spoken` is the code of the text's language."""
    words = words_of(text)
    chunks = list(_chunks(text, words))
    found = {
        "functions": [one for chunk in chunks for one in _functions(chunk)],
        "ranks": english_ranks(text),
        "industries": _industries(text, words, chunks),
        "organisations": _organisations(text, words),
        "people": [Mention(w.start, w.end, ()) for w in words if w.token in _PEOPLE],
    }
    if spoken != ENGLISH:
        found = _with_language(text, language(spoken), found)
    found["industries"] = _without_makers(text, found["industries"])
    found = _with_self_employed(found, [_mention(words, *span, ()) for span in _self_employed(words)])
    return Mentions(**{kind: tuple(sorted(own, key=lambda one: (one.start, -one.end))) for kind, own in found.items()})


def _industries(text, words, chunks):
    """Names that are lists first, which separators part; then what stands before a company: "data companies"."""
    found = [_mention(words, *span) for span in listing_spans([word.token for word in words])]
    for own in chunks:
        named = [_mention(own, *span) for span in industry_spans([word.token for word in own])]
        found += [one for one in named if not any(one.overlaps(other) for other in found)]
    for one in _before_companies(text, words):
        if not any(other.start < one.start < other.end or one.within(other.start, other.end) for other in found):
            found = [*(other for other in found if not other.within(one.start, one.end)), one]
    return found


def _before_companies(text, words):
    for before, company in pairwise(words):
        codes = industries_before_a_company().get(before.token)
        is_one = company.token in _COMPANIES and not text[before.end : company.start].strip()
        if codes and is_one and text[before.start : before.end] != "it":
            yield Mention(before.start, company.end, codes)


def _without_makers(text, industries):
    """Less "manufacturers" of something that names its industry: "food manufacturers"."""
    return [
        one
        for one in industries
        if one.codes != _MAKERS
        or not any(
            other.codes != _MAKERS
            and (other.overlaps(one) or (other.end <= one.start and not text[other.end : one.start].strip()))
            for other in industries
        )
    ]


def _organisations(text, words):
    """Less what is part of a rank: "decision makers" make nothing."""
    ranks = english_ranks(text)
    named = [Mention(word.start, word.end) for word in words if stem(word.token) in _ORGANISATIONS]
    return [one for one in named if not any(rank.start < one.start and one.end <= rank.end for rank in ranks)]


def _self_employed(words):
    return self_employed_spans([word.token for word in words])


def _with_self_employed(found, own):
    """Who works for themselves is named by that and not as an owner: "Freiberufler", "liberi professionisti"."""

    def is_other(one):
        return not any(one.overlaps(other) for other in own)

    functions = [one for one in found["functions"] if is_other(one) or {code for code, _ in one.codes} - LEADING]
    ranks = [one for one in found["ranks"] if is_other(one)]
    return found | {"functions": functions, "ranks": ranks, "self_employed": own}


def without_adjectives(text, spoken):
    """The text less "boutique" before another business, which says what that is like: "boutique hotels"."""
    named = mentions_in(text, spoken)
    businesses = named.industries + named.organisations
    for one in named.industries:
        if text[one.start : one.end].lower() == "boutique" and any(
            _SAME_PHRASE.fullmatch(text, one.end, other.start) for other in businesses if other.start > one.end
        ):
            text = text[: one.start] + " " * (one.end - one.start) + text[one.end :]
    return text


def _chunks(text, words):
    """The words between what separates: a title may hold an "and", two kinds of people in the plural do not."""
    chunk = []
    for word in words:
        between = text[chunk[-1].end : word.start] if chunk else ""
        plural = text[chunk[-1].start : chunk[-1].end].lower().endswith("s") if chunk else False
        if _BREAK.search(between) or (plural and _JOINED.search(between)):
            yield chunk
            chunk = []
        chunk.append(word)
    yield chunk


def _functions(words):
    terms, found = [word.token for word in words], []
    for start, end, weights in sorted(_term_spans(terms), key=lambda span: (span[0] - span[1], span[0])):
        one = _mention(words, start, end, weights.items())
        generic = (end - start == 1 and terms[start] in _PEOPLE) or _NOT_ASKED_FOR.issuperset(weights)
        if not generic and not any(one.overlaps(other) for other in found):
            found.append(one)
    return found


def _term_spans(terms):
    """Less titles that hold a business and its owner; those of its parts stand."""
    cuts = [0, *(place for place in range(len(terms)) if _owns_a_business(terms, place)), len(terms)]
    return [
        (first + start, first + end, weights)
        for first, last in pairwise(cuts)
        for start, end, weights in english_title_spans(terms[first:last])
    ]


def _owns_a_business(terms, place):
    """ "Hotel owner" and "salon owner", not "product owner" or "chef owner"."""
    if terms[place] not in _OWNERS or not place:
        return False
    return stem(terms[place - 1]) in _ORGANISATIONS or any(end == place for _, end, _ in industry_spans(terms[:place]))


def _mention(words, start, end, codes):
    return Mention(words[start].start, words[end - 1].end, tuple(codes))


def _with_language(text, known, english):
    tokens = tokens_of(known.code, text)
    own = {
        "functions": [
            _mention(tokens, start, end, ((code, 1.0) for code in codes))
            for start, end, codes in spans(tokens, known.functions)
        ],
        "industries": [_mention(tokens, *span) for span in spans(tokens, known.industries)],
        "organisations": [Mention(t.start, t.end, ()) for t in tokens if t.stem in known.organisations],
        "people": [Mention(t.start, t.end, ()) for t in tokens if t.stem in known.people],
    }
    own["ranks"] = [
        _mention(tokens, start, end, ranks)
        for start, end, names in spans(tokens, known.ranks)
        if (ranks := _ranks(known, tokens[start:end], names))
    ]
    own["ranks"] += list(_leads_in_german(known, tokens, own["ranks"]))
    return {kind: _longest(own[kind], english[kind], own) for kind in own}


def _leads_in_german(known, tokens, ranks):
    """The rank of "Filialleitungen" and other compounds that are one word to the vocabulary."""
    for token in tokens if known.code == "de" else ():
        one, named = Mention(token.start, token.end), _LEITUNG.fullmatch(token.word)
        if named and not any(one.overlaps(other) for other in ranks):
            yield replace(one, codes=(max(ranks_in([named[1]]), default=Seniority.HEAD),))


def _ranks(known, tokens, names):
    return [Seniority[name] for name in names if name != "OWNER" or names_owner(known, tokens)]


def _longest(own, english, all_own):
    """Those of the language, and English ones that are longer or stand alone: a French "chef" is no cook."""
    kept = [one for one in own if not any(other.overlaps(one) and _length(other) > _length(one) for other in english)]
    named = [one for mentions in all_own.values() for one in mentions]
    return kept + [
        one
        for one in english
        if not any(one.overlaps(other) and _length(one) <= _length(other) for other in named)
        and not any(one.overlaps(other) for other in kept)
    ]


def _length(mention):
    return mention.end - mention.start


def is_narrowing(word, spoken):
    """Whether a word narrows whom is meant though nothing is read of it, where no term that is known holds it."""
    if spoken == ENGLISH:
        return not _NARROWING.isdisjoint((word.lower(), singular(word.lower())))
    known = language(spoken)
    return any(token.stem in known.narrowing for token in tokens_of(spoken, word))


def is_plain(word, spoken, *, by_meaning):
    """Whether a word says nothing that would have to be understood by itself.

    `by_meaning` says that the text names no title: then a word that descriptions of functions hold is understood.
    """
    if is_narrowing(word, spoken):
        return False
    if not content_stems(word) or (by_meaning and spoken == ENGLISH and is_described(word)):
        return True
    if spoken == ENGLISH:
        return word.lower() in _PLAIN
    known = language(spoken)
    return all(token.stem in known.plain for token in tokens_of(spoken, word))
