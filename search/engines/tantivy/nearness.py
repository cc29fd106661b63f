"""The best that a search found, put in order by how close its words stand (`search.engines.closeness`)."""

from __future__ import annotations

import contextlib
from collections.abc import Sequence

import numpy as np

from search.clauses import TEXT
from search.engines.closeness import CANDIDATES, K1, Part, closeness, looked_at
from search.engines.spans import Spans
from search.engines.tantivy.native import Query
from search.engines.tantivy.ordering import Ordered, first, resorted
from search.engines.tantivy.positions import Block
from search.engines.tantivy.queries import Queries
from search.errors import OutOfTime
from search.index import Search, Sort
from search.marking import leaves
from search.patterns import Pattern, field_of

_SCALE = np.float32(K1 + 1)
"""Of Tantivy's BM25, beside the one that closeness is weighed with."""


def ordered(search: Search, query: Query, end: int, queries: Queries) -> Ordered:
    """As many as `end` of what the query finds, and perhaps more, in the order that the search asks for."""
    sort = search.sort
    if sort is Sort.RELEVANCE and not leaves(search.clause):
        sort = Sort.NEWEST
    asked: list[Pattern] = []
    if sort is Sort.RELEVANCE and search.offset < CANDIDATES and end > 0:
        patterns = (queries.words.pattern(leaf) for leaf in leaves(search.clause))
        asked = [pattern for pattern in patterns if pattern and field_of(pattern) == TEXT]
    near = len(asked) > 1
    found = first(queries.snapshot, query, sort, max(end, CANDIDATES) if near else end, queries.check)
    with contextlib.suppress(OutOfTime):  # else in order by BM25 alone
        return _closer(found, asked, queries) if near and found.addresses else found
    return found


def _closer(found: Ordered, asked: Sequence[Pattern], queries: Queries) -> Ordered:
    """The same, with higher scores for those of the first in which the words asked for are close."""
    snapshot = queries.snapshot
    best = found.part(0, CANDIDATES)
    idf = {pattern: queries.idf(pattern) for pattern in dict.fromkeys(asked)}
    rarest, asked = looked_at(asked, idf)
    numbers = snapshot.native.values("number", best.addresses)
    order = np.argsort(numbers)
    candidates = numbers[order]
    burden = snapshot.burden(best.addresses)[order]
    added = np.zeros(len(candidates), np.float32)
    first = 0
    for piece, own in snapshot.by_piece(candidates):
        queries.check()
        block = Block(piece, own, rarest, queries.sentences)
        spans: dict[object, Spans] = {pattern: block.spans(pattern) for pattern in rarest}
        here = [Part(idf[pattern], spans[pattern]) for pattern in asked]
        some = slice(first, first + len(own))
        added[some] = _SCALE * closeness(here, own, burden[some])
        first += len(own)
    scores = best.scores.copy()
    scores[order] += added
    best = resorted(snapshot, best, scores)
    rest = found.part(len(best.addresses), len(found.addresses))
    return best if not rest.addresses else best.followed(rest)
