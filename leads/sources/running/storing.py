"""What a step has read is stored with what it cost, or nothing of it."""

from dataclasses import asdict

from autoreach.calls import ledger
from autoreach.work.leases import hold_one
from leads.ingest import FoundProfile, ingest
from leads.models import Search
from leads.sources import runner
from leads.sources.running import pages, trouble
from leads.sources.running.page_reading import Reading
from leads.sources.running.pages import Progress
from leads.sources.source import Problem, Source

PROBLEMS_KEPT = 20
STOPPED = (Search.Status.PAUSED, Search.Status.CANCELLED)
LOST = "The worker stopped while it read this, and it may have been paid for already."
READ_AGAIN = "Resume to read it once more: it may be charged a second time."


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
    if more := goes_on(held, after, readings, source.rest):
        return more
    source.stop()
    return False


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
        "waits_for": "",
        "remedy": "",
    }
    if any(each.is_done for each in readings):
        changes["attempts"] = 0
    Search.objects.filter(pk=held.pk).update(**changes)
    for name, value in changes.items():
        setattr(held, name, value)


def goes_on(held: Search, after: Progress, readings: list[Reading], rest: tuple[str, str] | None) -> bool:
    waiting = next((each for each in readings if each.call.wait), None)
    lost = next((each for each in readings if each.is_lost), None)
    if held.status in STOPPED:
        runner.release(held)
    elif lost:
        runner.pause_held(held, f"{lost.numbered.page.about}: {LOST}", READ_AGAIN)
    elif waiting:
        remedy = trouble.remedy_of(waiting.call.wait, waiting.provider, trouble.refusal_of(waiting.provider))
        runner.put_off(held, waiting.call.wait, remedy)
    elif not after.left:
        runner.finish_reading(held)
    elif rest:
        runner.pause_held(held, *rest)
    else:
        return True
    return False
