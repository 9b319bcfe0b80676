"""How well the local scorer's fit agrees with people's grades of who belongs to an audience.

Reads the folder EVAL_DIR names (default: ../shared/eval beside the checkout); without it there is nothing to print.
"""

import json
import os
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from django.conf import settings

from scoring.local import score_leads
from scoring.snapshot import Snapshot
from tests.benchmarks import at_least, observed

NAME = "fit"
SIZE = 0
GOOD, PARTLY = 70, 40
TO_REACH = 0.85


@dataclass
class AudienceOffer:
    """The fields of an offer that only says whom it is for."""

    target_audience: str
    industries: list[str]
    locations: list[str]
    name: str = ""
    description: str = ""
    location_mode: str = "lead"
    signal_likelihood: str = "medium"
    company_sizes: list[str] = field(default_factory=list)
    pain_points: list[str] = field(default_factory=list)
    competitors: list[str] = field(default_factory=list)
    wanted_phrases: list[str] = field(default_factory=list)
    unwanted_phrases: list[str] = field(default_factory=list)


def read(name):
    path = Path(os.environ.get("EVAL_DIR", settings.BASE_DIR.parent / "shared" / "eval")) / name
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()] if path.exists() else []


def snapshot_of(number, profile):
    return Snapshot(
        lead_id=number,
        today=date(2026, 1, 1),
        title=profile["role"],
        company_name=profile["company"],
        company_size=profile.get("company_size", ""),
        industry=profile["industry"],
        location=profile["location"],
        bio=profile["bio"],
        skills=profile["skills"],
        keywords=profile["company_keywords"],
    )


def fits(query, profiles):
    """Profile id → fit, for the profiles the query is to be asked of."""
    pool = [profile for profile in profiles if profile["source"] in query["pool"]]
    offer = AudienceOffer(query["target_audience"], query["industries"], query["locations"])
    cards = score_leads([snapshot_of(number, profile) for number, profile in enumerate(pool)], offer)
    return {profile["id"]: card.fit for profile, card in zip(pool, cards, strict=True)}


def agreement(graded, threshold, grade):
    """(precision, recall) of "fit ≥ threshold" for "grade or better", over (fits, grades) of all queries."""
    said = real = both = 0
    for fit, relevant in graded:
        found = {key for key, value in fit.items() if value >= threshold}
        meant = {key for key, value in relevant.items() if value >= grade}
        said, real, both = said + len(found), real + len(meant), both + len(found & meant)
    return both / max(said, 1), both / max(real, 1)


def run(size):
    profiles, queries = read("icp_profiles.jsonl"), read("icp_queries.jsonl")
    graded = [(fits(query, profiles), query["relevant"]) for query in queries]
    if not graded:
        return
    relevant_queries = [(fit, relevant) for fit, relevant in graded if relevant]
    for threshold, grade, words in ((GOOD, 2, "in the audience"), (PARTLY, 1, "at least partly in it")):
        precision, recall = agreement(relevant_queries, threshold, grade)
        for name, figure in (("precision", precision), ("recall", recall)):
            label = f"fit ≥ {threshold}, {words}: {name}"
            yield at_least(label, figure, "", limit=TO_REACH) if threshold == GOOD else observed(label, figure, "")
    good_without_relevant = [sum(value >= GOOD for value in fit.values()) for fit, relevant in graded if not relevant]
    yield observed(f"fit ≥ {GOOD} where no lead fits", sum(good_without_relevant), "leads")
