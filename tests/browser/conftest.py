"""The site under test, served for the browser tests, and a Chromium that signs in to it.

The server is a process of its own, so that the Desk meets the site as a person does: what a test writes in this
process is seen there only once it is committed. It is the same on the local host and on a real bench.
"""

import os
import re
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from tests.site_of_worker import site_of_worker

CHECKOUT = Path(__file__).resolve().parents[2]
SERVER = CHECKOUT / "local_host" / "serve_site.py"
LOG = CHECKOUT / ".host" / "logs" / "browser-server.log"
SCREENSHOTS = CHECKOUT / ".host" / "screenshots"
SERVER_PATIENCE_SECONDS = 60

MACHINES_CHROMIUM = Path("/usr/bin/chromium")
# Chromium looks up its makers' hosts by itself; the tests need this machine only.
FLAGS = (
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-quic",
    "--disable-sync",
    "--no-first-run",
)
HEIGHT = 900
# What the Desk keeps about a person in the browser, as Chromium calls it.
PERSONAL = "cookies,local_storage,indexeddb,service_workers"

PageFor = Callable[..., Page]


@pytest.fixture(scope="session")
def site_url() -> Iterator[str]:
    """Address of the site under test, served for as long as the tests run."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    LOG.parent.mkdir(parents=True, exist_ok=True)
    with open(LOG, "ab") as log:
        server = subprocess.Popen(
            [sys.executable, SERVER, site_of_worker(), str(port)],
            cwd=os.environ["SMS_TEST_SITES_PATH"],
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
        )
    try:
        url = f"http://127.0.0.1:{port}"
        wait_until_it_answers(url, server)
        yield url
    finally:
        server.terminate()
        server.wait(30)


def wait_until_it_answers(url: str, server: subprocess.Popen) -> None:
    """Wait for the first answer, whatever it says."""
    deadline = time.monotonic() + SERVER_PATIENCE_SECONDS
    while time.monotonic() < deadline and server.poll() is None:
        try:
            with urllib.request.urlopen(f"{url}/api/method/ping", timeout=10):
                return
        except (urllib.error.URLError, TimeoutError):
            time.sleep(0.2)
    pytest.fail(f"The site is not served; details: {LOG}", pytrace=False)


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """The machine's Chromium, else Playwright's own."""
    flags = [*FLAGS, "--no-sandbox"] if os.geteuid() == 0 else list(FLAGS)
    executable = MACHINES_CHROMIUM if MACHINES_CHROMIUM.exists() else None
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=executable, args=flags)
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def admin_password() -> str:
    """The Administrator's password on the site under test."""
    return os.environ["SMS_TEST_ADMIN_PASSWORD"]


class Profiles:
    """Profiles of the browser, used again without traces of a person: the Desk's scripts stay fetched and compiled."""

    def __init__(self, chromium: Browser, url: str):
        self._chromium = chromium
        self._url = url
        self._free: list[BrowserContext] = []

    def take(self) -> BrowserContext:
        return self._free.pop() if self._free else self._chromium.new_context(base_url=self._url)

    def give_back(self, profile: BrowserContext) -> None:
        """Sign out, close all pages and forget what the Desk remembers; what was fetched stays."""
        page = profile.new_page()
        for other in profile.pages:
            if other != page:
                other.close()
        session = profile.new_cdp_session(page)
        session.send("Storage.clearDataForOrigin", {"origin": self._url, "storageTypes": PERSONAL})
        page.close()
        profile.clear_cookies()
        self._free.append(profile)


@pytest.fixture(scope="session")
def profiles(chromium: Browser, site_url: str) -> Profiles:
    return Profiles(chromium, site_url)


@pytest.fixture
def page_for(profiles: Profiles, request: pytest.FixtureRequest) -> Iterator[PageFor]:
    """`page_for(user, password, width=1280)` signs the user in and returns an empty page of their own.

    Addresses may be relative: `page.goto("/app")`. If the test fails, each page leaves a screenshot in
    `.host/screenshots`.
    """
    taken: list[BrowserContext] = []

    def sign_in(user: str, password: str, width: int = 1280) -> Page:
        profile = profiles.take()
        taken.append(profile)
        answer = profile.request.post("/api/method/login", form={"usr": user, "pwd": password})
        assert answer.ok, f"{user} cannot sign in: {answer.status} {answer.text()[:200]}"
        page = profile.new_page()
        page.set_viewport_size({"width": width, "height": HEIGHT})
        return page

    yield sign_in
    if request.node.stash.get(FAILED, False):
        keep_screenshots(request.node.name, [page for profile in taken for page in profile.pages])
    for profile in taken:
        profiles.give_back(profile)


def keep_screenshots(test: str, pages: list[Page]) -> None:
    SCREENSHOTS.mkdir(parents=True, exist_ok=True)
    name = re.sub(r"[^\w-]+", "_", test)
    for number, page in enumerate(pages, start=1):
        page.screenshot(path=SCREENSHOTS / f"{name}-{number}.png")


FAILED = pytest.StashKey[bool]()


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Iterator[None]:
    """Let fixtures know, while they tear down, whether their test failed."""
    report = yield
    if report.failed:
        item.stash[FAILED] = True
    return report
