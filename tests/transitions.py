"""For tests of tables of transitions: who uses them, and who writes a status without one."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

from autoreach.work.transitions import Transition

ROOT = Path(__file__).resolve().parent.parent


def table(module: ModuleType) -> dict[str, Transition]:
    return {name: value for name, value in vars(module).items() if isinstance(value, Transition)}


def functions(*folders: str) -> Iterator[tuple[str, ast.FunctionDef]]:
    """(dotted name, syntax tree) of every function at the top of a module below the folders."""
    for path in (path for folder in folders for path in (ROOT / folder).rglob("*.py")):
        module = ".".join(path.relative_to(ROOT).with_suffix("").parts)
        for node in ast.parse(path.read_text()).body:
            if isinstance(node, ast.FunctionDef):
                yield f"{module}.{node.name}", node


def uses(transitions: dict[str, Transition], *folders: str) -> set[tuple[str, str]]:
    """(name of a transition, dotted name of a function that uses it)."""
    return {
        (node.id, function)
        for function, tree in functions(*folders)
        for node in ast.walk(tree)
        if isinstance(node, ast.Name) and node.id in transitions
    }


def writes_without(field: str, *folders: str) -> list[str]:
    """Functions that change the field by `update(field=…)` or in a statement of their own."""
    return [
        function
        for function, tree in functions(*folders)
        for node in ast.walk(tree)
        if (
            isinstance(node, ast.Call)
            and getattr(node.func, "attr", "") in {"update", "bulk_update", "update_or_create"}
            and any(keyword.arg == field for keyword in node.keywords)
        )
        or (isinstance(node, ast.Constant) and re.search(rf"(SET|,)\s+{field} = '\w", str(node.value)))
    ]
