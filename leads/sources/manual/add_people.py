"""Many people added by hand at once: one search, with one result for each line that was pasted."""

from collections import Counter
from dataclasses import asdict, dataclass

from django.db import transaction
from django.db.models import Exists, F, OuterRef
from django.utils import timezone

from leads.ingest import FoundProfile, ingest
from leads.models import Lead, LeadSource, Search
from leads.sources.manual.add_person import clicked
from leads.sources.registry import MANUAL

REFERENCE = "line "


@dataclass(frozen=True)
class PastedLine:
    """One address as it was pasted; `problem` is the sentence that says why it is no address of a person, or ""."""

    text: str
    kind: str = ""
    address: str = ""
    problem: str = ""


@dataclass(frozen=True)
class LineResult:
    """`same_as` is the number of an earlier line that is the same person."""

    number: int
    text: str
    problem: str
    lead: Lead | None = None
    is_new: bool = False
    same_as: int | None = None

    @property
    def outcome(self):
        if self.problem:
            return "not read"
        if self.lead is None:
            return "no longer here"
        if self.same_as:
            return "twice in your list"
        return "added" if self.is_new else "already here"


OUTCOMES = ("added", "already here", "twice in your list", "not read", "no longer here")


def counted(results: list[LineResult]) -> list[tuple[str, int]]:
    """(outcome, number of lines) of each outcome that a line has."""
    counts = Counter(result.outcome for result in results)
    return [(outcome, counts[outcome]) for outcome in OUTCOMES if counts[outcome]]


@transaction.atomic
def add_people(*, workspace, user, offer, lines: list[PastedLine], form_id="") -> Search:
    """Ingest the people of the lines without a problem. The second of two clicks gets what the first one made."""
    parameters = {"form": form_id, "lines": [asdict(line) for line in lines]}
    return clicked(workspace, user, offer, parameters) or _searched(workspace, user, offer, parameters, lines)


def _searched(workspace, user, offer, parameters, lines):
    now = timezone.now()
    good = {number: line for number, line in enumerate(lines, start=1) if not line.problem}
    search = Search.objects.create(
        workspace=workspace,
        offer=offer,
        kind=MANUAL,
        status=Search.Status.COMPLETED,
        label=f"{len(lines):,} lines added by hand",
        parameters=parameters,
        created_by=user,
        started_at=now,
        completed_at=now,
    )
    found = [
        FoundProfile(**{line.kind: line.address}, reference=f"{REFERENCE}{number}") for number, line in good.items()
    ]
    ingest(search=search, profiles=found)
    bad = len(lines) - len(good)
    Search.objects.filter(pk=search.pk).update(found=F("found") + bad, rejected=F("rejected") + bad)
    search.refresh_from_db()
    return search


def results_of(search) -> list[LineResult]:
    """One result a line, in the order they were pasted; [] for a search that is no paste."""
    earlier = LeadSource.objects.filter(lead=OuterRef("lead"), pk__lt=OuterRef("pk")).exclude(search=search)
    sources = search.lead_sources.select_related("lead").annotate(was_known=Exists(earlier))
    by_line = {source.reference: source for source in sources} if "lines" in search.parameters else {}
    results, first = [], {}
    for number, line in enumerate(search.parameters.get("lines", ()), start=1):
        source = by_line.get(f"{REFERENCE}{number}")
        lead = source.lead if source else None
        same_as = first.setdefault(lead.pk, number) if lead else number
        results.append(
            LineResult(
                number,
                line["text"],
                line["problem"],
                lead,
                is_new=bool(source and not source.was_known),
                same_as=same_as if same_as != number else None,
            )
        )
    return results
