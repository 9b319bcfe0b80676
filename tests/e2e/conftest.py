import os
from contextlib import contextmanager
from itertools import product

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.conf import settings
from django.test import Client
from playwright.sync_api import expect, sync_playwright

from tests.e2e.browser import ARGUMENTS, headless_chromium

# Playwright keeps an event loop in the tests' thread, which Django takes for asynchronous code.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"

# Far beyond what it takes, so that a machine with much to do passes too.
PATIENCE = 60_000
expect.set_options(timeout=PATIENCE)

WIDTHS = {1440: 900, 390: 844}
AXE_OPTIONS = {"resultTypes": ["violations"], "preload": False}
SCHEMES = ("light", "dark")


def pytest_addoption(parser):
    parser.addoption("--screenshots", action="store_true", help="photograph pages into var/screenshots")


def pytest_collection_modifyitems(items):
    for item in items:
        if "tests/e2e/" in item.path.as_posix():
            item.add_marker("e2e")


@pytest.fixture(scope="session")
def playwright():
    with sync_playwright() as playwright:
        yield playwright


@pytest.fixture(scope="session")
def browser(playwright):
    browser = playwright.chromium.launch(executable_path=headless_chromium(), args=ARGUMENTS)
    yield browser
    browser.close()


@pytest.fixture
def complaints():
    """What the browser reported as an error."""
    return []


@pytest.fixture
def page(browser, live_server, complaints):
    """A page of the live server; what its scripts or the content policy complain about fails the test."""
    context = browser.new_context(base_url=live_server.url, viewport={"width": 1440, "height": 900})
    context.set_default_timeout(PATIENCE)
    page = context.new_page()
    act_once_scripts_listen(page)
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.on("console", lambda message: complaints.append(message.text) if is_complaint(message) else None)
    yield page
    context.close()
    assert complaints == []


def act_once_scripts_listen(page):
    """A person takes a second to look at a page; a test would click between its first byte and its scripts.

    Parts such as the banner come after them and move what is below, perhaps between the press of a button and its
    release.
    """
    page.add_init_script("addEventListener('load', () => document.documentElement.setAttribute('data-loaded', ''))")
    coming = '[hx-trigger="load"].htmx-request'

    def wait():
        page.wait_for_load_state("load")
        page.wait_for_selector(coming, state="detached")

    loading = page.locator(f"html:not([data-loaded]), html:has({coming})")
    page.add_locator_handler(loading, wait, no_wait_after=True)


@pytest.fixture
def log_in(live_server):
    """Shows the first page to a user, who is logged in without a look at the form: that has tests of its own."""

    def log_in(page, user):
        client = Client()
        client.force_login(user)
        cookie = {"name": settings.SESSION_COOKIE_NAME, "value": client.session.session_key, "url": live_server.url}
        page.context.add_cookies([cookie])
        page.goto("/buyers/")

    return log_in


def is_complaint(message):
    # An answer such as 404 or 422 is for the test itself to judge.
    return message.type == "error" and not message.text.startswith("Failed to load resource")


@contextmanager
def without_complaints(page, complaints):
    """Tools put styles of their own into the page, which its content policy rightly refuses."""
    own = len(complaints)
    yield
    # The attributes that they leave behind would be refused later, when htmx carries them over to new content. The
    # browser reports in order, so that by its answer every complaint has arrived.
    page.evaluate("document.querySelectorAll('[style]').forEach((it) => it.removeAttribute('style'))")
    del complaints[own:]


@pytest.fixture
def assert_accessible(complaints):
    def check(page):
        with without_complaints(page, complaints):
            found = Axe().run(page, options=AXE_OPTIONS).response["violations"]
        assert [f"{rule['id']}: {node['target']} {rule['help']}" for rule in found for node in rule["nodes"]] == []

    return check


@pytest.fixture
def assert_accessible_in_both_schemes(assert_accessible):
    """A page is loaded once for both: its styles alone know the scheme."""

    def check(page):
        for scheme in SCHEMES:
            page.emulate_media(color_scheme=scheme)
            assert_accessible(page)

    return check


@pytest.fixture
def photograph(request, complaints):
    """Called with a page and a name, saves it in both widths and colour schemes if `--screenshots` was given."""
    folder = settings.VAR_DIR / "screenshots"

    def take(page, name):
        if not request.config.getoption("--screenshots"):
            return
        folder.mkdir(parents=True, exist_ok=True)
        before = page.viewport_size
        with without_complaints(page, complaints):
            for (width, height), scheme in product(WIDTHS.items(), SCHEMES):
                page.set_viewport_size({"width": width, "height": height})
                page.emulate_media(color_scheme=scheme)
                page.screenshot(path=folder / f"{name}-{width}-{scheme}.png", full_page=True)
        page.set_viewport_size(before)
        page.emulate_media(color_scheme=None)

    return take
