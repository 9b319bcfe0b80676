import pytest

from tests.factories import MembershipFactory

pytestmark = pytest.mark.django_db


def test_leads_are_not_shown_without_logging_in(client, lead):
    response = client.get(f"/leads/{lead.pk}/")
    assert (response.status_code, response.url) == (302, f"/login/?next=/leads/{lead.pk}/")


def test_logging_in_leads_to_the_buyers_and_out_again(client):
    member = MembershipFactory()
    response = client.post("/login/", {"username": member.user.username, "password": "a long enough password"})
    assert (response.status_code, response.url) == (302, "/buyers/")
    assert client.post("/logout/").url == "/login/"
    wrong = client.post("/login/", {"username": member.user.username, "password": "wrong"})
    assert wrong.content.decode().count("Please enter a correct username and password") == 1


def test_a_password_is_changed(browser, member):
    form = {
        "old_password": "a long enough password",
        "new_password1": "another long one",
        "new_password2": "another long one",
    }
    assert browser.get("/password/").status_code == 200
    assert browser.post("/password/", form).url == "/password/changed/"
    member.user.refresh_from_db()
    assert member.user.check_password("another long one") is True
