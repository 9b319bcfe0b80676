"""The extension in a Chromium, on pages of LinkedIn and X that were written for the tests."""

import json
import time
from contextlib import contextmanager
from pathlib import Path

from autoreach.extension import archive
from tests.e2e.browser import ARGUMENTS, system_chromium

PAGES = Path(__file__).with_name("profile_pages")
SITES = json.loads((archive.FILES / archive.MANIFEST).read_text())["optional_host_permissions"]
PATIENCE = 60
UNKNOWN = "<!doctype html><title>Feed</title><main><p>An unknown address</p></main>"


def unpack(folder, origin, *, allowed):
    """The downloaded extension; with `allowed` as it is once the user allowed both sites by a click."""
    for name, content in archive.files(origin).items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(content)
    if allowed:
        manifest = archive.manifest(origin)
        manifest["host_permissions"] += manifest.pop("optional_host_permissions")
        (folder / archive.MANIFEST).write_text(json.dumps(manifest))
    return folder


class ExtensionBrowser:
    def __init__(self, context):
        self.context = context
        self.pages = {}
        context.route("**/*", self.answer)
        self.worker = context.service_workers[0] if context.service_workers else context.wait_for_event("serviceworker")
        self.base = self.worker.url.removesuffix("service_worker.js")

    def answer(self, route):
        """Pages of the two sites come from files, all else but this machine's own is away."""
        address = route.request.url
        if address.startswith(("http://127.0.0.1", "http://localhost", "chrome-extension:")):
            return route.continue_()
        if not route.request.is_navigation_request():
            return route.abort()
        layout = self.pages.get(address)
        body = (PAGES / f"{layout}.html").read_text() if layout else UNKNOWN
        return route.fulfill(body=body, content_type="text/html; charset=utf-8")

    def open(self, address, layout):
        self.pages[address] = layout
        page = self.context.new_page()
        page.goto(address)
        return page

    def click_in_toolbar(self, page):
        """As the user does, which opens the popup and gives it this one tab until it goes elsewhere."""
        session = self.context.browser.new_browser_cdp_session()
        tabs = session.send("Target.getTargets", {"filter": [{"type": "tab"}]})["targetInfos"]
        (tab,) = [each["targetId"] for each in tabs if each["url"] == page.url]
        session.send("Extensions.triggerAction", {"id": self.base.split("/")[2], "targetId": tab})
        session.detach()

    def popup_of(self, page):
        """The popup as a page of its own, since the real one closes when something else is looked at."""
        popup = self.context.new_page()
        popup.set_viewport_size({"width": 320, "height": 560})
        popup.goto(f"{self.base}popup.html?tab={self.tab_of(page)}")
        return popup

    def in_its_world(self, page, function):
        """What `function` returns among the extension's own scripts of the page."""
        call = f"""async (tabId) => {{
            const [answer] = await chrome.scripting.executeScript({{ target: {{ tabId }}, func: {function} }});
            return answer.result;
        }}"""
        return self.worker.evaluate(call, self.tab_of(page))

    def tab_of(self, page):
        page.bring_to_front()
        return self.worker.evaluate("async () => (await chrome.tabs.query({ active: true }))[0].id")


@contextmanager
def browser_with_extension(playwright, folder):
    debugging = "--enable-unsafe-extension-debugging"  # lets a test click in the toolbar
    arguments = [*ARGUMENTS, debugging, f"--disable-extensions-except={folder}", f"--load-extension={folder}"]
    context = playwright.chromium.launch_persistent_context(
        "",
        executable_path=system_chromium(),
        channel="chromium",
        args=arguments,
        viewport={"width": 1000, "height": 700},
    )
    yield ExtensionBrowser(context)
    context.close()


class InPageCard:
    """What a screen reader finds of the button in the page, whose closed shadow root lets no script in."""

    def __init__(self, page):
        self.page = page
        self.session = page.context.new_cdp_session(page)

    def nodes(self):
        """In the order of reading."""
        tree = self.session.send("Accessibility.getFullAXTree")["nodes"]
        by_id = {node["nodeId"]: node for node in tree}
        regions = [node for node in tree if (role(node), name(node)) == ("region", "AutoReach")]
        return [node for region in regions for node in within(region, by_id) if not node.get("ignored")]

    def texts(self):
        return [name(node) for node in self.nodes() if role(node) == "StaticText"]

    def expect(self, *texts, first=None):
        """Wait until it shows exactly these texts; with `first`, as many of them."""
        deadline = time.monotonic() + PATIENCE
        while (shown := self.texts()[:first]) != list(texts):
            assert time.monotonic() < deadline, f"{shown} is shown, not {list(texts)}"
            self.page.wait_for_timeout(50)

    def press(self, wanted, kind="button"):
        (node,) = [node for node in self.nodes() if (role(node), name(node)) == (kind, wanted)]
        box = self.session.send("DOM.getBoxModel", {"backendNodeId": node["backendDOMNodeId"]})["model"]["content"]
        self.page.mouse.click((box[0] + box[4]) / 2, (box[1] + box[5]) / 2)

    def focused(self):
        return [name(node) for node in self.nodes() if any(map(is_focus, node["properties"]))]


def is_focus(one):
    return one["name"] == "focused" and one["value"]["value"]


def within(node, by_id):
    yield node
    for each in node.get("childIds", ()):
        if each in by_id:
            yield from within(by_id[each], by_id)


def role(node):
    return node.get("role", {}).get("value")


def name(node):
    return node.get("name", {}).get("value")
