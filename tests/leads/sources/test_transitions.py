import pytest
from django.utils.module_loading import import_string

from leads.models import ImportJob, Search
from leads.sources import transitions as of_searches
from leads.sources.csv import transitions as of_imports
from tests.transitions import table, uses, writes_without

SEARCHES, IMPORTS = table(of_searches), table(of_imports)


@pytest.mark.parametrize("transition", [*SEARCHES.values(), *IMPORTS.values()], ids=[*SEARCHES, *IMPORTS])
def test_a_transition_names_a_function(transition):
    assert callable(import_string(transition.by))


def test_only_the_function_it_names_uses_a_transition():
    assert uses(of_searches, "leads", "pool") == {(name, each.by) for name, each in SEARCHES.items()}
    assert uses(of_imports, "leads", "pool") == {(name, each.by) for name, each in IMPORTS.items()}


def test_no_function_writes_a_status_without_a_transition():
    assert writes_without("status", "leads", "pool") == []
    assert writes_without("state", "leads") == []


def test_an_import_passes_through_every_state_and_a_search_through_those_it_has():
    assert {state for each in IMPORTS.values() for state in (*each.before, *each.after)} == set(ImportJob.State.values)
    assert {status for each in SEARCHES.values() for status in (*each.before, *each.after)} == set(Search.Status.values)
