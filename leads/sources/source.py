"""What a source of leads is made of. A file with a subclass of `Source` is all that a new one needs.

A search reads pages. Each page is one call to a provider, read by the method of the source that the page names:

    def begin(self):                          # the first pages
        yield page(self.followers, "the followers of @acme", user_id="12")

    def followers(self, user_id, cursor=None):
        found = yield Call("x", …)            # exactly one call; its answer's value comes back
        for user in found.items:
            yield FoundProfile(…)             # people, with what they wrote as evidence
        if found.cursor:
            yield page(self.followers, "more followers", user_id=user_id, cursor=found.cursor)

The runner (`leads.sources.running`) makes the calls, stores the people and keeps the pages that are left. What a page
is given, and what the source notes in `state`, is JSON: another worker goes on with it after a crash.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from importlib import import_module
from pkgutil import iter_modules
from typing import ClassVar

from django.db.models import Q, QuerySet

from autoreach.calls.call import Call
from leads.ingest import FoundProfile
from leads.models import Offer, Search
from leads.sources.info import SourceInfo
from leads.sources.parameters import ParametersForm
from leads.sources.registry import SOURCES

LABEL_MAX = 200
RUNNING: "dict[str, type[Source]]" = {}


@dataclass(frozen=True, slots=True)
class Page:
    """A call still to be made: the method that reads it, what it reads in words for people, and what it is given."""

    read: str
    about: str
    given: dict = field(default_factory=dict)


def page(method: Callable, about: str, **given) -> Page:
    return Page(method.__name__, about, given)


@dataclass(frozen=True, slots=True)
class Cost:
    """One line of an estimate: what is read, how many as a rule, and what these cost in US dollars.

    Where there may be more, `most` is how many at the most, `most_usd` what these cost, and `most_means` when it is so.
    """

    what: str
    number: int
    usd: Decimal = Decimal(0)
    most: int = 0
    most_usd: Decimal = Decimal(0)
    most_means: str = ""


@dataclass(frozen=True, slots=True)
class Problem:
    """What could not be read, with one cause and one action, in words for people. The search goes on."""

    about: str
    cause: str
    remedy: str = ""
    # Whether the page was read, and only says that there is nothing.
    is_nothing: bool = False


Brought = FoundProfile | Page | Problem


class Source:
    """One search of this kind, at work. Subclasses with an `info` are registered by being defined.

    `provider` names whom it asks ("" where that depends on what is asked), `method` is its line in *Find people*, and
    `about` says in a sentence what it does. Pages are read `at_once` at a time: one, unless they do not depend on each
    other.
    """

    info: ClassVar[SourceInfo]
    provider: ClassVar[str]
    method: ClassVar[str]
    about: ClassVar[str]
    Parameters: ClassVar[type[ParametersForm]] = ParametersForm
    at_once: ClassVar[int] = 1
    # What `state["counts"]` counts, in the order in which the page of the search shows it: ("posts", "comments").
    counted: ClassVar[tuple[str, ...]] = ()
    # Methods whose pages only prepare what is read: a search of which no other page went well has failed.
    prepare: ClassVar[tuple[str, ...]] = ()
    # Methods that go on without an answer that a crash lost: it may be paid, so it is never asked for again.
    does_without: ClassVar[tuple[str, ...]] = ()
    # Templates read the class itself.
    do_not_call_in_templates: ClassVar[bool] = True
    # What a user can do where nothing was found, and what else where a parameter was given, by its name.
    if_nothing: ClassVar[str] = "Try other words, or a wider range."
    if_narrowed: ClassVar[Mapping[str, str]] = {}
    # What can be asked for where the account lacks a kind of call, by its operation.
    if_not_offered: ClassVar[Mapping[str, str]] = {}
    # What is said where `expanded` has nothing left to ask.
    if_nothing_left: ClassVar[str] = "Exhausted: there is nothing left to ask for."
    # What a user can do once a search that is repeated each day brings no one new. "": it cannot be repeated.
    if_exhausted: ClassVar[str] = ""

    def __init_subclass__(cls, **options):
        super().__init_subclass__(**options)
        if info := vars(cls).get("info"):
            SOURCES[info.kind], RUNNING[info.kind] = info, cls

    def __init__(self, search: Search, state: dict | None = None):
        self.search, self.state = search, {} if state is None else state
        self.parameters: dict = search.parameters
        # What is in `state["seen"]`, for looking it up.
        self.met: dict[str, set[str]] = {}
        # Set by `store`: why the search waits for its user before it goes on, and what the user can do.
        self.rest: tuple[str, str] | None = None

    @classmethod
    def title(cls, parameters: dict) -> str:
        """What its search is called."""
        return cls.info.label

    @classmethod
    def label(cls, parameters: dict) -> str:
        """The title, no longer than is stored."""
        return cls.title(parameters)[:LABEL_MAX]

    @classmethod
    def costs(cls, parameters: dict) -> list[Cost]:
        """What it reads at the most, with these checked parameters. No line: nothing is charged."""
        return []

    @classmethod
    def advice(cls, parameters: dict) -> str:
        """What a user can do where nothing was found, with these parameters."""
        further = [said for name, said in cls.if_narrowed.items() if parameters.get(name)]
        return " ".join([cls.if_nothing, *(f"Or {said[0].lower()}{said[1:]}" for said in further)])

    @classmethod
    def expanded(cls, offer: Offer | None, past: list[Search]) -> dict | None:
        """The parameters of the next day's run, which must bring others than `past`, the runs before, oldest first.

        None: there is nothing left to ask. A source that keeps away from what `self.earlier` met asks the same again.
        """
        return past[0].parameters

    @property
    def earlier(self) -> QuerySet[Search]:
        """The runs before this one, where it is repeated each day, newest first."""
        first = self.search.repeats_id
        if first is None:
            return Search.objects.none()
        runs = Search.objects.filter(Q(pk=first) | Q(repeats=first), pk__lt=self.search.pk)
        return runs.order_by("-pk")

    def noted_earlier(self, name: str) -> QuerySet:
        """What the runs before noted in their `state` under this name, newest first; no more of it is loaded."""
        noted = f"cursor__state__{name}"
        return self.earlier.filter(**{f"{noted}__isnull": False}).values_list(noted, flat=True)

    @classmethod
    def origin_of(cls, offer: Offer | None, parameters: dict) -> Search | None:
        """The search that it goes back to."""
        return None

    @classmethod
    def takes_long(cls, search: Search) -> bool:
        """Whether its next page is an AI's work of a minute or more: a worker of the slow queue begins with it."""
        return False

    def begin(self) -> Iterator[Brought]:
        """The pages to read first, and people who are known without one."""
        raise NotImplementedError

    def end(self) -> Iterator[Brought]:
        """What follows once no page is left, however the pages went. It is asked again after each page it brings."""
        return iter(())

    def store(self, brought: list) -> None:
        """Keep what pages brought besides people, within the transaction that stores them."""

    def stop(self) -> None:
        """What is to be done once no page is left, or where the search waits, is paused or cancelled.

        Within the transaction that stores what was read last.
        """

    def go_back_to(self, state: dict) -> None:
        """Forget what a page noted that was not understood."""
        self.state.clear()
        self.state.update(state)
        self.met.clear()

    # What pages may use

    def count(self, name: str, number: int = 1) -> None:
        counts = self.state.setdefault("counts", {})
        counts[name] = counts.get(name, 0) + number

    def counted_so_far(self, name: str) -> int:
        return self.state.get("counts", {}).get(name, 0)

    def is_new(self, kind: str, identifier: str) -> bool:
        """Whether this search meets the thing for the first time; it is remembered."""
        if self.has_met(kind, identifier):
            return False
        self.met[kind].add(identifier)
        self.state.setdefault("seen", {}).setdefault(kind, []).append(identifier)
        return True

    def has_met(self, kind: str, identifier: str) -> bool:
        if kind not in self.met:
            self.met[kind] = set(self.state.get("seen", {}).get(kind, ()))
        return identifier in self.met[kind]


def estimated_usd(costs: list[Cost]) -> Decimal:
    return sum((cost.usd for cost in costs), Decimal(0))


def most_usd(costs: list[Cost]) -> Decimal:
    return sum((max(cost.usd, cost.most_usd) for cost in costs), Decimal(0))


def load_sources() -> None:
    """Import every file beside this one, so that each source is registered."""
    package = import_module("leads.sources")
    for module in iter_modules(package.__path__, f"{package.__name__}."):
        import_module(module.name)


__all__ = ["Brought", "Call", "Cost", "Page", "Problem", "Source", "page"]
