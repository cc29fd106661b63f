"""Whole journeys by keyboard alone."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Open


def go_to(page: Page, selector: str, text: str = "", backwards: bool = False) -> None:
    """Presses Tab until the focus is on such an element; what has the focus must be seen."""
    for _ in range(160):
        page.keyboard.press("Shift+Tab" if backwards else "Tab")
        found = page.evaluate(
            """([selector, text]) => {
                const focused = document.activeElement;
                return focused.matches(selector) && focused.textContent.includes(text)
                    && parseFloat(getComputedStyle(focused.closest('.box') ?? focused).outlineWidth) >= 2;
            }""",
            [selector, text],
        )
        if found:
            return
    raise AssertionError(f"the focus does not come to {selector} {text}")


def heading(page: Page, words: str) -> None:
    expect(page.get_by_role("heading", level=1)).to_have_text(words)


def test_from_a_suggestion_to_the_second_page_to_a_hit_and_back(visit: Open) -> None:
    page = visit("/")
    go_to(page, "#q")
    page.keyboard.type("ferr")
    expect(page.get_by_role("option").first).to_be_visible()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    heading(page, "36 articles for ferry")

    go_to(page, ".refine .pick", "English")
    page.keyboard.press("Enter")
    heading(page, "24 articles for ferry")
    expect(page.locator("#told")).to_have_text("24 articles for ferry")
    go_to(page, ".pages a", "Next", backwards=True)
    page.keyboard.press("Enter")
    expect(page).to_have_title(re.compile("^24 articles for ferry, page 2"))

    go_to(page, ".hits h2 a")
    page.keyboard.press("Enter")
    expect(page.locator("article.story")).to_be_visible()
    go_to(page, "#hits a", "First hit")
    page.keyboard.press("Enter")
    expect(page.locator("#told")).to_have_text("Hit 1 of 2")
    page.keyboard.press("n")
    expect(page.locator("#told")).to_have_text("Hit 2 of 2")
    expect(page.locator("#hit-2")).to_be_in_viewport()
    go_to(page, ".back a", "Back to the results", backwards=True)
    page.keyboard.press("Enter")
    expect(page).to_have_title(re.compile("^24 articles for ferry, page 2"))


def test_the_same_without_script(visit: Open) -> None:
    page = visit("/", script=False)
    go_to(page, "#q")
    page.keyboard.type("ferry")
    page.keyboard.press("Enter")
    heading(page, "36 articles for ferry")
    go_to(page, ".refine .pick", "English")
    page.keyboard.press("Enter")
    heading(page, "24 articles for ferry")
    go_to(page, ".pages a", "Next")
    page.keyboard.press("Enter")
    expect(page).to_have_title(re.compile("^24 articles for ferry, page 2"))
    go_to(page, ".hits h2 a")
    page.keyboard.press("Enter")
    expect(page.locator("article.story")).to_be_visible()
    go_to(page, "#hits a", "First hit")
    page.keyboard.press("Enter")
    expect(page.locator("#hit-1")).to_be_in_viewport()
    go_to(page, ".step .next")
    page.keyboard.press("Enter")
    expect(page.locator("#hit-2")).to_be_in_viewport()
    go_to(page, ".back a", "Back to the results", backwards=True)
    page.keyboard.press("Enter")
    expect(page).to_have_title(re.compile("^24 articles for ferry, page 2"))


@pytest.mark.parametrize("script", [True, False], ids=["with scripts", "without scripts"])
def test_ticking_results_and_citing_them(visit: Open, script: bool) -> None:
    page = visit("/search?q=truce&sort=newest", script=script)
    for _ in range(2):
        go_to(page, ".hits input[type=checkbox]")
        page.keyboard.press("Space")
    go_to(page, ".choose button")
    page.keyboard.press("Enter")
    expect(page.locator(".references li")).to_have_count(2)


def test_the_filters_of_a_narrow_window(visit: Open) -> None:
    page = visit("/search?q=ferry")
    page.set_viewport_size({"width": 600, "height": 800})
    go_to(page, ".to-refine")
    page.keyboard.press("Enter")
    go_to(page, "dialog .pick", "English")
    page.keyboard.press("Space")
    page.keyboard.press("Enter")
    go_to(page, "dialog > button", "Show 24 articles")
    page.keyboard.press("Enter")
    expect(page.get_by_role("dialog")).to_be_hidden()
    expect(page.locator(".to-refine")).to_be_focused()
    heading(page, "24 articles for ferry")
