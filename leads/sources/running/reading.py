"""One step of a search: its next pages are read, and all they brought is stored with what they cost, or nothing."""

import logging
from collections.abc import Generator, Iterable, Iterator
from copy import deepcopy
from dataclasses import asdict, dataclass, field
from decimal import Decimal

from django.db.models import F
from django.utils import timezone

from autoreach.calls import ledger
from autoreach.calls.call import Call, Owner, PaidCall
from autoreach.calls.clients import clients
from autoreach.calls.sender import CallSender
from autoreach.providers.errors import NotSupported, ProviderError
from autoreach.providers.registry import AI
from autoreach.providers.results import Page as Listed
from autoreach.work.leases import LeaseLost, hold_one, retry_on_contention
from leads.ingest import FoundProfile, ingest
from leads.models import Search
from leads.sources import runner
from leads.sources.running import lists, pages, trouble
from leads.sources.running.pages import Numbered, Progress
from leads.sources.source import RUNNING, Page, Problem, Source
from leads.workspaces.outreach_window import wait_for_window

OWNER = "search"
PROBLEMS_KEPT = 20
STOPPED = (Search.Status.PAUSED, Search.Status.CANCELLED)
LOST = "The worker stopped while it read this, and it may have been paid for already."
READ_AGAIN = "Resume to read it once more: it may be charged a second time."
logger = logging.getLogger(__name__)


@dataclass(slots=True)
class Reading:
    """A page at work: the generator that reads it, its call, and what came of it.

    `met` marks what its list has shown until now, `cursor` is that of the page that follows. `is_not_offered` says that
    the account may not make such calls at all.
    """

    numbered: Numbered
    generator: Generator
    call: PaidCall
    met: list[str] = field(default_factory=list)
    cursor: str | None = None
    is_not_offered: bool = False
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
        return isinstance(self.call.result, ledger.Uncertain)

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


def take_step(claimed: Search) -> bool:
    """Begin the search, or read its next pages. Returns whether there is more to do."""
    search = Search.objects.select_related("workspace", "offer").filter(pk=claimed.pk, lease=claimed.lease).first()
    if search is None:
        raise LeaseLost
    progress = pages.load(search)
    source = RUNNING[search.kind](search, progress.state)
    first = [] if progress.begun else begin(source, progress)
    readings = []
    if search.status not in STOPPED and not first:
        readings = open_next(source, progress)
        if unconnected := next((each.provider for each in readings if not is_connected(each.provider)), ""):
            runner.fail(search, *trouble.not_configured(unconnected))
            return False
        send(search, readings)
        for reading in readings:
            digest(reading, source)
        first = conclude(source, progress, readings)
    return retry_on_contention(search.lease, store, search, source, progress, readings, first)


def begin(source: Source, progress: Progress) -> list[FoundProfile | Problem]:
    """Returns what is known without a page: people, and what is wrong with the parameters."""
    progress.begun = True
    return begun_with(progress, list(source.begin()))


def begun_with(progress: Progress, brought: list) -> list[FoundProfile | Problem]:
    progress.add([each for each in brought if isinstance(each, Page)])
    return [each for each in brought if not isinstance(each, Page)]


def conclude(source: Source, progress: Progress, readings: list[Reading]) -> list[FoundProfile | Problem]:
    """What the source adds once no page is left."""
    done = {each.number for each in readings if each.is_done}
    if any(each.pages for each in readings) or any(each.number not in done for each in progress.left):
        return []
    return begun_with(progress, understood(source, source.end(), "the end of the search"))


def open_next(source: Source, progress: Progress) -> list[Reading]:
    """The next pages at work. One that asks nothing, as where a limit is reached, is dropped."""
    readings = []
    for numbered in list(progress.left):
        if len(readings) == source.at_once:
            break
        generator = getattr(source, numbered.page.read)(**numbered.page.given)
        if call := next(generator, None):
            paid, met = paid_call(source, progress, numbered, call), progress.met.get(str(numbered.first), [])
            readings.append(Reading(numbered, generator, paid, met))
        else:
            progress.left.remove(numbered)
    return readings


def paid_call(source: Source, progress: Progress, numbered: Numbered, call: Call) -> PaidCall:
    search = source.search
    return PaidCall(
        owner=Owner(OWNER, search.pk),
        purpose=source.info.label,
        call=call,
        key=f"{OWNER}:{search.pk}:{numbered.number}.{progress.again.get(str(numbered.number), 0)}",
        workspace_id=search.workspace_id,
        offer_id=search.offer_id,
        failures=progress.failures,
    )


def is_connected(provider: str) -> bool:
    return getattr(clients(with_ai=provider == AI), provider) is not None


def send(search: Search, readings: list[Reading]) -> None:
    if not readings:
        return
    providers = clients(with_ai=any(each.provider == AI for each in readings))

    def hold(call):
        return wait_for_window(call.call.provider, search.workspace)

    with CallSender(lease=search.lease, concurrency=len(readings), hold=hold, providers=providers) as sender:
        sender.complete([each.call for each in readings])


def digest(reading: Reading, source: Source) -> None:
    """Turn the answer into people and further pages, or the error into a wait or a problem."""
    result = reading.call.result
    if not reading.is_done:
        return
    if not isinstance(result, ProviderError):
        reading.take(understood(source, answered(reading, result.value), reading.numbered.page.about))
    elif wait := trouble.wait_after(result):
        reading.call.wait = wait
    else:
        reading.take(understood(source, refused(reading, result), reading.numbered.page.about))


def understood(source: Source, brought: Iterable, about: str) -> list:
    """What a page brought. Where the source fails on its answer, that is a problem of this page: the call is paid."""
    before = deepcopy(source.state)
    try:
        return list(brought)
    except Exception:
        logger.exception("search %s: the answer for %s was not understood", source.search.pk, about)
        source.go_back_to(before)
        return [trouble.not_understood(about)]


def answered(reading: Reading, value) -> Iterator:
    page = reading.numbered.page
    if isinstance(value, Listed) and value.throttled:
        yield trouble.throttled(reading.provider, page.about)
    try:
        yield reading.generator.send(listed(reading, value))
    except StopIteration:
        return
    yield from reading.generator


def listed(reading: Reading, value):
    """The answer as the source sees it: a list that does not go on has no cursor."""
    if not isinstance(value, Listed):
        return value
    value = lists.ended(value, reading.numbered.page.given.get("cursor"), reading.met)
    reading.cursor, reading.met = value.cursor, [*reading.met, *filter(None, lists.marks(value))]
    return value


def refused(reading: Reading, error: ProviderError) -> Iterator:
    """What the source makes of an error; one it does not expect is a problem of this page."""
    try:
        yield reading.generator.throw(error)
        yield from reading.generator
    except StopIteration:
        return
    except ProviderError as unexpected:
        reading.is_not_offered = isinstance(unexpected, NotSupported)
        yield trouble.problem_of(unexpected, reading.numbered.page.about)


def store(search: Search, source: Source, progress: Progress, readings: list[Reading], first: list) -> bool:
    """In one transaction with the booking, so that no page is paid without being kept. Returns whether to go on."""
    held = hold_one(search)
    ledger.book([each.call for each in readings], keep_for=())
    done = [each for each in readings if each.is_done]
    people = [each for each in first if isinstance(each, FoundProfile)]
    people += [person for each in done for person in each.people]
    if people:
        ingest(search=held, profiles=people)
    if others := [each for reading in done for each in reading.others]:
        source.store(others)
    after = progress_after(progress, readings)
    after.went_well = progress.went_well or any(each.went_well(source) for each in readings)
    problems = [each for each in first if isinstance(each, Problem)]
    problems += [each for reading in done for each in reading.problems]
    write_progress(held, after, readings, problems)
    return goes_on(held, after, readings)


def progress_after(progress: Progress, readings: list[Reading]) -> Progress:
    done = {each.number for each in readings if each.is_done}
    waiting = [each for each in readings if each.call.wait]
    not_offered = {each.numbered.page.read for each in readings if each.is_not_offered}
    again = {number: times for number, times in progress.again.items() if int(number) not in done}
    again |= {str(each.number): again.get(str(each.number), 0) + 1 for each in readings if each.is_lost}
    after = Progress(
        begun=True,
        next_number=progress.next_number,
        left=[each for each in progress.left if each.number not in done and each.page.read not in not_offered],
        state=progress.state,
        failures=failures_after(progress.failures, readings),
        again=again,
        waits_on=next((trouble.waits_on(each.call.wait, each.provider) for each in waiting), ""),
    )
    for reading in readings:
        add_pages(after, reading)
    going_on = {str(each.first) for each in after.left if each.first != each.number}
    met = progress.met | {str(each.numbered.first): each.met for each in readings}
    after.met = {first: marks for first, marks in met.items() if first in going_on}
    return after


def add_pages(after: Progress, reading: Reading) -> None:
    """Note the pages that the reading brought. One with the cursor of the answer goes on with the same list."""
    for page in reading.pages:
        if reading.cursor and page.given.get("cursor") == reading.cursor:
            after.go_on(page, reading.numbered.first)
        else:
            after.add([page])


def failures_after(failures: dict[str, int], readings: list[Reading]) -> dict[str, int]:
    answering = {each.provider for each in readings if each.call.is_answered}
    kept = {provider: times for provider, times in failures.items() if provider not in answering}
    failed = {each.call.wait.failed for each in readings if each.call.wait and each.call.wait.failed}
    return kept | {provider: kept.get(provider, 0) + 1 for provider in failed}


def write_progress(held: Search, after: Progress, readings: list[Reading], problems: list[Problem]) -> None:
    noted = [*held.problems, *map(asdict, problems)]
    # one person may be found on several pages
    people = held.lead_sources.values("lead").distinct().count()
    held.refresh_from_db(fields=["created"])
    changes = {
        "cursor": pages.dump(after),
        "counts": after.state.get("counts", {}),
        "problems": noted[:PROBLEMS_KEPT],
        "found": people,
        "duplicates": max(people - held.created, 0),
        "started_at": held.started_at or timezone.now(),
        "waits_for": "",
        "remedy": "",
    }
    if any(each.is_done for each in readings):
        changes["attempts"] = 0
    spent = sum(map(cost_of, readings), Decimal(0))
    Search.objects.filter(pk=held.pk).update(spent_usd=F("spent_usd") + spent, **changes)
    for name, value in changes.items():
        setattr(held, name, value)


def cost_of(reading: Reading) -> Decimal:
    """What the ledger books for the call, as far as it is known."""
    call = reading.call
    if call.result is None or call.replayed:
        return Decimal(0)
    return Decimal(ledger.booked_line(call)["usd"] or 0)


def goes_on(held: Search, after: Progress, readings: list[Reading]) -> bool:
    waiting = next((each for each in readings if each.call.wait), None)
    lost = next((each for each in readings if each.is_lost), None)
    if held.status in STOPPED:
        runner.release(held)
    elif lost:
        runner.pause_lost(held, f"{lost.numbered.page.about}: {LOST}", READ_AGAIN)
    elif waiting:
        remedy = trouble.remedy_of(waiting.call.wait, waiting.provider, trouble.refusal_of(waiting.provider))
        runner.put_off(held, waiting.call.wait, remedy)
    elif not after.left:
        runner.finish_reading(held)
    else:
        return True
    return False
