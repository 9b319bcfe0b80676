import pytest

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
def allowance(settings, clock):
    """LinkedIn may be asked for posts 60 times an hour, none of which ends while a test runs."""
    settings.ALLOWANCES = {"linkedin": {"posts": [60, 3600]}}
