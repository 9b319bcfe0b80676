"""Finding signals in what a lead wrote and in what the team noted about them."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime

from leads.taxonomy.words import content_stems
from scoring.local.kinds import GUARDS, KINDS
from scoring.scorecard import BUILDING_IN_HOUSE

TEXT_LIMIT = 6_000
SENTENCES = 80
QUOTE_LIMIT = 240
_SENTENCE = re.compile(r"\S(?:.*?[.!?…](?=\s)|.*)")
_QUOTED = re.compile(r"^\s*>.*$|[“\"«][^“”\"«»\n]{12,400}[”\"»]", re.M)
READ_KINDS = tuple(name for name, kind in KINDS.items() if kind.wording)
# Kinds that mean something only where their subject is the offer's.
NEEDS_SUBJECT = frozenset((
    "asked_for_recommendation", "buying_step", "looking_for_alternative", "switching_from_competitor",
    "complained_about_tool",
))  # fmt: skip
TELLING = NEEDS_SUBJECT | {"competitor_customer", "tool_mention"}
INTENT_OF_BUYERS = NEEDS_SUBJECT | {"tool_mention", "pain_match"}
NEVER_NEGATED = frozenset(("not_interested", "complained_about_tool"))
# Right before a competitor's name; of themselves people leave an employer.
LEAVES = re.compile(r"\b(?:leav|dropp?|ditch|cancell?|replac|quitt?)(?:e|ing)? $")
SPEAKS_OF_SELF = re.compile(r"\bi\b")
# One word in common may be chance; then meaning decides.
TELLING_WORDS = 2


@dataclass(frozen=True, slots=True)
class Text:
    """A post or a note. `own` is what the lead wrote; a note is what a colleague wrote about them."""

    text: str
    source: str
    own: bool
    url: str = ""
    written_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Hit:
    """A kind of signal and the words that show it; `open_subject` while they may be about another field."""

    kind: str
    quote: str
    text: Text
    open_subject: bool = False


@dataclass(frozen=True, slots=True)
class Page:
    """A text made ready: positions in `low` and `spoken` are positions in `plain`."""

    text: Text
    plain: str
    spoken: str
    low: str

    def sentences(self) -> Iterator[tuple[int, int, str]]:
        for count, match in enumerate(_SENTENCE.finditer(self.low)):
            if count == SENTENCES:
                return
            yield match.start(), match.end(), match[0]

    def around(self, start, end, position) -> tuple[int, int]:
        """The sentence, or of a long one the words around `position`."""
        if end - start <= QUOTE_LIMIT:
            return start, end
        if position - start > QUOTE_LIMIT // 3:
            start = self.low.find(" ", position - QUOTE_LIMIT // 3, position) + 1 or position
        last = self.low.rfind(" ", start + 1, start + QUOTE_LIMIT)
        return start, min(end, last if last > position else start + QUOTE_LIMIT)

    def hit(self, kind, start, end, **more) -> Hit:
        return Hit(kind, self.plain[start:end].strip(), self.text, **more)


def read(text, offer, *, is_recruiter=False) -> list[Hit]:
    """Hits in a text, at most one of each kind. A text that gives orders to its reader shows nothing."""
    plain = text.text[:TEXT_LIMIT]
    spoken = _QUOTED.sub(lambda match: " " * len(match[0]), plain) if text.own else plain
    page = Page(text, plain, spoken, lowered(spoken))
    hits = [*said(page, offer), *custom_phrases(page, offer), *pains(page, offer), *own_work(page, offer)]
    if not hits or is_foreign(page.low):
        return []
    silent = silenced(page, is_recruiter)
    return [hit for hit in hits if hit.kind not in silent]


def is_foreign(low) -> bool:
    """Whether a lower-case text gives orders to its reader or is markup."""
    return bool(GUARDS["instruction"].search(low) or GUARDS["markup"].pattern.match(low))


def lowered(text) -> str:
    """Lower case, character for character, so that a position found in it is one in `text`."""
    low = text.lower()
    if len(low) != len(text):
        low = "".join(char.lower() if len(char.lower()) == 1 else char for char in text)
    return low.replace("’", "'")


def silenced(page, is_recruiter) -> set[str]:
    """Kinds this text cannot show whatever its words: sellers, consumers and job seekers use the buyers' phrases."""
    silent = set()
    if not page.text.own:
        return silent
    if GUARDS["self_promotion"].search(page.low) or GUARDS["consumer"].search(page.low):
        silent |= INTENT_OF_BUYERS
    if GUARDS["job_seeker"].search(page.low):
        silent |= KINDS.keys()
    if GUARDS["market_talk"].search(page.low):
        silent |= {"asked_for_recommendation", "looking_for_alternative", "buying_step"}
    if GUARDS["sarcasm"].search(page.low):
        silent |= INTENT_OF_BUYERS - {"complained_about_tool"}
    if is_recruiter:
        silent.add("hiring")
    return silent


def said(page, offer) -> Iterable[Hit]:
    """The kinds that have patterns of their own, and mentions of competitors."""
    found = {}
    likely = [(kind, KINDS[kind].wording.pattern) for kind in READ_KINDS if KINDS[kind].wording.may_stand_in(page.low)]
    if not likely and not offer.competitor_pattern:
        return []
    sentences = list(page.sentences())
    names = [
        offer.competitor_pattern and offer.competitor_pattern.search(page.spoken, start, end)
        for start, end, _ in sentences
    ]
    for number, ((start, end, sentence), name) in enumerate(zip(sentences, names, strict=True)):
        mention = name.start() - start if name else None
        # a competitor that is named in the sentence before or after is what this sentence is about
        named = any(names[max(number - 1, 0) : number + 2])
        for kind, position in kinds_of(sentence, likely, mention):
            span = page.around(start, end, start + position)
            settled = named or not page.text.own or kind not in NEEDS_SUBJECT
            settled = settled or offer.shares_words(page.low[slice(*span)], least=TELLING_WORDS)
            if kind not in found or (settled and found[kind].open_subject):
                found[kind] = page.hit(kind, *span, open_subject=not settled)
        if name and not found.keys() & TELLING:
            found["tool_mention"] = page.hit("tool_mention", *page.around(start, end, name.start()))
    return found.values()


def kinds_of(sentence, likely, mention) -> Iterator[tuple[str, int]]:
    """(kind, position) of each pattern a sentence matches and nothing in it denies; `mention`: of a competitor."""
    before = sentence[: mention or 0]
    left = LEAVES.search(before)
    if left and not GUARDS["negated"].search(before[: left.start()]) and not SPEAKS_OF_SELF.search(before):
        yield "switching_from_competitor", left.start()
    for kind, pattern in likely:
        match = pattern.search(sentence)
        if not match or is_denied(kind, sentence, match):
            continue
        if kind == "switching_from_competitor" and arrived(sentence, match, mention):
            kind = "competitor_customer"
        yield kind, match.start()


def is_denied(kind, sentence, match) -> bool:
    if kind not in NEVER_NEGATED and GUARDS["negated"].search(sentence[: match.start()]):
        return True
    if kind in NEEDS_SUBJECT and GUARDS["hypothetical"].search(sentence):
        return True
    return kind == "hiring" and bool(GUARDS["asks_who_hires"].search(sentence))


def arrived(sentence, match, mention) -> bool:
    """Whether the competitor is where they went: "we moved from paper to Acme"."""
    return mention is not None and " to " in sentence[match.end() : mention]


def custom_phrases(page, offer) -> Iterator[Hit]:
    for kind, pattern in (("custom_positive", offer.wanted), ("custom_negative", offer.unwanted)):
        match = pattern and pattern.search(page.plain)
        if match:
            yield page.hit(kind, *sentence_around(page, match))


def sentence_around(page, match) -> tuple[int, int]:
    for start, end, _ in page.sentences():
        if start <= match.start() < end:
            first, last = page.around(start, end, match.start())
            return first, max(last, match.end())
    return match.span()


def pains(page, offer) -> list[Hit]:
    """The first sentence that has most words of a pain point, else one that shares some and may mean it."""
    if not offer.pains:
        return []
    unsure = None
    for start, end, sentence in page.sentences():
        stems = set(content_stems(sentence[:QUOTE_LIMIT]))
        shared = max((len(pain & stems) / max(len(pain), 2) for pain in offer.pain_stems), default=0)
        span = page.around(start, end, start)
        if shared >= 0.6:
            return [page.hit("pain_match", *span)]
        if shared and unsure is None:
            unsure = page.hit("pain_match", *span, open_subject=True)
    return [unsure] if unsure else []


def own_work(page, offer) -> list[Hit]:
    """The sentence in which they say they make for themselves what the offer sells."""
    if not GUARDS["in_house"].may_stand_in(page.low):
        return []
    for start, end, sentence in page.sentences():
        match = GUARDS["in_house"].search(sentence)
        if match and not GUARDS["negated"].search(sentence[: match.start()]) and offer.shares_words(sentence):
            return [page.hit(BUILDING_IN_HOUSE, *page.around(start, end, start + match.start()))]
    return []
