"""What an ICP is worth to each function, rank, industry and place, and the vector that asks for it."""

import math
from dataclasses import dataclass

import numpy as np

from leads.audience.audience import Kind, Voice
from leads.taxonomy.embedding import embed
from leads.taxonomy.functions import FUNCTIONS, function_affinity
from leads.taxonomy.industries import INDUSTRIES, industry_affinity
from leads.taxonomy.places import COUNTRY_CODES
from leads.taxonomy.seniority import Seniority, seniority_affinity
from pool.codebook import (
    BLOCKS,
    DIMENSIONS,
    FUNCTION,
    INDUSTRY,
    MEANING,
    PLACE,
    RANK,
    UNKNOWN,
    WIDTHS,
    meaning,
    query_block,
)
from pool.describing import CITY_SHARE, GUESS_WEIGHT, REGION_SHARE

UNNAMED_FUNCTION, LEAST_FIT = 0.12, 0.1
MEANING_SHARE, FULL_MEANING = 0.1, 0.6
UNSURE_FIT = 0.4
INDUSTRY_FLOOR, INDUSTRY_UNKNOWN, INFERRED_INDUSTRY_FLOOR = 0.35, 0.72, 0.7
PLACE_FIT = {"exact": 1.0, "region": 0.92, "country": 0.85, "unknown": 0.64, "none": 0.56}
RANK_FLOOR = 0.8
INTERN_FIT = 0.92


@dataclass(frozen=True)
class IcpWeights:
    """What each function, rank, industry and place is worth to an ICP, 0 to 1."""

    functions: dict[str, float]
    guessed_function: float
    unnamed_function: float
    certainty: float
    ranks: dict[str, float]
    industries: dict[str, float]
    unknown_industry: float
    countries: dict[str, float]
    regions: dict[str, float]
    cities: dict[str, float]
    unknown_place: float
    text_vector: np.ndarray
    title: str
    industry_stated: bool
    place_stated: bool
    excluded: dict[str, list]


def weigh(icp) -> IcpWeights:
    places = _place_worth(icp.places)
    return IcpWeights(
        functions=_function_worth(icp),
        guessed_function=1.0 if icp.leadership else GUESS_WEIGHT["function"],
        unnamed_function=1.0 if icp.leadership else UNNAMED_FUNCTION,
        certainty=1.0 if icp.leadership else icp.certainty,
        ranks=_rank_worth(icp),
        industries=_industry_worth(icp),
        unknown_industry=INDUSTRY_UNKNOWN if icp.industries_named else 1.0,
        text_vector=meaning(embed([f"{icp.text} {', '.join(icp.industries)}"]))[0],
        title=icp.text.lower(),
        industry_stated=any(part.voice != Voice.READER for part in icp.of(Kind.INDUSTRY)),
        place_stated=any(part.voice != Voice.READER for part in icp.of(Kind.PLACE)),
        excluded={
            "functions": [FUNCTIONS[code].number for code in icp.excluded_functions],
            "industries": [INDUSTRIES[code].number for code in icp.excluded_industries],
            "seniorities": [int(rank) for rank in icp.excluded_seniorities],
            **_excluded_places(icp.excluded_places),
        },
        **places,
    )


def _function_worth(icp):
    if not icp.functions:
        return dict.fromkeys(FUNCTIONS, float(icp.leadership))
    return {
        code: max(weight * function_affinity(wanted, code) for wanted, weight in icp.functions.items())
        for code in FUNCTIONS
    }


def _rank_worth(icp):
    worth = {}
    for rank in Seniority:
        fit = max((seniority_affinity(wanted, rank) for wanted in icp.seniorities), default=1.0)
        if not icp.leadership:
            fit = RANK_FLOOR + (1 - RANK_FLOOR) * fit
            if rank == Seniority.INTERN and Seniority.INTERN not in icp.seniorities:
                fit *= INTERN_FIT
        worth[rank.name] = fit
    return worth


def _industry_worth(icp):
    floor = INDUSTRY_FLOOR if icp.industries_named else INFERRED_INDUSTRY_FLOOR
    if not icp.industries:
        return dict.fromkeys(INDUSTRIES, 1.0)
    return {
        code: floor
        + (1 - floor) * max(weight * industry_affinity(wanted, code) for wanted, weight in icp.industries.items())
        for code in INDUSTRIES
    }


def _excluded_places(places):
    """The codes of countries, regions and cities. A city or a region leaves the rest of its country in."""
    codes = {"countries": set(), "regions": set(), "cities": set()}
    for place in places:
        if place.city:
            codes["cities"].add(f"{place.country}:{place.city}")
        elif regions := place.regions or {place.region} - {""}:
            codes["regions"] |= {f"{place.country}:{region}" for region in regions}
        else:
            codes["countries"] |= place.countries or {place.country}
    return {name: sorted(values) for name, values in codes.items()}


def _place_worth(places):
    if not places:
        return {"countries": {}, "regions": {}, "cities": {}, "unknown_place": 1.0}
    countries, regions, cities = {}, {}, {}
    for place in places:
        whole = place.countries or ({place.country} if not (place.city or place.region or place.regions) else set())
        countries |= dict.fromkeys(whole, PLACE_FIT["exact"])
        if whole:
            continue
        countries.setdefault(place.country, PLACE_FIT["country"])
        wanted = place.regions or ({place.region} if place.region else set())
        worth = PLACE_FIT["region" if place.city else "exact"]
        for region in wanted:
            key = f"{place.country}:{region}"
            regions[key] = max(worth, regions.get(key, 0))
        if place.city:
            cities[f"{place.country}:{place.city}"] = PLACE_FIT["exact"]
    return {"countries": countries, "regions": regions, "cities": cities, "unknown_place": PLACE_FIT["unknown"]}


def query_vector(weights) -> np.ndarray:
    """The vector whose inner product with a profile's approximates the logarithm of its score."""
    vector = np.zeros(DIMENSIONS, dtype=np.float32)
    fits = {code: _fit(worth, weights.certainty) for code, worth in weights.functions.items()}
    vector[BLOCKS[FUNCTION]] = _gains_block(
        FUNCTION, fits | {UNKNOWN: _fit(weights.unnamed_function, weights.certainty)}
    )
    vector[BLOCKS[RANK]] = _gains_block(RANK, weights.ranks)
    vector[BLOCKS[INDUSTRY]] = _gains_block(INDUSTRY, weights.industries | {UNKNOWN: weights.unknown_industry})
    vector[BLOCKS[PLACE]] = _place_block(weights)
    vector[BLOCKS[MEANING]] = weights.text_vector * _meaning_weight(weights)
    return vector


def _fit(worth, certainty):
    return certainty * worth + (1 - certainty) * UNSURE_FIT


def _gains_block(block, fits):
    """A block whose inner product with a code is the logarithm of what the code is worth above the least."""
    least = max(LEAST_FIT, min(fits.values()))
    return query_block(block, {name: _gain(fit, least) for name, fit in fits.items()})


def _gain(fit, least):
    return math.log(max(fit, least) / least)


def _meaning_weight(weights):
    return MEANING_SHARE / FULL_MEANING + (1 - weights.certainty) * 2


def _place_block(weights):
    if not weights.countries:
        return np.zeros(WIDTHS[PLACE], dtype=np.float32)
    least = PLACE_FIT["none"]
    worth = dict.fromkeys(COUNTRY_CODES, 0.0) | {UNKNOWN: _gain(PLACE_FIT["unknown"], least)}
    worth |= {country: _gain(fit, least) for country, fit in weights.countries.items()}
    for key, fit in weights.regions.items():
        worth[key] = (_gain(fit, least) - worth[key[:2]]) / REGION_SHARE
    for key, fit in weights.cities.items():
        worth["city " + key] = (_gain(fit, least) - worth[key[:2]]) / CITY_SHARE
    return query_block(PLACE, worth)
