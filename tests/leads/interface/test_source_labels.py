import pytest

from leads.interface.source_labels import show_sources
from leads.models import LeadSource
from tests.factories import LeadFactory, SearchFactory

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("kinds", "words"),
    [
        ([], ""),
        (["csv"], "CSV import"),
        (["csv", "csv"], "CSV import"),
        (["csv", "pool"], "CSV import +1"),
        (["pool", "manual", "csv"], "Pool DB +2"),
    ],
)
def test_a_lead_names_its_first_source_and_counts_the_others(kinds, words, django_assert_num_queries):
    lead, other = LeadFactory.create_batch(2)
    search = SearchFactory(workspace=lead.workspace)
    for number, kind in enumerate(kinds):
        LeadSource.objects.create(
            workspace=lead.workspace, lead=lead, search=search, kind=kind, reference=f"row {number}"
        )
    with django_assert_num_queries(1):
        show_sources([lead, other])
    assert (lead.source_words, other.source_words) == (words, "")
