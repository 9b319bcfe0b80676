"""Rules about the repository itself."""

import re
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest
from django.core.management import call_command
from django.template.loader import get_template

ROOT = Path(__file__).resolve().parent.parent
# Put together here, so that this file keeps the rule as well.
PACKAGE_HOSTS = [
    ".".join(parts)
    for parts in (
        ("pypi", "org"),
        ("pythonhosted", "org"),
        ("registry", "npmjs", "org"),
        ("deb", "debian", "org"),
        ("proxy", "golang", "org"),
    )
]
MACHINE_PATHS = [f"/{folder}/" for folder in ("work", "root")]


def tracked_files():
    listing = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=True)
    return [ROOT / name for name in listing.stdout.split("\0") if name and (ROOT / name).is_file()]


def lines_with(pattern):
    return [
        f"{path.relative_to(ROOT)}: {line.strip()[:100]}"
        for path in tracked_files()
        for line in path.read_text(errors="replace").splitlines()
        if pattern.search(line)
    ]


def test_no_floor_knows_the_floor_above():
    check = "from importlinter.cli import lint_imports; raise SystemExit(lint_imports())"
    done = subprocess.run([sys.executable, "-c", check], cwd=ROOT, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout


def test_every_module_stands_on_a_floor():
    (contract,) = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["importlinter"]["contracts"]
    placed = [module for layer in contract["layers"] for module in re.findall(r"[\w.]+", layer)]
    packages = {path.parent.name for path in ROOT.glob("*/__init__.py")} - {"autoreach", "tests"}
    rooms = {f"autoreach.{path.stem}" for path in ROOT.glob("autoreach/[!_]*") if path.suffix in ("", ".py")}
    assert (sorted(placed), "ignore_imports" in contract) == (sorted(packages | rooms), False)


@pytest.mark.django_db
def test_every_model_change_has_its_migration():
    call_command("makemigrations", check=True, dry_run=True, verbosity=0)


def test_no_file_names_a_package_index():
    assert lines_with(re.compile("|".join(map(re.escape, PACKAGE_HOSTS)))) == []


def test_no_file_names_a_folder_of_somebodys_machine():
    assert lines_with(re.compile("|".join(rf"(?<![\w.~}}-]){re.escape(path)}" for path in MACHINE_PATHS))) == []


TEMPLATES = sorted(path.relative_to(ROOT / "templates").as_posix() for path in ROOT.glob("templates/**/*.html"))


@pytest.mark.parametrize("name", TEMPLATES)
def test_a_template_compiles(name):
    get_template(name)


def test_no_template_holds_a_script_or_a_style_of_its_own():
    inline = re.compile(
        r"<style|\sstyle=|<script(?![^>]*\ssrc=)(?![^>]*application/json)|\son[a-z]+=|hx-on", re.IGNORECASE
    )
    assert [
        f"{name}: {found.group()}"
        for name in TEMPLATES
        for found in inline.finditer((ROOT / "templates" / name).read_text())
    ] == []


def test_a_template_can_be_read_in_a_diff():
    lines = lines_with(re.compile(".{161}"))
    assert [line for line in lines if line.startswith("templates/")] == []


# Each has a plain word at hand: no lead, again, repaired, until then, expensive …
QUAINT = re.compile(
    r"(?<![a-z])(nobody|anew|mend|mends|mended|meanwhile|dear|insist|insists|hindrance|whoever|owns? up)(?![a-z])",
    re.IGNORECASE,
)
# The licence, what is said by made-up people, and the vocabulary that reads them.
QUOTED = re.compile(
    r"LICENSE|tests/|autoreach/sandbox/(world/|.*\.toml)|leads/(taxonomy|audience)/|leads/identity/data/|scoring/(local/(signals|remarks)\.toml|intent/cues\.toml|training/posts/)"
)


def test_code_pages_and_documents_speak_plainly():
    assert [line for line in lines_with(QUAINT) if not QUOTED.match(line)] == []


def test_every_pin_is_held_by_hashes():
    pins = re.compile(r"^[\w.-]+(?:\[[\w,-]+\])?==\S+(?: ; .*)? \\$")
    for name in ("requirements.txt", "requirements-dev.txt"):
        unindented = [line for line in (ROOT / name).read_text().splitlines() if re.match(r"\S", line)]
        assert [line for line in unindented if not pins.match(line)] == []


def test_every_package_is_pinned():
    """After a change of the packages: `make requirements`."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    packages, of_developers = project["dependencies"], project["optional-dependencies"]["dev"]
    for name, wanted in (("requirements.txt", packages), ("requirements-dev.txt", packages + of_developers)):
        pinned = set(re.findall(r"^[\w.-]+", (ROOT / name).read_text(), re.MULTILINE))
        assert {re.match(r"[\w.-]+", package)[0] for package in wanted} - pinned == set()
