"""The numbers of the composite: weights, floors, thresholds, days until a rescore. `settings.SCORING` replaces any."""

from dataclasses import dataclass, field
from functools import cache

from django.conf import settings

from leads.fit.judging import WRONG_INDUSTRY_CAP


@dataclass(frozen=True)
class Rules:
    """Weights are percent of fit, intent and timing. A floor is (intent, fit, at least): both must be reached.

    `rescored_after` is (score, days): a score of so much or more is computed again after so many days.
    """

    weights: dict = field(default_factory=lambda: {"high": (30, 45, 25), "medium": (45, 40, 15), "low": (55, 30, 15)})
    floors: tuple = ((70, 40, 60), (50, 40, 45), (0, 85, 50), (0, 70, 40))
    active: int = 60
    monitor: int = 30
    disqualified: int = 15
    rescored_after: tuple = ((50, 5), (40, 10), (30, 14), (0, 21))
    wrong_industry_cap: int = WRONG_INDUSTRY_CAP


@cache
def current_rules() -> Rules:
    return Rules(**getattr(settings, "SCORING", {}))
