from autoreach.providers import configured
from autoreach.providers.registry import PROVIDERS, available
from autoreach.sandbox import environment
from autoreach.sandbox.server import running


def test_the_sandbox_stands_in_for_every_provider():
    assert available(environment("http://127.0.0.1:1")) == set(PROVIDERS)


def test_each_client_reaches_the_sandbox_with_these_variables(app):
    with running(app) as (url, _):
        clients = configured(environment(url))
        for name, info in PROVIDERS.items():
            info.check(getattr(clients, name))
        assert clients.x.search_users("Erik Eager").value.items[0].username == "eager_sbx"
    assert app.calls.by_status == {"x 200": 2, "unipile 200": 1, "openai 200": 1}
