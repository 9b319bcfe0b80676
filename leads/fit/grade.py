import math
from dataclasses import dataclass

WRONG_INDUSTRY = "wrong_industry"
LOCATION_MISMATCH = "location_mismatch"
# The most that fit is where the audience excludes the person's role, industry or company size.
EXCLUDED_CAP = 10


@dataclass(frozen=True, slots=True)
class Grade:
    """How far one criterion is met, in words, and where that stands. 1 earns the whole share; below 0 are points."""

    value: float
    reason: str
    source: str = ""
    quote: str = ""
    cap: tuple[int, str] | None = None
    rule: str = ""


def rounded(number) -> int:
    """Halves round up."""
    return math.floor(number + 0.5)
