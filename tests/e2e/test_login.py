import re

import pytest
from django.contrib.auth import get_user_model
from playwright.sync_api import expect

from leads.models import Membership, Workspace

PASSWORD = "open-sesame-47"


@pytest.fixture
def member():
    user = get_user_model().objects.create_user("ada", password=PASSWORD)
    workspace = Workspace.objects.create(name="North", slug="north")
    Membership.objects.create(workspace=workspace, user=user, role=Membership.Role.OWNER)
    return user


def log_in(page, password):
    page.goto("/")
    page.get_by_label("Username").fill("ada")
    page.get_by_label("Password").fill(password)
    page.get_by_role("button", name="Log in").click()


def test_the_login_page_is_accessible(page, assert_accessible, photograph):
    page.goto("/login/")
    assert_accessible(page)
    photograph(page, "login")


def test_a_member_logs_in_and_sees_the_workspace(page, member):
    log_in(page, PASSWORD)
    expect(page).not_to_have_url(re.compile("/login/"))
    expect(page.get_by_text("North").first).to_be_visible()


def test_a_wrong_password_is_told_and_forgotten(page, member):
    log_in(page, "guess")
    expect(page.get_by_label("Password")).to_have_value("")
    expect(page.get_by_text("Please enter a correct username and password")).to_be_visible()
