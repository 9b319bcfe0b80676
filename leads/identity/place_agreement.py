"""Places of two people: how near, how sure, and how many people live where both may be."""

import re
from dataclasses import dataclass
from functools import cache, lru_cache

from leads.identity.spelling import alike, drawn_out, mistyped, words
from leads.taxonomy.places import big_cities, stated_place

TOWN, REGION, COUNTRY, UNKNOWN, OTHER_TOWN, OTHER_REGION, OTHER_COUNTRY = (
    "town",
    "region",
    "country",
    "unknown",
    "other_town",
    "other_region",
    "other_country",
)
WORLD, COUNTRY_PEOPLE, REGION_PEOPLE, TOWN_PEOPLE, COMPANY_PEOPLE = 1_000_000_000, 60_000_000, 6_000_000, 30_000, 50_000
_PARTS = re.compile(r"[,;/|•·]| - | – ")
_PLACE_MAX = 120


@dataclass(frozen=True)
class Nearness:
    level: str
    # people among whom a namesake would agree as well
    people: int
    shown: str = ""


@cache
def _big_cities():
    """Folded name -> people of the largest city called so."""
    sized = {}
    for spelled, people in big_cities():
        name = " ".join(words(spelled))
        sized[name] = max(people, sized.get(name, 0))
    return sized


@dataclass(frozen=True)
class _Read:
    """`country` only where it is written or follows from a state: a lone town may lie anywhere."""

    town: str
    region: str
    country: str
    guessed_country: str = ""
    # "everywhere", "the moon": words that may be no place at all
    doubtful: bool = False


@lru_cache(20_000)
def _read(text):
    shown = drawn_out(text, _PLACE_MAX)
    parts = [" ".join(words(part)) for part in _PARTS.split(shown)]
    parts = [part for part in parts if part]
    if not parts:
        return None
    place, last = stated_place(shown), stated_place(parts[-1])
    if len(parts) == 1:
        return _read_one(parts[0], place)
    region = " ".join(words(place.region))
    if region or (last.country and not last.city):
        return _Read(" ".join(words(place.city)), region, place.country)
    return _Read(parts[0], parts[-1], "")


def _read_one(part, place):
    if place.city:
        return _Read(" ".join(words(place.city)), "", "", guessed_country=place.country)
    if place.country or place.countries:
        return _Read("", " ".join(words(place.region)), place.country)
    # "MS" or "nsw": the code of some region
    return _Read("", part, "") if len(part) <= 3 else _Read(part, "", "", doubtful=True)


@lru_cache(50_000)
def nearness(a, b):
    x, y = _read(a), _read(b)
    if not x or not y:
        return Nearness(UNKNOWN, WORLD)
    level = _level(x, y)
    people = {REGION: REGION_PEOPLE, OTHER_TOWN: REGION_PEOPLE, COUNTRY: COUNTRY_PEOPLE}.get(level, WORLD)
    if level == TOWN:
        people = _big_cities().get(x.town) or _big_cities().get(y.town) or TOWN_PEOPLE
    return Nearness(level, people, drawn_out(a, 60))


def _level(x, y):
    same_town = bool(x.town and y.town) and _same_town(x.town, y.town)
    if x.country and y.country and x.country != y.country:
        # Perth, WA and Perth, Australia: one of the two was read wrongly
        return UNKNOWN if same_town else OTHER_COUNTRY
    both_regions = bool(x.region and y.region)
    same_region = both_regions and (alike(x.region, y.region) or _slipped(x.region, y.region))
    if same_town:
        return REGION if both_regions and not same_region else TOWN
    if x.doubtful or y.doubtful:
        return UNKNOWN
    if both_regions and not same_region:
        return OTHER_REGION
    if x.town and y.town:
        return OTHER_TOWN if same_region else OTHER_REGION
    if same_region:
        return REGION
    countries = {x.country or x.guessed_country, y.country or y.guessed_country}
    return COUNTRY if len(countries) == 1 and countries != {""} else UNKNOWN


def _same_town(a, b):
    joined_a, joined_b = a.replace(" ", ""), b.replace(" ", "")
    return alike(joined_a, joined_b) or mistyped(joined_a, joined_b)


def _slipped(a, b):
    """nsw and nws: letters that only changed places."""
    return sorted(a) == sorted(b)
