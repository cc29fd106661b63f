"""One budget of time for all that a page asks for: what is cut by it is told, and the rest is given."""

from __future__ import annotations

import time
from dataclasses import replace

import pytest
from bs4 import BeautifulSoup

from search.budget import allowed, shared
from search.errors import OutOfTime
from search.index import Index, Results, Search
from search.settings import Settings
from web.app import create_app

SECONDS = 0.2


class Slow:
    """Its searches take their time, but for the first so many."""

    def __init__(self, index: Index, quick: int) -> None:
        self._index = index
        self._quick = quick
        self.asked = 0

    def __getattr__(self, name: str) -> object:
        return getattr(self._index, name)

    def search(self, search: Search) -> Results:
        allowed(SECONDS).check()
        self.asked += 1
        if self.asked > self._quick:
            time.sleep(SECONDS * 0.6)
            allowed(SECONDS).check()
        return self._index.search(search)


def test_searches_that_share_a_budget_end_together() -> None:
    with shared(SECONDS) as budget:
        time.sleep(SECONDS * 1.1)
        with shared(9), pytest.raises(OutOfTime):
            allowed(9).check()
        assert budget.met and budget.notes()
    allowed(9).check()


@pytest.mark.parametrize("address", ["/search?q=zepelin+truce", "/search?q=truce&from=1990&x.lang=tr", "/"])
def test_a_page_takes_one_budget_and_gives_what_it_can(
    settings: Settings, index: Index, address: str
) -> None:
    slow = Slow(index, 1)
    response = create_app(replace(settings, search_seconds=SECONDS), slow).test_client().get(address)
    assert slow.asked <= 3
    assert response.status_code == 200
    page = BeautifulSoup(response.get_data(), "html.parser")
    assert page.select_one("h1") and page.select_one("#q")
    whole = BeautifulSoup(create_app(settings, index).test_client().get(address).get_data(), "html.parser")
    assert "took longer than" not in whole.get_text()
    assert page.select_one("h1").get_text() == whole.select_one("h1").get_text()


def test_what_was_left_out_for_time_is_told(settings: Settings, index: Index) -> None:
    client = create_app(replace(settings, search_seconds=SECONDS), Slow(index, 1)).test_client()
    assert "took longer than 0.2 s" in client.get("/search?q=zepelin+truce").get_data(as_text=True)


def test_an_answer_that_was_cut_is_not_kept_for_the_next_time(settings: Settings, index: Index) -> None:
    class Late(Slow):
        def search(self, search: Search) -> Results:
            found = self._index.search(search)
            if not self.asked:
                self.asked += 1
                time.sleep(SECONDS * 1.2)
                assert allowed(9).is_spent()
            return found

    client = create_app(replace(settings, search_seconds=SECONDS), Late(index, 9)).test_client()
    answer = client.get("/api/v1/search?q=truce")
    assert answer.status_code == 200
    assert any("took longer" in note for note in answer.get_json()["notes"])
    again = client.get("/api/v1/search?q=truce", headers={"If-None-Match": answer.headers.get("ETag", "")})
    assert again.status_code == 200 and not again.get_json()["notes"]


def test_a_search_without_an_answer_in_time_may_be_asked_again(settings: Settings, index: Index) -> None:
    """It is no fault of the reader's, and what he typed is still there."""

    class Stuck(Slow):
        def search(self, search: Search) -> Results:
            time.sleep(SECONDS * 1.1)
            allowed(9).check()
            raise AssertionError

    client = create_app(replace(settings, search_seconds=SECONDS), Stuck(index, 0)).test_client()
    response = client.get("/search?q=*a*")
    page = BeautifulSoup(response.get_data(), "html.parser")
    assert response.status_code == 503 and int(response.headers["Retry-After"]) > 0
    assert "would take longer than 0.2 s" in page.select_one(".words").get_text()
    assert page.select_one("#q")["value"] == "*a*"
    answer = client.get("/api/v1/search?q=*a*")
    assert (answer.status_code, answer.mimetype) == (503, "application/problem+json")
    assert "would take longer than 0.2 s" in answer.get_json()["detail"]
    assert int(answer.headers["Retry-After"]) > 0
