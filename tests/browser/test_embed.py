"""The search box in frames of pages of other sites: where it shows, and how its height is told."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.request import urlopen

import pytest
from axe_playwright_python.sync_playwright import Axe
from bs4 import BeautifulSoup
from playwright.sync_api import Browser, FrameLocator, Page, expect

from search.engines import open_index
from search.settings import Settings
from tests.browser.paper import Paper
from tests.web.archive import ARTICLES
from tests.web.server import PROGRAM, Server

LISTENING = """<script>
window.told = [];
addEventListener("message", (event) => {
  told.push([event.origin, event.source === document.querySelector("iframe").contentWindow, event.data]);
});
</script>"""
POLICY = (
    "default-src 'none'; script-src {archive} 'unsafe-inline'; frame-src {archive}; connect-src {archive}"
)


@pytest.fixture(scope="module")
def papers() -> Iterator[tuple[Paper, Paper]]:
    """One that the archive's keeper names, and one that is not named."""
    named, other = Paper(), Paper()
    yield named, other
    named.stop()
    other.stop()


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory, papers: tuple[Paper, Paper]) -> Iterator[str]:
    folder: Path = tmp_path_factory.mktemp("framed") / "index"
    index = open_index(str(folder), Settings(), create=True)
    with index.rebuild() as batch:
        for article in ARTICLES:
            batch.put(article)
    index.close()
    named = f"https://elsewhere.example {papers[0].origin}"
    allowed = f"frame_origins={named!r}, widget_origins={named!r}, url="
    server = Server(folder, PROGRAM.replace("url=", allowed))
    for paper in papers:
        paper.archive = f"http://{server.host}:{server.port}"
    yield paper.archive
    server.stop()


@pytest.fixture(scope="module")
def written(archive: str) -> tuple[str, str]:
    """What the archive tells a site's owner to copy: the element and the frame."""
    with urlopen(f"{archive}/widget?facets=source&size=3&lang=tr") as answer:
        page = BeautifulSoup(answer.read(), "html.parser")
    element, frame = (pre.get_text() for pre in page.select("pre"))
    return element, frame


@pytest.fixture
def framed(
    browser: Browser, archive: str, written: tuple[str, str]
) -> Iterator[Callable[..., tuple[Page, FrameLocator]]]:
    """The page of a site with the archive's page at an address in a frame, as the archive writes it down."""
    contexts = []

    def go(paper: Paper, address: str, scheme: str = "light") -> tuple[Page, FrameLocator]:
        markup, frames = re.subn(r'src="[^"]+"', f'src="{archive}{address}"', written[1])
        assert frames == 1
        context = browser.new_context(color_scheme=scheme)
        contexts.append(context)
        page = context.new_page()
        page.on("console", lambda message: said.append(message.text))
        page.goto(paper.put(markup + LISTENING, POLICY))
        return page, page.frame_locator("#news-search")

    said: list[str] = []
    go.said = said
    yield go
    for context in contexts:
        context.close()


def height(page: Page) -> int:
    return page.locator("#news-search").evaluate("frame => frame.clientHeight")


def needed(page: Page, frame: FrameLocator) -> int:
    return frame.locator("html").evaluate("html => Math.ceil(html.getBoundingClientRect().height)")


def until(page: Page, condition: str) -> None:
    """Waits for a JavaScript expression to be true. Playwright's own way calls `eval` in the page, which the policy forbids."""
    for _ in range(400):
        if page.evaluate(condition):
            return
        page.wait_for_timeout(50)
    raise AssertionError(f"never came true: {condition}")


def settles(page: Page, frame: FrameLocator) -> int:
    """The height of the frame, once nothing of what is in it is cut off and nothing is left over."""
    until(page, "told.length > 0 && told.at(-1)[2].height === +document.querySelector('iframe').height")
    assert height(page) == needed(page, frame)
    return height(page)


def test_a_search_in_a_frame_that_is_as_tall_as_what_it_holds(framed, papers, archive: str) -> None:
    page, frame = framed(papers[0], "/embed?facets=source&size=10")
    expect(frame.get_by_role("searchbox")).to_be_visible()
    at_first = settles(page, frame)
    frame.get_by_role("searchbox").fill("truce OR ferry")
    page.evaluate("told.length = 0")
    frame.get_by_role("button", name="Search").click()
    expect(frame.locator(".hit")).to_have_count(10)
    with_results = settles(page, frame)
    assert with_results > at_first + 500
    frame.locator("summary").click()
    expect(frame.locator(".pick").first).to_be_visible()
    until(page, f"document.querySelector('iframe').clientHeight > {with_results}")
    settles(page, frame)
    frame.locator("summary").click()
    until(page, f"document.querySelector('iframe').clientHeight === {with_results}")
    told = page.evaluate("told")
    assert {(origin, source) for origin, source, _ in told} == {(archive, True)}
    assert all(data["type"] == "news-search:height" and data["height"] > 0 for _, _, data in told)
    assert not framed.said


def test_results_open_in_the_window_and_not_in_the_frame(framed, papers, archive: str) -> None:
    page, frame = framed(papers[0], "/embed?q=truce")
    frame.get_by_role("link", name="Harbour pilots agree to a truce").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Harbour pilots agree to a truce")
    assert page.url.startswith(f"{archive}/a/pilots")
    page, frame = framed(papers[0], "/embed?q=truce")
    frame.get_by_role("link", name="Show all 5 articles in the archive").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("5 articles for truce")


def test_nobody_else_sees_it_or_hears_of_its_height(framed, papers) -> None:
    page, frame = framed(papers[1], "/embed?q=truce")
    page.wait_for_load_state()
    page.wait_for_timeout(300)
    assert page.evaluate("told") == []
    assert frame.locator(".hit").count() == 0
    assert any("frame-ancestors" in line for line in framed.said)


@pytest.mark.parametrize("address", ["/search?q=truce", "/a/pilots", "/help"])
def test_no_other_page_shows_in_a_frame(framed, papers, address: str) -> None:
    page, frame = framed(papers[0], address)
    page.wait_for_load_state()
    page.wait_for_timeout(200)
    assert frame.locator(".masthead").count() == 0
    assert any("frame-ancestors" in line for line in framed.said)


def test_colours_are_those_that_the_site_asks_for(framed, papers) -> None:
    paper = {"light": "rgb(251, 251, 248)", "dark": "rgb(18, 22, 21)"}
    for theme, scheme, seen in (
        ("light", "dark", "light"),
        ("dark", "light", "dark"),
        ("auto", "dark", "dark"),
        ("auto", "light", "light"),
    ):
        _, frame = framed(papers[0], f"/embed?q=truce&theme={theme}", scheme)
        expect(frame.locator("html")).to_have_css("background-color", paper[seen])


def test_the_element_as_it_is_written_down_works_on_the_sites_that_are_named(
    browser: Browser, papers, written
) -> None:
    for paper, results in zip(papers, (3, 0), strict=True):
        context = browser.new_context()
        page = context.new_page()
        page.goto(paper.put(written[0]))
        page.get_by_role("combobox").press_sequentially("truce")
        expect(page.get_by_role("status")).not_to_be_empty()
        expect(page.get_by_role("option")).to_have_count(results)
        page.get_by_role("combobox").press("Enter")
        expect(page.get_by_role("heading", level=1)).to_contain_text("truce")
        assert page.url.startswith(f"{paper.archive}/search?q=truce")
        context.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize(
    "address",
    [
        "/embed?ui=ar",
        "/embed?q=truce+OR+ferry&facets=source,lang&f.lang=en&-f.source=The+Ledger&theme=dark",
        "/embed?q=truce&view=kwic&theme=light",
        "/embed?q=ferry&view=compact&size=5",
        "/embed?q=zepelin&theme=odd",
    ],
)
def test_nothing_is_in_the_way_of_a_reader(browser: Browser, archive: str, address: str, scheme: str) -> None:
    context = browser.new_context(
        base_url=archive, color_scheme=scheme, viewport={"width": 480, "height": 700}
    )
    page = context.new_page()
    page.goto(address)
    page.evaluate("document.querySelectorAll('details').forEach(d => d.open = true)")
    rules = {"target-size": {"enabled": True}}
    found = Axe().run(page, options={"resultTypes": ["violations"], "rules": rules}).response["violations"]
    wide = page.evaluate("document.documentElement.scrollWidth - innerWidth")
    context.close()
    assert [(v["id"], [node["html"] for node in v["nodes"]][:3]) for v in found] == []
    assert wide <= 0
