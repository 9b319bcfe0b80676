"""Reads an offer's audience, industries and locations on the machine itself: what is wanted and what is not."""

import re
from dataclasses import replace
from functools import lru_cache
from itertools import chain

import numpy as np

from leads.audience.audience import Audience, Kind, Part, Voice
from leads.audience.evidence import (
    NAMED_WEIGHT,
    OBJECT_COST,
    function_evidence,
    is_described,
    without_industry_words,
    words_evidence,
)
from leads.audience.exclusions import split_exclusions
from leads.audience.industries import named_industries
from leads.audience.mentions import is_plain, mentions_in, without_adjectives
from leads.audience.phrases import PhraseReader
from leads.audience.places import places_in
from leads.audience.ranks import DEPARTMENTS, LEADERS, LEADING, wanted_ranks
from leads.audience.sizes import sizes_in
from leads.audience.unwanted import excluded_parts
from leads.audience.wording import Mention
from leads.taxonomy.company_sizes import size_range
from leads.taxonomy.functions import FUNCTIONS, function_affinity
from leads.taxonomy.languages import ENGLISH, language_of
from leads.taxonomy.places import parse_place
from leads.taxonomy.self_employed import SELF_EMPLOYED, says_how
from leads.taxonomy.seniority import Seniority
from leads.taxonomy.words import content_stems, singular

CLOSE_SECOND = 0.65
NO_IDEA, SURE = 0.4, 0.9
# A reading by descriptions alone is never quite certain, and a guess that a title does not back never claims as much.
MOST_BY_MEANING, MOST_BESIDE_TITLES = 0.95, 0.85
TITLE_WEIGHT, GENERIC_TITLE_WEIGHT, RELATED, KIN, AS_NEAR = 0.9, 0.4, 0.3, 0.5, 0.9
# Titles of many trades: what the sentence says of their work decides.
_GENERIC_TITLES = frozenset(
    """coach consultant adviser advisor engineer technician clinician officer agent planner buyer contractor analyst
    designer developer instructor trainer private broker operator inspector writer artist""".split()
)
_OBJECT = re.compile(
    r"\b(?:to|for|with|from|by|after|before|against|towards?)\s+(?:the |their |our |a |an |new |other )?$", re.I
)
_ABBREVIATION = re.compile(r"[A-Z][A-Z&]{1,3}s?")
DETAIL = 0.9
MOST_GUESSES, SHARPNESS = 6, 1.5
# Where the words say too little, those who work under the name of the stated industry are meant sooner.
INDUSTRY_HINT = 0.25
SHARED_TITLE = 0.8
LONGEST, MOST_UNKNOWN = 2000, 8
_WORD = re.compile(r"[^\W\d_][\w'’-]*")


def read_audience(text, industries=(), locations=(), sizes=()) -> Audience:
    return _read(
        " ".join((text or "").split())[:LONGEST], tuple(industries or ()), tuple(locations or ()), tuple(sizes or ())
    )


@lru_cache(500)
def _read(text, industries, locations, sizes):
    return _Reading(text, industries, locations, sizes).audience()


class _Reading:
    def __init__(self, text, industries, locations, sizes):
        self.text, self.stated_industries, self.stated_places, self.stated_sizes = text, industries, locations, sizes
        self.language = language_of(text) if text else ENGLISH
        wanted, unwanted = split_exclusions(text, self.language)
        clauses = (text[slice(*span)] for span in unwanted)
        self.excluded = {clause: excluded_parts(clause, self.language) for clause in clauses}
        self.wanted = without_adjectives(wanted, self.language)
        self.mentions = mentions_in(self.wanted, self.language)
        self.phrasing = PhraseReader(self.wanted, self.language, self.mentions).read()
        self.ranks, self.industries = self._ranks(), self._industries()

    def audience(self) -> Audience:
        places = self._places()
        literal = self._literal_functions()
        leadership = self._is_leadership(literal)
        if not leadership and literal.keys() <= LEADING and (self.phrasing.contexts or self.phrasing.doings):
            literal = {}  # "owners of a release plan" own no company
        functions, certainty = ({}, 0.0) if leadership else self._functions(literal)
        ranks = wanted_ranks(set(self.ranks), leadership)
        parts = (
            *functions.values(),
            *(Part(Kind.RANK, rank.name, weight, self.ranks[rank]) for rank, weight in ranks.items()),
            *self.industries.values(),
            *places,
            *self._sizes(),
        )
        return Audience(
            text=self.text,
            parts=(*parts, *self._unwanted(parts)),
            certainty=certainty,
            leadership=leadership,
            industries_named=bool(self.stated_industries or (leadership and self.industries)),
            not_understood=self._not_understood(places, certainty),
        )

    def _unwanted(self, wanted):
        """What the clauses exclude, each once, and nothing that is wanted as well."""
        seen, kept = {part.key for part in wanted}, []
        for part in chain.from_iterable(self.excluded.values()):
            if part.key not in seen:
                kept.append(part)
                seen.add(part.key)
        return kept

    def _quote(self, one):
        return self.wanted[one.start : one.end]

    def _places(self):
        if stated := [name for name in self.stated_places if parse_place(name)]:
            return [Part(Kind.PLACE, name, words=name, voice=Voice.FIELD) for name in stated]
        return [Part(Kind.PLACE, place.name, words=place.name) for place in places_in(self.wanted)]

    def _sizes(self):
        if stated := [size for size in self.stated_sizes if size_range(size)]:
            return [Part(Kind.SIZE, size, words=size, voice=Voice.FIELD) for size in stated]
        alone = [(SELF_EMPLOYED, self._quote(one)) for one in self._self_employed()[:1]]
        return [Part(Kind.SIZE, size, words=words) for size, words in (*alone, *sizes_in(self.wanted))]

    def _self_employed(self):
        """Where the people wanted are said to work for themselves: not "accountants for freelancers"."""
        return [
            one for one in self.mentions.self_employed if self._is_of_a_head(one) or says_how(self.wanted, one.start)
        ]

    def _is_of_a_head(self, one):
        heads = [head for head in self.phrasing.heads if one.within(head.start, head.end)]
        businesses = self.mentions.industries + self.mentions.organisations
        return bool(heads) and not any(
            other.end <= one.start
            and not self.wanted[other.end : one.start].strip()
            and not self._names_a_person(other)
            for other in businesses
        )

    def _names_a_person(self, business):
        return any(other.start == business.start for other in self.mentions.functions)

    def _industries(self):
        """{code: part}"""
        if stated := self.stated_industries:
            codes = {code: name for name in stated for code in named_industries(name)}
            return {code: Part(Kind.INDUSTRY, code, 1.0, name, Voice.FIELD) for code, name in codes.items()}
        found = {}
        for start, end in self.phrasing.contexts:
            for one in self.mentions.of("industries", start, end):
                for code in one.codes:
                    found.setdefault(code, Part(Kind.INDUSTRY, code, 1.0, self._quote(one)))
        for head in self.phrasing.heads:
            for one in self.mentions.of("industries", head.start, head.end):
                if self._is_modifier(one, head):
                    for code in one.codes:
                        found.setdefault(code, Part(Kind.INDUSTRY, code, 1.0, self._quote(one)))
        return found

    def _is_modifier(self, industry, head):
        """ "Gym owners": an industry before a rank, where no function takes the words."""
        functions = [
            one
            for one in self.mentions.of("functions", head.start, head.end)
            if not {code for code, _ in one.codes} <= LEADING and not self._is_owned(one, head)
        ]
        ranks = self.mentions.of("ranks", head.start, head.end)
        return bool(ranks) and not functions

    def _literal_functions(self):
        """{code: part} of the titles that the people wanted are called by: they win over everything."""
        found, shared, homonyms = {}, [], []
        for head in self.phrasing.heads:
            for one in self.mentions.of("functions", head.start, head.end):
                if self._is_owned(one, head) or self._is_abbreviation_of_another(one, head, found):
                    continue
                sure = [code for code, weight in one.codes if weight == 1]
                if len(sure) > 1:
                    shared.append((one, sure))
                elif not sure and _ABBREVIATION.fullmatch(self._quote(one)):
                    homonyms.append(one)
                elif sure:
                    found.setdefault(sure[0], self._function(sure[0], 1.0, self._quote(one)))
        for one, codes in shared:
            for code in self._meant(codes, found):
                found.setdefault(code, self._function(code, 1.0, self._quote(one)))
        for one in homonyms:
            code = self._meant_by_company([code for code, _ in one.codes], found)
            found.setdefault(code, self._function(code, 1.0, self._quote(one)))
        return found

    def _meant_by_company(self, codes, found):
        """Of trades with one abbreviation: that of the people named beside, else the nearest in meaning."""
        kin = [code for code in codes if any(function_affinity(code, other) >= RELATED for other in found)]
        evidence = self._evidence_of_all()
        return max(kin or codes, key=evidence.get)

    def _evidence_of_all(self):
        return dict(zip(FUNCTIONS, function_evidence(self.wanted, self.language), strict=True))

    def _is_abbreviation_of_another(self, one, head, found):
        """ "Insurance brokers (P&C)": the letters say what with, not who else."""
        is_behind = self.wanted[: head.start].rstrip().endswith("(") and found
        codes = {code for code, _ in one.codes}
        is_kin = any(function_affinity(code, other) >= RELATED for code in codes for other in found)
        return bool(is_behind and not is_kin and _ABBREVIATION.fullmatch(self._quote(one)))

    def _is_owned(self, function, head):
        """ "Gym owners": what is owned is an industry."""
        owners = [one for one in self.mentions.of("ranks", head.start, head.end) if Seniority.OWNER in one.codes]
        if not DEPARTMENTS.isdisjoint(code for code, _ in function.codes):
            owners = [one for one in owners if Seniority.DIRECTOR not in one.codes]
        industries = self.mentions.of("industries", head.start, head.end)
        return any(_is_before(function, one) for one in owners) and any(one.overlaps(function) for one in industries)

    def _function(self, code, weight, words):
        return Part(Kind.FUNCTION, code, round(float(weight), 2), words)

    def _meant(self, codes, found):
        """Of several functions that go by one title: those named elsewhere too, else the nearest in meaning."""
        if backed := [code for code in codes if code in found]:
            return backed
        evidence = self._evidence_of_all()
        best = max(codes, key=evidence.get)
        least = AS_NEAR * evidence[best]
        return [code for code in codes if function_affinity(best, code) >= KIN or evidence[code] >= least]

    def _ranks(self):
        """{rank: the words that name it}"""
        found = {}
        for head in self.phrasing.heads:
            for one in self.mentions.of("ranks", head.start, head.end):
                for rank in one.codes:
                    found.setdefault(rank, self._quote(one))
        return found

    def _is_leadership(self, literal):
        """Whether no function is meant, in "founders of bakeries", "freelancers", not in "owners of a release plan"."""
        leads = set(self.ranks) & LEADERS
        if literal.keys() - LEADING or not (leads or self._self_employed()):
            return False
        if self._own_a_business():
            return True
        spans = self.phrasing.contexts + ([] if leads else self.phrasing.doings)
        contexts = [span for span in spans if self._says_much(*span)]
        if not contexts or any(self._ends_in_organisation(*span) for span in contexts):
            return True
        if self.stated_industries:
            rest = without_industry_words(" ".join(self.wanted[a:b] for a, b in contexts), self.industries)
            if len(content_stems(rest)) <= 1:
                return True
        evidence = dict(zip(FUNCTIONS, self._evidence(), strict=True))
        return bool(
            max(value for code, value in evidence.items() if code not in LEADING) < (SURE if leads else NO_IDEA)
        )

    def _own_a_business(self):
        """ "Restaurant owners with several locations": what stands behind is said of the business."""
        return any(
            Seniority.OWNER in one.codes and any(_is_before(other, one) for other in self._businesses(head))
            for head in self.phrasing.heads
            for one in self.mentions.of("ranks", head.start, head.end)
        )

    def _businesses(self, head):
        kinds = ("industries", "organisations")
        return [one for kind in kinds for one in self.mentions.of(kind, head.start, head.end)]

    def _ends_in_organisation(self, start, end):
        named = self.mentions.of("organisations", start, end) + self.mentions.of("industries", start, end)
        if self.language != ENGLISH:
            return bool(named)
        return any(not content_stems(self.wanted[one.end : end]) for one in named)

    def _says_much(self, start, end):
        return bool(content_stems(self.wanted[start:end])) and not self._is_place(start, end)

    def _is_place(self, start, end):
        rest = self.wanted[start:end]
        for place in places_in(rest):
            rest = rest.replace(place.name, " ")
        return not content_stems(rest)

    def _functions(self, literal):
        """({code: part}, certainty)"""
        details = self._details()
        if literal and not self.phrasing.doings:
            return details | literal, 1.0
        evidence = self._evidence()
        if literal:
            return details | self._weighed(literal, evidence), 1.0
        best = float(evidence.max())
        if best < NO_IDEA:
            return details, DETAIL if details else 0.0
        nearest = sorted(zip(evidence, FUNCTIONS, strict=True), reverse=True)[:MOST_GUESSES]
        wanted = {
            code: self._function(code, (value / best) ** SHARPNESS, self._described())
            for value, code in nearest
            if value >= CLOSE_SECOND * best
        }
        certainty = min(MOST_BY_MEANING, max(0.0, (best - NO_IDEA) / (SURE - NO_IDEA))) * self._known_share()
        return (details | wanted, certainty) if certainty else ({}, 0.0)

    def _weighed(self, literal, evidence):
        """Titles beside what their holders do: "clinicians at the bedside" are nurses before they are doctors."""
        totals = dict(zip(FUNCTIONS, evidence, strict=True))
        totals |= {code: totals[code] + _title_weight(part.words) for code, part in literal.items()}
        named, best = max(totals[code] for code in literal), max(totals.values())
        found = {
            code: replace(part, weight=round(float(totals[code] / best), 2)) if _is_generic(part.words) else part
            for code, part in literal.items()
        }
        for code, total in totals.items():
            kin = any(function_affinity(title, code) >= RELATED for title in literal)
            if code not in literal and (total >= named or (kin and total >= CLOSE_SECOND * best)):
                weight = total / best if total >= named else min(MOST_BESIDE_TITLES, total / best)
                found[code] = self._function(code, weight, self._described())
        return found

    def _details(self):
        found = {}
        for start, end in self.phrasing.details:
            for one in self.mentions.of("functions", start, end):
                for code, weight in one.codes:
                    if weight == 1:
                        found.setdefault(code, Part(Kind.FUNCTION, code, DETAIL, self._quote(one)))
        return found

    def _described(self):
        return self.wanted.strip()[:200]

    def _evidence(self):
        text = " ".join(self.wanted.split())
        evidence = function_evidence(text, self.language)
        if self.industries:
            residual = without_industry_words(text, self.industries)
            evidence = (evidence + function_evidence(residual, self.language)) / 2
        evidence = evidence * self._dealt_with() + self._mentioned()
        if self.stated_industries and evidence.max() < SURE:
            evidence = evidence + INDUSTRY_HINT * words_evidence(" ".join(self.industries))
        return evidence

    def _dealt_with(self):
        """What the sentence says of whom they deal with: those who pitch "to journalists" are none."""
        factors = dict.fromkeys(FUNCTIONS, 1.0)
        for one in self.mentions.functions:
            if _OBJECT.search(self.wanted[: one.start]):
                factors |= {code: OBJECT_COST for code, _ in one.codes}
        return np.array(list(factors.values()))

    def _mentioned(self):
        """Titles elsewhere in the sentence are of what the people do."""
        named = dict.fromkeys(FUNCTIONS, 0.0)
        for one in self.mentions.functions:
            for code, weight in () if _OBJECT.search(self.wanted[: one.start]) else one.codes:
                named[code] = max(named[code], weight * NAMED_WEIGHT / len(one.codes) ** 0.5)
        return np.array(list(named.values()))

    def _known_share(self):
        """Of the words for the people and what they do, the share that says something."""
        spans = [(head.start, head.end) for head in self.phrasing.heads] + self.phrasing.doings
        words = [match.group() for span in spans for match in _WORD.finditer(self.wanted, *span)]
        telling = [word for word in words if content_stems(word)]
        if self.language != ENGLISH or not telling:
            return 1.0
        return sum(is_described(word) for word in telling) / len(telling)

    def _not_understood(self, places, certainty):
        """Words that name nothing known; what the people do is understood by its meaning, where that is clear."""
        named = [one for mentions in vars(self.mentions).values() for one in mentions]
        if certainty >= SURE:
            named += [Mention(*span) for span in self.phrasing.doings]
        quoted = {part.words for part in (*places, *self._sizes())}
        left = self.wanted
        for words in quoted:
            left = left.replace(words, " " * len(words))
        unknown = [
            match.group()
            for match in _WORD.finditer(left)
            if not any(one.start < match.end() and match.start() < one.end for one in named)
            and not is_plain(match.group(), self.language)
        ]
        return tuple(dict.fromkeys([*unknown, *self._excludes_nothing()]))[:MOST_UNKNOWN]

    def _excludes_nothing(self):
        """Words of what is not wanted, where they name nothing known."""
        for clause, parts in self.excluded.items():
            if not parts:
                yield from (word for word in _WORD.findall(clause) if not is_plain(word, self.language))


def _is_before(one, other):
    """In a German compound both have the place of the whole word: "Apothekeninhaber"."""
    return one.end <= other.start or (one.start, one.end) == (other.start, other.end)


def _title_weight(words):
    return GENERIC_TITLE_WEIGHT if _is_generic(words) else TITLE_WEIGHT


def _is_generic(words):
    return {singular(word) for word in words.lower().split()} <= _GENERIC_TITLES
