"""Fits the points of the identity matcher to labelled pairs and says how they do on pairs they were not fitted to.

    .venv/bin/python -m tests.benchmarks.identity_weights     prints the points; nothing is written

Reads people_pairs.jsonl of the folder EVAL_DIR names (default: ../shared/eval beside the checkout).
"""

import json
import os
from pathlib import Path

import numpy as np

from leads.identity import matcher
from leads.identity.person import Person

PAIRS = Path(os.environ.get("EVAL_DIR", Path(__file__).parents[3] / "shared" / "eval")) / "people_pairs.jsonl"
FOLDS = 10
# Where a weight begins: what it ought to be worth, from counting namesakes and how easily each evidence errs.
BY_HAND = {
    "prior": -2.0,
    "given": 2.5,
    "given_differs": 5.0,
    "family": 2.5,
    "family_differs": 4.0,
    "middle": 0.7,
    "generation": 2.0,
    "namesakes": 2.0,
    "namesakes_differs": 6.9,
    "place": 2.0,
    "place_differs": 2.0,
    "company": 2.0,
    "company_differs": 3.0,
    "role": 0.8,
    "role_differs": 0.5,
    "handle": 1.0,
    "handle_differs": 0.5,
    "same_handle": 2.5,
    "link": 8.0,
    "website": 6.0,
    "image": 7.0,
    "sources": 0.7,
}
# How firmly it stays there: the pairs move what they show often. They are half matches; what a search brings is not, so
# the prior stays.
FIRMNESS = np.array([1_000.0 if name == "prior" else 8.0 for name in BY_HAND])


def read_profiles():
    pairs = [json.loads(line) for line in PAIRS.read_text(encoding="utf-8").splitlines()] if PAIRS.exists() else []
    return [pair for pair in pairs if pair["kind"] == "person_profile"]


def observed(pairs):
    """(values by pair and weight, same or not, whether a pair may be accepted without a human)."""
    names = list(BY_HAND)
    values, same, alone = np.zeros((len(pairs), len(names))), [], []
    for row, pair in zip(values, pairs, strict=True):
        found, why_not = matcher.observe(Person.of(pair["a"]), Person.of(pair["b"]))
        row[names.index("prior")] = 1
        for feature in found:
            row[names.index(matcher.weighed_as(feature))] += feature.value
        same.append(pair["same"])
        alone.append(not why_not)
    return values, np.array(same, float), np.array(alone)


def fit(values, same, rounds=60):
    """The likeliest weights near those by hand; a weight never changes its sign."""
    start = np.array(list(BY_HAND.values()))
    weights = start.copy()
    for _ in range(rounds):
        likely = 1 / (1 + np.exp(-values @ weights))
        slope = values.T @ (likely - same) + FIRMNESS * (weights - start)
        bend = (values * (likely * (1 - likely))[:, None]).T @ values + np.diag(FIRMNESS)
        weights = weights - np.linalg.solve(bend, slope)
        weights = np.where(start > 0, np.maximum(weights, 0.1 * start), np.minimum(weights, 0))
    return weights


def cross_validated(values, same, alone, seed=1):
    """The probability of each pair by weights fitted to the other folds; 0.5 for those a human must see."""
    folds = np.random.default_rng(seed).integers(FOLDS, size=len(same))
    likely = np.zeros(len(same))
    for fold in range(FOLDS):
        weights = fit(values[folds != fold], same[folds != fold])
        likely[folds == fold] = 1 / (1 + np.exp(-values[folds == fold] @ weights))
    return np.where(alone, likely, np.minimum(likely, 0.5))


def precision_and_recall(likely, same):
    accepted = likely >= matcher.weights()["bands"]["accept"]
    return float(same[accepted].mean()), float(accepted[same == 1].mean())


def main():
    values, same, alone = observed(read_profiles())
    precision, recall = precision_and_recall(cross_validated(values, same, alone), same)
    print(f"# {FOLDS} folds: precision {precision:.3f}, recall {recall:.3f}")
    for name, weight in zip(BY_HAND, fit(values, same), strict=True):
        print(f"{name} = {weight:.1f}")


if __name__ == "__main__":
    main()
