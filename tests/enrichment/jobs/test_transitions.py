import ast
import re
from pathlib import Path

import pytest
from django.conf import settings
from django.utils.module_loading import import_string

import enrichment
from autoreach.work.transitions import Transition
from enrichment.jobs import transitions
from enrichment.models import PipelineJob

TABLE = {name: value for name, value in vars(transitions).items() if isinstance(value, Transition)}
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


def functions():
    """(dotted name, syntax tree) of every function of the app."""
    root = Path(enrichment.__file__).parent
    for path in root.rglob("*.py"):
        module = ".".join(path.relative_to(root.parent).with_suffix("").parts)
        for node in ast.parse(path.read_text()).body:
            if isinstance(node, ast.FunctionDef):
                yield f"{module}.{node.name}", node


def test_only_the_function_it_names_uses_a_transition():
    written = {
        (node.id, function)
        for function, tree in functions()
        for node in ast.walk(tree)
        if isinstance(node, ast.Name) and node.id in TABLE
    }
    assert written == {(name, each.by) for name, each in TABLE.items()}


def test_no_function_writes_a_status_without_a_transition():
    """Neither as `update(status=…)` nor in a statement of its own."""
    found = [
        function
        for function, tree in functions()
        for node in ast.walk(tree)
        if (
            isinstance(node, ast.Call)
            and getattr(node.func, "attr", "") in {"update", "create", "bulk_create"}
            and any(keyword.arg == "status" for keyword in node.keywords)
        )
        or (isinstance(node, ast.Constant) and re.search(r"(SET|,)\s+status = '\w", str(node.value)))
    ]
    assert found == []
