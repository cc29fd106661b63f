"""`<news-search>` on the page of a paper, and what a test says to it and of it."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Locator, Page, Route

from tests.browser.conftest import DESK
from tests.browser.paper import STRICT, Paper, box
from tests.web.server import PROGRAM, Server

ASKED = "**/api/v1/search?*"
EVENTS = ("ns-ready", "ns-results", "ns-select", "ns-submit", "ns-error")
LISTEN = f"""
window.told = [];
for (const name of {json.dumps(EVENTS)}) addEventListener(name, (event) => {{
  told.push([name, event.detail]);
  if (window.cancelled === name) event.preventDefault();
}});
"""

Meet = Callable[..., Page]


@pytest.fixture(scope="session")
def paper(built: Path) -> Iterator[Paper]:
    """The site of a paper, which is the only one that the archive lets in."""
    paper = Paper()
    allowed = f"url=sys.argv[3], widget_origins={paper.origin!r}"
    server = Server(built, PROGRAM.replace("url=sys.argv[3]", allowed))
    paper.archive = f"http://{server.host}:{server.port}"
    yield paper
    server.stop()
    paper.stop()


@pytest.fixture
def meet(browser: Browser, paper: Paper) -> Iterator[Meet]:
    """A page of the paper with the box in it, in a window of its own; no exception may leave the box."""
    contexts = []
    complaints: list[str] = []

    def go(body: str = "", policy: str = STRICT, root: str = 'lang="en"', **settings: Any) -> Page:
        context = browser.new_context(viewport=DESK, **settings)
        contexts.append(context)
        page = context.new_page()
        page.add_init_script(LISTEN)
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.goto(paper.put(body or box(), policy, root))
        return page

    yield go
    for context in contexts:
        context.close()
    assert not complaints


def field(page: Page) -> Locator:
    return page.get_by_role("combobox", name="Search the archive")


def options(page: Page) -> Locator:
    return page.get_by_role("listbox", name="Results").get_by_role("option")


def headlines(page: Page) -> Locator:
    return page.locator("[part=headline]")


def told(page: Page, name: str) -> list[Any]:
    """What the events of this name were told with."""
    return [detail for event, detail in page.evaluate("told") if event == name]


def result(headline: str = "A truce", *marks: list[int], **other: Any) -> dict[str, Any]:
    text = {"text": headline, "marks": marks}
    usual = {"id": "1", "permalink": "/a/1", "headline": text, "snippets": [], "published": {"value": None}}
    return {**usual, "source": None, "language": "en", "direction": "ltr", "url": None, **other}


def answer(route: Route, *results: dict[str, Any], **other: Any) -> None:
    body = {"total": len(results), "results": results, "facets": {}, **other}
    reply(route, json.dumps(body))


def reply(
    route: Route, body: str, status: int = 200, kind: str = "application/json", origin: str = "*"
) -> None:
    allowed = {"Access-Control-Allow-Origin": origin}
    route.fulfill(status=status, content_type=kind, body=body, headers=allowed)
