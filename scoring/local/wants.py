"""What posts want, whatever the offer: the trained model says which kind, patterns and sentences say where."""

import re
from collections.abc import Iterable
from typing import NamedTuple

import numpy as np

from scoring.intent import meaning
from scoring.intent.features import Features, cues, features_of, lowered
from scoring.intent.model import model
from scoring.intent.reading import Passage, Reading
from scoring.local.categories import categories_of
from scoring.local.kinds import GUARDS, KINDS
from scoring.local.page import QUOTED, TEXT_LIMIT, Page, Text, is_foreign
from scoring.scorecard import BUILDING_IN_HOUSE

# The model's kinds and the signals they are.
SIGNALS = {
    "ask": "asked_for_recommendation",
    "vendor_search": "buying_step",
    "switch": "looking_for_alternative",
    "complaint": "complained_about_tool",
    "pain": "pain_match",
    "hiring": "hiring",
    "job_change": "job_change",
    "funding": "funding",
}
# Kinds whose words stand under more than one name.
WORDINGS = {"switch": ("looking_for_alternative", "switching_from_competitor")}
# Kinds that mean something only where their subject is the offer's.
NEEDS_SUBJECT = frozenset((
    "asked_for_recommendation", "buying_step", "looking_for_alternative", "switching_from_competitor",
    "complained_about_tool",
))  # fmt: skip
# Of these it is asked how near their words are to the offer's field.
NEEDS_FIELD = NEEDS_SUBJECT | {"pain_match"}
# Figures alone are no sentence.
WORD = re.compile(r"[^\W\d_]{2,}")
# A product named this near tells what a passage is about.
NEIGHBOURHOOD = 300
# A wish of years ago is none, unless the sentence comes back to the present.
WISHES, PRESENT = ("ask", "vendor_search", "switch"), ("any_question", "doing_now", "soon")
WANTING = ("ask", "vendor_search", "switch", "complaint")
OWN_NEEDS = (*WANTING, "pain")
# Kinds only patterns know, in posts as in notes.
BY_PATTERN = ("acquisition", "ipo", "expansion", "product_launch", "cost_cutting", "not_interested")
# These use the buyers' phrases for another end.
OTHER_ENDS = ("self_promo", "job_seeker", "consumer_purchase")
# A signal more probable than not counts; where the wording shows it as well, or a competitor's name, less will do.
PROBABLE, WORDED = 0.5, 0.25
# A further sentence of a longer text counts alone only where it leaves no doubt.
PLAIN_TO_SEE = 0.85
# What a title says of a whole text.
TITLE_SHARE, TITLE_LENGTH = 0.3, 200
# Below this the sentence model is not asked: it takes twenty times as long as all the rest.
WORTH_ENCODING = 0.04


class Seen(NamedTuple):
    """A page with what the model sees of it, and of its title where it has one."""

    page: Page
    whole: Features
    title: str
    alone: Features | None


def read_texts(texts) -> list[Reading]:
    """The readings of posts, in their order."""
    seen, vectors = [seen_of(text) for text in texts], {}
    chances = judge(seen, vectors)
    readings = [reading_of(each, row) for each, row in zip(seen, chances, strict=True)]
    return with_meanings(readings, seen, vectors)


def with_meanings(readings, seen, vectors) -> list[Reading]:
    """Readings with a vector of each passage, which tells later whether it is about an offer's field.

    A kind that asks for no field gets zeros: encoding takes longer than all the rest.
    """
    quotes = [
        each.page.spoken[passage.start : passage.end]
        for each, own in zip(seen, readings, strict=True)
        for passage in own.passages
        if passage.kind in NEEDS_FIELD
    ]
    encoded = (vector.tobytes() for vector in meaning.encode(quotes, vectors).astype(np.float16))
    nothing = bytes(2 * meaning.DIMENSIONS)
    return [
        each._replace(
            meaning=b"".join(next(encoded) if passage.kind in NEEDS_FIELD else nothing for passage in each.passages)
        )
        for each in readings
    ]


def verdicts(texts) -> list[tuple[str, bool, float]]:
    """(kind, whether it is a signal, its probability) of each text; a pain without a question is none of the kinds."""
    chances = judge([seen_of(text) for text in texts], {})
    kinds = np.array(model().kinds)
    is_signal = np.isin(kinds, [kind for kind in SIGNALS if kind != "pain"])
    answers = []
    for row in chances:
        yes = bool(row[is_signal].sum() >= PROBABLE)
        place = int(np.where(is_signal == yes, row, 0.0).argmax())
        answers.append(("none" if kinds[place] == "pain" else str(kinds[place]), yes, float(row[place])))
    return answers


def seen_of(text) -> Seen:
    page = page_of(Text(text, "", own=True))
    whole, title = features_of(page.low), title_of(page.low)
    return Seen(page, whole, title, features_of(title, part_of=whole) if title else None)


def page_of(text) -> Page:
    """A text made ready; what it quotes from others is blank."""
    plain = text.text[:TEXT_LIMIT]
    spoken = QUOTED.sub(lambda match: " " * len(match[0]), plain) if text.own else plain
    return Page(text, plain, spoken, lowered(spoken))


def judge(seen, vectors) -> np.ndarray:
    """The probability of each kind; the sentence model is asked where it may be a signal.

    `vectors` keeps what that model answers, by text.
    """
    chances = heard(model().plain, seen)
    worth = np.flatnonzero(chances[:, places(SIGNALS)].sum(axis=1) >= WORTH_ENCODING)
    chances[worth] = heard(model().full, [seen[place] for place in worth], vectors)
    return chances


def heard(layer, seen, vectors=None) -> np.ndarray:
    """What the layer says of texts; the title of one that has a title is heard alone as well."""

    def say(features, texts):
        return layer.probabilities(features, None if vectors is None else meaning.encode(texts, vectors))

    chances = say([each.whole for each in seen], [each.page.spoken for each in seen])
    titled = [number for number, each in enumerate(seen) if each.title]
    if titled:
        alone = say([seen[number].alone for number in titled], [seen[number].title for number in titled])
        joined = chances[titled] ** (1 - TITLE_SHARE) * alone**TITLE_SHARE
        chances[titled] = joined / joined.sum(axis=1, keepdims=True)
    return chances


def title_of(low) -> str:
    """The first of several lines, where it is short enough to be a title."""
    first, _, rest = low.strip().partition("\n")
    return first if rest.strip() and len(first) <= TITLE_LENGTH else ""


def places(kinds) -> list[int]:
    return [model().kinds.index(kind) for kind in kinds]


def reading_of(seen, chances) -> Reading:
    page = seen.page
    speaks = model().kinds[int(chances.argmax())]
    if is_foreign(page.low):
        return Reading(speaks)
    sentences = list(page.sentences())
    return Reading(speaks, (*modelled(seen, chances, sentences), *patterned(page, chances, sentences)))


def modelled(seen, chances, sentences) -> list[Passage]:
    """Passages of the kinds the model knows: a sentence counts once, for what it shows best."""
    chance = dict(zip(model().kinds, chances.tolist(), strict=True))
    if not sentences or max(chance[kind] for kind in SIGNALS) < WORDED / 2:
        return []
    alone = sentence_chances(sentences, chances, seen.whole)
    to_other_end = max(chance[kind] for kind in OTHER_ENDS) >= PROBABLE
    found = {}
    for kind, place in zip(SIGNALS, places(SIGNALS), strict=True):
        best = int(alone[:, place].argmax())
        sure = chance[kind]
        if not to_other_end and alone[best, place] >= PLAIN_TO_SEE and (sure >= 0.1 or kind not in WANTING):
            sure = max(sure, float(alone[best, place]))
        if sure < (PROBABLE if to_other_end and kind in OWN_NEEDS else WORDED):
            continue  # whatever its words are: to look for them takes longer than the model
        worded, denied = shown(kind, sentences[best][2])
        if denied:
            continue
        if worded:
            sure = max(sure, PROBABLE)
        if sure > found.get(best, ("", 0.0))[1]:
            found[best] = (SIGNALS[kind], sure)
    return [passage(seen.page, sentences[number], kind, sure) for number, (kind, sure) in found.items()]


def shown(kind, low) -> tuple[bool, bool]:
    """(whether the wording of a kind stands in the sentence, whether the sentence denies it or says nothing)."""
    if not WORD.search(low):
        return False, True
    if kind == "hiring" and GUARDS["asks_who_hires"].search(low):
        return False, True
    # what one has an assistant explain or write is no need of one's own
    if kind in OWN_NEEDS and GUARDS["asks_assistant"].search(low):
        return False, True
    if kind in WISHES and cues()["past"].search(low) and not any(cues()[name].search(low) for name in PRESENT):
        return False, True
    for name in WORDINGS.get(kind, (SIGNALS[kind],)):
        match = KINDS[name].wording and KINDS[name].wording.search(low)
        if match:
            return True, kind != "complaint" and bool(GUARDS["negated"].search(low[: match.start()]))
    return False, False


def sentence_chances(sentences, chances, whole) -> np.ndarray:
    """The kinds of each sentence; of an only sentence they are those of the text."""
    if len(sentences) == 1:
        return chances[None, :]
    return model().plain.probabilities([features_of(low, part_of=whole) for _, _, low in sentences])


def passage(page, sentence, kind, sure, position=None) -> Passage:
    start, end, low = sentence
    wording = KINDS[kind].wording if kind in KINDS else None
    if position is None:
        match = wording and wording.search(low)
        position = match.start() if match else 0
    span = page.around(start, end, start + position)
    return Passage(kind, *span, round(100 * sure), " ".join(sorted(categories_named(page.text.text, kind, *span))))


def categories_named(text, kind, start, end) -> frozenset[str]:
    if kind == BUILDING_IN_HOUSE:
        return categories_of(text[start:end])
    return categories_of(neighbourhood(text, start, end)) if kind in NEEDS_FIELD else frozenset()


def neighbourhood(text, start, end) -> str:
    return text[max(0, start - NEIGHBOURHOOD) : end + NEIGHBOURHOOD]


def patterned(page, chances, sentences) -> Iterable[Passage]:
    """Passages of the kinds that only patterns know, each where it stands first."""
    if model().kinds[int(chances.argmax())] == "job_seeker":
        return
    for kind in BY_PATTERN:
        wording = KINDS[kind].wording
        if wording.may_stand_in(page.low):
            yield from first_said(page, sentences, kind, wording, negatable=kind != "not_interested")
    if GUARDS["in_house"].may_stand_in(page.low):
        yield from first_said(page, sentences, BUILDING_IN_HOUSE, GUARDS["in_house"], negatable=True)


def first_said(page, sentences, kind, wording, *, negatable) -> Iterable[Passage]:
    for sentence in sentences:
        match = wording.search(sentence[2])
        if match and not (negatable and GUARDS["negated"].search(sentence[2][: match.start()])):
            yield passage(page, sentence, kind, 1.0, match.start())
            return
