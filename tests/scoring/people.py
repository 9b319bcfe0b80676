"""An offer and leads made of plain values: the scorer needs no database."""

from dataclasses import dataclass, field
from datetime import UTC, date, datetime

from scoring.local import score_leads
from scoring.snapshot import PostView, Snapshot

TODAY = date(2026, 11, 21)


@dataclass
class PlainOffer:
    name: str = "Planwise"
    description: str = "Scheduling software that replans a factory in seconds. Connects to every ERP system."
    target_audience: str = "Plant managers and heads of production"
    industries: list[str] = field(default_factory=list)
    locations: list[str] = field(default_factory=list)
    location_mode: str = "lead"
    signal_likelihood: str = "medium"
    company_sizes: list[str] = field(default_factory=list)
    pain_points: list[str] = field(default_factory=list)
    competitors: list[str] = field(default_factory=lambda: ["Shiftly"])
    wanted_phrases: list[str] = field(default_factory=list)
    unwanted_phrases: list[str] = field(default_factory=list)


def lead(**fields):
    return Snapshot(**({"lead_id": 1, "today": TODAY, "title": "Plant Manager"} | fields))


def post(text, day=None, number=1):
    written = datetime(day.year, day.month, day.day, 9, tzinfo=UTC) if day else None
    return PostView(number, text, f"https://example.com/{number}", written)


def score(snapshot=None, offer=None, **fields):
    """The card of one lead; fields describe the lead."""
    [card] = score_leads([snapshot or lead(**fields)], offer or PlainOffer())
    return card


def lines(card, dimension):
    return [(line.points, line.reason) for line in card.lines if line.dimension == dimension]


def kinds(card):
    return sorted(signal.kind for signal in card.signals)
