"""What readers do with one article: from hit to hit, with a pointer and by keyboard alone."""

from __future__ import annotations

from urllib.parse import urljoin

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Open


def shown(page: Page) -> list[str]:
    """The hits whose step is on the screen."""
    steps = page.locator(".step:visible a[data-place]")
    return [step.get_attribute("aria-label") for step in steps.all()]


@pytest.mark.parametrize("phone", [False, True], ids=["desk", "phone"])
def test_from_hit_to_hit_without_script(visit: Open, phone: bool) -> None:
    page = visit("/a/pilots?q=truce", script=False, phone=phone)
    assert shown(page) == []
    page.get_by_role("link", name="First hit").click()
    for number in (1, 2, 3):
        assert shown(page) == [f"Hit {number} of 3"]
        expect(page.locator(f"#hit-{number}")).to_be_in_viewport()
        if number < 3:
            page.get_by_role("link", name="Next hit").click()
    page.get_by_role("link", name="Previous hit").click()
    assert shown(page) == ["Hit 2 of 3"]


def test_from_hit_to_hit_by_keyboard_without_script(visit: Open) -> None:
    page = visit("/a/pilots?q=truce", script=False)
    page.get_by_role("link", name="First hit").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("link", name="Hit 1 of 3")).to_be_visible()
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Next hit")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.get_by_role("link", name="Hit 2 of 3")).to_be_visible()
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Previous hit")).to_be_focused()


def test_keys_go_from_hit_to_hit_and_leave_the_way_back_short(visit: Open) -> None:
    page = visit("/search?q=truce")
    page.get_by_role("link", name="Harbour pilots agree to a truce").click()
    page.keyboard.press("n")
    assert shown(page) == []
    page.get_by_role("link", name="First hit").focus()
    for number in (1, 2, 3, 1, 2):
        page.keyboard.press("n")
        expect(page.locator("#told")).to_have_text(f"Hit {number} of 3")
        assert shown(page) == [f"Hit {number} of 3"]
    expect(page.get_by_role("link", name="Next hit")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("#told")).to_have_text("Hit 3 of 3")
    page.keyboard.press("p")
    expect(page.locator("#told")).to_have_text("Hit 2 of 3")
    expect(page.get_by_role("link", name="Previous hit")).to_be_focused()
    page.go_back()
    expect(page.get_by_role("heading", level=1)).to_have_text("5 articles for truce")


def test_keys_work_in_the_text_and_never_where_one_types(visit: Open) -> None:
    page = visit("/a/pilots?q=truce")
    expect(page.get_by_text("n and p for the next and the previous hit")).to_be_visible()
    page.get_by_label("Search the archive").press("n")
    assert shown(page) == []
    page.get_by_text("Nobody wins").click()
    page.keyboard.press("Control+n")
    assert shown(page) == []
    page.keyboard.press("n")
    expect(page.locator("#told")).to_have_text("Hit 1 of 3")


def test_keys_go_from_result_to_result(visit: Open) -> None:
    page = visit("/search?q=ferry&sort=oldest")
    page.get_by_role("link", name="Ferry timetable 0", exact=True).click()
    page.locator(".back a").first.focus()
    page.keyboard.press("Shift+N")
    expect(page.get_by_text("Result 2 of 36")).to_be_visible()
    page.locator(".back a").first.focus()
    page.keyboard.press("Shift+P")
    expect(page.get_by_text("Result 1 of 36")).to_be_visible()


@pytest.mark.parametrize(("address", "references"), [("/a/pilots", 1), ("/cite?id=pilots&id=minute", 2)])
def test_citations_are_copied(visit: Open, address: str, references: int) -> None:
    page = visit(address)
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.get_by_role("button", name="Copy").click()
    expect(page.get_by_role("button", name="Copied")).to_be_visible()
    lines = page.evaluate("navigator.clipboard.readText()").splitlines()
    assert len(lines) == references
    assert f". {urljoin(page.url, '/a/pilots')} (" in lines[0]
    assert lines[0].startswith(
        "Ines Varga and Tomas Lund, “Harbour pilots agree to a truce”, Harbour News, 23 May 2016"
    )


def test_the_way_on_is_not_read_as_the_headline(visit: Open) -> None:
    page = visit("/a/pilots?q=truce#hit-1")
    assert page.locator("h1").inner_text().split() == "Harbour pilots agree to a truce".split()


@pytest.mark.parametrize("script", [True, False], ids=["with scripts", "without scripts"])
def test_from_a_search_to_what_was_left_out_and_on_to_the_next_result(visit: Open, script: bool) -> None:
    page = visit("/search?q=removed:zeppelin", script=script)
    page.get_by_role("link", name="Harbour pilots agree to a truce").click()
    page.get_by_role("link", name="show it").click()
    expect(page.locator("del mark")).to_have_text("Zeppelin")
    expect(page.get_by_role("link", name="As received", exact=True)).to_have_attribute("aria-current", "true")
    page.get_by_role("link", name="As cleaned", exact=True).click()
    expect(page.locator("article.story")).to_be_visible()
    page.goto("/search?q=ferry&sort=oldest")
    page.locator("ol.hits h2 a").first.click()
    headline = page.locator("h1").inner_text()
    page.get_by_role("link", name="Next result").click()
    expect(page.locator(".place")).to_have_text("Result 2 of 36")
    page.get_by_role("link", name="Previous result").click()
    expect(page.locator("h1")).to_have_text(headline)


def test_an_article_in_arabic_reads_from_the_right_with_its_way_on(visit: Open) -> None:
    page = visit("/a/arabic?q=المدينة&ui=ar#hit-1", script=False)
    step, mark = page.locator(".step:visible"), page.locator("#hit-1")
    assert page.evaluate("getComputedStyle(document.querySelector('.body p')).direction") == "rtl"
    before_next = [step.locator("a").nth(n).bounding_box()["x"] for n in (0, 1)]
    assert before_next[0] > before_next[1]
    expect(mark).to_be_in_viewport()
