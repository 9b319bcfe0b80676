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


def modules(*folders: str) -> Iterator[tuple[str, ast.Module]]:
    """(dotted name, syntax tree) of every module below the folders."""
    for path in (path for folder in folders for path in (ROOT / folder).rglob("*.py")):
        yield ".".join(path.relative_to(ROOT).with_suffix("").parts), ast.parse(path.read_text())


def functions(module: str, tree: ast.Module) -> Iterator[tuple[str, ast.FunctionDef]]:
    """(dotted name, syntax tree) of every function at the top of a module."""
    return ((f"{module}.{node.name}", node) for node in tree.body if isinstance(node, ast.FunctionDef))


def uses(transitions: ModuleType, *folders: str) -> set[tuple[str, str]]:
    """(name of a transition of the module, dotted name of a function that uses it).

    Only where it is imported from that module: others may have one of the same name.
    """
    return {
        (node.id, function)
        for module, tree in modules(*folders)
        if (names := imported_from(transitions, tree) & table(transitions).keys())
        for function, body in functions(module, tree)
        for node in ast.walk(body)
        if isinstance(node, ast.Name) and node.id in names
    }


def imported_from(source: ModuleType, tree: ast.Module) -> set[str]:
    imports = (node for node in ast.walk(tree) if isinstance(node, ast.ImportFrom) and node.module == source.__name__)
    return {alias.name for node in imports for alias in node.names}


def writes_without(field: str, *folders: str) -> list[str]:
    """Functions that change the field by `update(field=…)` or in a statement of their own."""
    return [
        function
        for module, tree in modules(*folders)
        for function, body in functions(module, tree)
        for node in ast.walk(body)
        if (
            isinstance(node, ast.Call)
            and getattr(node.func, "attr", "") in {"update", "bulk_update", "update_or_create"}
            and any(keyword.arg == field for keyword in node.keywords)
        )
        or (isinstance(node, ast.Constant) and re.search(rf"(SET|,)\s+{field} = '\w", str(node.value)))
    ]
