"""Industries and places as people list them: which commas separate, and what each entry is understood as."""

import re
from functools import lru_cache
from itertools import chain, islice

from leads.taxonomy.industries import INDUSTRIES, is_industry_term
from leads.taxonomy.places import country_name, parse_place, place_names

LONGEST = 4
SUGGESTED = 12
_LINES = re.compile(r"[\n;]+")
_CODE = re.compile(r"[A-Z]{2}")


def split_industries(text):
    """ "Machinery, Plastics" are two; "Health, Wellness & Fitness" is one, by its name."""
    return _split(text, lambda parts: is_industry_term(", ".join(parts)))


def split_places(text):
    """ "Germany, Austria" are two; "Munich, Bavaria, Germany" is one."""
    return _split(text, lambda parts: all(map(_is_within, parts, parts[1:])))


def _split(text, is_one):
    entries = []
    for line in _LINES.split(text):
        parts = [part.strip() for part in line.split(",")]
        parts = [part for part in parts if part]
        while parts:
            sizes = range(min(LONGEST, len(parts)), 1, -1)
            size = next((size for size in sizes if is_one(parts[:size])), 1)
            entries.append(", ".join(parts[:size]))
            parts = parts[size:]
    return entries


def _is_within(name, area):
    """Whether "name, area" is how one writes a place and where it lies."""
    inner, outer = parse_place(name), parse_place(area)
    if not outer:
        return bool(_CODE.fullmatch(area) and parse_place(f"{name}, {area}"))
    if outer.city or outer.countries or inner.countries:
        return False
    if not inner:
        return True
    if inner.country != outer.country or not (inner.city or inner.region or inner.regions):
        return False
    return not outer.region or bool(inner.city and inner.region in ("", outer.region))


@lru_cache(10_000)
def place_meaning(entry):
    """What an entry is understood as, from narrow to wide; "" where it is not understood."""
    place = parse_place(entry)
    if place.countries:
        return f"{len(place.countries)} countries"
    parts = [place.city.title(), place.region.title(), country_name(place.country)]
    return ", ".join(dict.fromkeys(filter(None, parts)))


def suggest_industries(typed):
    return _suggest(typed, tuple(INDUSTRIES))


def suggest_places(typed):
    return _suggest(typed, place_names())


def _suggest(typed, names):
    """Names that begin with what was typed, then those with a word that does."""
    typed = typed.strip().lower()
    if not typed:
        return []
    first = [name for name in names if name.startswith(typed)]
    word = re.compile(rf"\b{re.escape(typed)}")
    others = (name for name in names if not name.startswith(typed) and word.search(name))
    return [_capital(name) for name in islice(chain(first, others), SUGGESTED)]


def _capital(name):
    return re.sub(r"(^|[\s/(-])(?!and\b|of\b|the\b)(\w)", lambda found: found[1] + found[2].upper(), name)
