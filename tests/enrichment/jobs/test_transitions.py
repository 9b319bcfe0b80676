import re

import pytest
from django.conf import settings
from django.utils.module_loading import import_string

from enrichment.jobs import transitions
from enrichment.models import PipelineJob
from tests.transitions import table, uses, writes_without

TABLE = table(transitions)
ROW = re.compile(r"^\| (.*) \| (.*) \| .* \| `(enrichment\..*)` \|$", re.MULTILINE)
STATUS = re.compile(r"`(\w+)`")


def test_the_document_shows_the_table_of_the_code():
    document = (settings.BASE_DIR / "docs" / "enrichment.md").read_text()
    shown = [
        (tuple(STATUS.findall(before)), tuple(STATUS.findall(after)), by) for before, after, by in ROW.findall(document)
    ]
    assert sorted(shown) == sorted((each.before, each.after, each.by) for each in TABLE.values())


def test_every_status_can_be_reached_and_left():
    assert {status for each in TABLE.values() for status in each.after} == set(PipelineJob.Status.values)
    assert {status for each in TABLE.values() for status in each.before} == set(PipelineJob.Status.values)


@pytest.mark.parametrize("name", TABLE)
def test_a_transition_names_a_function(name):
    assert callable(import_string(TABLE[name].by))


def test_only_the_function_it_names_uses_a_transition():
    assert uses(transitions, "enrichment") == {(name, each.by) for name, each in TABLE.items()}


def test_no_function_writes_a_status_without_a_transition():
    assert writes_without("status", "enrichment") == []
