import pytest
from django.test import RequestFactory

from autoreach.context_processors import installation


@pytest.mark.parametrize(("address", "sandbox"), [("http://127.0.0.1:9", True), ("", False), (None, False)])
def test_pages_know_whether_the_sandbox_stands_in(settings, address, sandbox):
    settings.SANDBOX_URL = address
    assert installation(RequestFactory().get("/")) == {"sandbox": sandbox, "has_mail": False}


def test_pages_know_whether_mail_can_be_sent(settings):
    settings.EMAIL_URL = "smtp://mail.example"
    assert installation(RequestFactory().get("/"))["has_mail"] is True
