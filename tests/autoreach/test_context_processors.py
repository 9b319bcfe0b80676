import pytest
from django.test import RequestFactory

from autoreach.context_processors import installation
from tests.conftest import PageClient
from tests.pages import words
from tests.teams import team


@pytest.mark.parametrize(("address", "sandbox"), [("http://127.0.0.1:9", True), ("", False), (None, False)])
def test_pages_know_whether_the_sandbox_stands_in(settings, address, sandbox):
    settings.SANDBOX_URL = address
    assert installation(RequestFactory().get("/")) == {"sandbox": sandbox, "has_mail": False, "disk_warning": ""}


def test_pages_know_whether_mail_can_be_sent(settings):
    settings.EMAIL_URL = "smtp://mail.example"
    assert installation(RequestFactory().get("/"))["has_mail"] is True


@pytest.mark.django_db
def test_every_page_says_that_the_disk_is_nearly_full(client, settings):
    settings.LOW_DISK_MIB = 2**40
    member = team(PageClient)
    pages = {
        "/login/": client, "/nowhere/": client, "/buyers/": member.client, "/leads/": member.client,
        "/settings/": member.client, "/import/": member.client,
    }  # fmt: skip
    said = {path: words(browser.get(path)).count("The server's disk is nearly full") for path, browser in pages.items()}
    assert said == dict.fromkeys(pages, 1)
