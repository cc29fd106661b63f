"""Suggestions under the search box: a combobox that only adds to a form which works without it."""

from __future__ import annotations

import json
import re

import pytest
from playwright.sync_api import Locator, Page, Request, Route, expect

from tests.browser.conftest import Open

ASKED = "**/api/v1/suggest*"


def box(page: Page) -> Locator:
    return page.get_by_label("Search the archive")


def options(page: Page) -> Locator:
    return page.get_by_role("listbox", name="Suggestions").get_by_role("option")


def active(page: Page) -> str | None:
    named = box(page).get_attribute("aria-activedescendant")
    return page.locator(f"#{named}").inner_text() if named else None


def answer(route: Route, *texts: str) -> None:
    found = [{"text": text, "kind": "word", "count": 1} for text in texts]
    route.fulfill(content_type="application/json", body=json.dumps({"suggestions": found}))


def test_an_arrow_chooses_and_enter_searches_for_it(visit: Open) -> None:
    page = visit("/")
    box(page).press_sequentially("harb")
    expect(options(page)).to_have_text(
        ["harbour word", "Harbour News publication", "Harbour pilots agree to a truce headline"]
    )
    expect(page.locator("#told")).to_have_text("3 suggestions")
    expect(box(page)).to_have_attribute("aria-expanded", "true")
    assert active(page) is None
    page.keyboard.press("ArrowDown")
    assert (active(page) or "").split() == ["harbour", "word"]
    page.keyboard.press("ArrowDown")
    expect(options(page).nth(1)).to_have_attribute("aria-selected", "true")
    expect(box(page)).to_be_focused()
    expect(box(page)).to_have_value("harb")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text('6 articles for source:"Harbour News"')


def test_past_either_end_is_the_box_itself(visit: Open) -> None:
    page = visit("/")
    box(page).press_sequentially("harb")
    expect(options(page)).to_have_count(3)
    for key, chosen in (("ArrowUp", "Harbour pilots"), ("ArrowDown", None), ("ArrowDown", "harbour")):
        page.keyboard.press(key)
        assert (active(page) or "").startswith(chosen) if chosen else active(page) is None


def test_enter_without_a_choice_searches_as_typed(visit: Open) -> None:
    page = visit("/")
    box(page).press_sequentially("truc")
    expect(options(page).first).to_be_visible()
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(r"/search\?q=truc$"))


def test_escape_closes_the_list_and_keeps_what_was_typed(visit: Open) -> None:
    page = visit("/")
    box(page).press_sequentially("harb")
    expect(options(page).first).to_be_visible()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Escape")
    expect(options(page)).to_have_count(0)
    expect(box(page)).to_have_attribute("aria-expanded", "false")
    expect(box(page)).to_have_value("harb")
    assert active(page) is None
    page.keyboard.press("ArrowDown")
    expect(options(page)).to_have_count(3)
    page.keyboard.press("Tab")
    expect(options(page)).to_have_count(0)


def test_the_last_of_several_words_is_completed(visit: Open) -> None:
    page = visit("/")
    box(page).press_sequentially("truce -timeta")
    options(page).filter(has_text="timetable").click()
    expect(page).to_have_url(re.compile(r"q=truce\+-timetable$"))


@pytest.mark.parametrize("phone", [False, True], ids=["mouse", "finger"])
def test_a_suggestion_is_taken_by_pointing(visit: Open, phone: bool) -> None:
    page = visit("/", phone=phone)
    box(page).press_sequentially("port s")
    chosen = options(page).filter(has_text="place")
    chosen.tap() if phone else chosen.click()
    expect(page.get_by_role("heading", level=1)).to_contain_text('for place:"Port Sunil"')


def test_a_late_answer_does_not_replace_a_newer_one(visit: Open) -> None:
    page = visit("/")
    held: list[Route] = []

    def reply(route: Route) -> None:
        if route.request.url.endswith("q=tr"):
            held.append(route)
        else:
            answer(route, "truce")

    page.route(ASKED, reply)
    with page.expect_request(ASKED):
        box(page).press_sequentially("tr")
    box(page).press_sequentially("uc")
    expect(options(page)).to_have_text("truce word")
    for route in held:
        answer(route, "travel")
    page.wait_for_timeout(50)
    expect(options(page)).to_have_text("truce word")


def test_the_archive_is_not_asked_for_every_letter_nor_twice(visit: Open) -> None:
    page = visit("/")
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url) if "/suggest" in request.url else None)
    box(page).press_sequentially("harbo")
    expect(options(page)).to_have_count(3)
    page.keyboard.press("Backspace")
    expect(options(page)).to_have_count(3)
    page.wait_for_timeout(200)
    page.keyboard.type("o")
    page.wait_for_timeout(200)
    assert [url.partition("?")[2] for url in asked] == ["q=harbo", "q=harb"]


@pytest.mark.parametrize("status", [429, 500, None], ids=["429", "500", "offline"])
def test_without_an_answer_the_box_is_a_plain_box(visit: Open, status: int | None) -> None:
    page = visit("/")
    page.route(ASKED, lambda route: route.fulfill(status=status) if status else route.abort())
    with page.expect_request(ASKED):
        box(page).press_sequentially("truce")
    page.wait_for_timeout(50)
    expect(options(page)).to_have_count(0)
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("5 articles for truce")


def test_markup_in_a_suggestion_is_text(visit: Open) -> None:
    page = visit("/")
    page.route(ASKED, lambda route: answer(route, "<img src=x onerror=alert(1)>"))
    box(page).press_sequentially("img")
    expect(options(page)).to_have_text("<img src=x onerror=alert(1)> word")
    assert page.locator("#suggestions img").count() == 0


def test_an_input_method_is_left_to_compose(visit: Open) -> None:
    page = visit("/")
    asked: list[Request] = []
    page.on("request", lambda request: asked.append(request) if "/suggest" in request.url else None)
    box(page).focus()
    keyboard = page.context.new_cdp_session(page)
    keyboard.send("Input.imeSetComposition", {"text": "هد", "selectionStart": 2, "selectionEnd": 2})
    page.wait_for_timeout(250)
    assert not asked
    keyboard.send("Input.insertText", {"text": "هدنة"})
    expect(options(page).first).to_be_visible()


def test_without_script_it_is_a_plain_box(visit: Open) -> None:
    page = visit("/", script=False)
    expect(page.get_by_role("searchbox", name="Search the archive")).to_be_visible()
    expect(page.get_by_role("combobox")).to_have_count(0)
