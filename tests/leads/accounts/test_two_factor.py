"""The second factor, through the pages."""

import re

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value, yield_hotp_counters_from_time
from django.test import Client
from django.urls import reverse

from tests.factories import PASSWORD, MembershipFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def owner():
    return MembershipFactory(user__is_staff=True).user


def code(secret):
    _, now, _ = yield_hotp_counters_from_time()  # the one before is refused if a period ends before it is sent
    return format_hotp_value(hotp_value(secret, now))


def log_in(owner):
    browser = Client()
    return browser, browser.post("/login/", {"login": owner.username, "password": PASSWORD})


def confirm(browser):
    browser.post(reverse("account_reauthenticate"), {"password": PASSWORD})


@pytest.fixture
def protected(owner):
    """(secret, recovery codes) of an authenticator app that the owner has added."""
    browser, _ = log_in(owner)
    assert browser.get(reverse("mfa_activate_totp")).url.startswith(reverse("account_reauthenticate"))
    confirm(browser)
    page = browser.get(reverse("mfa_activate_totp"))
    secret = page.context["form"].secret
    assert browser.post(reverse("mfa_activate_totp"), {"code": code(secret)}).status_code == 302
    codes = browser.get(reverse("mfa_view_recovery_codes")).context["unused_codes"]
    return secret, codes


def test_a_member_without_a_second_factor_is_offered_both(owner):
    browser, _ = log_in(owner)
    page = browser.get(reverse("mfa_index")).content.decode()
    assert [words in page for words in ("Add an app", "Add a passkey", "Make new ones")] == [True, True, False]


def secret_shown_to(browser):
    return browser.get(reverse("mfa_activate_totp")).context["form"].secret


def test_the_key_of_an_app_stays_the_same_until_it_is_confirmed(owner):
    browser, _ = log_in(owner)
    confirm(browser)
    scanned = secret_shown_to(browser)
    assert secret_shown_to(browser) == scanned
    assert browser.post(reverse("mfa_activate_totp"), {"code": "000000"}).context["form"].secret == scanned
    assert secret_shown_to(browser) == scanned
    elsewhere, _ = log_in(owner)
    confirm(elsewhere)
    assert secret_shown_to(elsewhere) != scanned
    assert browser.post(reverse("mfa_activate_totp"), {"code": code(scanned)}).status_code == 302
    browser.post(reverse("mfa_deactivate_totp"))
    assert secret_shown_to(browser) != scanned


def test_a_password_alone_no_longer_logs_in(owner, protected):
    browser, answer = log_in(owner)
    assert (answer.url, browser.get("/buyers/").status_code) == (reverse("mfa_authenticate"), 302)
    assert browser.get("/admin/").status_code == 302


def test_a_code_of_the_app_logs_in_once(owner, protected):
    secret, _ = protected
    browser, _ = log_in(owner)
    wrong = browser.post(reverse("mfa_authenticate"), {"code": "000000"})
    assert (wrong.status_code, wrong.context["form"].errors) == (200, {"code": ["Incorrect code."]})
    fresh = code(secret)
    browser.post(reverse("mfa_authenticate"), {"code": fresh})
    replay, _ = log_in(owner)
    again = replay.post(reverse("mfa_authenticate"), {"code": fresh})
    assert (again.status_code, replay.get("/buyers/").status_code) == (200, 302)


def test_a_recovery_code_logs_in_once(owner, protected):
    _, codes = protected
    answers = []
    for _ in range(2):
        browser, _ = log_in(owner)
        browser.post(reverse("mfa_authenticate"), {"code": codes[0]})
        answers.append(browser.get("/buyers/").status_code)
    assert (len(codes), answers) == (10, [200, 302])


def test_guesses_of_the_code_end(owner, protected):
    browser, _ = log_in(owner)
    said = [browser.post(reverse("mfa_authenticate"), {"code": f"00000{n}"}).content.decode() for n in range(6)]
    assert ["Too many wrong attempts" in each for each in said] == [False] * 5 + [True]


def test_the_second_factor_is_not_taken_off_without_the_password(owner, protected):
    stolen = Client()
    stolen.force_login(owner)
    sent_away = stolen.post(reverse("mfa_deactivate_totp")).url
    wrong = stolen.post(sent_away, {"password": "guess"})
    assert (sent_away.startswith(reverse("account_reauthenticate")), wrong.status_code) == (True, 200)
    assert owner.authenticator_set.filter(type="totp").exists() is True
    assert stolen.post(sent_away, {"password": PASSWORD}).url == reverse("mfa_index")
    assert owner.authenticator_set.filter(type="totp").exists() is False


def test_staff_help_who_lost_the_second_factor(owner, protected, admin_client):
    listed = admin_client.get("/admin/mfa/authenticator/").content.decode()
    (pk,) = set(re.findall(r"/admin/mfa/authenticator/(\d+)/change/", listed)) & {
        str(owner.authenticator_set.get(type="totp").pk)
    }
    admin_client.post(f"/admin/mfa/authenticator/{pk}/delete/", {"post": "yes"})
    owner.authenticator_set.all().delete()
    _, answer = log_in(owner)
    assert answer.url == "/buyers/"


PAGES = [
    "account_change_password", "mfa_index", "mfa_activate_totp", "mfa_add_webauthn", "mfa_list_webauthn",
    "account_reauthenticate", "account_logout", "mfa_generate_recovery_codes", "mfa_view_recovery_codes",
    "account_inactive", "account_reset_password_done", "account_reset_password_from_key_done", "mfa_deactivate_totp",
    "account_reset_password", "mfa_reauthenticate", "mfa_edit_webauthn", "mfa_remove_webauthn",
]  # fmt: skip


def passkey(owner):
    data = {"name": "Laptop", "credential": {"clientExtensionResults": {"credProps": {"rk": True}}}}
    return Authenticator.objects.create(user=owner, type="webauthn", data=data)


@pytest.mark.parametrize("name", PAGES)
def test_every_page_is_written_in_the_words_of_the_product(owner, protected, settings, name):
    browser, _ = log_in(owner)
    browser.post(reverse("mfa_authenticate"), {"code": protected[1][3]})
    confirm(browser)
    of_a_key = name in ("mfa_edit_webauthn", "mfa_remove_webauthn")
    page = browser.get(reverse(name, kwargs={"pk": passkey(owner).pk} if of_a_key else {}), follow=True)
    own = page.templates[0].origin.name.startswith(str(settings.BASE_DIR / "templates"))
    text = page.content.decode()
    assert (own, page.status_code, "css/components" in text) == (True, 200, True)
    assert re.findall(r"<script(?![^>]*src=)(?![^>]*application/json)", text) == []
