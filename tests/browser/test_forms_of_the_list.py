"""The list in its forms, and the page of a facet: how they look, on a desk and on a phone, with all scripts off."""

from __future__ import annotations

import re

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from tests.browser.conftest import DESK, PHONE, Open
from tests.browser.test_accessibility import RULES

PAGES = (
    "/search?q=truce&view=compact&ui=ar",
    "/search?q=truce+OR+وقف&view=kwic&-f.source=Harbour+News",
    "/search?q=ferry&from=2015&to=2016-03&-f.year=2015",
    "/facet/month?order=name&-f.month=2016-05",
    "/facet/source?contains=post&f.source=Morning+Post&ui=tr",
    "/facet/source?contains=zzz",
)


@pytest.mark.parametrize("path", PAGES)
def test_nothing_is_in_the_way_of_a_reader(visit: Open, path: str) -> None:
    page = visit(path)
    page.evaluate("document.querySelectorAll('details').forEach(d => d.open = true)")
    told = []
    for scheme, size in (("light", DESK), ("dark", PHONE)):
        page.emulate_media(color_scheme=scheme)
        page.set_viewport_size(size)
        assert page.evaluate("document.documentElement.scrollWidth") <= size["width"]
        found = Axe().run(page, options={"resultTypes": ["violations"], "rules": RULES}).response
        told += [(v["id"], [node["html"] for node in v["nodes"]][:3]) for v in found["violations"]]
    assert told == []


@pytest.mark.parametrize(("query", "side"), [("truce", "left"), ("المدينة", "right")])
@pytest.mark.parametrize("phone", [False, True], ids=["desk", "phone"])
def test_the_words_stand_one_under_the_other(visit: Open, query: str, side: str, phone: bool) -> None:
    page = visit(f"/search?q={query}&view=kwic", phone=phone, script=False)
    edges = page.locator("ul.kwic mark").evaluate_all(
        "(marks, side) => marks.map(m => Math.round(m.getBoundingClientRect()[side]))", side
    )
    assert len(edges) > 1
    assert max(edges) - min(edges) <= 1
    heights = page.locator("ul.kwic li").evaluate_all("rows => rows.map(r => r.clientHeight)")
    assert max(heights) <= 32


def test_a_compact_hit_is_one_line(visit: Open) -> None:
    page = visit("/search?q=ferry&view=compact", script=False)
    heights = page.locator(".hits > li").evaluate_all("rows => rows.map(r => r.clientHeight)")
    assert len(heights) == 20
    assert max(heights) <= 48


def test_values_are_looked_up_and_left_out_without_scripts(visit: Open) -> None:
    page = visit("/search?q=ferry", script=False)
    page.get_by_role("link", name="All 10 publications").click()
    page.get_by_label("Contains").fill("POST")
    page.get_by_role("button", name="Filter").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Publications 1 of 10 with “POST” for ferry")
    page.get_by_role("link", name="Leave out Morning Post").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("32 articles for ferry")
    page.get_by_role("link", name=re.compile("^Morning Post 4 ?, left out$")).click()
    expect(page.get_by_role("heading", level=1)).to_have_text("36 articles for ferry")
