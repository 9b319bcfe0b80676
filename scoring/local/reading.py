"""Finding signals in what a lead wrote and in what the team noted about them."""

import re
from dataclasses import dataclass
from datetime import datetime

from leads.taxonomy.words import content_stems
from scoring.scorecard import BUILDING_IN_HOUSE

from . import phrases
from .kinds import KINDS

TEXT_LIMIT = 6_000
SENTENCES = 80
QUOTE_LIMIT = 240
_SENTENCE = re.compile(r"\S(?:.*?[.!?…](?=\s)|.*)")
_QUOTED = re.compile(r"^\s*>.*$|[“\"«][^“”\"«»\n]{12,400}[”\"»]", re.M)
# Kinds that mean something only where their subject is the offer's.
NEEDS_SUBJECT = frozenset(
    ("asked_for_recommendation", "buying_step", "looking_for_alternative", "switching_from_competitor", "complained_about_tool")
)  # fmt: skip
INTENT_OF_BUYERS = NEEDS_SUBJECT | {"tool_mention", "pain_match"}
NEVER_NEGATED = frozenset(("not_interested", "complained_about_tool"))


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
    kind: str
    quote: str
    text: Text
    needs_subject: bool = False


def lowered(text):
    """Lower case, character for character, so that a position found in it is one in `text`."""
    low = text.lower()
    if len(low) != len(text):
        low = "".join(char.lower() if len(char.lower()) == 1 else char for char in text)
    return low.replace("’", "'")


def sentences(text):
    """(start, end) of each sentence; a line break ends one."""
    for count, match in enumerate(_SENTENCE.finditer(text)):
        if count == SENTENCES:
            return
        yield match.span()


def read(text: Text, offer, *, is_recruiter=False):
    """Hits in a text, at most one for each kind: the first."""
    plain = text.text[:TEXT_LIMIT]
    if phrases.INSTRUCTION.search(plain):
        return []
    spoken = _QUOTED.sub(lambda match: " " * len(match[0]), plain) if text.own else plain
    low = lowered(spoken)
    silent = silenced(low, text, is_recruiter)
    found = {}
    for start, end in sentences(low):
        sentence = low[start:end]
        mention = offer.competitor_pattern and offer.competitor_pattern.search(spoken, start, end)
        for kind in kinds_of(sentence, silent, bool(mention)):
            if kind not in found:
                about = bool(mention) or not needs_subject(kind, sentence, text, offer)
                found[kind] = Hit(kind, quote_of(plain, start, end), text, needs_subject=not about)
        if mention and not found.keys() & NEEDS_SUBJECT and "tool_mention" not in silent | found.keys():
            found["tool_mention"] = Hit("tool_mention", quote_of(plain, start, end), text)
    return [*found.values(), *custom_hits(plain, text, offer)]


def silenced(low, text, is_recruiter):
    """Kinds this text cannot show whatever its words: sellers, consumers and job seekers use the buyers' phrases."""
    silent = set()
    if not text.own:
        return silent
    if phrases.SELF_PROMOTION.search(low) or phrases.CONSUMER.search(low):
        silent |= INTENT_OF_BUYERS
    if phrases.JOB_SEEKER.search(low):
        silent |= KINDS.keys()
    if phrases.MARKET_TALK.search(low):
        silent |= {"asked_for_recommendation", "looking_for_alternative", "buying_step"}
    if phrases.SARCASM.search(low):
        silent |= INTENT_OF_BUYERS - {"complained_about_tool"}
    if is_recruiter:
        silent.add("hiring")
    return silent


def kinds_of(sentence, silent, mentions_competitor):
    for kind, pattern in phrases.PATTERNS.items():
        if kind in silent or not any(cue in sentence for cue in phrases.CUES[kind]):
            continue
        match = pattern.search(sentence)
        if not match or (kind not in NEVER_NEGATED and phrases.NEGATED.search(sentence[: match.start()])):
            continue
        if kind in NEEDS_SUBJECT and phrases.HYPOTHETICAL.search(sentence):
            continue
        if kind == "switching_from_competitor" and arrived(sentence, match, mentions_competitor):
            kind = "competitor_customer"
        yield kind


def arrived(sentence, match, mentions_competitor):
    """ "We moved from spreadsheets to Acme" names where they went, not what they leave."""
    return mentions_competitor and bool(
        re.match(r"\s*(?:our |the |old |legacy )*(?:excel|spreadsheets?|paper|pen)\b", sentence[match.end() :])
    )


def needs_subject(kind, sentence, text, offer):
    """Whether it is still open if this is about the offer's field: neither a note nor its own words say so."""
    if kind not in NEEDS_SUBJECT or not text.own:
        return False
    return not offer.shares_words(sentence)


def custom_hits(plain, text, offer):
    for kind, pattern in (("custom_positive", offer.wanted), ("custom_negative", offer.unwanted)):
        match = pattern and pattern.search(plain)
        if match:
            yield Hit(kind, sentence_around(plain, match), text)


def sentence_around(plain, match):
    for start, end in sentences(plain):
        if start <= match.start() < end:
            return quote_of(plain, start, end) if match.end() - start <= QUOTE_LIMIT else match[0]
    return match[0]


def quote_of(plain, start, end):
    quote = plain[start:end].strip()
    if len(quote) <= QUOTE_LIMIT:
        return quote
    return quote[:QUOTE_LIMIT].rsplit(None, 1)[0]


def pains_in(text, offer):
    """Sentences about one of the offer's pain points: most of its words, or some and, to be checked, its meaning."""
    if not offer.pains or phrases.INSTRUCTION.search(text.text):
        return []
    low = lowered(text.text[:TEXT_LIMIT])
    if "pain_match" in silenced(low, text, False):
        return []
    unsure = None
    for start, end in sentences(low):
        stems = set(content_stems(low[start:end]))
        for pain in offer.pain_stems:
            shared = len(pain & stems)
            if shared >= 2 and shared >= 0.6 * len(pain):
                return [Hit("pain_match", quote_of(text.text, start, end), text)]
            if shared and unsure is None:
                unsure = Hit("pain_match", quote_of(text.text, start, end), text, needs_subject=True)
    return [unsure] if unsure else []


def in_house(text, offer):
    """The sentence in which they say they make for themselves what the offer sells."""
    low = lowered(text.text[:TEXT_LIMIT])
    if "own" not in low and "house" not in low and "internal" not in low and "grown" not in low:
        return []
    if phrases.INSTRUCTION.search(text.text):
        return []
    for start, end in sentences(low):
        match = phrases.IN_HOUSE.search(low, start, end)
        if match and not phrases.NEGATED.search(low[start : match.start()]) and offer.shares_words(low[start:end]):
            return [Hit(BUILDING_IN_HOUSE, quote_of(text.text, start, end), text)]
    return []
