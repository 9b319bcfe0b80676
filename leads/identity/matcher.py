"""Are two profiles one person? A probability, what to do about it, and the evidence that adds up to it."""

import math
from dataclasses import dataclass

from leads.identity import careers, features, place_agreement
from leads.identity.person import Person
from leads.identity.spelling import read_data

ACCEPT, ASK, REJECT = "accept", "ask", "reject"
# Features that a namesake would not share, and the value from which they count.
_BEYOND_THE_NAME = {"company": 0.5, "link": 1.0, "website": 1.0, "image": 1.0, "same_handle": 1.0}
_NEAR = 0.5
_NAMESAKES = 0.1
_FIRM = 0.7
_OF_RELATIVES = 0.25


@dataclass(frozen=True)
class Evidence:
    feature: str
    points: float
    text: str


@dataclass(frozen=True)
class Match:
    """`probability` is the logistic of the sum of the evidence's points."""

    probability: float
    band: str
    evidence: tuple[Evidence, ...] = ()


def weights():
    return read_data("weights")


def compare(a: Person, b: Person, *, sources: int = 1) -> Match:
    found, limit = observe(a, b, sources=sources)
    points = weights()["points"]
    evidence = [Evidence("prior", points["prior"], "Before anything is compared")]
    evidence += [Evidence(one.feature, points[weighed_as(one)] * one.value, one.text) for one in found if one.value]
    total = sum(line.points for line in evidence)
    ceiling = log_odds(weights()["bands"]["accept"]) - 0.1
    if limit and total > ceiling:
        evidence.append(Evidence("limit", ceiling - total, limit))
    return _match(evidence)


def weighed_as(feature):
    """The name of a feature's weight. Evidence against has a weight of its own."""
    differs = f"{feature.feature}_differs"
    return differs if feature.value < 0 and differs in weights()["points"] else feature.feature


def observe(a, b, *, sources=1):
    """The features of a pair, and why it must not be accepted without a human ("" where it may)."""
    levels = weights()
    agreement, x, y = features.best_names(a, b)
    nearness = place_agreement.nearness(a.location, b.location)
    company = careers.company_feature(a, b, x, y)
    found = features.name_features(agreement, x, y, levels)
    expected = None
    if found and agreement.whole:
        expected, rarity = features.namesake_feature(agreement, nearness, company)
        found.append(rarity)
    found += features.place_feature(a, b, nearness, levels)
    found += company
    found += careers.role_feature(a, b, x, y)
    found += features.handle_feature(a, b, x, y, levels)
    found += features.link_feature(a, b)
    found += features.website_feature(a, b, company)
    found += features.image_feature(a, b)
    found += features.sources_feature(sources)
    why_not = _why_not_alone(found, agreement, expected)
    if found and not agreement.whole:
        found = [_as_of_a_relative(one) for one in found]
    return found, why_not


def _as_of_a_relative(one):
    """Colleagues and families share company and place: under another name these say little."""
    shared = one.feature in ("company", "place") and one.value > 0
    return one._replace(value=one.value * _OF_RELATIVES) if shared else one


def _why_not_alone(found, agreement, expected):
    value = {one.feature: one.value for one in found}
    beyond = max(value.get(name, 0) * (value.get(name, 0) >= least) for name, least in _BEYOND_THE_NAME.items())
    if "given" not in value:
        return "One of the names is missing: a person decides"
    if not agreement.whole:
        return "The names do not fully agree: a person decides"
    if not beyond and min(value.get("company", 0), value.get("role", 0)) < 0:
        return "The work differs, and only name and place agree: a person decides"
    if not beyond and value.get("place", 0) < _NEAR:
        return "Only the name agrees: a person decides"
    if not beyond and expected >= _NAMESAKES:
        return "Name and place alone do not tell namesakes apart: a person decides"
    if not agreement.full and beyond < _FIRM:
        return "Only part of the name is known: a person decides"
    return ""


def _match(evidence):
    probability = 1 / (1 + math.exp(-max(-30.0, min(30.0, sum(line.points for line in evidence)))))
    return Match(probability, band_of(probability), tuple(sorted(evidence, key=lambda line: -abs(line.points))))


def band_of(probability):
    bands = weights()["bands"]
    return ACCEPT if probability >= bands["accept"] else REJECT if probability < bands["reject"] else ASK


def log_odds(probability):
    return math.log(probability / (1 - probability))
