"""Searches on their way, for tests against the sandbox."""

from django.utils import timezone

from autoreach.calls.ledger import begin as begin_calls
from autoreach.calls.models import ProviderCall
from autoreach.work.leases import new_lease
from leads.models import Expansion, Search
from leads.sources.running import pages, reading
from leads.sources.running.control import start
from leads.sources.running.expansion import start_due, switch_on
from leads.sources.running.queue import SEARCHES
from leads.sources.source import RUNNING
from leads.sources.tasks import run_search
from tests.factories import OfferFactory

OFFER = {
    "name": "Planwise",
    "description": "Production planning software that replans a factory in seconds.",
    "target_audience": "Plant managers and heads of operations at machine builders. Not recruiters.",
    "pain_points": ["late deliveries because of manual planning"],
    "competitors": ["PlanMaster"],
}


def offer_of(workspace, **fields):
    return OfferFactory(workspace=workspace, **(OFFER | fields))


def parameters_of(kind, offer=None, **typed):
    """What the source's form makes of its defaults and what is typed over them."""
    form_class = RUNNING[kind].Parameters
    blank = form_class(offer=offer)
    data = {name: blank.get_initial_for_field(field, name) for name, field in blank.fields.items()}
    data = {name: "\n".join(value) if isinstance(value, list) else value for name, value in data.items()}
    form = form_class(
        {name: value for name, value in (data | typed).items() if value is not None and value is not False},
        offer=offer,
    )
    assert form.is_valid(), form.errors
    return form.stored()


def begin(kind, offer, **typed):
    """Queue a search. Its task runs once the transaction commits, so within a test nothing runs yet."""
    return start(
        workspace=offer.workspace,
        user=None,
        offer=offer,
        kind=kind,
        parameters=parameters_of(kind, offer, **typed),
    )


def run(kind, offer, **typed):
    """A search whose pages are read and whose leads count as scored."""
    return finished(begin(kind, offer, **typed))


def read(kind, offer, **typed):
    """A search whose pages are read."""
    search = begin(kind, offer, **typed)
    run_search(search.pk)
    search.refresh_from_db()
    return search


def lose_answer(search, *, after):
    """A worker dies while it waits for the answer of the page that follows `after` steps."""
    for _ in range(after):
        reading.take_step(SEARCHES.claim(search.pk))
        SEARCHES.free(Search.objects.filter(pk=search.pk))
    search.refresh_from_db()
    progress = pages.load(search)
    source = RUNNING[search.kind](search, progress.state)
    if not progress.begun:
        reading.begin(source, progress)
    lost = reading.open_next(source, progress)
    begin_calls([each.call for each in lost], lease=new_lease())
    ProviderCall.objects.filter(status="started").update(status="uncertain")


def another_day(first):
    """The next day's run of a search that is repeated, read like `run`."""
    if not Expansion.objects.filter(search=first, is_on=True).exists():
        switch_on(first, None)
    Expansion.objects.filter(search=first).update(next_at=timezone.now())
    assert start_due() == 1
    return finished(first.repetitions.latest("pk"))


def finished(search):
    run_search(search.pk)
    read = Search.objects.filter(pk=search.pk, status=Search.Status.FINISHING)
    read.update(status=Search.Status.COMPLETED, completed_at=timezone.now())
    search.refresh_from_db()
    return search
