import os

from autoreach import sandbox
from autoreach.calls import clients
from autoreach.providers import Providers
from autoreach.sandbox.server import running


def test_tests_have_no_provider():
    assert clients.clients() == Providers()


def test_the_sandbox_stands_in_for_every_provider(settings):
    with running() as (url, app):
        settings.PROVIDERS = sandbox.environment(url)
        providers = clients.clients()
        assert providers.x.user_by_username("eager_sbx").value.username == "eager_sbx"
        assert "msmith_one_sbx" in [user.username for user in providers.x.search_users("Michael Smith").value.items]
        assert providers.linkedin.profile("eager-buyer-sbx").value.public_identifier == "eager-buyer-sbx"
        assert set(providers.ai.models().value) > {"gpt-6-luna", "gpt-6.1-terra", "text-embedding-3-small"}
        assert app.calls.by_status == {"x 200": 2, "unipile 200": 1, "openai 200": 1}


def test_clients_are_made_once_in_a_process_and_again_in_a_forked_one():
    ours = clients.clients()
    reader, writer = os.pipe()
    child = os.fork()
    if child == 0:
        os.write(writer, b"same" if clients.clients() is ours else b"made")
        os._exit(0)
    os.waitpid(child, 0)
    assert (clients.clients() is ours, os.read(reader, 4)) == (True, b"made")
    os.close(reader)
    os.close(writer)
