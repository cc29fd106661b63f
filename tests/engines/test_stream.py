"""All that a search finds at once: the same articles in the same order as its pages show, of one generation."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest

from search.budget import shared
from search.clauses import All, Any, Clause, Everything, Not, Word
from search.errors import OverBudget
from search.index import Index, Search, Sort
from tests.articles import make_article
from tests.engines.asking import Fill

ASKED = {
    "everything": Everything(),
    "a word": Word("ferry"),
    "words that stand close": All((Word("ferry"), Word("strike"))),
    "any of them": Any((Word("ferry"), Word("harbour"))),
    "nothing": Word("zeppelin"),
}


def _articles(number: int) -> list[object]:
    return [
        make_article(
            f"a{n:03}",
            body=f"The ferry {'waits ' * (n % 7)}for the {'harbour' if n % 3 else 'strike'} {'strike ' * (n % 5)}.",
            source=("Post", "Star", None)[n % 3],
            published=None if n % 11 == 0 else f"20{10 + n % 7}-{1 + n % 12:02}",
        )
        for n in range(number)
    ]


@pytest.fixture
def many(filled: Fill) -> Index:
    """More than are put in order by how close the words stand."""
    return filled(*_articles(430))


def _pages(index: Index, search: Search, size: int = 50) -> list[str]:
    """Page by page, as a reader goes through them."""
    ids: list[str] = []
    for offset in range(0, index.search(search).total, size):
        page = index.search(Search(search.clause, search.chosen, sort=search.sort, offset=offset, limit=size))
        ids += [hit.id for hit in page.hits]
    return ids


@pytest.mark.parametrize("sort", Sort)
@pytest.mark.parametrize("asked", ASKED)
def test_a_stream_is_all_pages_one_after_the_other(many: Index, asked: str, sort: Sort) -> None:
    for chosen in ({}, {"source": frozenset({"Star", ""})}):
        search = Search(ASKED[asked], chosen, sort=sort)
        stream = many.stream(search)
        assert stream.total == many.search(search).total
        assert stream.generation == many.status().generation
        assert [article.id for article in stream.articles] == _pages(many, search)


def test_offset_and_limit_are_not_looked_at(many: Index) -> None:
    stream = many.stream(Search(offset=400, limit=10))
    assert stream.total == len({article.id for article in stream.articles}) == 430


def test_its_articles_are_whole(filled: Fill) -> None:
    article = make_article("a", bylines=("Jane Roe",), place="Oslo", credit="AFP", standfirst="Apart.")
    (read,) = filled(article).stream(Search()).articles
    assert read == article


def test_what_is_written_meanwhile_is_not_seen(filled: Fill) -> None:
    index = filled(*_articles(40))
    stream = index.stream(Search(sort=Sort.OLDEST))
    first = next(stream.articles)
    for n in range(3):  # the third sweeps the folder of the first away
        with index.write() as batch:
            batch.put(make_article(f"new{n}"))
            batch.delete(f"a{n + 5:03}")
    with index.rebuild() as batch:
        batch.put(make_article("alone"))
    ids = [first.id, *(article.id for article in stream.articles)]
    assert len(ids) == len(set(ids)) == stream.total == 40
    assert {id[0] for id in ids} == {"a"} and "alone" not in ids
    assert [article.id for article in index.stream(Search()).articles] == ["alone"]


def test_notes_are_said_and_a_search_that_costs_too_much_is_refused(filled: Fill) -> None:
    assert filled(make_article("a")).stream(Search(Word("..."))).notes
    deep: Clause = Word("a")
    for _ in range(1000):
        deep = Not(deep)
    with pytest.raises(OverBudget):
        filled(make_article("a")).stream(Search(deep))


def test_all_that_is_read_within_one_budget_is_of_one_generation(many: Index) -> None:
    """As a page is made of several searches, which must not tell of different archives."""
    before = many.status().generation
    with shared(60):
        assert many.search(Search()).total == 430
        with ThreadPoolExecutor(1) as elsewhere:
            elsewhere.submit(_add, many).result()
            assert elsewhere.submit(many.search, Search()).result().total == 431
        assert many.search(Search()).total == 430
        assert (many.status().articles, many.status().generation) == (430, before)
        assert many.get("late") is None
    assert many.search(Search()).total == 431


def _add(index: Index) -> None:
    with index.write() as batch:
        batch.put(make_article("late"))
