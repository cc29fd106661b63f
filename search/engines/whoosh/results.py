"""What matched → what is shown: filtered, counted by facet, in order, cut to a page."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable

import numpy as np

from search.engines.arrays import Array, Flags, Numbers
from search.engines.whoosh.evaluate import Evaluator, Found
from search.engines.whoosh.snapshot import Facet, Snapshot
from search.errors import SearchError
from search.index import FACETS, Count, Search, Sort

_BLOCKS = 8
"""Blocks for each one that is wanted."""


class Filtered:
    """What a search found, with its filters. `found` passes all of them."""

    def __init__(self, search: Search, found: Found, snapshot: Snapshot, evaluator: Evaluator) -> None:
        unknown = {*search.chosen, *search.excluded, *search.facets} - {*FACETS}
        if unknown:
            raise SearchError(f"There is no facet “{min(unknown)}”; the facets are {', '.join(FACETS)}.")
        self._snapshot = snapshot
        self._chosen = {facet: values for facet, values in search.chosen.items() if values}
        always = np.ones(len(found.articles), bool)
        if search.since is not None or search.until is not None:
            always &= evaluator.between(search.since, search.until)[found.articles]
        for facet, values in search.excluded.items():
            always &= ~snapshot.facet(facet).having(values)[found.articles]
        self._among = found.articles[always] if not always.all() else found.articles
        self._passes = {
            facet: snapshot.facet(facet).having(values)[self._among] for facet, values in self._chosen.items()
        }
        self.found = found
        if self._passes or self._among is not found.articles:
            passed = self._passing()
            self.found = Found(self._among[passed], found.scores[always][passed])

    def counts(self, facet: str, limit: int | None) -> tuple[tuple[Count, ...], int]:
        """The facet's counts, which ignore its own choice, and how many values it has."""
        column = self._snapshot.facet(facet)
        articles = self._among[self._passing(facet)] if facet in self._chosen else self.found.articles
        return _most(column, column.counts(articles), self._chosen.get(facet, ()), limit)

    def _passing(self, but: str = "") -> Flags:
        """Which of those among pass every choice but this one."""
        passed = np.ones(len(self._among), bool)
        for facet, flags in self._passes.items():
            if facet != but:
                passed &= flags
        return passed


def _most(
    column: Facet, counts: Numbers, chosen: Iterable[str], limit: int | None
) -> tuple[tuple[Count, ...], int]:
    there = np.flatnonzero(counts)
    size = len(there)
    shown: dict[str, int] = dict.fromkeys(chosen, 0)
    for value in shown:
        at = bisect_left(column.values, value)
        if at < len(column.values) and column.values[at] == value:
            shown[value] = int(counts[at])
    wanted = size if limit is None else min(limit, size)
    if wanted < size:
        least = np.partition(counts[there], size - wanted)[size - wanted] if wanted else 0
        there = there[counts[there] >= least] if wanted else there[:0]
    for at in there[np.lexsort((there, -counts[there]))]:
        if limit is not None and len(shown) >= limit:
            break
        shown[column.values[at]] = int(counts[at])
    return tuple(Count(v, n) for v, n in sorted(shown.items(), key=lambda item: (-item[1], item[0]))), size


def page(found: Found, snapshot: Snapshot, search: Search) -> Numbers:
    """Which of the found, by their places among them, from offset on, in the order that is asked for."""
    offset = max(search.offset, 0)
    end = min(offset + max(search.limit, 0), len(found.articles))
    if end <= offset:
        return np.zeros(0, np.int64)
    ranks = snapshot.oldest if search.sort is Sort.OLDEST else snapshot.newest
    if search.sort is not Sort.RELEVANCE:
        return _first(ranks[found.articles], end)[offset:]
    best = _first(-found.scores, end)
    least = found.scores[best[-1]]
    better = best[found.scores[best] > least]
    equal = np.flatnonzero(found.scores == least)
    equal = equal[_first(ranks[found.articles[equal]], end - len(better))]
    better = better[np.lexsort((ranks[found.articles[better]], -found.scores[better]))]
    return np.concatenate([better, equal])[offset:]


def _first(keys: Array, count: int) -> Numbers:
    """The places of the smallest keys, in their order. A bound from the least of each block leaves few to be sorted."""
    width = len(keys) // (_BLOCKS * count)
    if width > 1:
        least = keys[: width * _BLOCKS * count].reshape(-1, width).min(axis=1)
        few = np.flatnonzero(keys <= np.partition(least, count - 1)[count - 1])
    else:
        few = np.arange(len(keys))
    if len(few) > _BLOCKS * count:
        few = few[np.argpartition(keys[few], count - 1)[:count]]
    return few[np.argsort(keys[few], kind="stable")][:count]
