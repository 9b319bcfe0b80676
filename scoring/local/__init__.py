"""The local scorer: no key, no cost, deterministic. Snapshots and an offer in, scorecards out."""

from scoring.local.scorer import SCORER, score_leads

__all__ = ["SCORER", "score_leads"]
