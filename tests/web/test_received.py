"""An article as it was received: every line of its file in order, with its fate."""

from __future__ import annotations

import pytest
from bs4 import BeautifulSoup
from flask import Flask
from flask.testing import FlaskClient

from search.article import Block, Role
from search.engines import open_index
from search.index import Index
from search.query import parse
from search.settings import Settings
from tests.articles import make_article
from tests.web.conftest import Read
from web.app import create_app
from web.article.provenance import MOST_LINES, hits_left_out, received

RECEIVED = "/a/pilots?as=received"


def test_every_line_stands_in_its_order_whole_with_its_fate_and_reason(read: Read) -> None:
    lines = read(RECEIVED).select(".received li")
    told = [
        [
            line.select_one(f".{part}") and line.select_one(f".{part}").get_text()
            for part in ("number", "fate", "role")
        ]
        for line in lines
    ]
    assert told == [
        ["Line 1", "left out", "slogan"],
        ["Line 2", "became a field", "headline"],
        ["Line 3", "became a field", "byline"],
        ["Line 4", "in the text", "lead"],
        ["Line 5", "in the text", None],
        ["Line 6", "in the text", "cross-head"],
        ["Line 7", "in the text", None],
        ["Line 8", "left out", "counter of readers"],
        ["Line 9", "left out", "other articles"],
    ]
    assert [line["class"] for line in lines][:4] == [["left-out"], ["field"], ["field"], ["kept"]]
    assert lines[2].select_one(".text").get_text() == "By Ines Varga and Tomas Lund"
    assert lines[7].find("del").get_text() == "Read 451 times"
    assert lines[7].select_one(".reason").get_text() == "counts its readers"


def test_the_switch_says_which_is_shown_and_keeps_the_search(read: Read) -> None:
    clean = read("/a/pilots?q=truce")
    assert clean.select_one(".switch [aria-current]").get_text() == "As cleaned"
    assert clean.select_one("article.story")
    other = read(clean.select(".switch a")[1]["href"])
    assert other.select_one(".switch [aria-current]").get_text() == "As received"
    assert other.select_one("article.story") is None
    assert other.title.get_text().startswith("Harbour pilots agree to a truce · As received")
    assert other.select(".switch a")[0]["href"] == "/a/pilots?q=truce"
    assert read("/a/undated").select_one(".switch") is None


def test_what_was_searched_for_is_marked_also_in_what_was_left_out(read: Read) -> None:
    page = read(f"{RECEIVED}&q=truce+OR+zeppelin")
    assert [mark.get_text().lower() for mark in page.select(".received mark")] == [
        "truce",
        "truce",
        "truce",
        "zeppelin",
    ]
    assert page.select_one("#hits span").get_text() == "4 hits in these lines"
    assert page.select_one("del mark")["id"] == "hit-4"


@pytest.mark.parametrize("query", ["zeppelin", "removed:zeppelin", 'removed:"zeppelin+lands"'])
def test_hits_that_are_all_in_what_was_left_out_are_said_and_lead_there(read: Read, query: str) -> None:
    said = read(f"/a/pilots?q={query}").select_one(".found-here p")
    assert said.get_text().startswith("1 hit, in what was left out of the text")
    assert read(said.a["href"]).select_one("del mark")


def test_nothing_is_said_of_what_was_left_out_where_the_text_has_hits(read: Read) -> None:
    assert read("/a/pilots?q=truce+OR+zeppelin").select_one(".found-here p") is None
    assert read("/a/pilots?q=nothing").select_one(".found-here p") is None


def test_what_a_search_excludes_is_no_hit(app: Flask, index: Index) -> None:
    article = make_article(
        blocks=(Block(1, "Zeppelin lands", "Zeppelin lands", Role.RELATED_POSTS, False, ""),)
    )
    with app.test_request_context("/"):
        assert hits_left_out(article, index, parse("truce -removed:zeppelin", Settings()).clause) == 0
        assert hits_left_out(article, index, parse("truce OR removed:zeppelin", Settings()).clause) == 1


def test_lines_keep_their_own_direction_and_characters(app: Flask, index: Index) -> None:
    text = "  two\tspaces <b>&amp;</b>\nand a second row"
    with app.test_request_context("/"):
        shown = received(
            make_article(blocks=(Block(1, text, "x"), Block(2, "last", "last"))),
            index,
            parse("row", Settings()).clause,
            1,
        )
    assert (
        shown.lines[0].text
        == "  two\tspaces &lt;b&gt;&amp;amp;&lt;/b&gt;\nand a second "
        + str(shown.lines[0].text).split("second ")[1]
    )
    assert str(shown.lines[0].text).count("<mark") == 1
    assert shown.lines[1].text == "last"


def test_very_many_lines_are_paged_through_without_a_gap(
    settings: Settings, tmp_path_factory: pytest.TempPathFactory
) -> None:
    blocks = tuple(Block(n, f"line {n}.", f"line {n}.") for n in range(1, 2 * MOST_LINES + 6))
    index = open_index(str(tmp_path_factory.mktemp("lines") / "index"), settings, create=True)
    with index.rebuild() as batch:
        batch.put(make_article("many", blocks=blocks))
    client: FlaskClient = create_app(settings, index).test_client()
    address, seen, said = "/a/many?as=received", [], []
    while address:
        page = BeautifulSoup(client.get(address).get_data(), "html.parser")
        seen += [line.get_text() for line in page.select(".received .text")]
        said.append(page.select_one(".pages span").get_text())
        following = page.select_one(".pages [rel=next]")
        address = following and following["href"]
    index.close()
    assert seen == [block.text for block in blocks]
    assert said == [
        "Lines 1 to 2,000 of 4,005",
        "Lines 2,001 to 4,000 of 4,005",
        "Lines 4,001 to 4,005 of 4,005",
    ]


@pytest.mark.parametrize("lines", ["0", "-1", "9" * 40, "x", "²", "", "<script>"])
def test_a_page_of_lines_that_is_none_is_the_first_or_the_last(read: Read, lines: str) -> None:
    assert len(read(f"{RECEIVED}&lines={lines}").select(".received li")) == 9


def test_other_ways_to_show_it_are_the_text(read: Read) -> None:
    assert read("/a/pilots?as=nothing").select_one("article.story")
