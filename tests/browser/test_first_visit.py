"""What a first visit costs, as it really travels: every byte of every answer, with its headers."""

from __future__ import annotations

from playwright.sync_api import Browser

from tests.weight import MOST

PAGES = ("/", "/search?q=ferry", "/a/pilots?q=truce", "/trends?q=truce&q=ferry")


def test_a_first_visit_is_small(browser: Browser, site: str) -> None:
    page = browser.new_page()
    network = page.context.new_cdp_session(page)
    network.send("Network.enable")
    network.send("Network.setCacheDisabled", {"cacheDisabled": True})
    names: dict[str, str] = {}
    sizes: dict[str, int] = {}
    network.on("Network.requestWillBeSent", lambda e: names.update({e["requestId"]: e["request"]["url"]}))
    network.on("Network.loadingFinished", lambda e: sizes.update({e["requestId"]: e["encodedDataLength"]}))
    for path in PAGES:
        names.clear()
        sizes.clear()
        page.goto(f"{site}{path}", wait_until="networkidle")
        assert all(url.startswith(site) for url in names.values())
        travelled = {names[key]: size for key, size in sizes.items()}
        kinds = {url.partition("?")[0].rpartition(".")[2] for url in travelled}
        assert {"css", "js"} <= kinds
        assert sum(travelled.values()) <= MOST, travelled
    page.close()
