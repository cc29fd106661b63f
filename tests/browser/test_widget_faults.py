"""Whatever the archive answers, or does not: the form still submits, the state is told in words, nothing is thrown."""

from __future__ import annotations

import json
import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, Route, expect

from tests.browser.paper import STRICT, box
from tests.browser.widget import (
    ASKED,
    Meet,
    answer,
    field,
    headlines,
    meet,
    options,
    paper,
    reply,
    result,
    told,
)

__all__ = ["meet", "paper"]

HOSTILE = "<img src=x onerror=alert(1)>"
FAULTS: dict[str, tuple[Callable[[Route], None], str, str]] = {
    "down": (lambda route: route.abort(), "down", "can’t be reached"),
    "other origins not let in": (
        lambda route: reply(route, "{}", origin="https://other.example"),
        "down",
        "can’t be reached",
    ),
    "too many requests": (lambda route: reply(route, "{}", 429), "busy", "is busy"),
    "server error": (lambda route: reply(route, "{}", 500), "broken", "can’t be read"),
    "refused": (lambda route: reply(route, '{"detail": "no"}', 400), "broken", "can’t be read"),
    "HTML": (
        lambda route: reply(route, "<!doctype html><p>Hello", kind="text/html"),
        "broken",
        "can’t be read",
    ),
    "cut JSON": (lambda route: reply(route, '{"total": 3, "results": [{'), "broken", "can’t be read"),
    "null": (lambda route: reply(route, "null"), "broken", "can’t be read"),
    "other JSON": (lambda route: reply(route, '{"total": "x", "results": "abc"}'), "broken", "can’t be read"),
    "no headline": (lambda route: answer(route, {"id": "1"}), "broken", "can’t be read"),
    "half an answer": (lambda route: answer(route, result(), result(headline=3)), "broken", "can’t be read"),
}


def submits(page: Page) -> None:
    """Enter leads to the archive's page; what that looks like does not matter here."""
    page.unroute_all()
    page.route("**/search?*", lambda route: reply(route, "<title>Arrived</title>", kind="text/html"))
    field(page).press("Enter")
    expect(page).to_have_title("Arrived")
    expect(page).to_have_url(re.compile(r"/search\?q=truce$"))


@pytest.mark.parametrize("fault", FAULTS)
def test_the_state_is_told_in_words_and_the_form_submits(meet: Meet, fault: str) -> None:
    happens, reason, words = FAULTS[fault]
    page = meet()
    page.route(ASKED, happens)
    field(page).fill("truce")
    expect(page.get_by_role("status")).to_contain_text(words)
    expect(page.get_by_role("status")).to_contain_text("Enter searches on its own page.")
    expect(options(page)).to_have_count(0)
    expect(field(page)).to_have_attribute("aria-expanded", "false")
    assert told(page, "ns-error") == [{"query": "truce", "reason": reason}]
    submits(page)


def test_a_slow_archive_is_waited_for_eight_seconds(meet: Meet) -> None:
    page = meet()
    page.clock.install()
    page.route(ASKED, lambda route: None)
    with page.expect_request(ASKED):
        field(page).fill("truce")
        page.clock.run_for(200)
    expect(page.get_by_role("status")).to_be_empty()
    page.clock.run_for(1000)
    expect(page.get_by_role("status")).to_have_text("Searching…")
    page.clock.run_for(6500)
    expect(page.get_by_role("status")).to_have_text("Searching…")
    page.clock.run_for(1000)
    expect(page.get_by_role("status")).to_contain_text("takes too long")
    assert told(page, "ns-error") == [{"query": "truce", "reason": "slow"}]
    page.clock.resume()
    submits(page)


def test_an_answer_to_what_was_typed_before_is_dropped(meet: Meet) -> None:
    page = meet(box('debounce="0"'))
    held: list[Route] = []
    page.route(
        ASKED,
        lambda route: held.append(route) if "q=tru&" in route.request.url else answer(route, result("New")),
    )
    with page.expect_request(ASKED):
        field(page).fill("tru")
    field(page).fill("truce")
    expect(headlines(page)).to_have_text("New")
    for route in held:
        answer(route, result("Old"))
    page.wait_for_timeout(50)
    expect(headlines(page)).to_have_text("New")
    assert not told(page, "ns-error")


@pytest.mark.parametrize("status", [500, 200])
def test_after_a_failure_the_next_search_is_a_new_one(meet: Meet, status: int) -> None:
    page = meet()
    page.route(ASKED, lambda route: reply(route, "{}", status), times=1)
    field(page).fill("truce")
    expect(page.get_by_role("status")).to_contain_text("can’t be read")
    field(page).press("ArrowDown")
    expect(options(page)).to_have_count(5)


def test_a_site_that_cancels_what_would_be_said_says_it_itself(meet: Meet) -> None:
    page = meet()
    page.clock.install()
    page.evaluate("cancelled = 'ns-error'")
    held: list[Route] = []

    def hold(route: Route) -> None:
        held.append(route)

    page.route(ASKED, hold)
    with page.expect_request(ASKED):
        field(page).fill("truce")
        page.clock.run_for(200)
    page.clock.run_for(1000)
    expect(page.get_by_role("status")).to_have_text("Searching…")
    for route in held:
        reply(route, "{}", 500)
    expect(page.get_by_role("status")).to_be_empty()
    assert told(page, "ns-error") == [{"query": "truce", "reason": "broken"}]


def test_hostile_text_stays_text(meet: Meet) -> None:
    page = meet(box('facets="source"'))
    counts = [{"value": HOSTILE + str(n), "label": HOSTILE, "count": 1} for n in range(2)]
    marked = {"text": HOSTILE, "marks": [[-9, 99], [5, 2], [1, 10**9]]}
    hostile = result(
        HOSTILE, [4, 1], [1, 4], source=HOSTILE, snippets=[marked], direction=HOSTILE, language=HOSTILE
    )
    many = result("x" * 100_000, id=HOSTILE, published={"value": HOSTILE})
    page.route(ASKED, lambda route: answer(route, hostile, many, facets={"source": counts}))
    field(page).fill("truce")
    expect(options(page)).to_have_count(2)
    expect(page.get_by_role("button", name=HOSTILE)).to_have_count(2)
    assert page.locator("news-search").locator("img, script, style").count() == 0
    assert len(headlines(page).nth(1).inner_text()) == 400
    page.get_by_role("button", name=HOSTILE).first.click()
    expect(page.get_by_role("button", name=HOSTILE).first).to_have_attribute("aria-pressed", "true")


@pytest.mark.parametrize(
    ("permalink", "url", "leads"),
    [
        ("javascript:alert(1)", "javascript:alert(2)", None),
        ("data:text/html,<script>alert(1)</script>", None, None),
        (" java\nscript:alert(1)", "https://paper.example/a", "https://paper.example/a"),
        ("http://", "blob:x", None),
        (None, None, None),
    ],
)
def test_only_addresses_of_the_web_are_links(
    meet: Meet, permalink: str | None, url: str | None, leads: str | None
) -> None:
    page = meet()
    page.route(ASKED, lambda route: answer(route, result(permalink=permalink, url=url)))
    field(page).fill("truce")
    expect(options(page)).to_have_count(1)
    assert options(page).get_attribute("href") == leads
    if not leads:
        before = page.url
        options(page).click()
        field(page).press("ArrowDown")
        field(page).press("ArrowDown")
        field(page).press("Enter")
        field(page).press("ArrowDown")
        field(page).press("ArrowDown")
        field(page).press("Control+Enter")
        assert len(told(page, "ns-select")) == 3
        assert page.url == before and len(page.context.pages) == 1


def test_two_boxes_do_not_know_each_other(meet: Meet) -> None:
    page = meet(box('id="one" facets="source"') + box('id="two" max-results="2"'))
    first, second = page.locator("#one"), page.locator("#two")
    first.get_by_role("combobox").fill("truce")
    expect(first.get_by_role("option")).to_have_count(5)
    second.get_by_role("combobox").fill("truce noon")
    expect(second.get_by_role("option")).to_have_count(1)
    expect(first.get_by_role("option")).to_have_count(0)
    expect(first.get_by_role("combobox")).to_have_value("truce")
    assert [detail["query"] for detail in told(page, "ns-results")] == ["truce", "truce noon"]


def test_a_box_that_is_taken_away_meanwhile_says_nothing(meet: Meet) -> None:
    page = meet(box('shortcut="ctrl+k"'))
    held: list[Route] = []

    def hold(route: Route) -> None:
        held.append(route)

    page.route(ASKED, hold)
    with page.expect_request(ASKED):
        field(page).fill("truce")
    page.evaluate("window.gone = document.querySelector('news-search'); gone.remove()")
    for route in held:
        answer(route, result())
    page.keyboard.press("Control+k")
    page.wait_for_timeout(50)
    assert page.evaluate("gone.shadowRoot.querySelectorAll('[role=option]').length") == 0
    assert not told(page, "ns-results") and not told(page, "ns-error")
    page.unroute_all()
    page.evaluate("document.querySelector('main').append(gone)")
    field(page).press("ArrowDown")
    expect(options(page)).to_have_count(5)


def test_a_policy_that_forbids_connecting(meet: Meet) -> None:
    page = meet(policy=STRICT.replace("connect-src {archive}", "connect-src 'none'"))
    field(page).fill("truce")
    expect(page.get_by_role("status")).to_contain_text("can’t be reached from here")
    submits(page)


@pytest.mark.parametrize("endpoint", ["http://", "//", "no/such/place", ""])
def test_an_endpoint_that_is_none(meet: Meet, endpoint: str) -> None:
    page = meet(box().replace("{archive}/api/v1/search", endpoint, 1))
    field(page).fill("truce")
    if endpoint:
        expect(page.get_by_role("status")).to_contain_text("The archive")
    submits(page)


def test_texts_that_can_not_be_read_are_passed_over(meet: Meet) -> None:
    texts = ("{", "null", "[]", json.dumps({"fields": None}), '"x"')
    form = '<form action="{archive}/search"><input name="q"></form>'
    page = meet(
        "".join(
            box(
                'lang="no such language" max-results="-1" min-chars="x"',
                f'{form}<script type="application/json">{text}</script>',
            )
            for text in texts
        )
    )
    for number in range(len(texts)):
        field(page).nth(number).fill("truce")
        expect(page.get_by_role("status").nth(number)).to_have_text("5 results")
