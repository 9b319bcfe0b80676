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
def allowance(settings):
    """LinkedIn may be asked for posts 60 times an hour."""
    settings.ALLOWANCES = {"linkedin": {"posts": [60, 3600]}}
