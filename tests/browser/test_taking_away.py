"""Choosing results, citing them and taking all of them away, by keyboard alone, with script and without."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Open


def saved(page: Page, label: str) -> tuple[str, str]:
    """The name and the text of what a link is saved as, when Enter is pressed on it."""
    page.get_by_role("link", name=label, exact=True).focus()
    with page.expect_download() as download:
        page.keyboard.press("Enter")
    return download.value.suggested_filename, Path(download.value.path()).read_text(encoding="utf-8")


@pytest.mark.parametrize("script", [True, False], ids=["with script", "without script"])
def test_chosen_results_are_cited(visit: Open, script: bool) -> None:
    page = visit("/search?q=truce&f.lang=en", script=script)
    for headline in ("Harbour pilots agree to a truce", "A truce at noon"):
        page.get_by_role("checkbox", name=headline).focus()
        page.keyboard.press("Space")
    page.get_by_role("button", name="Cite selected").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Citations")
    assert page.locator(".reference").count() == 2
    name, text = saved(page, "CSL-JSON")
    assert name.endswith(".csl.json")
    assert {item["id"] for item in json.loads(text)} == {"pilots", "minute"}
    page.get_by_role("link", name="Back to the results").press("Enter")
    expect(page).to_have_url(f"{page.url.partition('/search')[0]}/search?q=truce&f.lang=en")


@pytest.mark.parametrize("script", [True, False], ids=["with script", "without script"])
def test_all_results_are_taken_away_under_a_name_of_their_own(visit: Open, script: bool) -> None:
    page = visit("/search?q=ferry&size=10&page=2", script=script)
    name, text = saved(page, "CSV")
    assert name == "Backfile-ferry.csv"
    assert len(list(csv.DictReader(text.splitlines()))) == 36
