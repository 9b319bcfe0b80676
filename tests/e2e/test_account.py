"""Logging in, the second factor and passkeys, in a browser with an authenticator of its own."""

import pytest
from playwright.sync_api import expect

from tests.factories import PASSWORD, MembershipFactory

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def owner():
    return MembershipFactory(user__username="ada", role="owner", workspace__name="North").user


@pytest.fixture
def authenticator(page):
    """Answers as a fingerprint reader would whose owner consents."""
    devtools = page.context.new_cdp_session(page)
    devtools.send("WebAuthn.enable")
    options = {"protocol": "ctap2", "transport": "internal", "hasResidentKey": True, "hasUserVerification": True}
    options |= {"isUserVerified": True, "automaticPresenceSimulation": True}
    devtools.send("WebAuthn.addVirtualAuthenticator", {"options": options})
    return devtools


def log_in(page):
    page.goto("/login/")
    page.get_by_label("Username").fill("ada")
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Log in").click()
    page.wait_for_url("**/buyers/")


def confirm(page):
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Confirm").click()


def test_a_passkey_is_added_and_logs_in_without_a_password(page, owner, authenticator, assert_accessible, photograph):
    log_in(page)
    page.get_by_role("button", name="ada, your account").click()
    page.get_by_role("link", name="Two-factor login").click()
    page.wait_for_url("**/two-factor/")
    assert_accessible(page)
    photograph(page, "two-factor")
    page.goto("/two-factor/webauthn/add/")
    assert_accessible(page)
    photograph(page, "reauthenticate")
    confirm(page)
    expect(page.locator("#add-passkey")).to_be_visible()
    assert_accessible(page)
    photograph(page, "passkey-add")
    page.get_by_label("Name").fill("Laptop")
    page.get_by_label("Log in with it alone").check()
    page.locator("#add-passkey").click()
    expect(page.get_by_role("heading", name="Recovery codes")).to_be_visible()
    photograph(page, "recovery-codes")
    page.goto("/two-factor/webauthn/")
    assert_accessible(page)
    photograph(page, "passkeys")
    page.goto("/two-factor/webauthn/reauthenticate/")
    photograph(page, "reauthenticate-with-passkey")
    expect(page.get_by_role("link", name="Use your password")).to_be_visible()
    assert_accessible(page)
    page.get_by_role("button", name="Use a passkey or security key").click()
    page.wait_for_url(lambda address: "reauthenticate" not in address)
    page.goto("/logout/")
    photograph(page, "logout")
    page.get_by_role("main").get_by_role("button").first.click()
    page.goto("/login/")
    page.get_by_role("button", name="Use a passkey").click()
    page.wait_for_url("**/buyers/")
    page.goto("/logout/")
    page.get_by_role("main").get_by_role("button").first.click()
    page.goto("/login/")
    page.get_by_label("Username").fill("ada")
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Log in").click()
    expect(page.get_by_role("button", name="Use a passkey or security key")).to_be_visible()
    assert_accessible(page)
    photograph(page, "second-factor")
    page.get_by_role("button", name="Use a passkey or security key").click()
    page.wait_for_url("**/buyers/")


def test_a_passkey_that_does_not_answer_says_so(page, owner):
    page.goto("/login/")
    page.evaluate(
        "() => { navigator.credentials.get = () => Promise.reject(new DOMException('', 'NotAllowedError')); }"
    )
    page.get_by_role("button", name="Use a passkey").click()
    expect(page.get_by_role("alert")).to_contain_text("The passkey was not used")


@pytest.mark.parametrize("address", ["/two-factor/totp/activate/", "/password/"])
def test_pages_of_the_account_are_accessible(page, owner, assert_accessible, photograph, address):
    log_in(page)
    page.goto(address)
    if "/reauthenticate/" in page.url:
        confirm(page)
        page.wait_for_url(f"**{address}")
    assert_accessible(page)
    photograph(page, address.strip("/").replace("/", "-"))


@pytest.mark.parametrize(
    "address", ["/password/reset/", "/password/reset/sent/", "/password/reset/1-wrong/", "/inactive/"]
)
def test_pages_before_the_login_are_accessible(page, owner, assert_accessible, photograph, address):
    page.goto(address)
    assert_accessible(page)
    photograph(page, address.strip("/").replace("/", "-"))


def test_a_member_is_invited_and_joins(page, owner, browser, live_server, assert_accessible, photograph):
    log_in(page)
    page.goto("/members/invite/")
    assert_accessible(page)
    photograph(page, "invite")
    page.get_by_label("Invite people").check()
    page.get_by_role("button", name="Make the invitation").click()
    link = page.get_by_label("Member", exact=True).input_value()
    assert_accessible(page)
    photograph(page, "members")
    guest = browser.new_context(base_url=live_server.url).new_page()
    guest.goto(link)
    assert_accessible(guest)
    photograph(guest, "join")
    guest.get_by_label("Username").fill("nora")
    guest.get_by_label("Password", exact=False).first.fill("a long new one")
    guest.get_by_label("Password confirmation").fill("a long new one")
    guest.get_by_role("button", name="Make an account and join").click()
    guest.wait_for_url("**/buyers/")
    expect(guest.get_by_text("Welcome to North.")).to_be_visible()
    guest.goto("/settings/")
    expect(guest.get_by_text("You may not change the settings of this workspace.")).to_be_visible()
    photograph(guest, "settings-without-right")
    guest.goto(link)
    expect(guest.get_by_text("This invitation has been used.")).to_be_visible()
    guest.context.close()
    page.goto("/members/")
    page.get_by_role("link", name="Change nora").click()
    expect(page.get_by_role("heading", name="nora")).to_be_visible()
    assert_accessible(page)
    photograph(page, "member")
