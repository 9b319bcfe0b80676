"""The profiles of the pool that are most like what an ICP asks for. docs/matching.md explains the figures."""

import math
from dataclasses import dataclass

import numpy as np
from django.db import connection

from leads.audience.audience import Kind, Voice
from leads.fit import Person
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
from pool.describing import CITY_SHARE, GUESS_WEIGHT, GUESSED, REGION_SHARE, description_model, literals, model_number

SIDELINE_COST = 0.03
UNNAMED_FUNCTION, LEAST_FIT = 0.12, 0.1
MEANING_SHARE, FULL_MEANING = 0.1, 0.6
MEANING_ONLY, UNSURE_FIT = 0.8, 0.4
INDUSTRY_FLOOR, INDUSTRY_UNKNOWN, INFERRED_INDUSTRY_FLOOR = 0.35, 0.72, 0.7
PLACE_FIT = {"exact": 1.0, "region": 0.92, "country": 0.85, "unknown": 0.64, "none": 0.56}
RANK_FLOOR = 0.8
INTERN_FIT = 0.92
MIN_CANDIDATES = 2000
SPARE_SPACES = 10
# The larger the pool, the more of the nearest vectors are unlike by the formula.
PROFILES_PER_CANDIDATE = 100
# The fields of Person in their order; of long texts as much as fit reads.
JUDGED_BY = (
    "role", "left(bio, 300)", "company", "company_size", "''", "industry", "location", "left(keywords, 2000)",
)  # fmt: skip


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


def candidates(*, icp, limit, workspace_id=None) -> list[tuple[int, Person]]:
    """The profiles most like an ICP, likeliest first. Made-up ones only for their own workspace."""
    with connection.cursor() as cursor:
        cursor.execute(*statement(weigh(icp), limit, workspace_id))
        return [(pk, Person(*texts)) for pk, *texts in cursor]


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
            "countries": sorted({c for p in icp.excluded_places for c in (p.countries or {p.country}) if c}),
            "seniorities": [int(rank) for rank in icp.excluded_seniorities],
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


def statement(weights, limit, workspace_id=None) -> tuple[str, dict]:
    """(SQL, parameters): the nearest vectors by one exact scan, then of these the `limit` likeliest by the formula."""
    [query] = literals(query_vector(weights)[np.newaxis])
    [text] = literals(weights.text_vector[np.newaxis])
    parameters = {
        "model": description_model(),
        "number": model_number(),
        "vector": query,
        "candidates": max(MIN_CANDIDATES, limit, pool_size() // PROFILES_PER_CANDIDATE),
        "text_vector": text,
        "function_worth": _by_number(FUNCTIONS, weights.functions, weights.guessed_function),
        "industry_worth": _by_number(INDUSTRIES, weights.industries, GUESS_WEIGHT["industry"]),
        "rank_worth": [weights.ranks[rank.name] for rank in Seniority],
        "unnamed_function": weights.unnamed_function,
        "certainty": weights.certainty,
        "unknown_industry": weights.unknown_industry,
        "unknown_place": weights.unknown_place,
        "elsewhere": PLACE_FIT["none"] if weights.countries else 1.0,
        "limit": limit,
        "title": weights.title,
        "workspace": workspace_id,
        **{f"without_{name}": values for name, values in weights.excluded.items()},
    }
    place_fit = _place_sql(weights, parameters)
    # A person whose title is the audience word for word is whom it means, whatever its words are taken for.
    stated = [
        name
        for name, is_stated in (("industry_fit", weights.industry_stated), ("place_fit", weights.place_stated))
        if is_stated
    ]
    worth_of_same_title = " * ".join(stated) or "1"
    # the length first: it costs less than a regular expression
    same_title = rf"""(length(role) BETWEEN length(%(title)s) AND length(%(title)s) + {SPARE_SPACES}
        AND lower(regexp_replace(trim(role), '\s+', ' ', 'g')) = %(title)s)"""
    # Within a statement a row that was read is found again by its ctid, which costs less than the index does.
    return (
        f"""
        WITH nearest AS MATERIALIZED (
            SELECT profile_id AS id, ctid AS vector_row FROM pool_poolvector
            WHERE model = %(number)s
                AND (example_of_id IS NULL OR example_of_id = %(workspace)s)
            ORDER BY embedding <#> %(vector)s::halfvec LIMIT %(candidates)s
        ), compared AS MATERIALIZED (
            SELECT id, profile.ctid AS profile_row, seniority, {same_title} AS same_title,
                coalesce(greatest({_lookups("function_worth", "functions", 3)}), %(unnamed_function)s)
                    * (1 - {SIDELINE_COST} * greatest(0, cardinality(functions) - 1)) AS function_fit,
                coalesce(greatest({_lookups("industry_worth", "industries", 2)}), %(unknown_industry)s) AS industry_fit,
                {place_fit} AS place_fit,
                greatest(0, least(1, (subvector(embedding, 1, {WIDTHS[MEANING]}) <#> %(text_vector)s::halfvec)
                    / -{FULL_MEANING})) AS meaning_fit
            FROM nearest JOIN pool_poolvector vector ON vector.ctid = vector_row
                JOIN pool_poolprofile profile USING (id)
            WHERE expires_at > now() AND embedding_model = %(model)s AND (
                NOT functions && %(without_functions)s::smallint[]
                AND NOT industries && %(without_industries)s::smallint[]
                AND country <> ALL(%(without_countries)s::varchar[])
                AND seniority <> ALL(%(without_seniorities)s::smallint[])
                OR {same_title}
            )
        ), likeliest AS (
            SELECT id, profile_row, same_title, CASE WHEN same_title THEN {worth_of_same_title} ELSE
                industry_fit * place_fit * (%(rank_worth)s::real[])[seniority + 1] * (
                {1 - MEANING_SHARE} * %(certainty)s * function_fit
                + ({1 - MEANING_SHARE} * (1 - %(certainty)s) * {MEANING_ONLY} + {MEANING_SHARE}) * meaning_fit)
                END AS likeness
            FROM compared ORDER BY likeness DESC, same_title DESC, id LIMIT %(limit)s
        )
        SELECT likeliest.id, {", ".join(JUDGED_BY)}
        FROM likeliest JOIN pool_poolprofile profile ON profile.ctid = profile_row
        ORDER BY likeness DESC, same_title DESC, likeliest.id
    """,
        parameters,
    )


def pool_size() -> int:
    """How many profiles there are, as the database last estimated it; -1 before it did."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT reltuples::bigint FROM pg_class WHERE oid = 'pool_poolvector'::regclass")
        return cursor.fetchone()[0]


def _lookups(worth, column, count):
    return ", ".join(f"(%({worth})s::real[])[{column}[{place}]]" for place in range(1, count + 1))


def _place_sql(weights, parameters):
    if not weights.countries:
        return "1.0"
    cases = []
    for column, worth in (("city", weights.cities), ("region", weights.regions), ("country", weights.countries)):
        for fit in sorted(set(worth.values()), reverse=True):
            name = f"{column}_{round(fit * 100)}"
            parameters[name] = [key for key, value in worth.items() if value == fit]
            cases.append(f"WHEN {column} = ANY(%({name})s::varchar[]) THEN {fit}")
    return f"CASE {' '.join(cases)} WHEN country = '' THEN %(unknown_place)s ELSE %(elsewhere)s END"


def _by_number(listing, worth, guess_weight):
    """An array that gives the worth of each code's number, and above GUESSED the worth of a guess."""
    figures = [0.0] * (GUESSED + len(listing))
    for code, entry in listing.items():
        figures[entry.number - 1] = round(worth[code], 4)
        figures[GUESSED + entry.number - 1] = round(worth[code] * guess_weight, 4)
    return figures
