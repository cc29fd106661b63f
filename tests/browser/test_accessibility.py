"""axe-core finds nothing, at any impact, on any page, in either colour scheme, from left to right and from right to left."""

from __future__ import annotations

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from tests.browser.conftest import Open

PAGES = {
    "first page": "/",
    "results": "/search?q=truce&f.year=2016&-f.lang=de",
    "some words only": "/search?q=truce+noon+june",
    "no result": "/search?q=zepelin",
    "problems": "/search?q=ferry+OR&from=someday&page=2&size=10",
    "article": "/a/pilots?q=truce",
    "article at a hit": "/a/pilots?q=truce#hit-2",
    "article as received": "/a/pilots?q=zeppelin+OR+truce&as=received#hit-1",
    "Arabic article": "/a/arabic",
    "hostile article": "/a/hostile",
    "values of a facet": "/facet/byline?q=ferry",
    "what came and went": "/changes?q=truce&since=1-abcdef12",
    "searches over time": "/trends?q=truce&q=ferry&q=early+ferry",
    "articles over time": "/trends?f.source=Harbour+News&by=month",
    "citations": "/cite?id=pilots&id=arabic&id=hostile&id=gone",
    "search box for other sites": "/widget",
    "guide": "/help",
    "error": "/nowhere",
}
# Off by default in axe-core: https://github.com/dequelabs/axe-core/blob/develop/doc/rule-descriptions.md
RULES = {"target-size": {"enabled": True}}
UNFOLD = "document.querySelectorAll('details').forEach(d => d.open = true)"


def faults(
    page: Page, only: tuple[str, ...] = (), without: tuple[str, ...] = ()
) -> list[tuple[str, list[str]]]:
    options = {
        "resultTypes": ["violations"],
        "rules": {**RULES, **{rule: {"enabled": False} for rule in without}},
        **({"runOnly": list(only)} if only else {}),
    }
    found = Axe().run(page, options=options).response["violations"]
    return [(fault["id"], [node["html"] for node in fault["nodes"]][:3]) for fault in found]


def spoken(path: str, language: str) -> str:
    """The path's address in the language."""
    address, mark, fragment = path.partition("#")
    return f"{address}{'&' if '?' in address else '?'}ui={language}{mark}{fragment}"


@pytest.mark.parametrize("path", PAGES.values(), ids=PAGES.keys())
def test_nothing_is_in_the_way_of_a_reader(visit: Open, path: str) -> None:
    """No rule depends on scheme and direction both, so that two looks try them all; a desk's colours are tried in both."""
    desk = visit(path)
    desk.evaluate(UNFOLD)
    assert faults(desk) == []
    desk.emulate_media(color_scheme="dark")
    assert faults(desk, only=("color-contrast",)) == []
    phone = visit(spoken(path, "ar"), phone=True)
    phone.emulate_media(color_scheme="dark")
    phone.evaluate(UNFOLD)
    assert faults(phone) == []
    for width in (390, 320):
        phone.set_viewport_size({"width": width, "height": 800})
        assert phone.evaluate("document.documentElement.scrollWidth") <= width


@pytest.mark.parametrize("language", ["en", "ar"])
def test_nor_in_what_script_adds(visit: Open, language: str) -> None:
    page = visit(spoken("/search?q=ferry", language), phone=True)
    page.locator("#q").fill("harb")
    page.locator("[role=option]").first.wait_for()
    page.keyboard.press("ArrowDown")
    assert faults(page) == []
    page.keyboard.press("Escape")
    page.locator(".to-refine").tap()
    page.locator("dialog .pick").first.tap()
    expect(page.locator(".chips")).to_be_attached()
    assert faults(page) == []
    page.locator("dialog > button").tap()
    page.locator(".bars a").first.press("Shift+ArrowRight" if language == "en" else "Shift+ArrowLeft")
    assert page.locator(".dates output").inner_text()
    assert faults(page) == []


def test_forced_colours_leave_every_sign(visit: Open) -> None:
    page = visit("/search?q=ferry&f.year=2015&f.source=Evening+Courier&-f.lang=de")
    page.emulate_media(forced_colors="active")
    # Colours are the reader's own then, and axe-core compares those of the sheet
    assert faults(page, without=("color-contrast",)) == []
    looks = page.evaluate(
        """([...names]) => names.map(name => {
            const style = getComputedStyle(document.querySelector(name));
            return [style.backgroundColor, style.fill, style.borderTopColor, style.textDecorationLine].join();
        })""",
        [
            ".bars .chosen svg",
            ".bars li:not(.chosen) svg",
            ".chosen .tick",
            ".left-out .value",
            ".pick .value",
        ],
    )
    assert looks[0] != looks[1]
    assert looks[3] != looks[4]
    page.locator("#q").fill("harb")
    page.locator("[role=option]").first.wait_for()
    page.keyboard.press("ArrowDown")
    width = "getComputedStyle(document.querySelector('[aria-selected=true]')).outlineWidth"
    assert page.evaluate(width) == "2px"


def test_the_check_itself_finds_what_is_wrong(visit: Open) -> None:
    page = visit("/search?q=truce")
    page.evaluate("document.querySelector('.hit h2 a').innerHTML = '<img>'")
    found = Axe().run(page).response["violations"]
    assert {"image-alt", "link-name"} <= {v["id"] for v in found}
