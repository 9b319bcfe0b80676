"""One step of a search: its next pages are read, and all they brought is stored with what they cost, or nothing."""

import logging
from collections.abc import Callable, Iterable, Iterator
from copy import deepcopy

from django.db import transaction
from django.utils import timezone

from autoreach.calls.call import Call, Owner, PaidCall
from autoreach.calls.clients import clients
from autoreach.calls.sender import CallSender
from autoreach.providers.errors import NotSupported, ProviderError
from autoreach.providers.registry import AI
from autoreach.providers.results import Page as Listed
from autoreach.work.leases import LeaseLost, retry_on_contention
from leads.ingest import FoundProfile
from leads.models import Search
from leads.sources import runner
from leads.sources.running import lists, pages, trouble
from leads.sources.running.page_reading import Reading
from leads.sources.running.pages import Numbered, Progress
from leads.sources.running.storing import STOPPED, store
from leads.sources.source import RUNNING, Page, Problem, Source
from leads.workspaces.outreach_window import wait_for_window

logger = logging.getLogger(__name__)


def take_step(claimed: Search) -> bool:
    """Begin the search, or read its next pages. Returns whether there is more to do."""
    search = Search.objects.select_related("workspace", "offer").filter(pk=claimed.pk, lease=claimed.lease).first()
    if search is None:
        raise LeaseLost
    if search.started_at is None:
        note_start(search)
    progress = pages.load(search)
    source = RUNNING[search.kind](search, progress.state)
    if search.status not in STOPPED and search.offer and search.offer.archived_at:
        return leave(source, runner.pause_held, *trouble.ARCHIVED)
    first = [] if progress.begun else begin(source, progress)
    readings = []
    if search.status not in STOPPED and not first:
        readings = open_next(source, progress)
        if unconnected := next((each.provider for each in readings if not is_connected(each.provider)), ""):
            return leave(source, runner.fail, *trouble.not_configured(unconnected))
        send(search, readings)
        for reading in readings:
            digest(reading, source)
        first = conclude(source, progress, readings)
    return retry_on_contention(search.lease, store, search, source, progress, readings, first)


def note_start(search: Search) -> None:
    """Said before the first page, which may take a while, so that a running search is seen to have started."""
    search.started_at = timezone.now()
    if not Search.objects.filter(pk=search.pk, lease=search.lease).update(started_at=search.started_at):
        raise LeaseLost


@transaction.atomic
def leave(source: Source, end: Callable[[Search, str, str], None], cause: str, remedy: str) -> bool:
    """End or pause the search before its next page. Returns that there is no more to do."""
    end(source.search, cause, remedy)
    source.stop()
    return False


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
            missable = numbered.page.read in source.does_without
            readings.append(Reading(numbered, generator, paid, met, can_be_missed=missable))
        else:
            progress.left.remove(numbered)
    return readings


def paid_call(source: Source, progress: Progress, numbered: Numbered, call: Call) -> PaidCall:
    search = source.search
    return PaidCall(
        owner=Owner(Search.CALLS_AS, search.pk),
        purpose=source.info.label,
        source=source.info.label,
        call=call,
        key=f"{Search.CALLS_AS}:{search.pk}:{numbered.number}.{progress.again.get(str(numbered.number), 0)}",
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
        reading.take(understood(source, refused(reading, source, result), reading.numbered.page.about))


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


def refused(reading: Reading, source: Source, error: ProviderError) -> Iterator:
    """What the source makes of an error; one it does not expect is a problem of this page."""
    try:
        yield reading.generator.throw(error)
        yield from reading.generator
    except StopIteration:
        return
    except ProviderError as unexpected:
        page = reading.numbered.page
        goes_on = bool(page.given.get("cursor"))
        reading.is_not_offered = isinstance(unexpected, NotSupported) and not goes_on
        yield trouble.problem_of(unexpected, page.about, goes_on=goes_on, instead=source.if_not_offered)
