"""What is asked of a model about a few leads, question by question. Who makes the calls sends the answers in."""

from collections.abc import Generator
from dataclasses import dataclass
from enum import Enum

from pydantic import BaseModel

from scoring.ai import prompts
from scoring.ai.answers import Proposals, Verdicts, proposals_about, verdicts_on
from scoring.ai.checking import Checked, Reading, believe, check_lines, items_to_judge, judged, to_judge
from scoring.local.offer import OfferView
from scoring.local.scorer import hits_of

# For each answer: what a model may think before it, then a line or a verdict.
THINKING, LINE, VERDICT = 1_500, 60, 16
LINES_PER_LEAD = 6


@dataclass(frozen=True, slots=True)
class Question:
    name: str
    schema: type[BaseModel]
    instructions: str
    content: str
    max_tokens: int

    @property
    def size(self) -> int:
        """Bytes sent, the schema included: no text has more tokens."""
        return sum(len(text.encode("utf-8", "replace")) for text in (self.instructions, self.content)) + SCHEMA_BYTES


SCHEMA_BYTES = 2_000


class Unread(Enum):
    """Why there is no reading: the leads are to be asked about apart, or the model answers no question soundly."""

    TOGETHER, BY_THIS_MODEL = "together", "by_this_model"


Questions = Generator[Question, BaseModel, dict[int, Reading] | Unread]


def read_leads(snapshots, offer, view: OfferView | None = None) -> Questions:
    """Yields questions, is sent their answers, and returns a reading for each lead, or why there is none.

    Where the model errs on what is ours, it is asked about that alone. If it errs again, it guesses. If not, a text
    of the leads makes it obey.
    """
    view = view or OfferView.of(offer)
    shown = [prompts.show(snapshot) for snapshot in snapshots]
    hits = dict(zip((each.lead_id for each in shown), hits_of(snapshots, view), strict=True))
    checked = yield from proposed(shown, offer, view)
    if not checked.sound:
        alone = yield from proposed([], offer, view)
        if why := why_unread(shown, alone.sound):
            return why
    open_lines = [line for lead_id, lines in checked.lines.items() for line in to_judge(lines, hits[lead_id])]
    answers = yield from looked_at_again([each.title for each in shown], open_lines, offer)
    if answers is None:
        is_sound = (yield from asked_again({}, offer)) is not None
        if why := why_unread(shown, is_sound):
            return why
    readings = {}
    for each in shown:
        lines, dropped = checked.lines.get(each.lead_id, []), checked.dropped.get(each.lead_id, {})
        reading = believe(each.title, lines, dropped, hits[each.lead_id], answers)
        reading.doubted |= not checked.sound
        readings[each.lead_id] = reading
    return readings


def why_unread(shown, is_sound_alone) -> Unread | None:
    """None where one lead alone is shown, and its texts are what the model errs on."""
    if not is_sound_alone:
        return Unread.BY_THIS_MODEL
    return Unread.TOGETHER if len(shown) > 1 else None


def proposed(shown, offer, view) -> Generator[Question, Proposals, Checked]:
    content, labels = prompts.reading_content(shown)
    if shown and not labels:
        return Checked({}, {})
    leads = len(labels) + 1
    most = THINKING + LINE * LINES_PER_LEAD * leads
    proposals = yield Question("read", proposals_about(leads), prompts.reading_prompt(offer), content, most)
    return check_lines(proposals, labels, view)


def looked_at_again(titles, lines, offer) -> Generator[Question, Verdicts, dict[tuple[str, str], str] | None]:
    items = items_to_judge(titles, lines)
    return (yield from asked_again(items, offer)) if items else {}


def asked_again(items, offer) -> Generator[Question, Verdicts, dict[tuple[str, str], str] | None]:
    content = prompts.judging_content(items)
    asked = len(items) + len(prompts.CONTROLS)
    shape, most = verdicts_on(asked), THINKING + VERDICT * asked
    verdicts = yield Question("judge", shape, prompts.judging_prompt(offer), content, most)
    return judged(verdicts, items)
