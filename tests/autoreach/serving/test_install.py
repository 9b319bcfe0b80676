import shutil
import sys
from collections import namedtuple

import pytest

from autoreach.serving import install

Disk = namedtuple("Disk", "total used free")


@pytest.fixture(autouse=True)
def checkout(monkeypatch, tmp_path):
    """A folder with both lists of packages, and an environment in which nothing is installed."""
    for name in ("requirements.txt", "requirements-dev.txt"):
        (tmp_path / name).write_text(f"{name}==1\n")
    monkeypatch.setattr(install, "ROOT", tmp_path)
    monkeypatch.setattr(install, "ENVIRONMENT", tmp_path / ".venv")
    monkeypatch.setattr(install, "PYTHON", tmp_path / ".venv" / "bin" / "python")
    install.PYTHON.parent.mkdir(parents=True)
    install.PYTHON.symlink_to(sys.executable)
    return tmp_path


def installed(name):
    install.stamp(name).write_text(install.fingerprint(name))


def states():
    return install.is_installed("requirements.txt"), install.is_installed("requirements-dev.txt")


def test_the_longer_list_contains_the_shorter(checkout):
    assert states() == (False, False)
    installed("requirements.txt")
    assert states() == (True, False)
    install.stamp("requirements.txt").unlink()
    installed("requirements-dev.txt")
    assert states() == (True, True)


def test_a_changed_list_is_installed_again(checkout):
    installed("requirements.txt")
    (checkout / "requirements.txt").write_text("other==2\n")
    assert states() == (False, False)


def test_a_list_is_not_installed_where_its_environment_is_gone(checkout):
    installed("requirements.txt")
    install.PYTHON.unlink()
    assert states() == (False, False)


def test_what_is_installed_is_left_alone(checkout, capsys):
    installed("requirements.txt")
    before = sorted(checkout.rglob("*"))
    install.main("requirements.txt")
    assert (sorted(checkout.rglob("*")), capsys.readouterr().out) == (before, "")


def test_a_disk_too_full_for_the_packages_is_named_before_any_is_fetched(monkeypatch, checkout):
    monkeypatch.setattr(shutil, "disk_usage", lambda folder: Disk(0, 0, 7 << 20))
    with pytest.raises(SystemExit) as refused:
        install.main("requirements.txt")
    assert refused.value.code == (
        f"The disk is full: 7 MiB are free under {checkout}, and the Python environment needs 1500 MiB."
    )


@pytest.mark.parametrize(
    ("output", "sentence"),
    [
        (
            "Collecting a\nERROR: No matching distribution found for a==1\nhint",
            "The packages could not be installed. ERROR: No matching distribution found for a==1",
        ),
        ("something\nkilled", "The packages could not be installed. killed"),
        (
            "ERROR: [Errno 28] No space left on device",
            "The disk is full: installing the packages found no space left on it.",
        ),
    ],
)
def test_what_pip_said_becomes_one_sentence(output, sentence):
    assert install.reason(output) == sentence
