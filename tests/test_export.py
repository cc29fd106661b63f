from __future__ import annotations

import csv
import io
import json
import tracemalloc
from collections.abc import Iterator
from pathlib import Path
from typing import cast

import pytest

from search.article import Article
from search.citations import Citation
from search.clauses import Word
from search.engines import open_index
from search.errors import IndexBusy, SearchError
from search.export import COLUMNS, FORMATS, PAGE, export, found, row, written
from search.index import Hit, Index, Results, Search, Snippet, Sort
from search.settings import Settings
from tests.articles import make_article

ALL = Search(clause=Word("any"), sort=Sort.NEWEST)


class Shelf:
    """As much of an index as an export asks of one, over articles that are made when they are asked for."""

    def __init__(self, size: int) -> None:
        self.size = size
        self.generation = "1"
        self.asked: list[Search] = []

    def get(self, id: str) -> Article:
        return make_article(id, body="word " * 100)

    def ids(self) -> Iterator[str]:
        return map(str, range(self.size))

    def search(self, search: Search) -> Results:
        self.asked.append(search)
        ids = range(self.size)[search.offset : search.offset + search.limit]
        hits = tuple(_hit(self.get(str(n))) for n in ids)
        return Results(self.size, hits, {}, {}, 0.0, self.generation)


def _hit(article: Article) -> Hit:
    facts = (article.source, article.place, article.credit, article.bylines, article.language, None, None)
    return Hit(article.id, 0.0, Snippet(article.headline), (), article.published, *facts)


def shelf(size: int) -> tuple[Shelf, Index]:
    made = Shelf(size)
    return made, cast(Index, made)


@pytest.mark.parametrize("size", [0, 1, PAGE - 1, PAGE, PAGE + 1, 3 * PAGE])
@pytest.mark.parametrize("search", [ALL, Search()], ids=["a search", "everything"])
def test_all_are_found_once_and_in_order(size: int, search: Search) -> None:
    assert [article.id for article in found(shelf(size)[1], search)] == [str(n) for n in range(size)]


def test_offset_and_limit_of_the_view_are_no_cap() -> None:
    made, index = shelf(PAGE + 5)
    view = Search(clause=Word("any"), offset=40, limit=20, facets=("source",), since="2016", sort=Sort.OLDEST)
    assert len(list(found(index, view))) == PAGE + 5
    assert {(s.clause, s.since, s.sort, s.facets) for s in made.asked} == {
        (Word("any"), "2016", Sort.OLDEST, ())
    }


def test_an_archive_comes_out_as_it_went_in(tmp_path: Path) -> None:
    location = str(tmp_path / "index")
    index = open_index(location, Settings(index=location), create=True)
    articles = {
        f"a{n}": make_article(f"a{n}", source=("AFP", "KUNA")[n % 2], body=f"Line {n}.")
        for n in range(PAGE + 9)
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
    assert {article.id for article in found(index, some)} == {
        i for i, a in articles.items() if a.source == "AFP"
    }
    index.close()


def test_a_change_meanwhile_is_no_silent_gap() -> None:
    made, index = shelf(3 * PAGE)
    articles = found(index, ALL)
    next(articles)
    made.generation = "2"
    with pytest.raises(IndexBusy, match="again"):
        list(articles)


def test_an_unknown_format_writes_nothing() -> None:
    out = io.StringIO()
    with pytest.raises(SearchError, match="csv"):
        export(shelf(3)[1], ALL, "xls", out)
    assert out.getvalue() == ""


@pytest.mark.parametrize("format", FORMATS)
def test_memory_stays_flat(format: str) -> None:
    peaks = []
    for size in (2 * PAGE, 6 * PAGE):
        tracemalloc.start()
        assert export(shelf(size)[1], ALL, format, cast(io.StringIO, _Nowhere())) == size
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
    index = shelf(2)[1]
    for format in ("ris", "bib", "csl.json"):
        out = io.StringIO()
        cite = lambda article: Citation.of(article, f"https://archive.example/a/{article.id}")  # noqa: E731
        assert export(index, ALL, format, out, cite) == 2
        assert "https://archive.example/a/0" in out.getvalue()
        assert "https://archive.example/a/1" in out.getvalue()


def test_csl_json_is_one_list() -> None:
    assert [item["id"] for item in json.loads(text("csl.json", FULL, make_article("b")))] == ["ab12", "b"]
    assert json.loads(text("csl.json")) == []


@pytest.mark.parametrize("format", FORMATS)
def test_halves_of_characters_and_nul_do_no_harm(format: str) -> None:
    odd = make_article("x", headline="a\ud800b\0c", bylines="\udfff", body="\ud83d")
    text(format, odd).encode()
