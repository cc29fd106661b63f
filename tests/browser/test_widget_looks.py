"""`<news-search>` light, dark, in forced colours, from right to left, and as the site wants it."""

from __future__ import annotations

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Locator, Page, expect

from tests.browser.conftest import DESK, PHONE
from tests.browser.paper import STRICT, box
from tests.browser.test_accessibility import RULES
from tests.browser.widget import ASKED, Meet, field, headlines, meet, options, paper, reply

__all__ = ["meet", "paper"]

OWN = STRICT.replace("style-src 'none'", "style-src 'unsafe-inline'")
"""The policy of a site that has styles of its own."""


def style(place: Locator, name: str) -> str:
    return str(place.evaluate("(element, name) => getComputedStyle(element)[name]", name))


def violations(page: Page) -> list[object]:
    found = Axe().run(page, options={"resultTypes": ["violations"], "rules": RULES}).response["violations"]
    return [(one["id"], [node["html"] for node in one["nodes"]][:3]) for one in found]


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("root", ['lang="en"', 'lang="ar" dir="rtl"'], ids=["English", "Arabic"])
def test_nothing_is_in_the_way_of_a_reader(meet: Meet, scheme: str, root: str) -> None:
    page = meet(box('theme="auto" facets="source,lang,year"'), root=root, color_scheme=scheme)
    assert violations(page) == []
    field(page).press_sequentially("truce")
    page.get_by_role("button", name="Harbour News").click()
    expect(options(page)).to_have_count(2)
    page.keyboard.press("ArrowDown")
    assert violations(page) == []
    page.set_viewport_size(PHONE)
    assert violations(page) == []
    page.route(ASKED, lambda route: reply(route, "{}", 500))
    field(page).fill("pilots")
    expect(page.get_by_role("status")).to_contain_text("can’t be read")
    assert violations(page) == []


def test_the_check_itself_finds_what_is_wrong(meet: Meet) -> None:
    page = meet()
    field(page).fill("truce")
    expect(options(page)).to_have_count(5)
    page.evaluate(
        "document.querySelector('news-search').shadowRoot.querySelector('[role=listbox]').role = 'combobox'"
    )
    assert violations(page)


def test_light_and_dark_are_the_page_s_the_reader_s_or_stated(meet: Meet) -> None:
    for theme, dark in (
        ("", False),
        ('theme="auto"', True),
        ('theme="dark"', True),
        ('theme="light"', False),
    ):
        page = meet(box(theme), color_scheme="dark")
        assert (style(field(page), "backgroundColor") == "rgb(34, 34, 34)") is dark, theme
        assert (style(field(page), "color") == "rgb(238, 238, 238)") is dark, theme


def test_in_forced_colours_lines_say_what_fills_said(meet: Meet) -> None:
    page = meet(box('facets="source"'), forced_colors="active")
    field(page).fill("truce")
    expect(options(page)).to_have_count(5)
    page.keyboard.press("ArrowDown")
    chosen = page.locator("[aria-selected=true]")
    assert (style(chosen, "outlineStyle"), style(chosen, "outlineWidth")) == ("solid", "2px")
    other = options(page).nth(1)
    assert style(other, "outlineStyle") == "none"
    marked = headlines(page).first.locator("mark")
    assert style(marked, "borderBottomColor") == style(marked, "color")
    page.get_by_role("button", name="Harbour News").click()
    pressed = page.get_by_role("button", name="Harbour News")
    expect(pressed).to_have_attribute("aria-pressed", "true")
    assert "✓" in pressed.evaluate("(element) => getComputedStyle(element, '::before').content")


def test_it_runs_from_right_to_left_and_each_result_as_its_language_does(meet: Meet) -> None:
    page = meet(box('facets="source,year"'), root='lang="ar" dir="rtl"')
    field(page).fill("هدنة OR truce")
    expect(options(page)).to_have_count(5)

    def edges(place: Locator) -> tuple[float, float]:
        bounds = place.bounding_box()
        assert bounds
        return bounds["x"], bounds["x"] + bounds["width"]

    search = page.get_by_role("button", name="Search", exact=True)
    assert edges(search)[1] <= edges(field(page))[0]
    name, first = page.locator("[part=facet-name]").first, page.locator("[part=toggle]").first
    assert edges(first)[1] <= edges(name)[0]
    english = page.locator("[part=headline][lang=en]").first
    arabic = page.locator("[part=headline][lang=ar]").first
    assert (style(english, "direction"), style(arabic, "direction")) == ("ltr", "rtl")
    expect(page.locator("time").first).to_contain_text("مايو")
    page.keyboard.press("ArrowDown")
    expect(page.locator("[aria-selected=true]")).to_have_id("ns-0")
    wide = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    assert wide == 0


def test_a_phone_has_room_for_it(meet: Meet) -> None:
    page = meet(box('facets="source,lang,year"'), is_mobile=True, has_touch=True)
    page.set_viewport_size(PHONE)
    field(page).tap()
    page.keyboard.type("truce")
    expect(options(page)).to_have_count(5)
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
    bounds = page.locator("[part~=panel]").bounding_box()
    assert bounds and bounds["x"] >= 0 and bounds["x"] + bounds["width"] <= PHONE["width"]
    page.get_by_role("button", name="Harbour News").tap()
    expect(options(page)).to_have_count(2)
    options(page).first.tap()
    page.wait_for_url("**/a/*?*")


def test_what_is_moved_to_can_be_seen(meet: Meet) -> None:
    page = meet()
    page.set_viewport_size({"width": DESK["width"], "height": 420})
    field(page).fill("truce")
    expect(options(page)).to_have_count(5)
    for _ in range(5):
        page.keyboard.press("ArrowDown")
        active = page.locator("[aria-selected=true]")
        seen = active.evaluate(
            """(option) => {
              const { left, top, bottom } = option.getBoundingClientRect();
              const at = (y) => option.getRootNode().elementFromPoint(left + 9, y)?.closest("a") === option;
              return at(top + 3) && at(bottom - 3);
            }"""
        )
        assert seen


def test_a_site_has_its_own_way_with_it(meet: Meet) -> None:
    properties = {
        "--ns-text": ("color", "rgb(1, 2, 3)"),
        "--ns-background": ("backgroundColor", "rgb(250, 240, 230)"),
        "--ns-border": ("borderTopColor", "rgb(9, 9, 9)"),
        "--ns-radius": ("borderTopLeftRadius", "11px"),
        "--ns-space": ("paddingTop", "13px"),
        "--ns-font": ("fontSize", "21px"),
    }
    stated = ";".join(
        f"{name}: {'21px serif' if name == '--ns-font' else value}" for name, (_, value) in properties.items()
    )
    parts = "news-search::part(headline) { font-style: italic } news-search::part(active) { opacity: .9 }"
    page = meet(f"<style>news-search {{ {stated} }} {parts}</style>{box()}", policy=OWN)
    for name, value in properties.values():
        assert style(field(page), name) == value
    field(page).fill("truce")
    page.keyboard.press("ArrowDown")
    expect(options(page)).to_have_count(5)
    page.keyboard.press("ArrowDown")
    assert style(headlines(page).first, "fontStyle") == "italic"
    assert style(options(page).first, "opacity") == "0.9"
    assert style(options(page).nth(1), "opacity") == "1"
