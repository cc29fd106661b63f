"""What a first visit costs, as it really travels: every byte of every answer, with its headers."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser

from tests.weight import MOST


@pytest.mark.parametrize("path", ["/", "/search?q=ferry", "/a/pilots?q=truce", "/trends?q=truce&q=ferry"])
def test_a_first_visit_is_small(browser: Browser, site: str, path: str) -> None:
    page = browser.new_page()
    network = page.context.new_cdp_session(page)
    network.send("Network.enable")
    sizes: dict[str, int] = {}
    names: dict[str, str] = {}
    network.on("Network.requestWillBeSent", lambda e: names.update({e["requestId"]: e["request"]["url"]}))
    network.on("Network.loadingFinished", lambda e: sizes.update({e["requestId"]: e["encodedDataLength"]}))
    page.goto(f"{site}{path}", wait_until="networkidle")
    page.close()
    travelled = {names[key]: size for key, size in sizes.items()}
    assert len(travelled) >= 3
    assert all(url.startswith(site) for url in travelled)
    assert sum(travelled.values()) <= MOST, travelled
