from datetime import UTC, datetime

import pytest
from django.utils import timezone

from autoreach.calls import clients


@pytest.fixture(autouse=True)
def fresh_clients():
    clients.reset()
    yield
    clients.reset()


@pytest.fixture
def on_x(settings):
    settings.PROVIDERS = {"X_BEARER_TOKEN": "t"}


@pytest.fixture
def allowance(settings):
    """LinkedIn may be asked for posts 60 times an hour."""
    settings.ALLOWANCES = {"linkedin": {"posts": [60, 3600]}}


class Clock:
    now = datetime(2026, 11, 21, 12, tzinfo=UTC)


@pytest.fixture
def clock(monkeypatch):
    """Stands still until a test moves its `now`."""
    clock = Clock()
    monkeypatch.setattr(timezone, "now", lambda: clock.now)
    return clock
