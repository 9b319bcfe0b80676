"""Reads an offer's audience, industries and locations on the machine itself: what is wanted and what is not."""

import re
from functools import lru_cache
from itertools import chain

from leads.audience.audience import Audience, Kind, Part, Voice
from leads.audience.denials import denials_in, is_linking, told_of_the_wanted
from leads.audience.described_functions import SURE, DescribedFunctions
from leads.audience.exclusions import split_exclusions
from leads.audience.industries import named_industries
from leads.audience.leadership import is_leadership, is_of_all
from leads.audience.mentions import is_narrowing, is_plain, mentions_in
from leads.audience.named_functions import named_functions
from leads.audience.places import places_in
from leads.audience.ranks import LEADING, telling_ranks
from leads.audience.sellers import without_sellers
from leads.audience.sentence import sentence_of, without_endings
from leads.audience.sizes import sizes_in
from leads.audience.unwanted import excluded_parts, rank_of, told_apart
from leads.audience.wording import WORD_OR_NUMBER, Mention
from leads.taxonomy.company_sizes import size_range
from leads.taxonomy.languages import ENGLISH, language_of
from leads.taxonomy.place_mentions import languages_in
from leads.taxonomy.places import parse_place
from leads.taxonomy.self_employed import SELF_EMPLOYED
from leads.taxonomy.seniority import Seniority

LONGEST, MOST_UNKNOWN = 2000, 40


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
        language = language_of(text) if text else ENGLISH
        denials = denials_in(text, language)
        wanted, unwanted = split_exclusions(denials.text, language)
        wanted = without_sellers(wanted)
        denied, unclear = told_of_the_wanted(denials, unwanted)
        clauses = [denials.text[slice(*span)] for span in unwanted] + [text[slice(*span)] for span in denied]
        self.excluded = {clause: excluded_parts(clause, language) for clause in clauses}
        self.unclear = [text[slice(*span)].strip(" ,") for span in unclear]
        self.wanted, self.wanted_words = sentence_of(wanted, language), without_endings(wanted)
        self.ranks, self.industries = self._ranks(), self._industries()
        self.is_of_all = is_of_all(self.wanted)

    def audience(self) -> Audience:
        places = self._places()
        named, phrasing = named_functions(self.wanted), self.wanted.phrasing
        described = DescribedFunctions(self.wanted, self.industries, stated=bool(self.stated_industries))
        leadership = self.is_of_companies or is_leadership(self.wanted, self.ranks, named, described)
        if not leadership and named.keys() <= LEADING and (phrasing.contexts or phrasing.doings):
            named = {}  # "owners of a release plan" own no company
        functions, certainty = ({}, 0.0) if leadership or self.is_of_all else described.beside(named)
        avoided = {part.code for part in chain.from_iterable(self.excluded.values()) if part.kind == Kind.FUNCTION}
        functions = {code: part for code, part in functions.items() if code in named or code not in avoided}
        ranks = telling_ranks(set(self.ranks), leadership)
        parts = (
            *functions.values(),
            *(Part(Kind.RANK, rank.name, weight, self.ranks[rank]) for rank, weight in ranks.items()),
            *self.industries.values(),
            *places,
            *self._sizes(),
        )
        unwanted, contradicted = self._unwanted(parts)
        unknown = self._not_understood(places, certainty, by_meaning=not (named or leadership))
        return Audience(
            text=self.text,
            parts=(*parts, *unwanted),
            certainty=certainty,
            leadership=leadership,
            industries_named=bool(self.stated_industries or (leadership and self.industries)),
            not_understood=tuple(dict.fromkeys([*unknown, *contradicted]))[:MOST_UNKNOWN],
        )

    @property
    def is_of_companies(self):
        """Whether companies are named and no people: those who lead them are meant."""
        return bool(self.wanted.companies) and self.wanted.companies == self.wanted.phrasing.heads

    def _unwanted(self, wanted):
        """(what the clauses exclude, each once, the words of what is wanted as well)."""
        functions = {part.code for part in wanted if part.kind == Kind.FUNCTION}
        functions |= {code for _, one in self.wanted.of_heads("functions") for code, weight in one.codes if weight == 1}
        ranks = {rank for part in wanted if part.kind == Kind.FUNCTION and (rank := rank_of(part.words))}
        ranks.update(self.ranks)
        places = [parse_place(part.code) for part in wanted if part.kind == Kind.PLACE]
        seen, kept, contradicted = {part.key for part in wanted}, {}, []
        for part in chain.from_iterable(self.excluded.values()):
            apart = told_apart(part, functions, ranks)
            if apart and apart.key not in seen and not (part.kind == Kind.PLACE and parse_place(part.code) in places):
                kept.setdefault(apart.key, apart)
            else:
                contradicted.append(part.words)
        quoted = [part.words for part in kept.values()]
        return kept.values(), [words for words in contradicted if not any(words in each for each in quoted)]

    def _places(self):
        if stated := [name for name in self.stated_places if parse_place(name)]:
            return [Part(Kind.PLACE, name, words=name, voice=Voice.FIELD) for name in stated]
        return [Part(Kind.PLACE, place.name, words=place.name) for place in places_in(self.wanted.text)]

    def _sizes(self):
        if stated := [size for size in self.stated_sizes if size_range(size)]:
            return [Part(Kind.SIZE, size, words=size, voice=Voice.FIELD) for size in stated]
        alone = [(SELF_EMPLOYED, self.wanted.quote(one)) for one in self.wanted.self_employed[:1]]
        return [Part(Kind.SIZE, size, words=words) for size, words in (*alone, *sizes_in(self.wanted.text))]

    def _industries(self):
        """{code: part}"""
        if stated := self.stated_industries:
            codes = {code: name for name in stated for code in named_industries(name)}
            return {code: Part(Kind.INDUSTRY, code, 1.0, name, Voice.FIELD) for code, name in codes.items()}
        contexts = self.wanted.phrasing.contexts
        named = [one for span in contexts for one in self.wanted.mentions.of("industries", *span)]
        named += [
            one
            for head, one in self.wanted.of_heads("industries")
            if head in self.wanted.companies or self._is_modifier(head)
        ]
        found = {}
        for one in named:
            for code in one.codes:
                found.setdefault(code, Part(Kind.INDUSTRY, code, 1.0, self.wanted.quote(one)))
        return found

    def _is_modifier(self, head):
        """ "Gym owners": an industry before a rank, where no function takes the words."""
        functions = [
            one
            for one in self.wanted.mentions.of("functions", head.start, head.end)
            if not {code for code, _ in one.codes} <= LEADING and not self.wanted.is_owned(one, head)
        ]
        return bool(self.wanted.mentions.of("ranks", head.start, head.end)) and not functions

    def _ranks(self):
        """{rank: the words that name it}"""
        if self.is_of_companies:
            head = self.wanted.companies[0]
            return dict.fromkeys((Seniority.OWNER, Seniority.C_LEVEL), self.wanted.quote(head))
        found = {}
        for _, one in self.wanted.of_heads("ranks"):
            for rank in one.codes:
                found.setdefault(rank, self.wanted.quote(one))
        return found

    def _not_understood(self, places, certainty, *, by_meaning):
        """Words that name nothing known; what the people do is understood by its meaning, where that is clear."""
        doings = [Mention(*span) for span in self.wanted.phrasing.doings] if certainty >= SURE else []
        if self.is_of_all:
            doings += [Mention(head.start, head.end) for head in self.wanted.phrasing.heads]
        quoted = {part.words for part in (*places, *self._sizes())} | {words for _, words in sizes_in(self.wanted.text)}
        unread = self._unread(_without(self.wanted_words, quoted), self.wanted.mentions, doings, by_meaning=by_meaning)
        return [*unread, *languages_in(self.wanted.text), *self._excludes_nothing(), *self.unclear]

    def _unread(self, text, mentions, doings=(), *, by_meaning):
        """Words and numbers of a text that no mention holds, and those that say more than a business that they name."""
        terms = [*mentions.functions, *mentions.ranks, *mentions.industries, *mentions.self_employed, *doings]
        named = [*terms, *mentions.organisations, *mentions.people]
        for match in WORD_OR_NUMBER.finditer(text):
            word, stands_at = match.group(), Mention(*match.span())
            holding = terms if is_narrowing(word, self.wanted.language) else named
            if not any(one.overlaps(stands_at) for one in holding) and not self._is_plain(word, by_meaning):
                yield word

    def _is_plain(self, word, by_meaning):
        language = self.wanted.language
        is_said = is_plain(word, language, by_meaning=by_meaning) or is_linking(word, language)
        return not word[0].isdecimal() and is_said

    def _excludes_nothing(self):
        """Words of what is not wanted, where they name nothing known."""
        for clause, parts in self.excluded.items():
            if parts:
                left = _without(clause, {part.words for part in parts})
                yield from self._unread(left, mentions_in(clause, self.wanted.language), by_meaning=False)
            else:
                words = WORD_OR_NUMBER.findall(clause)
                yield from (word for word in words if not self._is_plain(word, by_meaning=False))


def _without(text, quoted):
    """The text, blank where it is quoted."""
    for words in sorted(quoted, key=len, reverse=True):
        text = re.sub(rf"(?<!\w){re.escape(words)}(?!\w)", lambda found: " " * len(found.group()), text)
    return text
