"""Are two profiles one person? A probability, what to do about it, and the evidence that adds up to it."""

import math
from dataclasses import dataclass

from leads.identity import accounts, careers, place_agreement, profile_features
from leads.identity.person import Person
from leads.identity.spelling import read_data

ACCEPT, ASK, REJECT = "accept", "ask", "reject"
BEFORE = "Before anything is compared: a profile that was found is more often someone else’s"
# Features that a namesake would not share, and the value from which they count.
_PROOFS = ("link", "website", "image", "same_handle")
_COMPANY = 0.5
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
    evidence = [Evidence("prior", points["prior"], BEFORE)]
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
    """The features of a pair, and why it must not be accepted without a human ("" where it may).

    `a` and `b` are people; `name_a` and `name_b`, here and in what this calls, are their names as they were read.
    """
    levels = weights()
    agreement, name_a, name_b = profile_features.best_names(a, b)
    nearness = place_agreement.nearness(a.location, b.location)
    company = careers.company_feature(a, b, name_a, name_b)
    found = profile_features.name_features(agreement, name_a, name_b, levels)
    expected = None
    if found:
        found += profile_features.generation_feature(a, b, name_a, name_b)
    if found and agreement.whole and not agreement.says_nothing:
        expected, rarity = profile_features.namesake_feature(agreement, nearness, company)
        found.append(rarity)
    found += profile_features.place_feature(a, b, nearness, levels)
    found += company
    found += careers.role_feature(a, b, name_a, name_b)
    found += profile_features.handle_feature(a, b, name_a, name_b, levels)
    found += profile_features.link_feature(a, b)
    found += profile_features.website_feature(a, b, company)
    found += profile_features.image_feature(a, b)
    found += profile_features.sources_feature(sources)
    why_not = _why_names_do_not_do(found, agreement) or accounts.why_not_own(a, b, name_a, name_b)
    if not why_not:
        at_work = profile_features.namesakes_at_work(agreement, a, b, found)
        why_not = _why_not_alone(found, agreement, expected, at_work, careers.has_left(a, b, name_a, name_b))
    if found and not agreement.whole:
        found = [_as_of_a_relative(one) for one in found]
    return found, why_not


def _as_of_a_relative(one):
    """Colleagues and families share company and place: under another name these say little."""
    shared = one.feature in ("company", "place") and one.value > 0
    return one._replace(value=one.value * _OF_RELATIVES) if shared else one


def _why_names_do_not_do(found, agreement):
    value = {one.feature: one.value for one in found}
    if "given" not in value:
        return "One of the names is missing: a person decides"
    if not agreement.whole:
        return "The names do not fully agree: a person decides"
    if value.get("generation", 0) < 0:
        return "Two generations of one name: a person decides"
    if agreement.middle < 0:
        return "The middle names differ: a person decides"
    if agreement.homophones:
        return "The names sound alike, and are written with other characters: a person decides"
    if agreement.says_nothing and not value.get("link"):
        return "The names cannot be compared: a person decides"
    return ""


def _why_not_alone(found, agreement, expected, at_work, has_left):
    value = {one.feature: one.value for one in found}
    proof = max(value.get(name, 0) for name in _PROOFS)
    company = value.get("company", 0) * (value.get("company", 0) >= _COMPANY)
    near = value.get("place", 0) >= _NEAR
    if not proof and company:
        if has_left:
            return "One profile shows as former what is the other's company: a person decides"
        if value.get("role", 0) < 0 or (value.get("place", 0) < 0 and not value.get("role")):
            return "Two people of one company may have this name, in other roles or places: a person decides"
        if at_work >= _NAMESAKES:
            return "Others in the company may have this name: a person decides"
    elif not proof:
        if min(value.get("company", 0), value.get("role", 0)) < 0:
            return "The work differs, and only name and place agree: a person decides"
        if not near:
            return "Only the name agrees: a person decides"
        if expected >= _NAMESAKES:
            return "Name and place alone do not tell namesakes apart: a person decides"
    if not agreement.full and max(proof, company) < _FIRM:
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
