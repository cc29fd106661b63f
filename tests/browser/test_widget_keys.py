"""The search box by its keys, and what a screen reader is told of it."""

from __future__ import annotations

from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import Page, Request, expect

from tests.browser.paper import Paper, box
from tests.browser.widget import Meet, field, headlines, meet, options, paper, told

__all__ = ["meet", "paper"]


def tree(page: Page) -> dict[str, object]:
    """What Chromium hands to a screen reader of the box itself."""
    nodes = page.context.new_cdp_session(page).send("Accessibility.getFullAXTree")["nodes"]
    names = {node.get("backendDOMNodeId"): node.get("name", {}).get("value") for node in nodes}
    (found,) = (node for node in nodes if node.get("role", {}).get("value") == "combobox")
    said: dict[str, object] = {"name": found["name"]["value"]}
    for entry in found["properties"]:
        related = entry["value"].get("relatedNodes")
        said[entry["name"]] = (
            names[related[0]["backendDOMNodeId"]] if related else entry["value"].get("value")
        )
    return said


def test_an_arrow_chooses_and_enter_reads_it_at_the_archive(meet: Meet, paper: Paper) -> None:
    page = meet(box('facets="source,lang"'))
    page.keyboard.press("Tab")
    expect(field(page)).to_be_focused()
    page.keyboard.type("harbour pilots")
    expect(options(page)).to_have_count(1)
    expect(page.get_by_role("status")).to_have_text("1 result")
    said = tree(page)
    assert said["name"] == "Search the archive"
    assert (said["expanded"], said["autocomplete"], said["controls"]) == (True, "list", "Results")
    assert not said.get("activedescendant")
    page.keyboard.press("ArrowDown")
    assert str(tree(page)["activedescendant"]).startswith("Harbour pilots agree to a truce Harbour News")
    expect(options(page)).to_have_attribute("aria-selected", "true")
    expect(field(page)).to_be_focused()
    page.keyboard.press("Enter")
    expect(page).to_have_url(f"{paper.archive}/a/pilots?q=harbour+pilots")
    expect(page.locator("mark").first).to_have_text("Harbour")


def test_a_screen_reader_is_told_of_all_of_it(meet: Meet) -> None:
    page = meet(box('facets="source"'))
    field(page).fill("truce noon OR pilots truce")
    expect(page.locator("main")).to_match_aria_snapshot(
        """
        - heading "The Paper" [level=1]
        - text: Search the archive
        - combobox "Search the archive" [expanded]
        - button "Search"
        - status: 2 results
        - group "Publication":
          - text: Publication
          - button "Harbour News 1"
          - button "Morning Post 1"
        - listbox "Results":
          - option /A truce at noon Morning Post · May 25, 2016 The/
          - option /Harbour pilots agree to a truce Harbour News · May 23, 2016/
        - link "All 2 results in the archive"
        """
    )
    page.keyboard.press("Escape")
    expect(page.locator("main")).to_match_aria_snapshot(
        """
        - heading "The Paper" [level=1]
        - text: Search the archive
        - combobox "Search the archive"
        - button "Search"
        - status
        """
    )


def test_escape_keeps_what_was_typed_and_an_arrow_opens_again(meet: Meet) -> None:
    page = meet()
    field(page).press_sequentially("truce")
    expect(options(page)).to_have_count(5)
    for key, active in (("ArrowUp", 4), ("ArrowDown", None), ("ArrowDown", 0), ("ArrowUp", None)):
        page.keyboard.press(key)
        chosen = page.locator("[aria-selected=true]")
        expect(chosen).to_have_count(0 if active is None else 1)
        if active is not None:
            expect(chosen).to_have_id(f"ns-{active}")
    page.keyboard.press("Escape")
    expect(options(page)).to_have_count(0)
    expect(field(page)).to_have_value("truce")
    page.keyboard.press("ArrowDown")
    expect(options(page)).to_have_count(5)
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="All 5 results")).to_be_focused()
    page.keyboard.press("Escape")
    expect(field(page)).to_be_focused()


def test_enter_without_a_choice_sends_the_form_with_what_narrows_it(meet: Meet) -> None:
    page = meet(box('filters="-f.lang=de" from="2011" to="2016-12" sort="oldest" facets="year"'))
    field(page).press_sequentially("truce")
    page.get_by_role("button", name="2016 2").click()
    expect(options(page)).to_have_count(2)
    lead = page.get_by_role("link", name="All 2 results").get_attribute("href") or ""
    field(page).press("Enter")
    page.wait_for_url("**/search?*")
    asked = {
        "q": ["truce"],
        "-f.lang": ["de"],
        "from": ["2011"],
        "to": ["2016-12"],
        "sort": ["oldest"],
        "f.year": ["2016"],
    }
    assert parse_qs(urlsplit(page.url).query) == parse_qs(urlsplit(lead).query) == asked
    expect(page.get_by_role("heading", level=1)).to_contain_text("2 articles for truce")


def test_control_and_enter_open_a_tab(meet: Meet, paper: Paper) -> None:
    page = meet()
    field(page).press_sequentially("truce noon")
    expect(options(page)).to_have_count(1)
    for key, address in ((None, "/search?q=truce+noon"), ("ArrowDown", "/a/minute?q=truce+noon")):
        if key:
            page.keyboard.press("ArrowDown")
            page.keyboard.press("ArrowDown")
        with page.context.expect_page() as tab:
            page.keyboard.press("Control+Enter")
        assert tab.value.url == paper.archive + address
        tab.value.close()
    assert page.url.startswith(paper.origin)


def test_an_input_method_is_left_to_compose(meet: Meet) -> None:
    page = meet()
    asked: list[Request] = []
    page.on("request", lambda request: asked.append(request) if "/api/" in request.url else None)
    field(page).focus()
    keyboard = page.context.new_cdp_session(page)
    keyboard.send("Input.imeSetComposition", {"text": "هد", "selectionStart": 2, "selectionEnd": 2})
    page.wait_for_timeout(250)
    assert not asked
    keyboard.send("Input.insertText", {"text": "هدنة"})
    expect(headlines(page)).to_have_attribute("lang", "ar")
    expect(headlines(page)).to_have_attribute("dir", "rtl")


def test_methods_and_the_shortcut(meet: Meet) -> None:
    page = meet(box('facets="source" shortcut="ctrl+k" min-chars="4" placeholder="Words"'))
    expect(field(page)).to_have_attribute("placeholder", "Words")
    expect(field(page)).to_have_attribute("aria-keyshortcuts", "Control+k")
    page.keyboard.press("k")
    expect(field(page)).not_to_be_focused()
    page.keyboard.press("Control+k")
    expect(field(page)).to_be_focused()
    page.keyboard.type("tru")
    page.wait_for_timeout(250)
    assert not told(page, "ns-results")
    page.evaluate("document.querySelector('news-search').search('truce')")
    expect(options(page)).to_have_count(5)
    page.evaluate("document.querySelector('news-search').clear()")
    expect(options(page)).to_have_count(0)
    expect(field(page)).to_have_value("")


@pytest.mark.parametrize("shortcut", ["", "k", "shift+k"])
def test_a_key_that_types_is_no_shortcut(meet: Meet, shortcut: str) -> None:
    page = meet(box(f'shortcut="{shortcut}"'))
    page.keyboard.press("Shift+K")
    page.keyboard.press("k")
    expect(field(page)).not_to_be_focused()
    assert field(page).get_attribute("aria-keyshortcuts") is None
