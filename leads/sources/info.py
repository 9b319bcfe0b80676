"""What the rest of the program knows of a source of leads, without its code."""

from dataclasses import dataclass

# Who shows intent goes first, then people added by hand, then imports.
INTENT, PRIORITY = 15, 50


@dataclass(frozen=True, slots=True)
class SourceInfo:
    """`kind` is the source's name in the database, `label` the one on screen.

    `priority` is that of its leads' jobs: lower goes first. With `profiles_known`, people come with their profile and
    are scored without being enriched. With `asks_pool`, the end of a search has the pool matched with its offer; with
    `asks_pool_at_start`, its start.
    """

    kind: str
    label: str
    priority: int = PRIORITY
    profiles_known: bool = False
    asks_pool: bool = True
    asks_pool_at_start: bool = False
    # Whether its people bear the names that they show on X, which need not be theirs.
    self_named: bool = False
    # Whether its leads have a tab of their own instead of standing under Sources.
    has_own_tab: bool = False
    # Whether its people are taken from one place that the user names: their tab is Sources, whatever they said there.
    is_extraction: bool = False
    # Whether its people follow a seed account: their tab is Lookalikes.
    follows_seeds: bool = False
    # Whether it finds accounts instead of people: no lead comes from it.
    finds_accounts: bool = False

    @property
    def shows_intent(self) -> bool:
        """Whether its people said or did something that speaks of buying."""
        return self.priority <= INTENT
