"""A personal token: made, used by a program, and revoked."""

import re

import pytest
from django.test import Client
from playwright.sync_api import expect

from tests.factories import MembershipFactory

pytestmark = pytest.mark.django_db(transaction=True)


def test_a_member_makes_a_token_uses_it_and_revokes_it(page, log_in, assert_accessible, photograph):
    log_in(page, MembershipFactory(role="owner", workspace__name="North").user)
    page.goto("/settings/")
    page.get_by_role("link", name="Make a token").click()
    assert_accessible(page)
    photograph(page, "token-new")
    page.get_by_label("Name").fill("Laptop")
    page.get_by_role("button", name="Make the token").click()
    token = page.get_by_label("Copy it now")
    expect(token).to_have_value(re.compile("^autoreach_"))
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.get_by_role("button", name="Copy").click()
    expect(page.get_by_text("Copied.")).to_be_visible()
    assert page.evaluate("navigator.clipboard.readText()") == token.input_value()
    page.set_viewport_size({"width": 390, "height": 800})
    assert token.evaluate("field => field.scrollWidth <= field.clientWidth")
    assert_accessible(page)
    photograph(page, "token-made")
    headers = {"Authorization": f"Bearer {token.input_value()}"}
    assert Client().get("/api/v1/me", headers=headers).json()["workspace"] == "North"

    page.get_by_role("link", name="I have copied it").click()
    tokens = page.get_by_role("region", name="Personal tokens")
    expect(tokens).to_contain_text("last used just now")
    assert_accessible(page)
    photograph(page, "settings-tokens")
    tokens.get_by_role("button", name="Revoke Laptop").click()
    photograph(page, "token-revoke")
    page.get_by_role("button", name="Revoke the token").click()
    expect(page.get_by_text("The token “Laptop” is revoked.")).to_be_visible()
    assert Client().get("/api/v1/me", headers=headers).status_code == 401
