"""Kinds of products and services that a text names, read from categories.toml."""

import re
import tomllib
from functools import cache
from pathlib import Path


@cache
def patterns() -> dict[str, tuple[re.Pattern, re.Pattern]]:
    """Category → what is read in any case, and what is read with its capitals."""
    listed = tomllib.loads((Path(__file__).parent / "categories.toml").read_text(encoding="utf-8"))
    return {name: (any_of(names, written=False), any_of(names, written=True)) for name, names in listed.items()}


def any_of(names, *, written) -> re.Pattern:
    """One pattern of the names with a capital, or of all others."""
    chosen = [name for name in re.split(r"\|(?![^(]*\))", names) if (name != name.lower()) is written]
    joined = "|".join(chosen) if chosen else r"(?!)"
    return re.compile(rf"(?<!\w)(?:{joined})(?!\w)", 0 if written else re.IGNORECASE)


def categories_of(text) -> frozenset[str]:
    """The categories a text names."""
    return frozenset(name for name, both in patterns().items() if any(each.search(text) for each in both))
