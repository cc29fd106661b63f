"""A real browser on the real server. Skipped, with the reason, where there is no Chromium (`./test` finds out)."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect, sync_playwright

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


@pytest.fixture
def visit(browser: Browser, site: str) -> Iterator[Open]:
    """A page of the site, in a window of its own. No page may ask anyone else for anything or break its own policy."""
    contexts = []
    complaints: list[str] = []

    def go(path: str, phone: bool = False, script: bool = True) -> Page:
        context = browser.new_context(
            base_url=site,
            viewport=PHONE if phone else DESK,
            is_mobile=phone,
            has_touch=phone,
            java_script_enabled=script,
        )
        contexts.append(context)
        page = context.new_page()
        page.on("request", lambda request: request.url.startswith(site) or complaints.append(request.url))
        page.on("console", lambda message: _expected(message.text) or complaints.append(message.text))
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.goto(path)
        return page

    yield go
    for context in contexts:
        context.close()
    assert not complaints


def _expected(said: str) -> bool:
    """Chromium says on the console that a page answered 404, as error pages do, or that a test has cut it off."""
    return said.startswith("Failed to load resource:") and (
        "a status of" in said or "net::ERR_FAILED" in said
    )
