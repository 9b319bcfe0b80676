import tempfile
from pathlib import Path

import pytest

from tests.installation import Installation


@pytest.fixture(scope="session")
def folder():
    with tempfile.TemporaryDirectory(prefix="auto reach ") as name:
        yield Path(name)


@pytest.fixture
def installation(folder):
    """Of a folder that the tests share, so that the database is prepared once."""
    installation = Installation(folder / "var")
    yield installation
    installation.leave_nothing()
