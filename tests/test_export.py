from __future__ import annotations

import csv
import io
import json
import tracemalloc
from pathlib import Path
from typing import cast

import pytest

from search.article import Article
from search.citations import Citation
from search.clauses import Word
from search.engines import open_index
from search.errors import SearchError
from search.export import COLUMNS, FORMATS, document, export, row, written
from search.index import Index, Search, Sort, Stream
from search.settings import Settings
from tests.articles import make_article

ALL = Search(clause=Word("any"), sort=Sort.NEWEST)


class Shelf:
    """As much of an index as an export asks of one, over articles that are made when they are asked for."""

    def __init__(self, size: int) -> None:
        self.size = size

    def stream(self, search: Search) -> Stream:
        made = (make_article(str(n), body="word " * 100) for n in range(self.size))
        return Stream(self.size, made, "1")


def shelf(size: int) -> Index:
    return cast(Index, Shelf(size))


def test_an_archive_comes_out_as_it_went_in(tmp_path: Path) -> None:
    location = str(tmp_path / "index")
    index = open_index(location, Settings(index=location), create=True)
    articles = {
        f"a{n}": make_article(f"a{n}", source=("AFP", "KUNA")[n % 2], body=f"Line {n}.") for n in range(509)
    }
    with index.rebuild() as batch:
        for article in articles.values():
            batch.put(article)
    out = io.StringIO()
    assert export(index, Search(), "jsonl", out) == len(articles)
    assert {line["id"]: line for line in map(json.loads, out.getvalue().splitlines())} == {
        id: row(article) for id, article in articles.items()
    }
    some = Search(clause=Word("line"), chosen={"source": frozenset({"AFP"})}, sort=Sort.OLDEST)
    out = io.StringIO()
    assert export(index, some, "jsonl", out) == len(out.getvalue().splitlines())
    assert {json.loads(line)["id"] for line in out.getvalue().splitlines()} == {
        i for i, a in articles.items() if a.source == "AFP"
    }
    index.close()


def test_an_unknown_format_writes_nothing() -> None:
    out = io.StringIO()
    with pytest.raises(SearchError, match="csv"):
        export(shelf(3), ALL, "xls", out)
    assert out.getvalue() == ""


@pytest.mark.parametrize("format", FORMATS)
def test_memory_stays_flat(format: str) -> None:
    peaks = []
    for size in (1000, 3000):
        tracemalloc.start()
        assert export(shelf(size), ALL, format, cast(io.StringIO, _Nowhere())) == size
        peaks.append(tracemalloc.get_traced_memory()[1])
        tracemalloc.stop()
    assert peaks[1] < 1.3 * peaks[0]


class _Nowhere:
    def write(self, text: str) -> int:
        return len(text)


FULL = make_article(
    "ab12",
    headline='Ceasefire; "holds"\nfor now',
    bylines=("Jane Roe", "John Smith"),
    published="2016-05-23T11:20",
    place="Tartus",
    credit="AFP",
    source="الأهرام",
    body="First.\n\nSecond, with a comma.",
)


def text(format: str, *articles: Article) -> str:
    return "".join(written(articles, format))


def test_jsonl() -> None:
    lines = text("jsonl", FULL, make_article("b", published=None)).splitlines()
    assert [json.loads(line)["id"] for line in lines] == ["ab12", "b"]
    read = json.loads(lines[0])
    assert tuple(read) == COLUMNS
    assert read == row(FULL)
    assert (read["published"], read["precision"], read["place"]) == ("2016-05-23T11:20", "minute", "Tartus")
    assert read["bylines"] == ["Jane Roe", "John Smith"]
    assert json.loads(lines[1])["published"] is None


def test_a_line_break_of_any_kind_stays_in_its_line() -> None:
    odd = make_article("x", headline="a\u2028b\u2029c\u0085d\ne\rf")
    (line,) = text("jsonl", odd).splitlines()
    assert json.loads(line)["headline"] == odd.headline


def test_csv() -> None:
    header, full, other = csv.reader(io.StringIO(text("csv", FULL, make_article("b", published=None))))
    assert tuple(header) == COLUMNS
    cells = dict(zip(header, full, strict=True))
    assert cells["headline"] == FULL.headline
    assert cells["body"] == FULL.body
    assert cells["source"] == "الأهرام"
    assert cells["bylines"] == "Jane Roe; John Smith"
    assert (cells["published"], cells["precision"], cells["inferred"]) == ("2016-05-23T11:20", "minute", "no")
    assert dict(zip(header, other, strict=True))["published"] == ""


@pytest.mark.parametrize(
    "headline",
    ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "\n=1", " =1", "＝1", '=HYPERLINK("http://x")'],
)
def test_no_cell_is_a_formula(headline: str) -> None:
    _, cells = csv.reader(io.StringIO(text("csv", make_article("x", headline=headline)), newline=""))
    assert cells[COLUMNS.index("headline")] == f"'{headline}"


def test_citations_use_the_permalink_that_is_given() -> None:
    index = shelf(2)
    for format in ("ris", "bib", "csl.json"):
        out = io.StringIO()
        cite = lambda article: Citation.of(article, f"https://archive.example/a/{article.id}")  # noqa: E731
        assert export(index, ALL, format, out, cite) == 2
        assert "https://archive.example/a/0" in out.getvalue()
        assert "https://archive.example/a/1" in out.getvalue()


def test_csl_json_is_one_list() -> None:
    assert [item["id"] for item in json.loads(text("csl.json", FULL, make_article("b")))] == ["ab12", "b"]
    assert json.loads(text("csl.json")) == []


@pytest.mark.parametrize("articles", [(), (FULL,), (FULL, make_article("b"))], ids=len)
def test_one_document_holds_its_head_and_all_articles(articles: tuple[Article, ...]) -> None:
    head = {"generation": "7", "query": 'a "b"\u2028', "count": len(articles)}
    read = json.loads("".join(document(head, articles, lambda id: f"https://archive.example/a/{id}")))
    assert read == {
        **head,
        "items": [{"permalink": f"https://archive.example/a/{a.id}", **_plain(a)} for a in articles],
    }


def _plain(article: Article) -> object:
    return json.loads(json.dumps(row(article)))


@pytest.mark.parametrize("format", FORMATS)
def test_halves_of_characters_and_nul_do_no_harm(format: str) -> None:
    odd = make_article("x", headline="a\ud800b\0c", bylines="\udfff", body="\ud83d")
    text(format, odd).encode()
