"""The functions of people whose work a sentence describes, where titles do not say all."""

import re
from dataclasses import replace
from functools import cached_property

import numpy as np

from leads.audience.audience import Part
from leads.audience.evidence import (
    NAMED_WEIGHT,
    OBJECT_COST,
    function_evidence,
    is_described,
    without_industry_words,
    words_evidence,
)
from leads.audience.named_functions import RELATED, function_part
from leads.audience.wording import WORD_OF_LETTERS
from leads.taxonomy.functions import FUNCTIONS, function_affinity
from leads.taxonomy.languages import ENGLISH
from leads.taxonomy.words import content_stems, singular

# Evidence below the first names no function, from the second on one for certain.
NO_IDEA, SURE = 0.4, 0.9
CLOSE_SECOND = 0.65
# A reading by descriptions alone is never quite certain, and a guess that a title does not back never claims as much.
MOST_BY_MEANING, MOST_BESIDE_TITLES = 0.95, 0.85
TITLE_WEIGHT, GENERIC_TITLE_WEIGHT = 0.9, 0.4
# Titles of many trades: what the sentence says of their work decides.
_GENERIC_TITLES = frozenset(
    """coach consultant adviser advisor engineer technician clinician officer agent planner buyer contractor analyst
    designer developer instructor trainer private broker operator inspector writer artist""".split()
)
_OBJECT = re.compile(
    r"\b(?:to|for|with|from|by|after|before|against|towards?)\s+(?:the |their |our |a |an |new |other )?$", re.I
)
DETAIL = 0.9
MOST_GUESSES, SHARPNESS = 6, 1.5
# Where the words say too little, those who work under the name of the stated industry are meant sooner.
INDUSTRY_HINT = 0.25
QUOTE = 200
# A sentence ends, or something was left out.
_STRETCH = re.compile(r"(?<=[\w)]{3})[.!?;](?=\s|$)|\s{2,}")


class DescribedFunctions:
    """`industries` are codes of those that are wanted; `stated` says that a field of the offer states them."""

    def __init__(self, sentence, industries, *, stated):
        self.sentence, self.industries, self.stated = sentence, industries, stated

    @cached_property
    def evidence(self):
        """One figure for each function, in the order of FUNCTIONS."""
        text = " ".join(self.sentence.text.split())
        evidence = function_evidence(text, self.sentence.language)
        if self.industries:
            residual = without_industry_words(text, self.industries)
            evidence = (evidence + function_evidence(residual, self.sentence.language)) / 2
        evidence = evidence * self._dealt_with() + self._mentioned()
        if self.stated and evidence.max() < SURE:
            evidence = evidence + INDUSTRY_HINT * words_evidence(" ".join(self.industries))
        return evidence

    def beside(self, named: dict[str, Part]) -> tuple[dict[str, Part], float]:
        """All functions that are wanted where titles name some or none, and how certain they are."""
        details = self._details()
        if named and not self.sentence.phrasing.doings:
            return details | named, 1.0
        if named:
            return details | self._weighed(named), 1.0
        best = float(self.evidence.max())
        if best < NO_IDEA:
            return details, DETAIL if details else 0.0
        nearest = sorted(zip(self.evidence, FUNCTIONS, strict=True), reverse=True)[:MOST_GUESSES]
        wanted = {
            code: function_part(code, (value / best) ** SHARPNESS, self._described())
            for value, code in nearest
            if value >= CLOSE_SECOND * best
        }
        certainty = min(MOST_BY_MEANING, max(0.0, (best - NO_IDEA) / (SURE - NO_IDEA))) * self._known_share()
        return (details | wanted, certainty) if certainty else ({}, 0.0)

    def _weighed(self, named):
        """Titles beside what their holders do: "clinicians at the bedside" are nurses before they are doctors."""
        totals = dict(zip(FUNCTIONS, self.evidence, strict=True))
        totals |= {code: totals[code] + _title_weight(part.words) for code, part in named.items()}
        least, best = max(totals[code] for code in named), max(totals.values())
        found = {
            code: replace(part, weight=round(float(totals[code] / best), 2)) if _is_generic(part.words) else part
            for code, part in named.items()
        }
        for code, total in totals.items():
            kin = any(function_affinity(title, code) >= RELATED for title in named)
            if code not in named and (total >= least or (kin and total >= CLOSE_SECOND * best)):
                weight = total / best if total >= least else min(MOST_BESIDE_TITLES, total / best)
                found[code] = function_part(code, weight, self._described())
        return found

    def _details(self):
        """What follows a colon names."""
        found = {}
        for start, end in self.sentence.phrasing.details:
            for one in self.sentence.mentions.of("functions", start, end):
                for code, weight in one.codes:
                    if weight == 1:
                        found.setdefault(code, function_part(code, DETAIL, self.sentence.quote(one)))
        return found

    def _described(self):
        """The longest stretch of one sentence that says who is wanted, in whole words."""
        longest = max(_STRETCH.split(self.sentence.text), key=len).strip(" ,.;:")
        return longest if len(longest) <= QUOTE else longest[: QUOTE + 1].rpartition(" ")[0]

    def _dealt_with(self):
        """What the sentence says of whom they deal with: those who pitch "to journalists" are none."""
        factors = dict.fromkeys(FUNCTIONS, 1.0)
        for one in self.sentence.mentions.functions:
            if self._is_object(one):
                factors |= {code: OBJECT_COST for code, _ in one.codes}
        return np.array(list(factors.values()))

    def _mentioned(self):
        """Titles elsewhere in the sentence are of what the people do."""
        named = dict.fromkeys(FUNCTIONS, 0.0)
        for one in self.sentence.mentions.functions:
            for code, weight in () if self._is_object(one) else one.codes:
                named[code] = max(named[code], weight * NAMED_WEIGHT / len(one.codes) ** 0.5)
        return np.array(list(named.values()))

    def _is_object(self, one):
        return bool(_OBJECT.search(self.sentence.text[: one.start]))

    def _known_share(self):
        """Of the words for the people and what they do, the share that says something."""
        phrasing = self.sentence.phrasing
        spans = [(head.start, head.end) for head in phrasing.heads] + phrasing.doings
        words = [match.group() for span in spans for match in WORD_OF_LETTERS.finditer(self.sentence.text, *span)]
        telling = [word for word in words if content_stems(word)]
        if self.sentence.language != ENGLISH or not telling:
            return 1.0
        return sum(is_described(word) for word in telling) / len(telling)


def _title_weight(words):
    return GENERIC_TITLE_WEIGHT if _is_generic(words) else TITLE_WEIGHT


def _is_generic(words):
    return {singular(word) for word in words.lower().split()} <= _GENERIC_TITLES
