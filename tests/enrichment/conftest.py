import pytest

from tests.enrichment.pipeline import find, known
from tests.factories import OfferFactory


@pytest.fixture
def offer():
    return OfferFactory(
        description="Production planning software", target_audience="Heads of production and plant managers"
    )


@pytest.fixture
def question(sandbox, offer):
    """Somebody with a common name, who lives where a namesake does."""
    (lead,) = known(offer, ("", "msmith_3_sbx"))
    return find([lead], offer, ["find_linkedin"])[0]


@pytest.fixture
def two_leads(sandbox, offer):
    """The same person as two leads, each on one platform."""
    return known(offer, ("ann-oneil-sbx", ""), ("", "annoneil_sbx"))
