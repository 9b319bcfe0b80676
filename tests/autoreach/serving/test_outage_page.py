import subprocess
import sys
import urllib.error
import urllib.request

import pytest

from autoreach.serving import outage_page
from tests.installation import free_port


def answer(address, data=None):
    try:
        with urllib.request.urlopen(address, data) as response:
            return response.status, response.read().decode(), response.headers
    except urllib.error.HTTPError as error:
        return error.code, error.read().decode(), error.headers


@pytest.fixture
def address():
    port = free_port()
    with outage_page.served("127.0.0.1", port):
        yield f"http://127.0.0.1:{port}"


@pytest.mark.parametrize("data", [None, b"a=1"])
def test_every_page_says_why_and_loads_again(address, data):
    status, text, headers = answer(f"{address}/buyers/?page=2", data)
    assert (status, headers["Retry-After"], headers["Cache-Control"]) == (503, "5", "no-store")
    assert "The server&#x27;s disk is full. What was saved is safe." in text
    assert '<meta http-equiv="refresh" content="5">' in text


def test_it_has_its_styles_and_no_other_file(address):
    status, text, headers = answer(f"{address}/static/css/base.css")
    assert (status, headers["Content-Type"], text) == (
        200, "text/css", (outage_page.STATIC / "css" / "base.css").read_text(),
    )  # fmt: skip
    for path in ("/static/../manage.py", "/manage.py", "/static/%2e%2e/manage.py", "/static/", "//etc/passwd"):
        assert answer(address + path)[0] == 503


def test_it_is_made_before_django_is_set_up():
    program = "from autoreach.serving import outage_page as o; print(o.page(o.NO_DATABASE))"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True)
    assert "The database does not answer. It is being started again. What was saved is safe." in done.stdout
