"""axe-core finds nothing, at any impact, on any page, in either colour scheme."""

from __future__ import annotations

import pytest
from axe_playwright_python.sync_playwright import Axe

from tests.browser.conftest import DESK, PHONE, Open

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
    "articles over time": "/trends?f.source=Harbour+News&by=month&ui=ar",
    "citations": "/cite?id=pilots&id=arabic&id=hostile&id=gone",
    "citations in Arabic": "/cite?id=pilots&id=arabic&ui=ar",
    "guide": "/help",
    "error": "/nowhere",
}
# Off by default in axe-core: https://github.com/dequelabs/axe-core/blob/develop/doc/rule-descriptions.md
RULES = {"target-size": {"enabled": True}}


@pytest.mark.parametrize("path", PAGES.values(), ids=PAGES.keys())
def test_nothing_is_in_the_way_of_a_reader(visit: Open, path: str) -> None:
    page = visit(path)
    page.evaluate("document.querySelectorAll('details').forEach(d => d.open = true)")
    told = []
    for scheme, size in (("light", DESK), ("dark", DESK), ("light", PHONE)):
        page.emulate_media(color_scheme=scheme)
        page.set_viewport_size(size)
        found = (
            Axe().run(page, options={"resultTypes": ["violations"], "rules": RULES}).response["violations"]
        )
        told += [(scheme, v["id"], [node["html"] for node in v["nodes"]][:3]) for v in found]
    assert told == []


def test_the_check_itself_finds_what_is_wrong(visit: Open) -> None:
    page = visit("/search?q=truce")
    page.evaluate("document.querySelector('.hit h2 a').innerHTML = '<img>'")
    found = Axe().run(page).response["violations"]
    assert {"image-alt", "link-name"} <= {v["id"] for v in found}
