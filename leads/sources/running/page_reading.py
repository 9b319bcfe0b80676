"""One page of a search at work."""

from collections.abc import Generator
from dataclasses import dataclass, field

from autoreach.calls import ledger
from autoreach.calls.call import PaidCall
from leads.ingest import FoundProfile
from leads.sources.running.pages import Numbered
from leads.sources.source import Page, Problem, Source


@dataclass(slots=True)
class Reading:
    """A page at work: the generator that reads it, its call, and what came of it.

    `met` marks what its list has shown until now, `cursor` is that of the page that follows. `is_not_offered` says that
    the account may not make such calls at all, `can_be_missed` that the source goes on without an answer that was lost.
    """

    numbered: Numbered
    generator: Generator
    call: PaidCall
    met: list[str] = field(default_factory=list)
    cursor: str | None = None
    is_not_offered: bool = False
    can_be_missed: bool = False
    people: list[FoundProfile] = field(default_factory=list)
    pages: list[Page] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    others: list = field(default_factory=list)

    @property
    def number(self) -> int:
        return self.numbered.number

    @property
    def provider(self) -> str:
        return self.call.call.provider

    @property
    def is_lost(self) -> bool:
        """Whether it may have been paid for without an answer: only a user decides to pay again."""
        return isinstance(self.call.result, ledger.Uncertain) and not self.can_be_missed

    @property
    def is_done(self) -> bool:
        return not (self.call.wait or self.is_lost)

    def went_well(self, source: Source) -> bool:
        """Whether it was read to its end, with or without people."""
        if not self.is_done or self.numbered.page.read in source.prepare:
            return False
        return bool(self.people) or not (self.pages or any(not each.is_nothing for each in self.problems))

    def take(self, brought) -> None:
        kinds = {FoundProfile: self.people, Page: self.pages, Problem: self.problems}
        for each in brought:
            kinds.get(type(each), self.others).append(each)
