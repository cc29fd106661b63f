"""What readers do, from the first page to an article and back, with and without scripts."""

from __future__ import annotations

import csv
import io
import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Open

both = pytest.mark.parametrize("script", [True, False], ids=["with scripts", "without scripts"])


@both
def test_from_a_search_to_an_article_and_back(visit: Open, script: bool) -> None:
    page = visit("/", script=script)
    page.get_by_label("Search the archive").fill("truce")
    page.get_by_role("button", name="Search").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("5 articles for truce")
    page.get_by_role("link", name="Harbour News 2").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("2 articles for truce")
    page.get_by_role("link", name="Harbour pilots agree to a truce").click()
    expect(page.locator("article.story mark").first).to_have_text("truce")
    page.get_by_role("link", name="Back to the results").click()
    expect(page).to_have_title(re.compile("^2 articles for truce"))
    page.get_by_role("link", name="Clear all").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("5 articles for truce")


@both
def test_narrowing_by_date_with_bars_and_with_typed_dates(visit: Open, script: bool) -> None:
    page = visit("/search?q=truce", script=script)
    page.get_by_role("list", name="Years").get_by_role("link", name="2016").click()
    page.get_by_role("list", name="Months").get_by_role("link", name="May").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("2 articles for truce")
    page.get_by_role("link", name="Clear all").click()
    page.get_by_label("From").fill("May 2016")
    page.get_by_label("to", exact=True).fill("2016-05-24")
    page.get_by_role("button", name="Show").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("1 article for truce")


@both
def test_what_was_cleaned_opens(visit: Open, script: bool) -> None:
    page = visit("/a/pilots", script=script)
    line = page.get_by_text("counts its readers")
    expect(line).to_be_hidden()
    page.get_by_text("The lines that were left out").click()
    expect(line).to_be_visible()


@both
def test_from_no_result_to_some(visit: Open, script: bool) -> None:
    page = visit("/search?q=ferry&f.lang=de&f.place=Oslo&f.year=2011", script=script)
    expect(page.get_by_role("heading", level=1)).to_have_text("0 articles for ferry")
    page.get_by_role("link", name="without any filter", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_have_text("36 articles for ferry")
    page.get_by_label("Search the archive").fill("timetabel")
    page.get_by_role("button", name="Search").click()
    page.get_by_role("link", name="timetable", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_have_text("36 articles for timetable")
    expect(page.get_by_label("Search the archive")).to_have_value("timetable")


@both
def test_choosing_among_all_values_of_a_filter(visit: Open, script: bool) -> None:
    page = visit("/search?q=ferry", script=script)
    page.get_by_role("link", name="All 10 publications").click()
    page.get_by_label("Contains").fill("gaz")
    page.get_by_role("button", name="Filter").click()
    page.get_by_role("link", name="River Gazette").first.click()
    expect(page.get_by_role("heading", level=1)).to_have_text("4 articles for ferry")


@both
def test_from_results_to_their_course_over_time_and_into_a_year_of_it(visit: Open, script: bool) -> None:
    page = visit("/search?q=ferry", script=script)
    page.get_by_role("link", name="Over time").click()
    page.get_by_label("Another search").fill("truce")
    page.get_by_role("button", name="Compare").click()
    expect(page.locator(".legend li")).to_have_count(2)
    page.get_by_text("All numbers as a table").click()
    page.get_by_role("row", name="2017").get_by_role("link", name="7").last.click()
    expect(page.get_by_role("heading", level=1)).to_have_text("7 articles for ferry")


@both
def test_what_is_taken_away_is_what_is_seen(visit: Open, script: bool) -> None:
    page = visit("/search?q=ferry", script=script)
    page.locator(".refine .pick", has_text="Harbour News").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("4 articles for ferry")
    with page.expect_download() as started:
        page.get_by_role("link", name="CSV").click()
    rows = csv.DictReader(io.StringIO(started.value.path().read_text("utf-8")))
    assert [row["source"] for row in rows] == ["Harbour News"] * 4
    page.get_by_role("link", name="What came and went since").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("What came and went for ferry")
    page.get_by_role("link", name="Back to the results").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("4 articles for ferry")


@both
def test_the_language_of_the_pages_goes_along(visit: Open, script: bool) -> None:
    page = visit("/search?q=truce", script=script)
    page.get_by_role("link", name="العربية").click()
    page.locator(".refine .pick", has_text="Harbour News").click()
    expect(page.locator(".chips")).to_be_visible()
    page.locator(".hits h2 a").first.click()
    expect(page.locator("article.story")).to_be_visible()
    assert page.locator("html").get_attribute("dir") == "rtl"


def focused(page: Page) -> str:
    return page.evaluate(
        "(e => (e.getAttribute('aria-label') || e.id || e.textContent).trim())(document.activeElement)"
    )


def test_the_keyboard_goes_in_the_order_of_reading(visit: Open) -> None:
    page = visit("/search?q=truce")
    order = []
    for _ in range(7):
        page.keyboard.press("Tab")
        order.append(focused(page))
    assert order[:3] == ["Skip to the results", "Skip to the filters", "Skip to the content"]
    assert order[3:] == [
        "The Reading Room" if "Reading" in order[3] else "Backfile",
        "q",
        "Search",
        "How to search",
    ]


def test_skipping_goes_where_it_says_and_focus_can_be_seen(visit: Open) -> None:
    page = visit("/search?q=truce&sort=newest")
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Skip to the results")).to_be_in_viewport()
    page.keyboard.press("Enter")
    for _ in range(30):
        page.keyboard.press("Tab")
        if page.evaluate("!!document.activeElement.closest('.hits a')"):
            break
    assert page.evaluate("parseFloat(getComputedStyle(document.activeElement).outlineWidth)") >= 2
    page.keyboard.press("Enter")
    expect(page.locator("article.story")).to_be_visible()


@pytest.mark.parametrize("path", ["/search?q=ferry&f.lang=en", "/facet/source"])
def test_what_a_finger_touches_is_large_enough(visit: Open, path: str) -> None:
    page = visit(path, phone=True)
    small = page.evaluate(
        """[...document.querySelectorAll('button, input:not([type=hidden], [type=checkbox]), .tickable, summary, .pick, .except, .chips a, .pages a, .order a')]
            .filter(e => e.getClientRects().length)
            .map(e => [e.textContent.trim(), e.getBoundingClientRect()])
            .filter(([, box]) => box.height < 43.5 || box.width < 43.5)
            .map(([text, box]) => `${text} ${box.width}x${box.height}`)"""
    )
    assert small == []
