"""How an audience is put: whom it names, what it says they do, and where they do it."""

import re
from dataclasses import dataclass, field

from leads.audience.mentions import Mentions
from leads.taxonomy.languages import ENGLISH, language
from leads.taxonomy.seniority import Seniority

_RELATIVE = re.compile(r"\b(?:who|whom|whose|that|which|looking to|responsible for managing)\b", re.I)
_INSIDE = re.compile(
    r"(?<![\w-])(?:in|at|for|from|with|within|inside|into|on|across|behind|to|under|between|among|against|by|during|near|"
    r"around|based|serving)(?![\w-])",
    re.I,
)
_OF = re.compile(r"(?<![\w-])of(?![\w-])", re.I)
_CHARGE = re.compile(
    r"(?<![\w-])(?:in charge of|responsible for|working in|who work in|dealing with|from)(?![\w-])", re.I
)
# What follows is their work, though an industry may have the name: "responsible for insurance".
_RESPONSIBLE = re.compile(r"\b(?:responsible|accountable|verantwortlich|zuständig)\W*$", re.I)
_SEPARATOR = re.compile(
    r"\s*(?:[,;/&|+()•\n]|(?<![\w&+-])(?:and|or|as well as|plus|und|oder|sowie|et|ou|y|e|o|u|ed|od|bzw)(?![\w&+-]))\s*",
    re.I,
)
_SENTENCE = re.compile(r"(?<=[\w)]{3})[.!?](?=\s|$)|[;\n]")
_VERB = re.compile(r"(?<![\w-])[a-z]{3,}ing(?![\w-])", re.I)
_OWNERS = frozenset({Seniority.OWNER, Seniority.C_LEVEL})


@dataclass(frozen=True)
class Head:
    """A kind of people that is wanted: "heads of sales"."""

    start: int
    end: int


@dataclass
class Phrasing:
    heads: list[Head] = field(default_factory=list)
    # (start, end) of organisations and places, of what people do, and of what follows a colon
    contexts: list[tuple[int, int]] = field(default_factory=list)
    doings: list[tuple[int, int]] = field(default_factory=list)
    details: list[tuple[int, int]] = field(default_factory=list)


class PhraseReader:
    def __init__(self, text, spoken, mentions: Mentions):
        self.text, self.mentions = text, mentions
        own = None if spoken == ENGLISH else language(spoken)
        self.relatives = [_RELATIVE, *([own.relative] if own else [])]
        self.insides = [own.inside] if own else [_INSIDE]
        self.ofs = [own.of, _OF] if own else [_OF, _CHARGE]
        self.verbs = [] if own else [_VERB]
        self.phrasing = Phrasing()

    def read(self) -> Phrasing:
        start = 0
        for match in [*_SENTENCE.finditer(self.text), None]:
            end = match.start() if match else len(self.text)
            self._sentence(start, end)
            start = match.end() if match else end
        return self.phrasing

    def _sentence(self, start, end):
        colon = self.text.find(":", start, end)
        if colon > start:
            self.phrasing.details.append((colon + 1, end))
            end = colon
        relative = self._first(self.relatives, start, end)
        verb = self._first_verb(start, relative.start() if relative else end)
        body_end = verb if verb is not None else relative.start() if relative else end
        if body_end < end:
            self.phrasing.doings.append((body_end, end))
        in_context = False
        for piece in self._pieces(start, body_end):
            in_context = self._piece(*piece, in_context) or in_context

    def _pieces(self, start, end):
        begin = start
        for match in _SEPARATOR.finditer(self.text, start, end):
            if not self._inside_term(match.start(), match.end()):
                yield begin, match.start()
                begin = match.end()
        yield begin, end

    def _piece(self, start, end, in_context):
        """Whether the piece has a context, that of the pieces after it too."""
        start, end = self._trimmed(start, end)
        if start >= end:
            return False
        if in_context and not self._names_people(start, end):
            self.phrasing.contexts.append((start, end))
            return True
        cut = self._end_of_head(start, end)
        self.phrasing.heads.append(Head(start, cut))
        if cut < end:
            self.phrasing.contexts.append((cut, end))
        return cut < end

    def _end_of_head(self, start, end):
        for match in self._all(self.insides + self.ofs, start, end):
            inside_term = match.start() == start or self._inside_term(match.start(), match.end())
            if not (inside_term or self._leads_on(match, start, end)):
                return match.start()
        return end

    def _leads_on(self, match, start, end):
        """Whether the people's function follows: "heads of sales" and "people in accounting", not "owners of gyms"."""
        before = (start, match.start())
        if self._functions(*before) or self._ranks(*before) & _OWNERS:
            return False
        if not self.mentions.of("ranks", *before) and not self.mentions.of("people", *before):
            return False
        later = [one.start() for one in self._all(self.insides, match.end(), end) if one.start() > match.end()]
        end = min([*later, end])
        following = self._functions(match.end(), end)
        if not following or self._is_organisation(match.end(), end):
            return False
        is_of = any(pattern.match(self.text, match.start()) for pattern in self.ofs)
        is_of |= bool(_RESPONSIBLE.search(self.text, 0, match.start()))
        return is_of or not self.mentions.of("industries", match.end(), end)

    def _is_organisation(self, start, end):
        return bool(self.mentions.of("organisations", start, end))

    def _names_people(self, start, end):
        """A piece that begins with people again after the place of work of others: "… and heads of sales"."""
        functions = self._functions(start, end)
        only = [one for one in functions if not any(one.overlaps(i) for i in self.mentions.industries)]
        return bool(self.mentions.of("ranks", start, end) or (only and not self._is_organisation(start, end)))

    def _functions(self, start, end):
        named = self.mentions.of("functions", start, end)
        return [one for one in named if any(weight == 1 for _, weight in one.codes)]

    def _ranks(self, start, end):
        return {rank for one in self.mentions.of("ranks", start, end) for rank in one.codes}

    def _inside_term(self, start, end):
        named = self.mentions.functions + self.mentions.ranks + self.mentions.industries
        return any(one.start < start and end < one.end for one in named)

    def _first(self, patterns, start, end):
        found = [match for match in self._all(patterns, start, end) if match.start() > start]
        return found[0] if found else None

    def _all(self, patterns, start, end):
        found = [match for pattern in patterns for match in pattern.finditer(self.text, start, end)]
        return sorted(found, key=lambda match: match.start())

    def _first_verb(self, start, end):
        for match in self._all(self.verbs, start, end):
            named = self.mentions.functions + self.mentions.industries + self.mentions.organisations
            if match.start() > start and not any(one.start <= match.start() < one.end for one in named):
                return match.start()
        return None

    def _trimmed(self, start, end):
        part = self.text[start:end]
        return start + len(part) - len(part.lstrip(" ,.-–")), start + len(part.rstrip(" ,.-–"))
