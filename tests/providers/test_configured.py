import subprocess
import sys

import pytest

from autoreach.providers import Providers, configured


def test_without_credentials_there_are_no_clients():
    assert configured({}) == Providers()
    assert configured({"UNIPILE_DSN": "api8.example.com:13851", "UNIPILE_API_KEY": "k"}).linkedin is None
    assert configured({"OPENAI_BASE_URL": "http://localhost:11434/v1"}).ai is None


def test_every_client_goes_where_the_environment_points_and_asks_for_permission(wire):
    asked = []
    clients = configured(
        {
            "X_BEARER_TOKEN": " t \n",
            "X_BASE_URL": wire.url,
            "UNIPILE_DSN": wire.url,
            "UNIPILE_API_KEY": "k",
            "UNIPILE_ACCOUNT_ID": "acc_1",
            "OPENAI_BASE_URL": f"{wire.url}/v1",
            "AI_MODEL": "local",
        },
        permit=lambda *call: asked.append(call),
    )
    wire.will({"data": []}, {"items": []}, {"data": [{"id": "local"}]})
    clients.x.users(["15"])
    clients.linkedin.search_parameters("INDUSTRY", "paper")
    clients.ai.models()
    assert asked == [("x", "users"), ("linkedin", "search/parameters"), ("ai", "models")]
    assert [request.path for request in wire.asked] == [
        "/2/users",
        "/api/v1/linkedin/search/parameters",
        "/v1/models",
    ]
    assert wire.asked[0].headers["authorization"] == "Bearer t"


def test_a_mode_that_does_not_exist_is_named():
    with pytest.raises(ValueError, match="AI_MODE"):
        configured({"OPENAI_API_KEY": "k", "AI_MODE": "telepathy"})


def test_the_providers_need_nothing_of_the_house_but_how_texts_are_kept():
    code = (
        "import sys, autoreach.providers; "
        "print(sorted(n for n in sys.modules if n.split('.')[0] in ('django', 'leads', 'pool', 'scoring', 'enrichment')"
        " or n.startswith('autoreach.') and not n.startswith('autoreach.providers')))"
    )
    assert subprocess.check_output([sys.executable, "-c", code], text=True) == "['autoreach.texts']\n"


def test_a_provider_may_be_left_out():
    environment = {"X_BEARER_TOKEN": "t", "OPENAI_API_KEY": "k"}
    clients = configured(environment, without=("ai",))
    assert (clients.x is None, clients.ai) == (False, None)
    assert configured(environment).ai is not None


def test_a_process_without_ai_does_not_load_its_library():
    code = (
        "import sys; from autoreach.providers import configured; from autoreach.providers.registry import PROVIDERS; "
        "from autoreach.providers.ai.answers import WebAnswer; "
        "configured({'X_BEARER_TOKEN': 't', 'OPENAI_API_KEY': 'k'}, without=('ai',)); print('openai' in sys.modules)"
    )
    assert subprocess.check_output([sys.executable, "-c", code], text=True) == "False\n"
