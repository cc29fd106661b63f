"""The search box on another origin, under a policy that forbids all but the archive, by keyboard alone."""

from __future__ import annotations

import re
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import Page, Request, expect

from tests.browser.paper import FORM, Paper, box
from tests.browser.widget import ASKED, Meet, answer, field, headlines, meet, options, paper, result, told

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


def test_what_the_form_holds_already_is_sent_once(meet: Meet) -> None:
    held = '<input type="hidden" name="f.lang" value="en"><input type="hidden" name="ui" value="tr">'
    page = meet(box('filters="f.lang=en&f.lang=de"', FORM.replace("<button>", held + "<button>")))
    field(page).press_sequentially("truce")
    lead = page.get_by_role("link", name="All 4 results").get_attribute("href") or ""
    assert urlsplit(lead).query == "q=truce&f.lang=en&ui=tr&f.lang=de"


def test_filters_are_toggles_that_keep_the_focus(meet: Meet) -> None:
    page = meet(box('facets="source lang"'))
    field(page).press_sequentially("truce")
    expect(options(page)).to_have_count(5)
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    harbour = page.get_by_role("button", name="Harbour News 2")
    expect(harbour).to_be_focused()
    page.keyboard.press("Space")
    expect(harbour).to_have_attribute("aria-pressed", "true")
    expect(harbour).to_be_focused()
    expect(options(page)).to_have_count(2)
    expect(
        page.get_by_role("button", name="Morning Post 1")
    ).to_be_visible()  # counts ignore their own choice
    page.keyboard.press("Space")
    expect(options(page)).to_have_count(5)
    expect(harbour).to_be_focused()


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


def test_the_archive_is_asked_once_for_what_is_typed_and_without_cookies(meet: Meet, paper: Paper) -> None:
    page = meet(box('max-results="3" debounce="400"'))
    page.context.add_cookies([{"name": "reader", "value": "me", "url": paper.archive}])
    asked: list[Request] = []
    page.on("request", lambda request: asked.append(request) if "/api/" in request.url else None)
    field(page).press_sequentially("truce", delay=10)
    expect(options(page)).to_have_count(3)
    page.keyboard.press("Escape")
    page.keyboard.press("ArrowDown")
    expect(options(page)).to_have_count(3)
    assert [urlsplit(request.url).query for request in asked] == ["q=truce&size=3"]
    assert "cookie" not in asked[0].all_headers()
    kept = page.evaluate("[document.cookie, localStorage.length, sessionStorage.length]")
    assert kept == ["reader=me", 0, 0]  # as it was: cookies know no ports


def test_what_is_not_known_of_a_result_leaves_no_trace(meet: Meet) -> None:
    page = meet()
    dated = {"value": "2016-05"}
    known = (
        ("Harbour News", {"value": None}),
        (None, dated),
        ("Harbour News", dated),
        (None, {"value": None}),
    )
    found = [result(source=source, published=published) for source, published in known]
    page.route(ASKED, lambda route: answer(route, *found))
    field(page).fill("truce")
    expect(page.locator("[part=about]")).to_have_text(
        ["Harbour News", "May 2016", "Harbour News · May 2016", ""]
    )


def test_marks_count_characters_as_the_archive_does(meet: Meet) -> None:
    page = meet()
    text = "𝒲𝒶𝓇 and 🕊️ truce now"
    page.route(ASKED, lambda route: answer(route, result(text, [11, 16])))
    field(page).fill("truce")
    expect(headlines(page).locator("mark")).to_have_text("truce")
    expect(headlines(page)).to_have_text(text)


def test_events_tell_and_can_be_cancelled(meet: Meet, paper: Paper) -> None:
    page = meet()
    assert told(page, "ns-ready") == [{}]
    field(page).press_sequentially("truce noon")
    expect(options(page)).to_have_count(1)
    (found,) = told(page, "ns-results")
    assert (found["query"], found["answer"]["total"]) == ("truce noon", 1)
    page.evaluate("cancelled = 'ns-select'")
    options(page).click()
    (chosen,) = told(page, "ns-select")
    assert chosen["result"]["id"] == "minute" and chosen["url"] == f"{paper.archive}/a/minute?q=truce+noon"
    page.evaluate("cancelled = 'ns-submit'")
    field(page).press("Enter")
    assert told(page, "ns-submit") == [{"query": "truce noon", "url": f"{paper.archive}/search?q=truce+noon"}]
    page.evaluate("cancelled = 'ns-results'")
    with page.expect_response(ASKED):
        field(page).fill("truce")
    page.wait_for_timeout(50)
    assert len(told(page, "ns-results")) == 2
    expect(options(page)).to_have_count(0)
    assert page.url.startswith(paper.origin)


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


def test_all_of_it_opens_where_the_site_wants(meet: Meet, paper: Paper) -> None:
    page = meet(box('target="reader"'))
    field(page).press_sequentially("truce noon")
    for leads in (options(page), page.get_by_role("link", name="1 result in the archive"), None):
        with page.context.expect_page() as tab:
            if leads is None:
                field(page).press("Enter")
            else:
                leads.click()
        tab.value.wait_for_load_state()
        assert tab.value.url.startswith(paper.archive)
        tab.value.close()
        field(page).press("ArrowDown")
        expect(options(page)).to_have_count(1)
    assert page.url.startswith(paper.origin)


def test_a_script_that_comes_before_the_form_waits_for_it(meet: Meet) -> None:
    page = meet('<script src="{archive}/widget/v1/news-search.js"></script>' + box('facets="source"'))
    expect(field(page)).to_have_count(1)
    field(page).press_sequentially("truce")
    expect(options(page)).to_have_count(5)
    assert len(told(page, "ns-ready")) == 1


def test_texts_come_from_the_page(meet: Meet) -> None:
    texts = '{"found": {"other": "{n} sonuç"}, "fields": {"source": "Yayın"}, "all": {"other": "Tümü ({n})"}}'
    page = meet(box('lang="tr" facets="source"', FORM + f'<script type="application/json">{texts}</script>'))
    field(page).fill("truce")
    expect(page.get_by_role("status")).to_have_text("5 sonuç")
    expect(page.get_by_role("group", name="Yayın").get_by_role("button").nth(1)).to_have_text("Bilinmiyor 1")
    expect(page.get_by_role("link", name="Tümü (5)")).to_be_visible()
    expect(page.locator("time").first).to_have_text("25 May 2016")


def test_without_script_it_is_the_form_of_the_page(meet: Meet) -> None:
    page = meet(java_script_enabled=False)
    expect(page.get_by_role("combobox")).to_have_count(0)
    page.get_by_role("searchbox", name="Search the archive").fill("truce")
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(r"/search\?q=truce$"))


def test_without_a_form_the_box_makes_one(meet: Meet, paper: Paper) -> None:
    page = meet(box("", ""))
    field(page).press_sequentially("truce")
    expect(options(page)).to_have_count(5)
    page.get_by_role("button", name="Search").click()
    expect(page).to_have_url(f"{paper.archive}/search?q=truce")


def test_what_was_typed_before_the_script_came_stays(meet: Meet) -> None:
    page = meet(FORM)
    page.locator("input").fill("truce")
    page.evaluate(
        """() => {
          const form = document.querySelector("form");
          const box = document.createElement("news-search");
          box.setAttribute("endpoint", form.action.replace("search", "api/v1/search"));
          box.append(form.cloneNode(true));
          form.replaceWith(box);
        }"""
    )
    expect(field(page)).to_have_value("truce")
