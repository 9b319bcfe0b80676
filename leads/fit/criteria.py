"""What an offer asks of a person, and what each criterion weighs."""

from dataclasses import dataclass, field
from functools import cached_property

import numpy as np

from leads.audience.audience import Audience
from leads.fit.grade import Grade, rounded
from leads.fit.wanted_ranks import wanted_ranks
from leads.taxonomy.embedding import embed

SHARES = {"role": 60, "seniority": 12, "industry": 20, "location": 12, "size": 8}


@dataclass(frozen=True)
class Criteria:
    """An audience with the fields of the offer that fit needs besides. Kept for all people that are judged by it."""

    audience: Audience
    words: str
    sizes: tuple[tuple[int, int], ...] = ()
    by_company_location: bool = False
    memory: dict = field(default_factory=dict, compare=False, repr=False)

    @cached_property
    def shares(self) -> dict[str, int]:
        """Whole points of each criterion the offer states; together 100."""
        stated = {
            "role": True,
            "seniority": not self.audience.leadership,
            "industry": bool(self.audience.industries),
            "location": bool(self.audience.places),
            "size": bool(self.sizes),
        }
        total = sum(SHARES[name] for name, there in stated.items() if there)
        shares = {name: rounded(100 * SHARES[name] / total) for name, there in stated.items() if there}
        shares["role"] += 100 - sum(shares.values())
        return shares

    @cached_property
    def judged(self) -> dict[str, int]:
        """The shares, and 0 for a criterion of which the audience only excludes something."""
        excluded = {
            "industry": self.audience.excluded_industries,
            "location": self.audience.excluded_places,
            "size": self.audience.excluded_sizes,
        }
        return self.shares | {name: 0 for name, there in excluded.items() if there and name not in self.shares}

    @cached_property
    def ranks(self):
        return wanted_ranks(self.audience)

    @cached_property
    def vectors(self) -> np.ndarray:
        return embed([self.words])

    def remembered(self, kind, key, judge) -> Grade | None:
        """Judge each distinct text once: titles, industries and places repeat."""
        known = self.memory.setdefault(kind, {})
        if key not in known:
            known[key] = judge()
        return known[key]
