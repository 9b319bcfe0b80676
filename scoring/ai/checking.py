"""What of a model's proposals is believed. A line needs words that stand in its text, that speak of the offer's field,
and that show its claim to a reader who sees nothing else: the local reader, or the model once more.
"""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable
from dataclasses import asdict, dataclass, field

from leads.taxonomy.embedding import embed
from leads.taxonomy.languages import says_something
from scoring.ai.answers import LINES_MAX, QUOTE_LENGTH
from scoring.ai.prompts import CONTROL, RIGHT, SHOWN_BY_CONTROL, WRONG, gives_orders
from scoring.local.kinds import KINDS
from scoring.local.offer import closeness
from scoring.local.reading import NEEDS_SUBJECT

ROLE = "role"
QUOTE_WORDS = 3
# Words in common with the offer, or so near to it in meaning; the model judges the rest.
ABOUT_THE_OFFER = 0.3
NEEDS_THE_OFFER = NEEDS_SUBJECT | {"pain_match"}
AGREES = ("yes", "partly")
# Words that may be meant for the reader who grades, and characters that may hide such words. A quote with them
# counts only where the local reader finds it as well.
TO_A_GRADER = re.compile(
    r"\b(?:scor|rat(?:e|ed|ing)\b|grad(?:e|ing)|rank|points?\b|marks?\b|leads?\b|profiles?\b|candidat|assess|evaluat|"
    r"classif|label|verdict|answer|respon[sd]|output|instruct|prompt|system\b|assistant|model\b|reader\b|json|\bai\b|llm|"
    r"gpt|\byes\b|true\b|maximum|highest|perfect|important|overrid|ignor|disregard|forget|bewert|punkt|antwort|anweis|"
    r"not(?:e|er|ez)\b|pontu|puntu|punte|valut|valor|evalu|calific|classific|classe|respond|r[ée]pon|rispo|"
    r"ist?ru[cz]|ignora|oubli|olvid|vergiss|dimentic|esque[cç])|\b\d{2,3}\s?(?:/|%|out of|von|sur|de)|\b100\b",
    re.IGNORECASE,
)
HIDDEN = re.compile(
    r"(?!\b[bB]2[bBcCgG]\b)\b[^\W\d_]+\d+[^\W\d_]|\S{26,}|(?:\b\w\b\W{1,2}){4}|[\u200b-\u200f\u2060-\u206f\ufeff\U000e0000-\U000e007f]"
)
UNKNOWN, NOT_QUOTED, NO_SENTENCE, OTHER_SUBJECT, REFUTED, ONE_TOO_MANY = (
    "unknown", "not_quoted", "no_sentence", "other_subject", "refuted", "one_too_many",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class ReadLine:
    """A kind of signal and its words, as they stand in the source."""

    kind: str
    source: str
    quote: str


@dataclass(slots=True)
class Reading:
    """What is believed of one lead. `role` is the judgement of the title: yes, partly, no, unclear, or "" for none.

    `dropped` counts what was proposed and not believed, by reason. A `doubted` reading never raises a score above the
    local scorer's.
    """

    lines: list[ReadLine] = field(default_factory=list)
    role: str = ""
    title: str = ""
    dropped: dict[str, int] = field(default_factory=dict)
    doubted: bool = False

    def to_json(self) -> dict:
        return asdict(self)

    @classmethod
    def from_json(cls, stored) -> "Reading":
        return cls(**stored | {"lines": [ReadLine(**line) for line in stored["lines"]]})


@dataclass(slots=True)
class Checked:
    """Lines by lead that stand in their texts. `sound` says that the model read the lead of ours as it is."""

    lines: dict[int, list[ReadLine]]
    dropped: dict[int, Counter]
    sound: bool = True


def check_lines(proposals, labels, offer) -> Checked:
    """Keep what is quoted and about the offer. `labels` are the leads shown, by label; `offer` an OfferView."""
    checked = Checked(
        {each.lead_id: [] for each in labels.values()}, {each.lead_id: Counter() for each in labels.values()}
    )
    checked.sound = reads_control(proposals)
    topics = subjects_of(labels.values(), offer)
    for line in proposals.lines:
        shown = labels.get(line.lead)
        if shown is None:
            continue
        found, dropped = checked.lines[shown.lead_id], checked.dropped[shown.lead_id]
        source, text = shown.texts.get(line.text, ("", ""))
        quote = quoted(line.quote, text)
        if reason := fault_of(line, source, text, quote, topics, offer):
            dropped[reason] += 1
        elif len(found) == LINES_MAX:
            dropped[ONE_TOO_MANY] += 1
        elif not any((known.kind, known.source) == (line.kind, source) for known in found):
            found.append(ReadLine(line.kind, source, quote))
    return checked


def reads_control(proposals) -> bool:
    """Whether the model found what our lead shows, and nothing where it shows nothing."""
    found = {(line.text, line.kind) for line in proposals.lines if line.lead == CONTROL}
    return SHOWN_BY_CONTROL in found and {text for text, _ in found} == {SHOWN_BY_CONTROL[0]}


def fault_of(line, source, text, quote, topics, offer) -> str:
    if not source:
        return UNKNOWN
    if not quote:
        return NOT_QUOTED
    if (
        len(quote) > QUOTE_LENGTH
        or len(quote.split()) < QUOTE_WORDS
        or not says_something(quote)
        or gives_orders(quote)
    ):
        return NO_SENTENCE
    return OTHER_SUBJECT if line.kind in NEEDS_THE_OFFER and not topics[text] else ""


def quoted(quote, text) -> str:
    """The words of `text` that `quote` copies; "" where it copies none. Models change spaces and capitals."""
    quote = quote.strip().strip("\"'“”‘’… ")
    if quote and quote in text:
        return quote
    words = [re.escape(word).replace("'", "['’]").replace("’", "['’]") for word in quote.split()[:80]]
    match = re.search(r"\s+".join(words), text, re.IGNORECASE) if words else None
    return match[0] if match else ""


def subjects_of(shown, offer) -> dict[str, bool]:
    """Text → whether it may speak of the offer's field."""
    texts = sorted({text for each in shown for _, text in each.texts.values()})
    near = closeness(embed(texts), offer.topic_vectors) if texts else ()
    return {
        text: bool(value >= ABOUT_THE_OFFER or offer.shares_words(text) or names_competitor(text, offer))
        for text, value in zip(texts, near, strict=True)
    }


def names_competitor(text, offer) -> bool:
    return bool(offer.competitor_pattern and offer.competitor_pattern.search(text))


def is_found_locally(line, hits) -> bool:
    """Whether the local reader found the same kind in the same words."""
    return any(
        hit.kind == line.kind
        and hit.text.source == line.source
        and (line.quote in hit.quote or hit.quote in line.quote)
        for hit in hits
    )


def items_to_judge(titles: Iterable[str], lines: Iterable[ReadLine]) -> dict[str, tuple[str, str]]:
    """(claim, text) by label, each once, and each with a claim beside it that is certainly wrong.

    A text that makes the model agree to everything is found out by that one.
    """
    wanted = [(ROLE, title) for title in titles if title] + [(line.kind, line.quote) for line in lines]
    items = {}
    for number, (claim, text) in enumerate(dict.fromkeys(wanted), 1):
        items[f"i{number}"] = claim, text
        items[f"x{number}"] = contrary(claim), text
    return items


def contrary(claim) -> str:
    return "hiring" if claim in ("ipo", "acquisition", "funding") else "ipo"


def judged(verdicts, items) -> dict[tuple[str, str], str] | None:
    """Answer by (claim, text); None where the model agrees to what is certainly wrong, or not to what is right."""
    answers = {verdict.item: verdict.answer for verdict in verdicts.verdicts}
    if any(answers.get(label) in AGREES for label in WRONG) or not all(answers.get(label) in AGREES for label in RIGHT):
        return None
    agreeable = {text for label, (_, text) in items.items() if label[0] == "x" and answers.get(label) in AGREES}
    return {
        (claim, text): "unclear" if text in agreeable else answers.get(label, "unclear")
        for label, (claim, text) in items.items()
        if label[0] == "i"
    }


def believe(title, lines, dropped, hits, answers) -> Reading:
    """The reading of a lead after the second look. Without `answers` only what the local reader finds too is kept."""
    answers, doubted = answers or {}, answers is None
    kept = [line for line in lines if is_found_locally(line, hits) or answers.get((line.kind, line.quote)) == "yes"]
    dropped = Counter(dropped)
    if len(lines) > len(kept):
        dropped[REFUTED] += len(lines) - len(kept)
    return Reading(kept, answers.get((ROLE, title), ""), title, dict(dropped), doubted)


def to_judge(lines, hits) -> list[ReadLine]:
    """Lines that the local reader does not find and whose words could not be meant for the model."""
    return [line for line in lines if not is_found_locally(line, hits) and speaks_plainly(line.quote)]


def speaks_plainly(quote) -> bool:
    """Whether the words are of one script, hide nothing, and do not speak of grading."""
    letters = {unicodedata.name(char, "").partition(" ")[0] for char in quote if char.isalpha()}
    return len(letters) <= 1 and not HIDDEN.search(quote) and not TO_A_GRADER.search(quote)


def sure_to_count(hits, reading) -> list:
    """What the local reader finds and no model may omit: colleagues' notes, names, the offer's phrases, refusals."""
    read = {line.source for line in reading.lines}
    return [
        hit
        for hit in hits
        if hit.kind not in KINDS
        or KINDS[hit.kind].points < 0
        or hit.kind.startswith("custom_")
        or not hit.text.source.startswith("post:")
        or (hit.kind == "tool_mention" and hit.text.source not in read)
    ]
