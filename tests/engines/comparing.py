"""What an engine answered beside what it should have."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

import pytest
from hypothesis import note

from search.index import Hit, Index, Search, Sort
from tests.engines.differences import Differences
from tests.engines.oracle import Answer, Oracle, counts_of

_HELD = 49_000
"""Values of a facet that any engine counts one by one."""


def compare(index: Index, oracle: Oracle, search: Search, differences: Differences) -> None:
    note(repr(search))
    agrees(index, oracle.answer(search), search, differences)


def agrees(index: Index, answer: Answer, search: Search, differences: Differences) -> None:
    """Totals, counts, articles and orders are the same to the last, and scores but for what is a numbered difference."""
    wanted, facets = answer
    found = index.search(search)
    assert found.total == len(wanted)
    for facet in search.facets:
        chosen = search.chosen.get(facet, frozenset())
        assert list(found.facets[facet]) == counts_of(facets[facet], search.facet_limit, chosen)
        _size(found.facet_sizes[facet], len(facets[facet]), differences)
    page = wanted[search.offset : search.offset + search.limit]
    order = [hit.id for hit in found.hits]
    assert len({*order}) == len(order) == len(page)
    if search.sort is not Sort.RELEVANCE:
        assert order == [id for id, _ in page]
    scores = dict(wanted)
    if differences.own_scores:
        _own_scores(found.hits, scores, search)
        assert [hit.id for hit in index.search(search).hits] == order
    else:
        assert [hit.score for hit in found.hits] == pytest.approx([score for _, score in page], abs=1e-5)
        if search.sort is Sort.RELEVANCE:
            assert all(hit.score == pytest.approx(scores[hit.id], abs=1e-5) for hit in found.hits)
    if search.sort is Sort.RELEVANCE:
        _ties(found.hits, scores, [id for id, _ in wanted])


def _size(size: int, wanted: int, differences: Differences) -> None:
    if differences.estimated and wanted > _HELD:
        assert size == pytest.approx(wanted, rel=0.05)
    else:
        assert size == wanted


def _own_scores(hits: Sequence[Hit], scores: dict[str, float], search: Search) -> None:
    """Who has words that were asked for has a score, nobody else has one, and the best come first."""
    for hit in hits:
        assert (hit.score > 0) == (scores[hit.id] > 0)
    if search.sort is Sort.RELEVANCE:
        assert all(one.score >= other.score for one, other in pairwise(hits))


def _ties(hits: Sequence[Hit], scores: dict[str, float], ids: list[str]) -> None:
    """The newest of equals comes first, then the one whose id does. The evaluator's own order tells it of those that
    are equal to it too."""
    for one, other in pairwise(hits):
        if one.score == other.score and scores[one.id] == scores[other.id]:
            assert ids.index(one.id) < ids.index(other.id)
