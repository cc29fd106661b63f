"""Facets, choices and spans of dates, the same in every engine."""

from __future__ import annotations

import pytest

from search.clauses import (
    Dates,
    Everything,
    Near,
    Word,
)
from search.errors import SearchError
from search.index import FACETS, Count, Index, Search
from tests.articles import make_article
from tests.engines.asking import Fill, found


@pytest.fixture
def papers(filled: Fill) -> Index:
    return filled(
        make_article("a", source="AFP", bylines=("Ann", "Bob"), published="2014-05-01", language="en"),
        make_article("b", source="AFP", bylines=("Bob",), published="2014", language="fr"),
        make_article("c", source="Reuters", published="2015-01-02", language="en", place="Geneva"),
        make_article("d", published=None, language=None, section="World", credit="KUNA"),
    )


def test_facets_count_and_name_the_unknown(papers: Index) -> None:
    facets = papers.search(Search(facets=FACETS, facet_limit=None)).facets
    assert facets["source"] == (Count("AFP", 2), Count("", 1), Count("Reuters", 1))
    assert facets["byline"] == (Count("", 2), Count("Bob", 2), Count("Ann", 1))
    assert facets["year"] == (Count("2014", 2), Count("", 1), Count("2015", 1))
    assert facets["month"] == (Count("", 2), Count("2014-05", 1), Count("2015-01", 1))
    assert facets["language"] == (Count("en", 2), Count("", 1), Count("fr", 1))
    assert facets["place"] == (Count("", 3), Count("Geneva", 1))


def test_a_facet_ignores_its_own_choice(papers: Index) -> None:
    results = papers.search(
        Search(
            chosen={"source": frozenset({"AFP"}), "language": frozenset({"en"})},
            facets=("source", "language", "year"),
        )
    )
    assert [hit.id for hit in results.hits] == ["a"]
    assert results.facets["source"] == (Count("AFP", 1), Count("Reuters", 1))
    assert results.facets["language"] == (Count("en", 1), Count("fr", 1))
    assert results.facets["year"] == (Count("2014", 1),)
    assert results.facet_sizes == {"source": 2, "language": 2, "year": 1}


def test_several_choices_and_unknown_and_excluded(papers: Index) -> None:
    assert found(papers, Everything(), chosen={"source": frozenset({"Reuters", ""})}) == ["c", "d"]
    assert found(papers, Everything(), excluded={"byline": frozenset({"Bob"})}) == ["c", "d"]
    assert found(papers, Everything(), excluded={"source": frozenset({""})}) == ["a", "b", "c"]
    assert found(papers, Everything(), chosen={"source": frozenset({"no such"})}) == []
    assert found(papers, Everything(), chosen={"source": frozenset()}) == ["a", "b", "c", "d"]


def test_chosen_values_are_always_shown(papers: Index) -> None:
    results = papers.search(
        Search(
            chosen={"source": frozenset({"Reuters", "gone"})},
            facets=("source", "language"),
            facet_limit=1,
        )
    )
    assert results.facets["source"] == (Count("Reuters", 1), Count("gone", 0))
    assert results.facets["language"] == (Count("en", 1),)
    assert results.facet_sizes["source"] == 3


def test_spans_of_dates(papers: Index) -> None:
    for since, until, wanted in (
        ("2014", "2014", ["a", "b"]),
        ("2014-02", None, ["a", "c"]),
        (None, "2014-05-01", ["a", "b"]),
        ("2014-01-01", "2014-01-01", ["b"]),
        ("2015-01-02", "2015-01-02", ["c"]),
        ("2016", None, []),
        ("2015", "2014", []),
    ):
        assert found(papers, Dates(since, until)) == wanted
        assert found(papers, Everything(), since=since, until=until) == wanted
    assert found(papers, Dates(None, None)) == ["a", "b", "c"]


@pytest.mark.parametrize(
    "search",
    [
        Search(Word("a", "nonsense")),
        Search(facets=("nonsense",)),
        Search(chosen={"nonsense": frozenset({"a"})}),
        Search(since="May"),
        Search(Dates("2016-5", None)),
        Search(Near(Dates("2016", None), Word("a"), 3)),
    ],
)
def test_what_there_is_not_is_an_error(papers: Index, search: Search) -> None:
    with pytest.raises(SearchError):
        papers.search(search)
