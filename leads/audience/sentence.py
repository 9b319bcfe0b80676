"""The words that say who is wanted, what they name, and how they are put."""

from dataclasses import dataclass
from functools import cached_property

from leads.audience.mentions import Mentions, mentions_in, without_adjectives
from leads.audience.phrases import PhraseReader, Phrasing
from leads.audience.ranks import DEPARTMENTS
from leads.audience.wording import Mention
from leads.taxonomy.self_employed import says_how
from leads.taxonomy.seniority import Seniority


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

    def is_owned(self, function, head) -> bool:
        """ "Gym owners": what is owned is an industry."""
        owners = [one for one in self.mentions.of("ranks", head.start, head.end) if Seniority.OWNER in one.codes]
        if not DEPARTMENTS.isdisjoint(code for code, _ in function.codes):
            owners = [one for one in owners if Seniority.DIRECTOR not in one.codes]
        industries = self.mentions.of("industries", head.start, head.end)
        return any(function.stands_before(one) for one in owners) and any(one.overlaps(function) for one in industries)


def sentence_of(text: str, language: str) -> Sentence:
    text = without_adjectives(text, language)
    mentions = mentions_in(text, language)
    return Sentence(text, language, mentions, PhraseReader(text, language, mentions).read())
