"""The postings of several segments as one, a stretch of terms at a time, so that memory stays bounded."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np

from search.engines.arrays import Numbers, stretches
from search.engines.whoosh.codec import Postings, Run, Table

_ROWS = 500_000
"""Postings that are held at once, some 60 bytes each."""


def merged_runs(tables: Sequence[tuple[Table, Numbers]]) -> Iterator[Run]:
    """Each table with the new number of each of its articles, or -1 for one that is left out; numbers rise from table to
    table. Terms of which no article is left are left out too."""
    names = sorted({term for table, _ in tables for term in table.terms})
    numbers = {name: n for n, name in enumerate(names)}
    ranks = [np.array([numbers[term] for term in table.terms], np.int64) for table, _ in tables]
    rows = np.zeros(len(names), np.int64)
    for (table, _), own in zip(tables, ranks, strict=True):
        rows[own] += np.diff(table.rows)
    for first, end in _steps(rows):
        parts = []
        for (table, renumbered), own in zip(tables, ranks, strict=True):
            a, b = np.searchsorted(own, (first, end)).tolist()
            if a < b:
                terms = np.repeat(own[a:b] - first, np.diff(table.rows[a : b + 1]))
                parts.append(_kept(terms, table.slice(a, b), renumbered))
        run = _sorted(names[first:end], parts)
        if run.terms:
            yield run


def _steps(rows: Numbers) -> Iterator[tuple[int, int]]:
    """Stretches of terms that have together about so many rows."""
    total = np.cumsum(rows)
    first = 0
    while first < len(rows):
        done = total[first] - rows[first]
        end = max(int(np.searchsorted(total, done + _ROWS)), first + 1)
        yield first, end
        first = end


def _kept(terms: Numbers, rows: Postings, renumbered: Numbers) -> tuple[Numbers, Postings]:
    articles = renumbered[rows.articles]
    kept = articles >= 0
    if kept.all():
        return terms, Postings(articles, rows.counts, rows.heads, rows.positions)
    starts = np.cumsum(rows.counts, dtype=np.int64) - rows.counts
    places = rows.positions[stretches(starts[kept], rows.counts[kept])]
    return terms[kept], Postings(articles[kept], rows.counts[kept], rows.heads[kept], places)


def _sorted(names: list[bytes], parts: Sequence[tuple[Numbers, Postings]]) -> Run:
    terms = np.concatenate([terms for terms, _ in parts])
    articles, counts, heads, positions = (
        np.concatenate([getattr(rows, name) for _, rows in parts])
        for name in ("articles", "counts", "heads", "positions")
    )
    order = np.argsort(terms, kind="stable")
    starts = np.cumsum(counts, dtype=np.int64) - counts
    places = positions[stretches(starts[order], counts[order])]
    sizes = np.bincount(terms, minlength=len(names))
    left = np.flatnonzero(sizes)
    return Run(
        [names[n] for n in left], sizes[left], Postings(articles[order], counts[order], heads[order], places)
    )
