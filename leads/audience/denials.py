"""What a verb denies of the people wanted: "who do not work in Germany", "unless they are agencies".

That people are not somewhere, or are not something, says who is not wanted. What else they do not do may be why they
are wanted or why they are not, so it is read as neither.
"""

import re
from bisect import bisect_left, bisect_right
from dataclasses import dataclass, field
from functools import cached_property

from leads.audience.exclusions import leaves_out_places
from leads.audience.mentions import mentions_in
from leads.audience.places import places_in
from leads.audience.sellers import refusals
from leads.audience.sizes import listed_size, sizes_in
from leads.audience.unwanted import excluded_parts
from leads.audience.wording import WORD_OF_LETTERS, opens_part
from leads.taxonomy.languages import ENGLISH, language

_AUXILIARIES = "do|does|did|is|are|was|were|has|have|had|can|could|should|would|will|must|may"
_VERB = re.compile(
    rf"(?<![\w-])(?:(?:{_AUXILIARIES}) not|(?:do|does|did|is|are|was|were|has|have|had|could|should|would|wo|ca|must)"
    r"n['’]?t|cannot|(?:(?:is|are|was|were|do|does) )?neither|"
    r"(?:(?:is|are|was|were|has|have|had) )?(?:never|no longer))(?![\w-])",
    re.I,
)
_PARTICIPLE = re.compile(r"(?<![\w-])not(?= (?:yet|using|having|able|sure|(?:\w+ly )?\w{2,}(?:ing|ed))\b)", re.I)
_NEEDS_A_VERB = re.compile(r"do|did|can|ca|could|should|would|will|wo|must|may", re.I)
_MAIN_VERB = re.compile(r"\s(?:(?:yet|already|currently|also|still|mainly|\w+ly)\s)*(\w+)", re.I)
_NEVER = re.compile(r"never|no longer", re.I)
# "Without agencies" after a comma leaves someone out; "teams without a CRM" and "…, without a CRM" lack something.
_LACK = re.compile(
    r"(?<![\w-])(?:(?:with|ha(?:s|ve|d|ving)|there (?:is|are)) no(?! (?:more|less|fewer) )|lack(?:s|ing)?|"
    r"refus(?:e|es|ing) to|ha(?:s|ve) left|"
    r"(?:mit|haben|hat) keine[rnms]?|(?:without|ohne|sans|sin|sem|senza)"
    r"(?P<one> an?| any| eine[rnms]?| eigene[rnms]?| une?| uno| una| um| uma)?)(?![\w-])",
    re.I,
)
_KEEP = re.compile(
    r"not (?:only|just|necessarily|limited|least)|without (?:exception|delay)|n['’]t (?:only|just|necessarily)|"
    r"(?:are|is) not (?:wanted|needed|relevant|welcome|included)|no longer than",
    re.I,
)
_WANT = re.compile(
    r"(?:don['’]?t|do not) (?:want(?! to)|target|contact|include|send|show|need|bother with)(?![\w-])", re.I
)
_UNLESS = re.compile(
    r"(?<![\w-])(?:unless|(?:except|save) (?:if|when|where)|if not)"
    r"(?: (?:they|it|he|she|these|those)(?:['’](?:re|s))?)?(?![\w-])",
    re.I,
)
_RELATIVE = re.compile(r"(?<![\w-])(?:who|whom|whose|that|which|where)(?![\w-])", re.I)
_BREAK = re.compile(r"[.;:()\n](?!\w)")
_ENDS = re.compile(
    r"[.;:()\n](?!\w)|(?<!\w)(?:but|sondern|aber|mais|pero|mas|sino|bensì|instead|only)(?!\w)|"
    r",?\s*(?:(?:and|or|und|oder|et|ou|y|o|e)\s+)?(?<!\w)(?:who|whom|whose|that|which|where)(?!\w)|"
    r",?\s*(?<!\w)and (?:are|is|have|has|not)(?!\w)|,\s*(?:not|nicht|keine?|no|pas|non|não)(?!\w)",
    re.I,
)
_BACK = re.compile(r",\s*(?=(?:in|at|from|within|across|im|bei|aus|dans|chez|en|em|nel|nella|presso|à|a)\s)", re.I)
_JOINED = re.compile(r"(,|\s(?:and|or|nor|und|oder|noch|et|ou|ni|y|o|u|e|nem|né)\s)\s*", re.I)
_COORDINATED = re.compile(r"(?:,\s*(?:and|but|und|aber)?|(?<!\w)(?:and|but|und|aber|et|mais|y|pero|e|ma|mas))\s+", re.I)
_CONTRAST = re.compile(r"\s*,?\s*(?<!\w)(?:but|sondern|aber|mais|pero|mas|sino|bensì|ma)(?!\w)", re.I)
_AND = re.compile(r"\s(?:and|und|et|y|e)\s", re.I)
_STAYS = frozenset(
    """be been being is are was were work works worked working live lives lived living sit sits sitting reside resides
    residing operate operates operating based located headquartered situated employed come comes""".split()
)
_LINKS = frozenset(
    """in at of for from by near within inside the a an any anywhere there they it as or and nor either themselves
    currently yet already also still mainly whose their its""".split()
)


@dataclass
class Denials:
    """`text` is blank where something is denied. Spans of what is so not wanted, and of what could be either."""

    text: str
    unwanted: list[tuple[int, int]] = field(default_factory=list)
    unclear: list[tuple[int, int]] = field(default_factory=list)


def denials_in(text, spoken=ENGLISH) -> Denials:
    return _Reader(text, None if spoken == ENGLISH else language(spoken)).read()


def told_of_the_wanted(denials, exclusions):
    """(unwanted, unclear) spans: who is excluded and is not somewhere may be there or not."""

    def is_excluded(span):
        return any(start <= span[0] <= end for start, end in exclusions)

    unwanted = [span for span in denials.unwanted if not is_excluded(span)]
    return unwanted, [*denials.unclear, *(span for span in denials.unwanted if is_excluded(span))]


class _Reader:
    def __init__(self, text, own):
        self.text, self.own, self.found = text, own, Denials(text)
        self.breaks = [stop.end() for stop in _BREAK.finditer(text)]
        self.relatives = self._all(_RELATIVE, *([own.relative] if own else []))
        self.conditions = self._all(_UNLESS, *([own.unless] if own else []))
        self.kept = [one.span() for one in self._all(_KEEP, *([own.keep] if own else []))]
        self.kept += [one.span() for one in refusals(text)]

    def read(self):
        position = 0
        for match in self._denials():
            if match.start() >= position:
                position = self._read(match)
        return self.found

    @cached_property
    def places(self):
        return places_in(self.text)

    def _all(self, *patterns):
        return sorted((one for pattern in patterns for one in pattern.finditer(self.text)), key=lambda one: one.start())

    def _denials(self):
        text, own = self.text, self.own
        found = [
            match for match in self._all(_VERB, _PARTICIPLE) if self._relative(match) or not _is_a_wish(text, match)
        ]
        found += [match for match in self._all(*([own.denies] if own else [])) if self._relative(match)]
        found += [match for match in self._all(_LACK) if match["one"] or not self._leaves_out(match)]
        kept = [one for one in found if not any(one.start() < end and start < one.end() for start, end in self.kept)]
        return sorted([*kept, *self.conditions], key=lambda match: match.start())

    def _leaves_out(self, match):
        """Said of the people or of a place, and not of what they lack: "Deutschland ohne Bayern"."""
        return opens_part(self.text, match.start()) or leaves_out_places(self.text, match)

    def _sentence(self, match):
        known = bisect_right(self.breaks, match.start())
        return self.breaks[known - 1] if known else 0

    def _relative(self, match):
        """The pronoun whose clause a word stands in."""
        known = bisect_left(self.relatives, match.start(), key=lambda one: one.start())
        one = self.relatives[known - 1] if known else None
        return one if one and one.start() >= self._sentence(match) else None

    def _read(self, match):
        """Note what is denied; where that ends."""
        is_lack, is_condition = bool(_LACK.fullmatch(match.group())), match in self.conditions
        relative = None if is_condition else self._relative(match)
        start = match.start() if is_lack or is_condition else self._start(match, relative)
        opens = bool(relative) and start == relative.start()
        before, end = (relative.end() if opens else start, match.start()), self._end(match)
        self._take_out(before[0] if opens and _COORDINATED.match(self.text, end) else start, end)
        words = self.text[slice(*before)]
        if is_lack or not _is_plain(words, self.own) or _named(words, self.own):
            self.found.unclear.append((before[0], end))
        elif not is_condition and _denies_another_verb(self.text, match, self.own):
            self.found.unclear.append((match.start(), end))
        else:
            self._sort(match, end)
        return max(end, match.end())

    def _take_out(self, start, end):
        contrast = _CONTRAST.match(self.text, end)
        end = contrast.end() if contrast else end
        self.found.text = self.found.text[:start] + " " * (end - start) + self.found.text[end:]

    def _start(self, match, relative):
        if not relative:
            return self._sentence(match) or match.start()
        cuts = [cut.start() for cut in _COORDINATED.finditer(self.text, relative.end(), match.start())]
        return cuts[-1] if cuts and not _named(self.text[cuts[-1] : match.start()], self.own) else relative.start()

    def _end(self, match):
        patterns = [_ENDS, *([self.own.relative, self.own.only] if self.own else [])]
        ends = [one.start() for pattern in patterns for one in [pattern.search(self.text, match.end())] if one]
        if match in self.conditions and not self.text[self._sentence(match) : match.start()].strip():
            ends += [comma for comma in [self.text.find(",", match.end())] if comma > 0]
        end = min([*ends, listed_size(self.text, match.end()) or len(self.text)])
        back = _BACK.search(self.text, match.end(), end)
        return back.start() if back and not self._places(match.end(), back.start()) else end

    def _places(self, start, end):
        return [(one.start - start, one.end - start) for one in self.places if start <= one.start < end]

    def _sort(self, match, end):
        """Each thing of a list by itself: what stands after "and" with a verb of its own may be true of them."""
        has_verb, unwanted, unclear = _has_verb(match.group(), self.own), [], []
        for joint, *item in self._list(match.end(), end):
            words, places = self.text[slice(*item)], self._places(*item)
            thing = tuple(item) if places else _without_verbs(words, item[0], self.own)
            goes_on = unwanted and has_verb and _AND.fullmatch(joint) and _has_verb(words, self.own)
            goes_back = unwanted and joint == "," and _BACK.match(f", {words.strip()} ")
            follows_place = unwanted and joint == "," and self._places(*unwanted[-1])
            strays = follows_place and _named(words[: places[0][0]] if places else words, self.own)
            if goes_on or goes_back or strays or not _is_plain(words, self.own, places):
                unclear.append(tuple(item) if unwanted or unclear else (match.start(), item[1]))
            elif unwanted and not unclear and places and not words[: places[0][0]].strip():
                unwanted[-1] = (unwanted[-1][0], item[1])
            elif places or _named(self.text[slice(*thing)], self.own):
                unwanted.append(thing)
            has_verb |= _has_verb(words, self.own)
        self.found.unwanted += unwanted
        self.found.unclear += unclear if unwanted or unclear else [(match.start(), end)]

    def _list(self, start, end):
        """(what joins it to the thing before, start, end) of each thing."""
        joint = ""
        for cut in _JOINED.finditer(self.text, start, end):
            yield joint, start, cut.start()
            start, joint = cut.end(), cut.group(1)
        yield joint, start, end


def _is_a_wish(text, match):
    """ "Do not contact", "never": said by the one who writes and of no one."""
    return _WANT.match(text, match.start()) or _NEVER.fullmatch(match.group())


def _denies_another_verb(text, match, own):
    """ "Do not study in France", "ne parlent pas": not that people are somewhere or something."""
    if own and (verb := match.groupdict().get("verb")):
        return verb.lower() not in own.stays
    behind = _MAIN_VERB.match(text, match.end()) if _NEEDS_A_VERB.match(match.group()) else None
    return bool(behind) and behind[1].lower() not in _STAYS


def _without_verbs(words, start, own):
    """Where the thing stands that people are not: "agencies" of "sind Agenturen"."""
    kept = [one for one in WORD_OF_LETTERS.finditer(words) if not _has_verb(one.group(), own)]
    return (start + kept[0].start(), start + kept[-1].end()) if kept else (start, start)


def _has_verb(words, own):
    known = _STAYS | (own.stays if own else frozenset())
    return any(word.lower() in known for word in WORD_OF_LETTERS.findall(words))


def is_linking(word, spoken):
    """Whether a word only says that people are somewhere or something."""
    return word.lower() in _linking(None if spoken == ENGLISH else language(spoken))


def _linking(own):
    return _STAYS | _LINKS | (own.stays | own.links if own else frozenset())


def _is_plain(words, own, places=()):
    """Whether the words say where people are or what they are, and nothing else."""
    known, named = _linking(own), [*places, *_spans(words, _code(own))]
    return all(
        match.group().lower() in known or any(start < match.end() and match.start() < end for start, end in named)
        for match in WORD_OF_LETTERS.finditer(words)
    )


def _spans(words, spoken):
    """[(start, end)] of what has a name."""
    mentions = vars(mentions_in(words, spoken)).values()
    quoted = [place.name for place in places_in(words) or places_in(f"in {words.strip()}") if place.name in words] + [
        size for _, size in sizes_in(words)
    ]
    found = [(one.start, one.end) for named in mentions for one in named]
    return found + [(words.index(name), words.index(name) + len(name)) for name in quoted]


def _named(words, own):
    return excluded_parts(words, _code(own))


def _code(own):
    return own.code if own else ENGLISH
