"""Finding signals for an offer in what a lead wrote and in what the team noted about them."""

import re
from collections.abc import Iterable, Iterator

from leads.taxonomy.words import content_stems
from scoring.intent.features import cues, lowered
from scoring.intent.reading import Reading
from scoring.local.kinds import GUARDS, KINDS
from scoring.local.page import QUOTE_LIMIT, TEXT_LIMIT, Hit, Text, is_foreign
from scoring.local.wants import NEEDS_SUBJECT, OTHER_ENDS, PROBABLE, neighbourhood, page_of, read_texts
from scoring.scorecard import BUILDING_IN_HOUSE

__all__ = ["Hit", "Text", "is_foreign", "lowered", "read"]

READ_KINDS = tuple(name for name, kind in KINDS.items() if kind.wording)
TELLING = NEEDS_SUBJECT | {"competitor_customer", "tool_mention"}
NEVER_NEGATED = frozenset(("not_interested", "complained_about_tool"))
# Right before a competitor's name; of themselves people leave an employer.
LEAVES = re.compile(r"\b(?:leav|dropp?|ditch|cancell?|replac|quitt?)(?:e|ing)? $")
SPEAKS_OF_SELF = re.compile(r"\bi\b")
# Right before a competitor's name: where somebody went, "we moved from paper to Acme".
WENT_TO = re.compile(
    r"\b(?:mov|switch|migrat|chang|wechsel|umgestiegen|pass|cambi|mud|migr)\w*\b[^.!?]*"
    r" (?:to|zu|auf|vers|à|a|para|al|ao)(?: the)? $"
)
STILL_ASKING = re.compile(r"\?|\b(?:think|consider|should|want|plan|überleg|pens|pensando|pensiamo|vogli|quer)\w*")
PERCENT_PROBABLE = round(100 * PROBABLE)
# One word in common may be chance; then meaning decides: a cosine of the sentence model from here on.
TELLING_WORDS = 2
MEANS_THE_SUBJECT = 0.3


def read(text, offer, *, reading: Reading | None = None, nearness=None, is_recruiter=False) -> list[Hit]:
    """Hits in a text, at most one of each kind.

    `reading` is a post's, where it was kept, and `nearness` says how near each passage is to the offer's field.
    """
    if not text.own:
        return read_remark(text, offer)
    if reading is None:
        reading, nearness = read_texts([text.text])[0], None
    nearness = offer.nearness([reading])[0] if nearness is None else nearness
    hits = [] if reading.speaks in OTHER_ENDS else mentions(text, reading, offer)
    found = list(wanted(text, reading, nearness, offer, is_recruiter))
    hits = [*found, *(hit for hit in hits if not TELLING & {each.kind for each in found})]
    if offer.phrases and offer.phrases.search(text.text[:TEXT_LIMIT]):
        page = page_of(text)
        hits += [] if is_foreign(page.low) else custom_phrases(page, offer)
    return hits


def mention_of(quote, offer) -> str:
    """What a sentence says with a competitor's name, where the model sees no wish in it."""
    if leaves(quote, offer):
        return "switching_from_competitor"
    went = where_to(quote, offer) == "competitor_customer"
    return "competitor_customer" if went else "tool_mention"


def read_remark(text, offer) -> list[Hit]:
    """A colleague's note is taken literally. One that gives orders to its reader shows nothing."""
    page = page_of(text)
    hits = [*said(page, offer), *custom_phrases(page, offer), *pains(page, offer)]
    return [] if hits and is_foreign(page.low) else hits


def wanted(text, reading, nearness, offer, is_recruiter) -> Iterator[Hit]:
    """The passages of a post that speak of the offer's field, or may do so."""
    seen = set()
    for passage, near in zip(reading.passages, nearness, strict=True):
        quote = text.text[passage.start : passage.end].strip()
        kind, settled = judged(passage, text, quote, near, offer)
        if not kind or kind in seen or (kind == "hiring" and is_recruiter):
            continue
        seen.add(kind)
        yield Hit(kind, quote, text, not settled, passage.sure)


def judged(passage, text, quote, nearness, offer) -> tuple[str, bool]:
    """(the kind it is for this offer, whether its subject is the offer's beyond doubt); "" for none."""
    kind = passage.kind
    near = offer.names_competitor(neighbourhood(text.text, passage.start, passage.end))
    if passage.sure < PERCENT_PROBABLE and not near:
        return "", False
    if kind == BUILDING_IN_HOUSE:
        return (kind, True) if offer.shares_words(quote) or offer.shares_category(passage) else ("", False)
    means_it = nearness >= MEANS_THE_SUBJECT
    if kind == "pain_match":
        return kind, means_it or offer.shares_pain(quote) or offer.shares_category(passage)
    if kind not in NEEDS_SUBJECT:
        return kind, True
    if near and leaves(quote, offer) is False:
        return "", False
    if near and kind == "looking_for_alternative":
        kind = where_to(quote, offer)
    settled = near or means_it or offer.shares_category(passage)
    return kind, settled or offer.shares_words(lowered(quote), least=TELLING_WORDS)


def leaves(quote, offer) -> bool | None:
    """Whether the words right before a competitor's name say that it is left; None where they say nothing of it."""
    name = offer.competitor_pattern.search(quote)
    before = lowered(quote)[: name.start() if name else 0]
    left = LEAVES.search(before)
    if not left:
        return None
    stayed = GUARDS["negated"].search(before[: left.start()]) or cues()["past"].search(lowered(quote))
    return not (stayed or SPEAKS_OF_SELF.search(before))


def where_to(quote, offer) -> str:
    """Whether somebody leaves a competitor, went to one, or looks for something else than one."""
    name = offer.competitor_pattern and offer.competitor_pattern.search(quote)
    low = lowered(quote)
    if name and WENT_TO.search(low[: name.start()]) and not STILL_ASKING.search(low):
        return "competitor_customer"
    if KINDS["looking_for_alternative"].wording.search(low):
        return "looking_for_alternative"
    return "switching_from_competitor"


def mentions(text, reading, offer) -> list[Hit]:
    """A competitor named in a post that says nothing else about tools."""
    if any(passage.kind in TELLING and passage.sure >= PERCENT_PROBABLE for passage in reading.passages):
        return []
    if not offer.names_competitor(text.text):
        return []
    page = page_of(text)
    for start, end, _ in page.sentences():
        name = offer.competitor_pattern.search(page.spoken, start, end)
        if name and not is_foreign(page.low):
            span = page.around(start, end, name.start())
            return [page.hit(mention_of(page.plain[slice(*span)], offer), *span)]
    return []


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
    for (start, end, sentence), name in zip(sentences, names, strict=True):
        mention = name.start() - start if name else None
        for kind, position in kinds_of(sentence, likely, mention):
            span = page.around(start, end, start + position)
            found.setdefault(kind, page.hit(kind, *span))
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
