import pytest

from autoreach.providers import configured
from autoreach.providers.registry import AI, FLAT_RATE, LINKEDIN, PROVIDERS, X, available

OWN_SERVER = "http://localhost:11434/v1"


def test_the_order_of_the_providers_is_fixed():
    assert list(PROVIDERS) == [X, LINKEDIN, AI] == ["x", "linkedin", "ai"]
    assert [info.label for info in PROVIDERS.values()] == ["X", "LinkedIn", "AI"]
    assert [info.title for info in PROVIDERS.values()] == ["X", "LinkedIn through Unipile", "AI"]
    assert {LINKEDIN} == FLAT_RATE


@pytest.mark.parametrize(
    ("environment", "names"),
    [
        ({}, set()),
        ({"X_BEARER_TOKEN": " "}, set()),
        ({"X_BEARER_TOKEN": "t", "UNIPILE_DSN": "https://api8.example.com", "UNIPILE_API_KEY": "k"}, {X}),
        (
            {"UNIPILE_API_KEY": "k", "UNIPILE_ACCOUNT_ID": "a"},
            {LINKEDIN},
        ),
        ({"OPENAI_API_KEY": "k"}, {AI}),
        ({"OPENAI_BASE_URL": OWN_SERVER}, set()),
        ({"OPENAI_BASE_URL": OWN_SERVER, "AI_MODEL": "local", "X_BEARER_TOKEN": "t"}, {X, AI}),
    ],
)
def test_what_is_available_gets_a_client(environment, names):
    clients = configured(environment)
    assert available(environment) == names == {name for name in PROVIDERS if getattr(clients, name)}
