"""The pages a search has still to read, and what its source notes: all of it is JSON, in `Search.cursor`."""

from dataclasses import dataclass, field

from leads.models import Search
from leads.sources.source import Page


@dataclass(frozen=True, slots=True)
class Numbered:
    """A page with its place in the search. The number makes the key of its call.

    `first` is the number of the first page of its list.
    """

    number: int
    page: Page
    first: int


@dataclass(slots=True)
class Progress:
    """`again` counts by number the pages a user had read once more, though they may have been paid for.

    `met` marks what each list that goes on has shown, by the number of its first page.
    """

    begun: bool = False
    went_well: bool = False
    next_number: int = 1
    left: list[Numbered] = field(default_factory=list)
    state: dict = field(default_factory=dict)
    failures: dict[str, int] = field(default_factory=dict)
    again: dict[str, int] = field(default_factory=dict)
    met: dict[str, list[str]] = field(default_factory=dict)
    waits_on: str = ""

    def add(self, pages: list[Page]) -> None:
        for page in pages:
            self.go_on(page, self.next_number)

    def go_on(self, page: Page, first: int) -> None:
        """Add a further page of a list."""
        self.left.append(Numbered(self.next_number, page, first))
        self.next_number += 1


def load(search: Search) -> Progress:
    stored = dict(search.cursor)
    left = [Numbered(number, Page(*page), first) for number, *page, first in stored.pop("left", [])]
    return Progress(left=left, **stored)


def dump(progress: Progress) -> dict:
    return {
        "begun": progress.begun,
        "went_well": progress.went_well,
        "next_number": progress.next_number,
        "left": [[each.number, each.page.read, each.page.about, each.page.given, each.first] for each in progress.left],
        "state": progress.state if progress.left else without_seen(progress.state),
        "failures": progress.failures,
        "again": progress.again,
        "met": progress.met,
        "waits_on": progress.waits_on,
    }


def without_seen(state: dict) -> dict:
    """What a search that has read everything no longer needs is the largest part of it."""
    return {name: value for name, value in state.items() if name != "seen"}


def at_work(search: Search) -> str:
    """What the search reads now, in words; "" where it has not begun or is at its end."""
    left = search.cursor.get("left")
    return left[0][2] if left else ""
