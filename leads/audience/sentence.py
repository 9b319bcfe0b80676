"""The words that say who is wanted, what they name, and how they are put."""

import re
from dataclasses import dataclass
from functools import cached_property

from leads.audience.mentions import Mentions, mentions_in, without_adjectives
from leads.audience.phrases import Head, PhraseReader, Phrasing
from leads.audience.ranks import DEPARTMENTS
from leads.audience.wording import Mention
from leads.taxonomy.self_employed import says_how
from leads.taxonomy.seniority import Seniority

# "Teamleiter:innen", "Beauftragte*r": what the word before it says, the ending says again.
_OF_BOTH_SEXES = re.compile(r"(?<=[^\W\d_])[:*_·/](?:innen|in|r|n)(?!\w)")


@dataclass(frozen=True)
class Sentence:
    """`text` is that of an audience, blank where it says who is not wanted: so all else stands where it stood."""

    text: str
    language: str
    mentions: Mentions
    phrasing: Phrasing

    def quote(self, one: Mention) -> str:
        return self.text[one.start : one.end]

    def of_heads(self, kind):
        """(head, mention) for all of a kind that the people wanted are called by."""
        return [(head, one) for head in self.phrasing.heads for one in self.mentions.of(kind, head.start, head.end)]

    @cached_property
    def self_employed(self) -> list[Mention]:
        """Where the people wanted are said to work for themselves: not "accountants for freelancers"."""
        return [one for one in self.mentions.self_employed if self._is_of_a_head(one) or says_how(self.text, one.start)]

    def _is_of_a_head(self, one):
        heads = [head for head in self.phrasing.heads if one.within(head.start, head.end)]
        businesses = self.mentions.industries + self.mentions.organisations
        return bool(heads) and not any(
            other.end <= one.start and not self.text[other.end : one.start].strip() and not self._names_a_person(other)
            for other in businesses
        )

    def _names_a_person(self, business):
        return any(other.start == business.start for other in self.mentions.functions)

    @cached_property
    def companies(self) -> list[Head]:
        """Heads that name companies and no people: "food and beverage companies"."""
        return [head for head in self.phrasing.heads if self._names_companies(head)]

    def _names_companies(self, head):
        span = head.start, head.end
        if self.mentions.of("ranks", *span) or self.mentions.of("people", *span):
            return False
        industries, functions = (self.mentions.of(kind, *span) for kind in ("industries", "functions"))
        if not functions and any(self._ends(one, head) for one in industries):
            return True
        last = [one for one in self.mentions.of("organisations", *span) if self._ends(one, head)]
        if functions:
            first = min((one.start for one in industries), default=head.end)
            return bool(last) and all(first <= one.start and one.end <= last[0].start for one in functions)
        contexts = [one for place in self.phrasing.contexts for one in self.mentions.of("industries", *place)]
        return bool(last and (industries or contexts))

    def _ends(self, one, head):
        return not self.text[one.end : head.end].strip()

    def is_owned(self, function, head) -> bool:
        """ "Gym owners": what is owned is an industry."""
        owners = [one for one in self.mentions.of("ranks", head.start, head.end) if Seniority.OWNER in one.codes]
        if not DEPARTMENTS.isdisjoint(code for code, _ in function.codes):
            owners = [one for one in owners if Seniority.DIRECTOR not in one.codes]
        industries = self.mentions.of("industries", head.start, head.end)
        return any(function.stands_before(one) for one in owners) and any(one.overlaps(function) for one in industries)


def without_endings(text: str) -> str:
    """The text less endings for both sexes, which are no words of their own; all else stands where it stood."""
    return _OF_BOTH_SEXES.sub(lambda ending: " " * len(ending.group()), text)


def sentence_of(text: str, language: str) -> Sentence:
    text = without_adjectives(without_endings(text), language)
    mentions = mentions_in(text, language)
    return Sentence(text, language, mentions, PhraseReader(text, language, mentions).read())
