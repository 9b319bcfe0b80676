"""Is the person, or the company, where the audience asks for?"""

from functools import partial

from leads.fit.grade import LOCATION_MISMATCH, Grade
from leads.taxonomy.places import EXACT, NONE, REGION, UNKNOWN, in_another_region, parse_place, place_match

LOCATION_PENALTY = -25


def location_grade(person, criteria) -> Grade | None:
    """None where the audience asks for no place and does not exclude this one."""
    source = "company_location" if criteria.by_company_location else "location"
    text = getattr(person, source)
    return criteria.remembered(source, text, partial(grade_location, text, source, criteria.audience))


def grade_location(text, source, icp) -> Grade | None:
    have = parse_place(text)
    if have and any(place_match(place, have) == EXACT for place in icp.excluded_places):
        return Grade(LOCATION_PENALTY, "In a place the offer excludes", source, text, rule=LOCATION_MISMATCH)
    if not icp.places:
        return None
    if not have:
        return Grade(0, "Location unknown", source, text)
    value, words = max(value_of_place(place, have) for place in icp.places)
    if value < 0:
        return Grade(LOCATION_PENALTY, words, source, text, rule=LOCATION_MISMATCH)
    return Grade(value, words, source, text)


def value_of_place(wanted, have) -> tuple[float, str]:
    """(value, words). Negative where `have` is known to lie outside; a bare country says too little for that."""
    match = place_match(wanted, have)
    if match == EXACT:
        return 1.0, "Location matches"
    if match == REGION:
        return 0.6, "In the same region as one of the offer's locations"
    if match in (NONE, UNKNOWN):
        return -1.0, "Outside the offer's locations"
    if in_another_region(wanted, have):
        return -1.0, "In another part of the country than the offer's locations"
    return 0.4, "In the country of one of the offer's locations"
