"""The profiles of the pool that are most like what an ICP asks for. docs/matching.md explains the figures."""

import numpy as np
from django.db import connection

from leads.fit import Person
from leads.taxonomy.functions import FUNCTIONS
from leads.taxonomy.industries import INDUSTRIES
from leads.taxonomy.seniority import Seniority
from pool.codebook import MEANING, WIDTHS
from pool.describing import GUESS_WEIGHT, GUESSED, description_model, literals, model_number, title_number
from pool.known_by_name import own_leads
from pool.weights import FULL_MEANING, MEANING_SHARE, PLACE_FIT, query_vector

SIDELINE_COST = 0.03
MEANING_ONLY = 0.8
MIN_CANDIDATES = 2000
# The larger the pool, the more of the nearest vectors are unlike by the formula.
PROFILES_PER_CANDIDATE = 100
# A scan is bounded where the pool is so many times what it brings, as of so large a sample. The share that lies within
# the bound varies from sample to sample: so many standard deviations are left to spare.
BOUNDED_FROM, SAMPLE, SPARE = 5, 4000, 4
# Stated once, so that each parallel worker is handed the values. As constants they are parsed wherever they stand.
ASKED = {
    "vector": "halfvec", "text_vector": "halfvec",
    "function_worth": "real[]", "industry_worth": "real[]", "rank_worth": "real[]",
}  # fmt: skip
DISTANCE = "embedding <#> (SELECT vector FROM asked)"
WITHIN_BOUND = f"{DISTANCE} <= (SELECT distance FROM bound)"
MATCHED = "(model = %(number)s OR model = %(number_of_made_up)s)"
SAME_TITLE = "title_number = %(title)s"
# The fields of Person in their order; of long texts as much as fit reads.
JUDGED_BY = (
    "role", "left(bio, 300)", "company", "company_size", "''", "industry", "location", "left(keywords, 2000)",
)  # fmt: skip
TEXTS = f"""
    SELECT id, linkedin_slug = '' AND x_handle = '', {", ".join(JUDGED_BY)} FROM pool_poolprofile
    WHERE id = ANY(%(ids)s) AND expires_at > now() AND embedding_model = %(model)s
        AND (example_of_id IS NULL OR example_of_id = %(workspace)s)
"""


def likeliest(weights, limit, size, workspace_id=None) -> list[int]:
    """The ids of the likeliest of about `size` profiles, `limit` and more where there are so many.

    Made-up ones only for their own workspace.
    """
    wanted = candidates_wanted(limit, size)
    parameters = _parameters(weights, wanted, size, workspace_id)
    with connection.cursor() as cursor:
        if size >= BOUNDED_FROM * wanted:
            # The nearest are within a distance that a sample tells, so the others need no sorting.
            cursor.execute(statement(weights, parameters, bounded=True), parameters)
            rows = cursor.fetchall()
            if len(rows) == wanted:
                return [pk for pk, is_wanted in rows if is_wanted]
        cursor.execute(statement(weights, parameters), parameters)
        return [pk for pk, is_wanted in cursor.fetchall() if is_wanted]


def people(ids, workspace_id=None) -> list[tuple[int, Person]]:
    """Of these profiles those that the workspace may match, in this order, with what fit reads.

    Without a workspace, all but made-up ones.
    """
    with connection.cursor() as cursor:
        cursor.execute(TEXTS, {"ids": ids, "model": description_model(), "workspace": workspace_id})
        rows = cursor.fetchall()
    found = {pk: Person(*texts) for pk, _, *texts in rows}
    by_name_alone = {pk for pk, has_no_key, *_ in rows if has_no_key}
    of_others = by_name_alone - own_leads(workspace_id, by_name_alone).keys() if workspace_id and by_name_alone else ()
    return [(pk, found[pk]) for pk in ids if pk in found and pk not in of_others]


def candidates_wanted(limit, size):
    return max(MIN_CANDIDATES, limit, size // PROFILES_PER_CANDIDATE)


def place_in_sample(wanted, size):
    """Which of a sample of a pool is so far away that, almost certainly, as many as wanted lie nearer."""
    expected = wanted * SAMPLE / max(size, 1)
    return round(expected + SPARE * expected**0.5)


def _parameters(weights, wanted, size, workspace_id):
    [query] = literals(query_vector(weights)[np.newaxis])
    [text] = literals(weights.text_vector[np.newaxis])
    return {
        "number": model_number(),
        "number_of_made_up": model_number(workspace_id),
        "vector": query,
        "candidates": wanted,
        "sampled": min(100, 100 * SAMPLE / max(size, 1)),
        "place_in_sample": place_in_sample(wanted, size),
        "text_vector": text,
        "function_worth": _by_number(FUNCTIONS, weights.functions, weights.guessed_function),
        "industry_worth": _by_number(INDUSTRIES, weights.industries, GUESS_WEIGHT["industry"]),
        "rank_worth": _array(weights.ranks[rank.name] for rank in Seniority),
        "unnamed_function": weights.unnamed_function,
        "certainty": weights.certainty,
        "unknown_industry": weights.unknown_industry,
        "unknown_place": weights.unknown_place,
        "elsewhere": PLACE_FIT["none"] if weights.countries else 1.0,
        "title": title_number(weights.title),
        **{f"without_{name}": values for name, values in weights.excluded.items()},
    }


def statement(weights, parameters, *, bounded=False) -> str:
    """The nearest vectors by one exact scan, the likeliest by the formula first, and whether the ICP wants them."""
    asked = ", ".join(f"%({name})s::{kind} AS {name}" for name, kind in ASKED.items())
    return f"""
        WITH asked AS MATERIALIZED (SELECT {asked}), bound AS MATERIALIZED (
            SELECT {DISTANCE} AS distance FROM pool_poolvector TABLESAMPLE SYSTEM (%(sampled)s) WHERE {MATCHED}
            ORDER BY distance OFFSET %(place_in_sample)s LIMIT 1
        )
        SELECT id, is_wanted FROM (
            SELECT profile_id AS id, {SAME_TITLE} AS same_title, (
                    NOT functions && %(without_functions)s::smallint[]
                    AND NOT industries && %(without_industries)s::smallint[]
                    AND country <> ALL(%(without_countries)s::varchar[])
                    AND region <> ALL(%(without_regions)s::varchar[])
                    AND city <> ALL(%(without_cities)s::varchar[])
                    AND seniority <> ALL(%(without_seniorities)s::smallint[])
                    OR {SAME_TITLE}
                ) AS is_wanted, {_likeness_sql(weights, parameters)} AS likeness
            FROM pool_poolvector WHERE {MATCHED} {"AND " + WITHIN_BOUND if bounded else ""}
            ORDER BY {DISTANCE} LIMIT %(candidates)s
        ) AS nearest ORDER BY likeness DESC, same_title DESC, id
    """


def _likeness_sql(weights, parameters):
    function_fit = f"""(coalesce(greatest({_lookups("function_worth", "functions", 3)}), %(unnamed_function)s)
        * (1 - {SIDELINE_COST}::float8 * greatest(0, cardinality(functions) - 1)))"""
    industry_fit = f"""coalesce(greatest({_lookups("industry_worth", "industries", 2)}), %(unknown_industry)s)"""
    place_fit = _place_sql(weights, parameters)
    meaning_fit = f"""greatest(0, least(1,
        (subvector(embedding, 1, {WIDTHS[MEANING]}) <#> (SELECT text_vector FROM asked)) / -{FULL_MEANING}))"""
    # A person whose title is the audience word for word is whom it means, whatever its words are taken for.
    stated = [
        sql for sql, is_stated in ((industry_fit, weights.industry_stated), (place_fit, weights.place_stated))
        if is_stated
    ]  # fmt: skip
    return f"""CASE WHEN {SAME_TITLE} THEN {" * ".join(stated) or "1"} ELSE
        {industry_fit} * {place_fit} * (SELECT rank_worth FROM asked)[seniority + 1] * (
        {1 - MEANING_SHARE} * %(certainty)s * {function_fit}
        + ({1 - MEANING_SHARE} * (1 - %(certainty)s) * {MEANING_ONLY} + {MEANING_SHARE}) * {meaning_fit})
        END"""


def pool_size() -> int:
    """How many profiles there are, as the database last estimated it; -1 before it did."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT reltuples::bigint FROM pg_class WHERE oid = 'pool_poolvector'::regclass")
        return cursor.fetchone()[0]


def _lookups(worth, column, count):
    return ", ".join(f"(SELECT {worth} FROM asked)[{column}[{place}]]" for place in range(1, count + 1))


def _place_sql(weights, parameters):
    if not weights.countries:
        return "1.0"
    cases = []
    for column, worth in (("city", weights.cities), ("region", weights.regions), ("country", weights.countries)):
        for fit in sorted(set(worth.values()), reverse=True):
            name = f"{column}_{round(fit * 100)}"
            parameters[name] = [key for key, value in worth.items() if value == fit]
            cases.append(f"WHEN {column} = ANY(%({name})s::varchar[]) THEN {fit}::float8")
    return f"CASE {' '.join(cases)} WHEN country = '' THEN %(unknown_place)s ELSE %(elsewhere)s END"


def _by_number(listing, worth, guess_weight):
    """An array that gives the worth of each code's number, and above GUESSED the worth of a guess."""
    figures = [0.0] * (GUESSED + len(listing))
    for code, entry in listing.items():
        figures[entry.number - 1] = round(worth[code], 4)
        figures[GUESSED + entry.number - 1] = round(worth[code] * guess_weight, 4)
    return _array(figures)


def _array(figures) -> str:
    return f"{{{','.join(map(str, figures))}}}"
