"""The page that writes down the search box for other sites, as a site's owner goes through it."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import Open


@pytest.mark.parametrize("script", [True, False], ids=["with scripts", "without scripts"])
def test_choices_make_the_markup(visit: Open, script: bool) -> None:
    page = visit("/help", script=script)
    page.get_by_role("link", name="the search box on their own pages").click()
    form = page.locator("form.build")
    form.get_by_label("Publication").first.check()
    form.get_by_label("Colours").select_option("dark")
    form.get_by_label("Most results").fill("3")
    form.get_by_role("button", name="Show").click()
    expect(form.get_by_label("Colours")).to_have_value("dark")
    markup = page.get_by_role("region", name="Markup of the search box")
    expect(markup).to_contain_text('facets="source"')
    expect(markup).to_contain_text('theme="dark"')
    expect(markup).to_contain_text('max-results="3"')


def test_the_box_is_live_and_its_hash_is_right(visit: Open) -> None:
    """A script with another hash would not run, and the browser would complain."""
    page = visit("/widget?facets=source,lang&size=3")
    box = page.locator("news-search")
    box.get_by_role("combobox").press_sequentially("truce")
    expect(box.get_by_role("option")).to_have_count(3)
    expect(box.get_by_role("link", name="All 5 results in the archive")).to_be_visible()
    expect(box.get_by_role("button", name="Harbour News")).to_be_visible()


def test_the_box_is_live_in_another_language(visit: Open) -> None:
    page = visit("/widget?facets=source&lang=ar")
    box = page.locator("news-search")
    box.get_by_role("combobox").press_sequentially("truce")
    expect(box.get_by_role("option")).to_have_count(5)
    expect(box).to_have_css("direction", "rtl")
    expect(box.get_by_role("status")).to_contain_text("مقالات")


def test_markup_is_copied(visit: Open) -> None:
    page = visit("/widget")
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    region = page.get_by_role("region", name="Markup of the frame")
    page.locator("pre + button").nth(1).click()
    expect(page.locator("#told")).to_have_text("Copied")
    assert page.evaluate("navigator.clipboard.readText()") == region.text_content()
