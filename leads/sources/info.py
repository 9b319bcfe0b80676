"""What the rest of the program knows of a source of leads, without its code."""

from dataclasses import dataclass

PRIORITY = 50


@dataclass(frozen=True, slots=True)
class SourceInfo:
    """`kind` is the source's name in the database, `label` the one on screen.

    `priority` is that of its leads' jobs: lower goes first. With `profiles_known`, people come with their profile and
    are scored without being enriched. With `asks_pool`, the end of a search has the pool matched with its offer.
    """

    kind: str
    label: str
    priority: int = PRIORITY
    profiles_known: bool = False
    asks_pool: bool = True
    # Whether its leads have a tab of their own instead of standing under Sources.
    has_own_tab: bool = False
