"""Find a Chromium for the end-to-end tests, or get one: `python -m tests.e2e.browser`."""

import os
import shutil
import subprocess
import sys

PACKAGES = ("chromium", "chromium-headless-shell")
NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
# A test browser sends nothing to the internet; root has no sandbox to offer.
ARGUMENTS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)


def system_chromium():
    """The path of an installed Chromium; None means Playwright's own."""
    return os.environ.get("CHROMIUM") or next(filter(None, map(shutil.which, NAMES)), None)


def headless_chromium():
    """One without windows where there is such a one: it works less for the same page, but takes no extensions."""
    return os.environ.get("CHROMIUM") or shutil.which("chromium-headless-shell") or system_chromium()


def ensure():
    if system_chromium():
        return
    if os.geteuid() == 0 and os.path.exists("/etc/debian_version") and shutil.which("apt-get"):
        print("Installing Chromium …", flush=True)
        apt = {"check": True, "stdout": subprocess.DEVNULL, "env": os.environ | {"DEBIAN_FRONTEND": "noninteractive"}}
        subprocess.run(["apt-get", "update", "-qq"], **apt)
        subprocess.run(["apt-get", "install", "-qq", "--yes", "--no-install-recommends", *PACKAGES], **apt)
    else:
        subprocess.run([sys.executable, "-m", "playwright", "install", "chromium"], check=True)


if __name__ == "__main__":
    ensure()
