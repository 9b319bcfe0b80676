"""From receipt lines to numbers: dimensions, composite, overriding rules and state, the same for every scorer."""

import re
from dataclasses import dataclass, field
from datetime import date, datetime

from leads.fit.grade import LOCATION_MISMATCH, rounded
from leads.models import BuyerState
from scoring.tiebreak import tiebreak_of

FIT, INTENT, TIMING, SCORE = "fit", "intent", "timing", "score"
DIMENSIONS = (FIT, INTENT, TIMING)

ROLE_START = "role_started_on"
COMPETITOR_EMPLOYEE = "competitor_employee"
BUILDING_IN_HOUSE = "building_in_house"
DO_NOT_CONTACT = "do_not_contact"
LEFT_COMPANY = "left_company"
NOT_INTERESTED = "not_interested"
AT_MOST, AT_LEAST, ZEROED = "No more than 100", "No less than 0", "Works for a competitor: zeroed"
CAPPED = re.compile(r": no more than \d+$")
NOTHING_KNOWN = "Only a name or an address is known"


@dataclass(frozen=True, slots=True)
class ReceiptLine:
    """Signed points of one dimension and what they rest on. `quote` stands word for word in the text `source` names.

    `kind` tells which lines of two receipts speak of one thing: a criterion of fit, a kind of signal, a step of the
    arithmetic. `sure` is how probable it is, in percent, that the quote shows a signal; None where no model said.
    """

    points: int
    dimension: str
    reason: str
    quote: str = ""
    source: str = ""
    url: str = ""
    date: str = ""
    kind: str = ""
    sure: int | None = None

    def as_dict(self) -> dict:
        return {name: getattr(self, name) for name in self.__slots__}


@dataclass(frozen=True, slots=True)
class FoundSignal:
    kind: str
    strength: str
    quote: str
    source: str
    url: str = ""
    happened_at: datetime | None = None
    confidence: int | None = None


@dataclass(slots=True)
class Evidence:
    """What a scorer found out about one lead; everything else follows from it."""

    lines: list[ReceiptLine] = field(default_factory=list)
    signals: list[FoundSignal] = field(default_factory=list)
    caps: list[tuple[int, str]] = field(default_factory=list)
    rule: str = ""
    rule_reason: str = ""


@dataclass(slots=True)
class Scorecard:
    lead_id: int
    fit: int
    intent: int
    timing: int
    score: int
    state: str
    rule: str
    lines: list[ReceiptLine]
    signals: list[FoundSignal]
    scorer: str = ""
    tiebreak: int = 0
    weights: tuple[int, ...] = (1, 1, 1)
    top: ReceiptLine | None = field(init=False)

    def __post_init__(self):
        self.top = strongest(self.lines, dict(zip(DIMENSIONS, self.weights, strict=True)))

    @property
    def receipt(self) -> dict:
        return {"rule": self.rule, "lines": [line.as_dict() for line in self.lines]}

    @property
    def top_reason(self) -> str:
        """The strongest reason in words, the rule that overrode everything before all others."""
        if self.rule in RULE_REASONS:
            return RULE_REASONS[self.rule]
        if any(line.reason == NOTHING_KNOWN for line in self.lines):
            return NOTHING_KNOWN
        return self.top.reason[:200] if self.top else ""

    @property
    def top_quote(self) -> str:
        """What was said or written, where that is the reason."""
        said = self.is_top_the_reason and self.top.dimension != FIT and self.top.source != ROLE_START
        return self.top.quote[:200] if said else ""

    @property
    def top_reason_on(self) -> date | None:
        return date.fromisoformat(self.top.date) if self.is_top_the_reason and self.top.date else None

    @property
    def is_top_the_reason(self) -> bool:
        return self.top is not None and self.rule not in RULE_REASONS

    @property
    def newest_signal_at(self) -> datetime | None:
        return max((signal.happened_at for signal in self.signals if signal.happened_at), default=None)


def strongest(lines, weights) -> ReceiptLine | None:
    """The dated signal that adds most to the score; without one, another sign of intent or timing; then fit."""
    lines = [line for line in lines if line.dimension != SCORE and line.points > 0 and not is_closing(line.reason)]
    return max(
        lines,
        key=lambda line: (bool(line.date), line.dimension != FIT, line.points * weights[line.dimension]),
        default=None,
    )


RULE_REASONS = {
    COMPETITOR_EMPLOYEE: "Works for a competitor",
    BUILDING_IN_HOUSE: "Is building the same thing in-house",
    LOCATION_MISMATCH: "Is outside the offer's locations",
    DO_NOT_CONTACT: "A colleague noted: do not contact",
    LEFT_COMPANY: "A colleague noted: left the company",
    NOT_INTERESTED: "A colleague noted: not interested",
}
# What a colleague noted overrules every number.
DISQUALIFYING = frozenset((DO_NOT_CONTACT, LEFT_COMPANY, NOT_INTERESTED))


def make_scorecard(*, snapshot, evidence, likelihood, rules, scorer="") -> Scorecard:
    """Add up, cap, compose and judge. Lines whose quote is not in its source are dropped here and nowhere else."""
    lines = [ReceiptLine(0, FIT, NOTHING_KNOWN, kind="blank")] if snapshot.is_blank else []
    lines += [line for line in evidence.lines if is_quoted(line, snapshot)]
    signals = [signal for signal in evidence.signals if is_quoted(signal, snapshot)]
    numbers = {}
    for dimension in DIMENSIONS:
        own = [line for line in lines if line.dimension == dimension]
        caps = evidence.caps if dimension == FIT else []
        closing = closing_lines(dimension, sum(line.points for line in own), caps, evidence.rule)
        lines += closing
        numbers[dimension] = sum(line.points for line in own) + sum(line.points for line in closing)
    composite = composite_lines(numbers, evidence.rule, likelihood, rules)
    score = sum(line.points for line in composite)
    return Scorecard(
        lead_id=snapshot.lead_id,
        **numbers,
        score=score,
        state=state_of(numbers[FIT], score, evidence.rule, rules, is_blank=snapshot.is_blank),
        rule=evidence.rule,
        lines=lines + composite,
        signals=signals,
        scorer=scorer,
        tiebreak=tiebreak_of(snapshot),
        weights=rules.weights[likelihood],
    )


def is_quoted(item, snapshot) -> bool:
    return not item.quote or item.quote in snapshot.source_text(item.source)


def closing_lines(dimension, total, caps, rule) -> list[ReceiptLine]:
    """What brings the sum of the evidence to the number shown: caps, the 0–100 range and the zeroing rule."""
    lines = []
    for limit, reason in sorted(caps):
        if total > limit:
            lines.append(ReceiptLine(limit - total, dimension, reason, kind="cap"))
            total = limit
    if total > 100:
        lines.append(ReceiptLine(100 - total, dimension, AT_MOST, kind="at_most"))
        total = 100
    if total < 0:
        lines.append(ReceiptLine(-total, dimension, AT_LEAST, kind="at_least"))
        total = 0
    if rule == COMPETITOR_EMPLOYEE and total:
        lines.append(ReceiptLine(-total, dimension, ZEROED, kind="zeroed"))
    return lines


def is_closing(reason) -> bool:
    """Whether a line only closes a sum. What it rests on is a line of the evidence."""
    return reason in (AT_MOST, AT_LEAST, ZEROED) or CAPPED.search(reason) is not None


def composite_lines(numbers, rule, likelihood, rules) -> list[ReceiptLine]:
    """The composite's arithmetic, in whole points: weighted dimensions, rounding, floor, overriding rule."""
    lines, exact = [], 0
    for dimension, percent in zip(DIMENSIONS, rules.weights[likelihood], strict=True):
        product = numbers[dimension] * percent
        exact += product
        words = f"{dimension.capitalize()} {numbers[dimension]} × {percent / 100:.2f} = {product / 100:.2f}"
        lines.append(ReceiptLine(rounded(product / 100), SCORE, words, kind=dimension))
    score = rounded(exact / 100)
    rounding = score - sum(line.points for line in lines)
    if rounding:
        words = f"Rounding: the exact sum is {exact / 100:.2f}"
        lines.append(ReceiptLine(rounding, SCORE, words, kind="rounding"))
    floor, words = floor_of(numbers, rules)
    if floor > score:
        lines.append(ReceiptLine(floor - score, SCORE, words, kind="floor"))
        score = floor
    ceiling = (rules.disqualified if rule in DISQUALIFYING else rules.monitor) - 1
    if rule in RULE_REASONS and score > ceiling:
        words = f"{RULE_REASONS[rule]}: no more than {ceiling}"
        lines.append(ReceiptLine(ceiling - score, SCORE, words, kind="ceiling"))
    return lines


def floor_of(numbers, rules) -> tuple[int, str]:
    reached = [
        (least, intent, fit) for intent, fit, least in rules.floors if numbers[INTENT] >= intent and numbers[FIT] >= fit
    ]
    if not reached:
        return 0, ""
    least, intent, fit = max(reached)
    why = f"intent of {intent} or more with fit of {fit} or more" if intent else f"fit of {fit} or more"
    return least, f"Raised to {least}: {why}"


def state_of(fit, score, rule, rules, *, is_blank=False) -> BuyerState:
    if rule in DISQUALIFYING:
        return BuyerState.DISQUALIFIED
    if rule in RULE_REASONS:
        return BuyerState.POOR_FIT
    if score >= rules.active:
        return BuyerState.ACTIVE
    if score >= rules.monitor:
        return BuyerState.MONITOR
    # Without facts a low number says nothing against the lead, and a disqualified one is not scored again by itself.
    if not is_blank and fit < rules.disqualified and score < rules.disqualified:
        return BuyerState.DISQUALIFIED
    return BuyerState.POOR_FIT
