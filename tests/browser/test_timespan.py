"""A stretch of years or months, chosen over the bars."""

from __future__ import annotations

import re

from playwright.sync_api import Locator, Page, expect

from tests.browser.conftest import Open


def bar(page: Page, name: str) -> Locator:
    return page.locator(".bars li", has=page.get_by_text(name, exact=True))


def point(page: Page, name: str) -> None:
    box = bar(page, name).bounding_box()
    page.mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2, steps=3)


def drag(page: Page, first: str, last: str, release: bool = True) -> None:
    bar(page, first).scroll_into_view_if_needed()
    point(page, first)
    page.mouse.down()
    point(page, last)
    if release:
        page.mouse.up()


def test_dragging_over_years_says_and_chooses_them(visit: Open) -> None:
    page = visit("/search?q=ferry&f.lang=en")
    drag(page, "2017", "2015", release=False)
    expect(page.locator(".dates output")).to_have_text("2015 to 2017")
    expect(page.locator(".bars .spanned")).to_have_count(3)
    page.mouse.up()
    expect(page).to_have_url(re.compile(r"/search\?q=ferry&f\.lang=en&from=2015&to=2017$"))
    expect(page.locator(".chips")).to_contain_text("2015 to 2017")
    expect(page.locator(".dates output")).to_have_text("")


def test_dragging_over_months_takes_the_place_of_months_chosen_one_by_one(visit: Open) -> None:
    page = visit("/search?q=ferry&f.year=2016&f.month=2016-11")
    drag(page, "Mar", "Jun")
    expect(page).to_have_url(re.compile(r"/search\?q=ferry&from=2016-03&to=2016-06$"))


def test_a_click_is_a_click_and_so_is_a_drag_that_comes_back(visit: Open) -> None:
    page = visit("/search?q=ferry")
    bar(page, "2016").locator("a").click()
    expect(page).to_have_url(re.compile(r"\?q=ferry&f\.year=2016$"))
    drag(page, "2014", "2015", release=False)
    point(page, "2014")
    page.mouse.up()
    expect(page).to_have_url(re.compile(r"\?q=ferry&f\.year=2014&f\.year=2016$"))


def test_shift_and_arrows_choose_a_span_that_enter_asks_for(visit: Open) -> None:
    page = visit("/search?q=ferry")
    bar(page, "2015").locator("a").focus()
    for key, words in (("Right", "2015 to 2016"), ("Right", "2015 to 2017"), ("Left", "2015 to 2016")):
        page.keyboard.press(f"Shift+Arrow{key}")
        expect(page.locator(".dates output")).to_have_text(words)
    page.keyboard.press("Escape")
    expect(page.locator(".dates output")).to_have_text("")
    page.keyboard.press("Shift+ArrowLeft")
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(r"\?q=ferry&from=2014&to=2015$"))


def test_from_right_to_left_the_arrows_go_with_the_bars(visit: Open) -> None:
    page = visit("/search?q=ferry&ui=ar")
    bar(page, "2015").locator("a").focus()
    page.keyboard.press("Shift+ArrowLeft")
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(r"from=2015&to=2016"))
    drag(page, "2014", "2015")
    expect(page).to_have_url(re.compile(r"from=2014&to=2015"))
