"""A real browser on the real server. Skipped, with the reason, where there is no Chromium (`./test` finds out)."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path

import pytest
from playwright.sync_api import Browser, ConsoleMessage, Error, Page, Request, expect, sync_playwright

from search.engines import open_index
from search.settings import Settings
from tests.web.archive import ARTICLES
from tests.web.server import Server

CHROMIUM = os.environ.get("CHROMIUM") or next(
    filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None
)
DESK = {"width": 1280, "height": 900}
PHONE = {"width": 390, "height": 844}
QUIET = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)

Open = Callable[..., Page]

expect.set_options(
    timeout=20_000
)  # what is waited for comes at once, but not on a machine that is busy with all of ./test


@pytest.fixture(scope="session")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of the archive's index."""
    folder = tmp_path_factory.mktemp("browser") / "index"
    index = open_index(str(folder), Settings(), create=True)
    with index.rebuild() as batch:
        for article in ARTICLES:
            batch.put(article)
    index.close()
    return folder


@pytest.fixture(scope="session")
def site(built: Path) -> Iterator[str]:
    server = Server(built)
    yield f"http://{server.host}:{server.port}"
    server.stop()


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    if CHROMIUM in (None, "none"):
        pytest.skip("no Chromium was found; its path can be given as CHROMIUM")
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=CHROMIUM, args=list(QUIET))
        yield chromium
        chromium.close()


@pytest.fixture(scope="session")
def windows(browser: Browser, site: str) -> Callable[[bool, bool], Page]:
    """A reader's window, by whether it is a phone's and whether it runs script. To open one costs more than all that a
    test does in it, and nothing passes from a page to the next: the archive stores nothing."""
    return cache(
        lambda phone, script: browser.new_context(
            base_url=site,
            viewport=PHONE if phone else DESK,
            is_mobile=phone,
            has_touch=phone,
            java_script_enabled=script,
        ).new_page()
    )


@pytest.fixture
def visit(windows: Callable[[bool, bool], Page], site: str) -> Iterator[Open]:
    """A page of the site. No page may ask anyone else for anything, break its own policy or store a cookie."""
    pages: dict[Page, None] = {}
    complaints: list[str] = []

    def asked(request: Request) -> None:
        if not request.url.startswith((site, "about:")):
            complaints.append(request.url)

    def said(message: ConsoleMessage) -> None:
        if not _expected(message.text):
            complaints.append(message.text)

    def failed(error: Error) -> None:
        complaints.append(str(error))

    def go(path: str, phone: bool = False, script: bool = True) -> Page:
        page = windows(phone, script)
        assert page not in pages, "a test has one page of a kind"
        pages[page] = None
        page.set_viewport_size(PHONE if phone else DESK)
        page.emulate_media(color_scheme="light", forced_colors="none")
        page.on("request", asked)
        page.on("console", said)
        page.on("pageerror", failed)
        page.goto(path)
        return page

    yield go
    for page in pages:
        assert not page.context.cookies()
        page.unroute_all(behavior="ignoreErrors")
        page.goto("about:blank")
        page.remove_listener("request", asked)
        page.remove_listener("console", said)
        page.remove_listener("pageerror", failed)
    assert not complaints


def _expected(said: str) -> bool:
    """Chromium says on the console that a page answered 404, as error pages do, or that a test has cut it off."""
    return said.startswith("Failed to load resource:") and (
        "a status of" in said or "net::ERR_FAILED" in said
    )
