import pytest

from enrichment.jobs import opening
from enrichment.models import PipelineJob, PipelineRun
from leads.ingest import ingest
from leads.models import Search
from tests.enrichment.pipeline import find, known, people
from tests.factories import LeadFactory, MembershipFactory, OfferFactory, SearchFactory

EVERY_PROVIDER = {
    "X_BEARER_TOKEN": "t",
    "UNIPILE_DSN": "http://localhost",
    "UNIPILE_API_KEY": "k",
    "UNIPILE_ACCOUNT_ID": "a",
    "OPENAI_API_KEY": "k",
}


@pytest.fixture
def offer():
    return OfferFactory(
        description="Production planning software", target_audience="Heads of production and plant managers"
    )


@pytest.fixture
def question(sandbox, offer):
    """A person with a common name, in the town of a namesake."""
    (lead,) = known(offer, ("", "msmith_3_sbx"))
    return find([lead], offer, ["find_linkedin"])[0]


@pytest.fixture
def two_leads(sandbox, offer):
    """The same person as two leads, each on one platform."""
    return known(offer, ("ann-oneil-sbx", ""), ("", "annoneil_sbx"))


@pytest.fixture
def search():
    offer = OfferFactory()
    return SearchFactory(workspace=offer.workspace, offer=offer, status=Search.Status.COMPLETED)


@pytest.fixture
def queued(search):
    """Three leads whose jobs are open and not begun."""
    ingest(search=search, profiles=people(3))
    opening.open_search_jobs(search.run.pk)
    return list(PipelineJob.objects.order_by("id"))


@pytest.fixture
def open_run():
    offer = OfferFactory()
    return PipelineRun.objects.create(workspace=offer.workspace, offer=offer, purpose="search", total=100)


@pytest.fixture
def member():
    return MembershipFactory()


@pytest.fixture
def configured(settings):
    settings.PROVIDERS = EVERY_PROVIDER


@pytest.fixture
def five_people(member):
    """One on both platforms, one on X alone, two on LinkedIn alone, one known by e-mail alone."""
    known = [("both", "both"), ("only_x", ""), ("", "only-linkedin"), ("", "another"), ("", "")]
    return [
        LeadFactory(workspace=member.workspace, x_handle=x, linkedin_slug=slug, email_key=f"{n}@example.com")
        for n, (x, slug) in enumerate(known)
    ]
