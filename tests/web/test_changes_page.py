"""What came, changed and went since a generation, for a search."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
from bs4 import BeautifulSoup
from flask.testing import FlaskClient

from search.engines import open_index
from search.index import Index
from search.ledger import Ledger, place
from search.reindex import reindex
from search.settings import Settings
from tests.web.archive import SCRIPT
from web.app import create_app

BODY = "The pilots of the harbour met on Monday. They agreed to meet again in a week, at the same place. " * 4


class Paper:
    """A folder of files and the archive of it."""

    def __init__(self, folder: Path) -> None:
        self.news = folder / "news"
        self.news.mkdir()
        self.settings = Settings(index=str(folder / "index"))
        self.index: Index = open_index(self.settings.index, self.settings, create=True)
        self.client: FlaskClient = create_app(self.settings, self.index).test_client()

    def write(self, name: str, headline: str, body: str = BODY) -> None:
        (self.news / f"{name}.txt").write_text(f"{headline}\n\n{body}\n", encoding="utf-8")

    def remove(self, name: str) -> None:
        (self.news / f"{name}.txt").unlink()

    def reindex(self, full: bool = False) -> str:
        return reindex([self.news], self.index, self.settings, full=full).generation

    def read(self, address: str) -> BeautifulSoup:
        response = self.client.get(address)
        assert response.status_code == 200
        return BeautifulSoup(response.get_data(), "html.parser")


@pytest.fixture(scope="module")
def paper(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Paper]:
    """Of three generations: `first`, then what came, changed and went, then nothing but one article more."""
    made = Paper(tmp_path_factory.mktemp("paper"))
    for number in range(3):
        made.write(f"ferry{number}", f"Ferry timetable {number} is out")
    made.write("gone", f"Truce of the {SCRIPT} fishermen")
    made.write("changed", "Truce in the harbour")
    made.reindex()
    made.write("new", "Truce of the bakers")
    made.write("other", "Weather for the week")
    made.write("changed", "Truce in the harbour", BODY.replace("Monday", "Tuesday"))
    made.write("ferry1", "Ferry timetable 1 is out", BODY.replace("Monday", "Tuesday"))
    made.remove("gone")
    yield made
    made.index.close()


@pytest.fixture(scope="module")
def first(paper: Paper) -> str:
    before = paper.index.status().generation
    paper.reindex()
    return before


def lists(page: BeautifulSoup) -> dict[str, tuple[str, list[str]]]:
    """Of each section its count, and the headlines in it."""
    return {
        section.h2["id"]: (
            section.h2.select_one(".scope").get_text(),
            [e.get_text() for e in section.select("h3 a, .gone li > bdi")],
        )
        for section in page.select("main > section")
    }


def test_what_came_and_changed_is_of_the_search_and_what_went_of_the_archive(
    paper: Paper, first: str
) -> None:
    page = paper.read(f"/changes?q=truce&since={first}")
    found = lists(page)
    assert found["came"] == ("1 article", ["Truce of the bakers"])
    assert found["changed"] == ("1 article", ["Truce in the harbour"])
    assert found["went"][0] == "1 article" and found["went"][1][0].startswith("Truce of the")
    assert "2 new articles in all" in page.get_text() and "2 articles changed in all" in page.get_text()
    assert page.select_one("dl.facts a").get_text() == "2 articles"
    assert not page.select("main script")


def test_without_words_all_of_it_is_shown(paper: Paper, first: str) -> None:
    found = lists(paper.read(f"/changes?since={first}"))
    assert [found[kind][0] for kind in ("came", "changed", "went")] == [
        "2 articles",
        "2 articles",
        "1 article",
    ]


def test_filters_hold_and_pages_go_on(paper: Paper, first: str) -> None:
    none = lists(paper.read(f"/changes?since={first}&f.source=Nobody"))
    assert (none["came"][0], none["changed"][0]) == ("0 articles", "0 articles")
    page = paper.read(f"/changes?since={first}&size=1")
    shown = lists(page)
    assert [len(shown[kind][1]) for kind in ("came", "changed", "went")] == [1, 1, 1]
    more = page.select_one("nav.pages a[rel=next]")["href"]
    assert parse_qs(urlsplit(more).query)["since"] == [first]
    second = lists(paper.read(more))
    assert second["came"][1] not in ([], shown["came"][1])
    assert second["went"] == ("1 article", []) and "earlier page" in paper.read(more).get_text()


def test_nothing_differs_from_the_generation_that_is(paper: Paper, first: str) -> None:
    page = paper.read(f"/changes?q=truce&since={paper.index.status().generation}")
    assert "Nothing: no article" in page.get_text() and not lists(page)


@pytest.mark.parametrize("since", ["99-abcdef12", "%3Cb%3E", "x" * 900, "%FF"])
def test_an_unknown_generation_is_said_to_be_unknown(paper: Paper, first: str, since: str) -> None:
    page = paper.read(f"/changes?q=truce&since={since}")
    text = page.select_one(".outcome").get_text()
    assert "not known" in text and first in text
    assert not lists(page) and not page.select("main b")


def test_without_a_generation_it_is_asked_for(paper: Paper, first: str) -> None:
    page = paper.read("/changes?q=truce&f.lang=en&page=3")
    form = page.select_one("form.compare")
    sent = {i["name"]: i.get("value", "") for i in form.select("input")}
    assert sent == {"q": "truce", "f.lang": "en", "since": ""} and not page.select(".outcome")


def test_the_search_page_leads_there_and_says_what_it_takes(paper: Paper, first: str) -> None:
    generation = paper.index.status().generation
    block = paper.read("/search?q=truce+OR&from=1990&page=1").select_one(".repeat")
    assert generation in block.get_text() and block.q.get_text() == "truce" and "articles" in block.get_text()
    assert block.a["href"] == f"/changes?q=truce+OR&from=1990&since={generation}"
    assert "Nothing: no article" in paper.read(block.a["href"]).get_text()


def test_an_archive_without_a_record_says_so(client: FlaskClient) -> None:
    text = client.get("/changes?q=truce&since=1-abc").get_data(as_text=True)
    assert "has no record of its generations" in text


class TestLedgers:
    """The ledger is read whatever state it is in, and never written."""

    @pytest.fixture
    def small(self, tmp_path: Path) -> Iterator[Paper]:
        made = Paper(tmp_path)
        made.write("a", "Truce in the harbour")
        made.reindex()
        yield made
        made.index.close()

    def test_a_rebuild_is_compared_too(self, small: Paper) -> None:
        before = small.index.status().generation
        small.write("b", "Truce of the bakers")
        small.reindex(full=True)
        found = lists(small.read(f"/changes?q=truce&since={before}"))
        assert [found[kind][0] for kind in ("came", "changed", "went")] == [
            "1 article",
            "0 articles",
            "0 articles",
        ]

    def test_while_it_is_written_what_is_not_there_yet_is_not_known(self, small: Paper) -> None:
        before = small.index.status().generation
        with closing(Ledger.open(place(small.settings.index))) as ledger, ledger.transaction():
            assert "Nothing: no article" in small.read(f"/changes?since={before}").get_text()
            with small.index.write() as batch:
                batch.delete("nowhere")
            assert "ask again when that has ended" in small.read(f"/changes?since={before}").get_text()

    def test_reading_leaves_the_files_as_they_are(self, small: Paper) -> None:
        folder = place(small.settings.index).parent
        before = {file: file.read_bytes() for file in folder.glob("ledger*")}
        small.read(f"/changes?since={small.index.status().generation}")
        assert {file: file.read_bytes() for file in folder.glob("ledger*")} == before

    @pytest.mark.parametrize("state", ["damaged", "of before"])
    def test_what_can_t_be_read_is_not_known(self, small: Paper, state: str) -> None:
        file = place(small.settings.index)
        if state == "damaged":
            file.write_bytes(b"not a database at all")
        else:
            with closing(sqlite3.connect(file, isolation_level=None)) as db:
                db.execute("PRAGMA user_version = 1")
        page = small.read(f"/changes?since={small.index.status().generation}")
        assert "no record of its generations" in page.get_text() and not page.select(".problem")
