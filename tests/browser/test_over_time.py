"""Searches over time in a browser: by keyboard, on a phone, from right to left, in the colours of the system."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import Open
from tests.browser.test_journeys import both

TWO = "/trends?q=truce&q=ferry&q=timetable&by=year"


@both
def test_from_a_search_to_its_course_and_to_the_articles_of_a_year_by_keyboard(
    visit: Open, script: bool
) -> None:
    page = visit("/search?q=truce&f.lang=en", script=script)
    page.get_by_role("link", name="Over time").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("img", name="Share of the archive over time")).to_be_visible()
    page.get_by_label("Another search").focus()
    page.keyboard.type("ferry")
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(r"q=truce&q=ferry&.*f\.lang=en"))
    expect(page.locator(".plot path.line")).to_have_count(2)
    page.locator("summary", has_text="All numbers").focus()
    page.keyboard.press("Enter")
    cell = page.get_by_role("row", name="2016").get_by_role("link").nth(1)
    count = cell.inner_text()
    cell.focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text(re.compile(rf"^{count} articles? for truce"))


def test_a_point_leads_to_its_articles(visit: Open) -> None:
    page = visit("/trends?q=truce&by=year")
    page.locator(".plot .spots a", has_text="2016").click()
    expect(page).to_have_url(re.compile(r"/search\?q=truce&f\.year=2016$"))


def test_lines_are_told_apart_without_their_colours(visit: Open) -> None:
    page = visit(TWO)
    page.emulate_media(forced_colors="active")
    lines = page.locator(".plot path.line").evaluate_all(
        "all => all.map(e => (s => [s.stroke, s.strokeDasharray])(getComputedStyle(e)))"
    )
    assert len({stroke for stroke, _ in lines}) == 1 and len({dash for _, dash in lines}) == 3
    marks = page.locator(".plot g use").evaluate_all("all => all.map(e => e.getAttribute('href'))")
    assert len(set(marks)) == 3
    assert page.locator(".plot .end.letter").all_text_contents() == ["A", "B", "C"]


@pytest.mark.parametrize("ui", ["en", "ar"])
def test_a_phone_shows_the_whole_chart(visit: Open, ui: str) -> None:
    page = visit(f"{TWO}&ui={ui}", phone=True)
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    width = page.viewport_size["width"] if page.viewport_size else 0
    for drawn in page.locator(".plot text:visible, .strip text:visible, .plot use").all():
        box = drawn.bounding_box()
        assert box and box["x"] >= 0 and box["x"] + box["width"] <= width, drawn.text_content()


@pytest.mark.parametrize(("ui", "forward"), [("en", True), ("ar", False)])
def test_time_runs_as_the_page_is_read(visit: Open, ui: str, forward: bool) -> None:
    page = visit(f"{TWO}&ui={ui}")
    first, last = (page.locator(".strip text").nth(n).bounding_box() for n in (0, -1))
    assert first and last and (first["x"] < last["x"]) is forward
    end, spot = page.locator(".plot .end.letter").first, page.locator(".plot use").last
    label, mark = end.bounding_box(), spot.bounding_box()
    assert label and mark and (label["x"] > mark["x"]) is forward
