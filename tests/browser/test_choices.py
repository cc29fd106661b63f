"""Choices on the search page, which its script carries out without loading the page anew."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, Route, expect

from tests.browser.conftest import Open

FOCUSED = "document.activeElement.textContent.replace(/\\s+/g, ' ').trim()"


def choose(page: Page, name: str, within: str = ".refine") -> None:
    page.locator(within).get_by_role("link", name=name).first.click()


def stays(page: Page) -> None:
    """Marks the page, so that it is seen when another is loaded in its place."""
    page.evaluate("window.stayed = true")


def stayed(page: Page) -> bool:
    return bool(page.evaluate("window.stayed === true"))


def heading(page: Page, words: str) -> None:
    expect(page.get_by_role("heading", level=1)).to_have_text(words)


def test_a_filter_keeps_the_page_the_focus_and_the_place(visit: Open) -> None:
    page = visit("/search?q=ferry")
    stays(page)
    pick = page.locator(".refine .pick", has_text="Harbour News")
    page.evaluate("scrollTo(0, 40)")
    before = pick.bounding_box()
    pick.click()
    heading(page, "4 articles for ferry")
    assert stayed(page)
    expect(pick).to_be_focused()
    expect(pick).to_have_attribute("aria-current", "true")
    assert abs(pick.bounding_box()["y"] - before["y"]) < 2
    expect(page.locator("#told")).to_have_text("4 articles for ferry")
    expect(page.locator("main")).not_to_have_attribute("aria-busy", "true")
    expect(page).to_have_title(re.compile("^4 articles for ferry"))
    assert page.url.endswith("/search?q=ferry&f.source=Harbour+News")
    assert page.locator(".box input[name='f.source']").get_attribute("value") == "Harbour News"
    page.keyboard.press("Enter")
    heading(page, "36 articles for ferry")
    expect(pick).to_be_focused()
    assert stayed(page)


def test_back_and_forward_go_through_the_choices(visit: Open) -> None:
    page = visit("/search?q=ferry")
    stays(page)
    choose(page, "Harbour News")
    heading(page, "4 articles for ferry")
    choose(page, "newest", ".order")
    expect(page).to_have_url(re.compile("sort=newest"))
    assert page.evaluate(FOCUSED) == "newest"
    page.go_back()
    expect(page.locator(".order [aria-current]").first).to_have_text("relevance")
    page.go_back()
    heading(page, "36 articles for ferry")
    page.go_forward()
    heading(page, "4 articles for ferry")
    assert stayed(page)


def test_sort_view_length_and_bars_keep_the_focus(visit: Open) -> None:
    page = visit("/search?q=ferry")
    stays(page)
    for within, name, parameter in (
        (".order", "oldest", "sort=oldest"),
        (".order", "compact", "view=compact"),
        (".ends", "10 articles a page", "size=10"),
        (".bars", "2016", "f.year=2016"),
        (".bars", "Mar", "f.month=2016-03"),
    ):
        choose(page, name, within)
        expect(page).to_have_url(re.compile(re.escape(parameter)))
        expect(page.locator(within).get_by_role("link", name=name).first).to_be_focused()
    assert stayed(page)


def test_a_chip_gives_the_focus_to_the_next_one_and_the_last_to_the_results(visit: Open) -> None:
    page = visit("/search?q=ferry&f.source=Harbour+News&f.lang=en")
    choose(page, "Publication: Harbour News", ".chips")
    expect(page).to_have_url(re.compile(r"q=ferry&f\.lang=en$"))
    assert page.evaluate(FOCUSED).startswith("Remove Language: English")
    page.keyboard.press("Enter")
    heading(page, "36 articles for ferry")
    expect(page.locator("#results")).to_be_focused()


def test_another_page_of_results_is_read_from_its_top(visit: Open) -> None:
    page = visit("/search?q=ferry")
    stays(page)
    page.get_by_role("link", name="Next").click()
    expect(page).to_have_title(re.compile("^36 articles for ferry, page 2"))
    expect(page.locator("#results")).to_be_focused()
    expect(page.locator("#told")).to_have_text("36 articles for ferry, page 2")
    assert abs(page.locator("#results").bounding_box()["y"]) < 5
    page.go_back()
    expect(page.locator(".pages [aria-current]")).to_have_text("Page 1")
    assert stayed(page)


def test_what_a_reader_has_folded_stays_so(visit: Open) -> None:
    page = visit("/search?q=ferry")
    folded = page.locator(".refine details", has_text="Filed from")
    folded.locator("summary").click()
    choose(page, "English")
    heading(page, "24 articles for ferry")
    expect(folded).not_to_have_attribute("open", "")
    expect(page.locator(".refine details", has_text="Publication")).to_have_attribute("open", "")


def test_dates_are_typed_and_their_faults_said(visit: Open) -> None:
    page = visit("/search?q=ferry")
    stays(page)
    page.get_by_label("From").fill("May 2016")
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(r"\?q=ferry&from=May\+2016$"))
    expect(page.get_by_label("From")).to_be_focused()
    page.get_by_label("From").fill("someday")
    page.keyboard.press("Enter")
    expect(page.locator("#told")).to_contain_text("someday")
    assert stayed(page)


def test_what_is_typed_while_results_are_on_their_way_is_kept(visit: Open) -> None:
    page = visit("/search?q=ferry")
    held: list[Route] = []

    def hold(route: Route) -> None:
        held.append(route)

    page.route("**/search?*Harbour*", hold)
    with page.expect_request("**/search?*Harbour*"):
        choose(page, "Harbour News")
    page.get_by_label("From").press_sequentially("201")
    held[0].continue_()
    heading(page, "4 articles for ferry")
    expect(page.get_by_label("From")).to_be_focused()
    page.keyboard.type("6")
    expect(page.get_by_label("From")).to_have_value("2016")


def test_with_a_key_held_a_link_is_the_browsers(visit: Open) -> None:
    page = visit("/search?q=ferry")
    with page.context.expect_page() as opened:
        page.locator(".refine .pick", has_text="Harbour News").click(modifiers=["ControlOrMeta"])
    opened.value.close()
    with page.context.expect_page() as opened:
        page.locator(".refine .pick", has_text="Harbour News").click(button="middle")
    opened.value.close()
    heading(page, "36 articles for ferry")


@pytest.mark.parametrize("fault", ["429", "500", "offline", "not a page"])
def test_what_fails_is_left_to_the_browser(visit: Open, fault: str) -> None:
    page = visit("/search?q=ferry")
    stays(page)

    def fail(route: Route) -> None:
        if route.request.is_navigation_request():
            route.continue_()
        elif fault == "offline":
            route.abort()
        else:
            route.fulfill(
                status=int(fault) if fault.isdigit() else 200, body="Sorry", content_type="text/html"
            )

    page.route("**/search?*", fail)
    choose(page, "Harbour News")
    heading(page, "4 articles for ferry")
    assert not stayed(page)


def test_another_release_of_the_archive_is_loaded_whole(visit: Open) -> None:
    page = visit("/search?q=ferry")
    stays(page)

    def newer(route: Route) -> None:
        if route.request.is_navigation_request():
            return route.continue_()
        answer = route.fetch()
        route.fulfill(response=answer, body=answer.text().replace("search.css?v=", "search.css?v=0"))

    page.route("**/search?*", newer)
    choose(page, "Harbour News")
    heading(page, "4 articles for ferry")
    assert not stayed(page)


def test_the_last_of_quick_choices_wins(visit: Open) -> None:
    page = visit("/search?q=ferry")
    held: list[Route] = []

    def hold(route: Route) -> None:
        held.append(route)

    page.route("**/search?*Harbour*", hold)
    choose(page, "Harbour News")
    choose(page, "Morning Post")
    expect(page).to_have_url(re.compile("Morning"))
    for route in held:
        route.abort()
    page.wait_for_timeout(50)
    heading(page, "4 articles for ferry")
    expect(page.locator(".chips")).to_contain_text("Morning Post")


def test_the_filters_of_a_phone_open_over_the_results(visit: Open) -> None:
    page = visit("/search?q=ferry", phone=True)
    stays(page)
    page.get_by_role("link", name="Filter", exact=True).tap()
    dialog = page.get_by_role("dialog", name="Filter")
    dialog.get_by_role("link", name="English 24").tap()
    expect(dialog.get_by_role("button")).to_have_text("Show 24 articles")
    dialog.locator(".pick", has_text="Oslo").tap()
    expect(dialog.get_by_role("button")).to_have_text("Show 12 articles")
    expect(page.locator("#told")).to_have_text("12 articles for ferry")
    dialog.get_by_role("button", name="Show 12 articles").tap()
    expect(dialog).to_be_hidden()
    heading(page, "12 articles for ferry")
    expect(page.get_by_role("link", name="Filter", exact=True)).to_be_focused()
    expect(page.locator("main .refine")).to_be_attached()
    assert stayed(page)


def test_escape_closes_the_filters(visit: Open) -> None:
    page = visit("/search?q=ferry", phone=True)
    page.get_by_role("link", name="Filter", exact=True).focus()
    page.keyboard.press("Enter")
    page.get_by_role("dialog", name="Filter").get_by_role("link", name="English 24").press("Enter")
    heading(page, "24 articles for ferry")
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog")).to_be_hidden()
    expect(page.get_by_role("link", name="Filter", exact=True)).to_be_focused()


def test_without_script_the_button_leads_to_the_filters(visit: Open) -> None:
    page = visit("/search?q=ferry", phone=True, script=False)
    page.get_by_role("link", name="Filter", exact=True).tap()
    expect(page.locator("#refine-title")).to_be_in_viewport()
