import pytest

from leads.ingest import FoundProfile, ingest
from leads.models import Lead
from tests.factories import SearchFactory

pytestmark = pytest.mark.django_db


def test_a_batch_that_fails_leaves_nothing_behind():
    search = SearchFactory()
    found = [FoundProfile(linkedin="nora-one"), FoundProfile(linkedin="paul-two", role_started_on="not a date")]
    with pytest.raises(Exception, match="not a date"):
        ingest(search=search, profiles=found)
    assert Lead.objects.count() == 0
