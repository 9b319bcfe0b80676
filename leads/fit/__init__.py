"""How far a person is who an audience asks for: one judgement for the pool, which picks people, and the scorer.

Pure: no database, no network, no clock.
"""

from leads.fit.criteria import Criteria
from leads.fit.judging import Fit, judge
from leads.fit.person import Person

__all__ = ["Criteria", "Fit", "Person", "judge"]
