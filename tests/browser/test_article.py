"""What readers do with one article: from hit to hit, with a pointer and by keyboard alone."""

from __future__ import annotations

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
    page = visit("/a/pilots?q=truce#hit-1", script=False)
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Next hit")).to_be_focused()
    page.keyboard.press("Enter")
    assert shown(page) == ["Hit 2 of 3"]
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Previous hit")).to_be_focused()


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
