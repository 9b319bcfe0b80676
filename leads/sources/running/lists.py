"""Where a list ends: at an empty page, at the same cursor, or where a provider shows again what it has shown."""

import zlib
from collections.abc import Collection
from dataclasses import replace

from autoreach.providers.results import Page as Listed


def marks(listed: Listed) -> list[str]:
    """A short mark of each thing on the page; "" for one without an id."""
    ids = (getattr(item, "id", "") for item in listed.items)
    return [f"{zlib.crc32(identifier.encode()):08x}" if identifier else "" for identifier in ids]


def ended(listed: Listed, cursor: str | None, met: Collection[str]) -> Listed:
    """The page without its cursor where that leads nowhere. `met` marks what earlier pages of the list held."""
    shown_before = bool(met) and set(met).issuperset(marks(listed))
    if listed.cursor and (not listed.items or listed.cursor == cursor or shown_before):
        return replace(listed, cursor=None)
    return listed
