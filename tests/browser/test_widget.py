"""The search box on another origin, under a policy that forbids all but the archive, by keyboard alone."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

from playwright.sync_api import Request, expect

from tests.browser.paper import FORM, Paper, box
from tests.browser.widget import ASKED, Meet, answer, field, headlines, meet, options, paper, result, told

__all__ = ["meet", "paper"]


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
