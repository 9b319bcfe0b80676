"""People that a search finds, into a workspace that has ten times as many leads, beside a COPY into a bare table."""

import time

from django.db import connection

from leads.ingest import FoundPost, FoundProfile, ingest
from leads.models import Lead, Offer, Search, Workspace
from tests.benchmarks import at_least, at_most, observed, peak_memory
from tests.benchmarks.page import PEOPLE

# People found; a page of followers on X; every fifth is a lead already, every second wrote a post.
SIZE, PAGE, KNOWN, WRITES = 50_000, 1000, 5, 2
LEADS_EACH = 10
FIRST_PART, MEMORY_MORE = 0.2, 24


def run(size):
    workspace = Workspace.objects.create(name="Benchmark", slug="benchmark")
    offer = Offer.objects.create(workspace=workspace, name="Planwise", target_audience="Plant managers")
    search = Search.objects.create(workspace=workspace, offer=offer, kind="x_followers", status="running")
    with connection.cursor() as cursor:
        cursor.execute(PEOPLE, {"workspace": workspace.pk, "size": size * LEADS_EACH})
        cursor.execute("ANALYZE")
    before = copied(size)
    taken, early = ingested(search, size)
    reference = size / ((before + copied(size)) / 2)
    new = size - len(range(0, size, KNOWN))
    if Lead.objects.filter(workspace=workspace).count() != size * LEADS_EACH + new:
        raise RuntimeError("Not all people were stored once.")
    yield at_least(f"people of {size:,} stored a second", size / taken, "", limit=5000, reference=reference)
    yield observed("memory at its highest", peak_memory(), "MiB")
    yield at_most("memory added after the first fifth", peak_memory() - early, "MiB", limit=MEMORY_MORE)


def found(number):
    """A person with what they wrote. Every fifth is among the leads."""
    handle = f"made-up-{number + 1}" if number % KNOWN == 0 else f"found-{number}"
    post = FoundPost(
        f"We plan {number} machines in spreadsheets.", "x", str(10**18 + number), f"https://x.com/{number}"
    )
    return FoundProfile(
        linkedin=f"https://www.linkedin.com/in/{handle}/",
        x=f"https://x.com/found_{number}",
        x_user_id=str(10**12 + number),
        full_name=f"Nora Sample {number}",
        title="Plant Manager",
        company_name=f"Works {number % 5000}",
        location="Hamburg, Germany",
        bio="I keep forty machines busy.",
        reference="@acme",
        evidence=post.text if number % WRITES else "Follows @acme",
        evidence_url=post.url,
        posts=[post] if number % WRITES else [],
    )


def ingested(search, size):
    """(seconds, memory after the first part)."""
    started, early = time.perf_counter(), 0.0
    for start in range(0, size, PAGE):
        ingest(search=search, profiles=map(found, range(start, min(start + PAGE, size))))
        if start < size * FIRST_PART:
            early = peak_memory()
    return time.perf_counter() - started, early


def copied(size):
    """Seconds to make the same people and COPY what a lead keeps of them into a table without any index."""
    names = ("linkedin", "x", "x_user_id", "full_name", "title", "company_name", "location", "bio", "evidence")
    with connection.cursor() as cursor:
        cursor.execute(f"CREATE TEMPORARY TABLE bare ({', '.join(f'{name} text' for name in names)})")
        started = time.perf_counter()
        with cursor.copy(f"COPY bare ({', '.join(names)}) FROM STDIN") as copy:
            for person in map(found, range(size)):
                copy.write_row([getattr(person, name) for name in names])
        seconds = time.perf_counter() - started
        cursor.execute("DROP TABLE bare")
    return seconds
