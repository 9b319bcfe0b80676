import re

import pytest
from django.core import mail
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from tests.factories import PASSWORD, MembershipFactory, UserFactory

pytestmark = pytest.mark.django_db
LOGIN = "/login/"


@pytest.fixture
def owner():
    return MembershipFactory(user__email="ada@north.example").user


def attempt(user, password, address="10.0.0.1"):
    form = {"login": user.username, "password": password}
    return Client(REMOTE_ADDR=address).post(LOGIN, form)


def said(response):
    return [str(error) for error in response.context["form"].non_field_errors()]


@pytest.mark.parametrize("login", ["username", "email"])
def test_a_member_logs_in_with_user_name_or_e_mail(owner, login):
    response = Client().post(LOGIN, {"login": getattr(owner, login), "password": PASSWORD})
    assert (response.status_code, response.url) == (302, "/buyers/")


def test_guesses_end_after_five_and_lock_out_their_own_address_only(owner):
    guesses = [said(attempt(owner, f"guess {number}")) for number in range(6)]
    wrong, too_many = ["Please enter a correct username and password."], (
        ["Too many wrong attempts from here. Wait five minutes, then try again."]
    )  # fmt: skip
    assert guesses == [wrong] * 5 + [too_many]
    assert said(attempt(owner, PASSWORD)) == too_many
    assert attempt(owner, PASSWORD, address="10.0.0.2").status_code == 302


def test_all_addresses_of_one_network_count_as_one(owner):
    guesses = [said(attempt(owner, "guess", address=f"2001:db8:1:2::{number}")) for number in range(6)]
    assert guesses[5] == ["Too many wrong attempts from here. Wait five minutes, then try again."]
    assert attempt(owner, PASSWORD, address="2001:db8:1:3::1").status_code == 302


def test_guesses_at_many_accounts_from_one_address_end_too(owner):
    strangers = [UserFactory() for _ in range(30)]
    for stranger in strangers:
        attempt(stranger, "guess")
    assert said(attempt(owner, PASSWORD)) == ["Too many wrong attempts from here. Wait five minutes, then try again."]


def test_attempts_from_everywhere_make_no_count_forgotten(owner):
    for _ in range(5):
        attempt(owner, "guess")
    for number in range(400):
        cache.set(f"zone:{number}", [number])
    assert said(attempt(owner, PASSWORD)) == ["Too many wrong attempts from here. Wait five minutes, then try again."]


def test_an_address_is_not_what_a_client_says_it_is(owner):
    for number in range(5):
        Client().post(
            LOGIN, {"login": owner.username, "password": "no"}, headers={"X-Forwarded-For": f"10.1.0.{number}"}
        )
    response = Client().post(
        LOGIN, {"login": owner.username, "password": PASSWORD}, headers={"X-Forwarded-For": "10.2.0.1"}
    )
    assert said(response) == ["Too many wrong attempts from here. Wait five minutes, then try again."]


def test_a_login_that_succeeds_costs_no_attempt(owner):
    assert [attempt(owner, PASSWORD).status_code for _ in range(8)] == [302] * 8


@pytest.mark.parametrize("address", ["/signup/", "/accounts/signup/", "/two-factor/webauthn/signup/"])
def test_there_is_no_open_sign_up(address):
    assert Client().get(address).status_code == 404
    assert "sign up" not in Client().get(LOGIN).content.decode().lower()


def test_the_administration_has_the_same_door(owner):
    anonymous = Client().get("/admin/login/?next=/admin/leads/lead/")
    posted = Client().post("/admin/login/", {"username": owner.username, "password": PASSWORD})
    member = Client()
    member.force_login(owner)
    assert anonymous.url == "/login/?next=%2Fadmin%2Fleads%2Flead%2F"
    assert (posted.status_code, posted.url.startswith(LOGIN)) == (302, True)
    assert member.get("/admin/login/").status_code == 403


def test_changing_the_password_ends_the_other_sessions(owner):
    here, elsewhere = Client(), Client()
    for browser in (here, elsewhere):
        browser.force_login(owner)
    form = {"oldpassword": PASSWORD, "password1": "another long one", "password2": "another long one"}
    changed = here.post(reverse("account_change_password"), form, follow=True)
    assert (
        "Your password is changed. Other devices where you were logged in are logged out." in changed.content.decode()
    )
    assert [browser.get("/buyers/").status_code for browser in (here, elsewhere)] == [200, 302]


def test_without_mail_a_forgotten_password_is_a_matter_for_staff(owner):
    page = Client().get(reverse("account_reset_password")).content.decode()
    posted = Client().post(reverse("account_reset_password"), {"email": owner.email})
    assert "This installation sends no mail." in page
    assert ("This installation sends no mail." in posted.content.decode(), mail.outbox) == (True, [])


def test_with_mail_a_forgotten_password_is_reset_once_and_ends_all_sessions(owner, settings):
    settings.EMAIL_URL, elsewhere, browser = "smtp://mail.example", Client(), Client()
    elsewhere.force_login(owner)
    asked = browser.post(reverse("account_reset_password"), {"email": owner.email})
    (letter,) = mail.outbox
    link = re.search(r"http://testserver(/password/reset/\S+)", letter.body)[1]
    form = browser.get(link, follow=True)
    changed = browser.post(
        form.redirect_chain[-1][0], {"password1": "another long one", "password2": "another long one"}
    )
    assert (asked.url, letter.to, changed.status_code) == ("/password/reset/sent/", [owner.email], 302)
    assert elsewhere.get("/buyers/").status_code == 302
    assert attempt(owner, "another long one").status_code == 302
    assert "This link no longer works" in Client().get(link, follow=True).content.decode()


def test_an_unknown_address_is_answered_alike(settings):
    settings.EMAIL_URL = "smtp://mail.example"
    asked = Client().post(reverse("account_reset_password"), {"email": "stranger@elsewhere.example"})
    assert asked.url == "/password/reset/sent/"
