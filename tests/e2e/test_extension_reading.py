"""What the extension reads of a page, in Chromium, on layouts of LinkedIn and X."""

import tomllib

import pytest

from leads.identity.keys import NOT_A_HANDLE, NOT_A_SLUG
from leads.identity.platforms import PLATFORMS
from tests.e2e.extension import PAGES, browser_with_extension, unpack

LAYOUTS = tomllib.loads((PAGES / "expected.toml").read_text())
READ = """
async (tabId) => {
  await chrome.scripting.executeScript({ target: { tabId }, files: ["addresses.js", "reading.js"] });
  const [{ result }] = await chrome.scripting.executeScript({ target: { tabId }, func: () => autoreach.readProfile() });
  return result;
}
"""


@pytest.fixture(scope="module")
def extended(playwright, tmp_path_factory):
    folder = unpack(tmp_path_factory.mktemp("extension"), "http://127.0.0.1:9", allowed=True)
    with browser_with_extension(playwright, folder) as extended:
        yield extended


@pytest.mark.parametrize("layout", LAYOUTS)
def test_only_the_person_of_the_address_is_read(extended, layout):
    expected = dict(LAYOUTS[layout])
    page = extended.open(expected.pop("opened"), layout)
    read = extended.worker.evaluate(READ, extended.tab_of(page))
    page.close()
    assert {name: read[name] for name in expected} == expected


def test_every_page_has_its_expectation():
    assert sorted(path.stem for path in PAGES.glob("*.html")) == sorted(LAYOUTS)


NO_PROFILES = [
    "https://www.linkedin.com/", "https://www.linkedin.com/feed/", "https://www.linkedin.com/in/",
    "https://www.linkedin.com/in", "https://www.linkedin.com/in/me/", "https://www.linkedin.com/in/%20/",
    "https://www.linkedin.com/in/%E0%A4%A/", "https://www.linkedin.com/company/lathe-and-loom/",
    "https://www.linkedin.com/search/results/people/?keywords=in", "https://www.linkedin.com/jobs/view/1/",
    "https://linkedin.com.example.org/in/mirela/", "https://example.org/https://www.linkedin.com/in/mirela/",
    "https://notlinkedin.com/in/mirela/", "ftp://www.linkedin.com/in/mirela/",
    "https://x.com/", "https://x.com/home", "https://x.com/explore", "https://x.com/i/bookmarks", "https://x.com/I",
    "https://x.com/settings/account", "https://x.com/search?q=crm", "https://x.com/messages/1-2",
    "https://x.com/wrenfield_ops/status/17", "https://x.com/wrenfield_ops/lists", "https://x.com/a_name_of_sixteen",
    "https://api.x.com/wrenfield_ops", "https://x.com.example.org/wrenfield_ops", "https://max.com/wrenfield_ops",
    "javascript:alert('https://x.com/a')", "chrome://newtab/", "about:blank", "", "not an address",
]  # fmt: skip


def test_other_addresses_are_no_profiles(extended):
    read = "(addresses) => addresses.filter((address) => autoreach.profileAt(address))"
    assert extended.worker.evaluate(read, NO_PROFILES) == []


PROFILES = {
    "https://www.linkedin.com/in/Mirela-Quistgaard/details/skills/#top": "https://www.linkedin.com/in/Mirela-Quistgaard",
    "https://linkedin.com/in/mirela": "https://www.linkedin.com/in/mirela",
    "http://pt.linkedin.com/in/mirela/pt?trk=x": "https://www.linkedin.com/in/mirela",
    "https://www.linkedin.com/mwlite/in/mirela": "https://www.linkedin.com/in/mirela",
    "https://twitter.com/Wrenfield_Ops/": "https://x.com/wrenfield_ops",
    "https://mobile.x.com/wrenfield_ops/followers": "https://x.com/wrenfield_ops",
}


def test_profiles_have_one_plain_address_that_the_server_reads_alike(extended):
    read = "(addresses) => addresses.map((address) => autoreach.profileAt(address))"
    found = extended.worker.evaluate(read, list(PROFILES))
    assert [profile["address"] for profile in found] == list(PROFILES.values())
    handles = [PLATFORMS[profile["site"]].handle_in(profile["address"]) for profile in found]
    assert handles == [profile["handle"].lower() for profile in found]


def test_the_words_that_are_no_handles_are_those_of_the_server(extended):
    words = extended.worker.evaluate("[[...autoreach.NOT_A_SLUG], [...autoreach.NOT_A_HANDLE]]")
    assert [frozenset(each) for each in words] == [NOT_A_SLUG, NOT_A_HANDLE]
