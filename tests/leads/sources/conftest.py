import pytest


@pytest.fixture
def without_ai(settings, sandbox):
    settings.PROVIDERS = {name: value for name, value in settings.PROVIDERS.items() if not name.startswith("OPENAI")}
    return sandbox
