"""What was found, in the order that is asked for. Tantivy sorts by one number; ties are settled here: newest, then by id."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from search.engines.arrays import Array, Numbers, changes
from search.engines.tantivy.native import Address, Query
from search.engines.tantivy.snapshot import Snapshot
from search.index import Sort

_SPARE = 50
"""Articles beyond a page that are asked for at once, as the last of a page may be one of several alike."""

Scores = NDArray[np.float32]


class Ordered(NamedTuple):
    """How many were found, and the first of them, with their instants negated where scores are their order."""

    total: int
    addresses: list[Address]
    scores: Scores
    newest: Numbers

    def part(self, first: int, end: int) -> Ordered:
        own = slice(first, end)
        return Ordered(self.total, self.addresses[own], self.scores[own], self.newest[own])

    def followed(self, rest: Ordered) -> Ordered:
        return Ordered(
            self.total,
            self.addresses + rest.addresses,
            np.concatenate((self.scores, rest.scores)),
            np.concatenate((self.newest, rest.newest)),
        )


def first(snapshot: Snapshot, query: Query, sort: Sort, end: int, check: Callable[[], None]) -> Ordered:
    """So many of what the query finds, and those that are like the last of them."""
    most = min(max(end, 0), snapshot.count)
    total, hits = snapshot.native.best(query, most + _SPARE if most else 0, *_order(sort))
    most = min(most, total)
    while most and len(hits) < total and hits[most - 1][0] == hits[-1][0]:
        check()
        total, hits = snapshot.native.best(query, 8 * len(hits), *_order(sort))
    keys = np.fromiter(
        (key for key, _ in hits), np.float64 if sort is Sort.RELEVANCE else np.int64, len(hits)
    )
    if most and len(keys):
        last = keys[most - 1]
        count = int((keys <= last).sum() if sort is Sort.OLDEST else (keys >= last).sum())
        hits, keys = hits[:count], keys[:count]
    else:
        hits, keys = [], keys[:0]
    addresses = [address for _, address in hits]
    if sort is not Sort.RELEVANCE:
        order = _settled(snapshot, addresses, [keys if sort is Sort.OLDEST else -keys])
        none = np.zeros(len(addresses), np.int64)
        return Ordered(total, [addresses[n] for n in order], none.astype(np.float32), none)
    newest = -snapshot.native.values("newest", addresses)
    order = _settled(snapshot, addresses, [-keys, newest])
    scores = keys[order].astype(np.float32)
    return Ordered(total, [addresses[n] for n in order.tolist()], scores, newest[order])


def _order(sort: Sort) -> tuple[str | None, bool]:
    return {Sort.RELEVANCE: (None, False), Sort.NEWEST: ("newest", False), Sort.OLDEST: ("oldest", True)}[
        sort
    ]


def _settled(snapshot: Snapshot, addresses: Sequence[Address], keys: list[Array]) -> Numbers:
    """The places of the addresses in the order of these keys, and of equals by their ids."""
    order = np.lexsort(keys[::-1])
    new = np.zeros(len(order), bool)
    for key in keys:
        new |= changes(key[order])
    groups = np.cumsum(new)
    tied = np.flatnonzero(np.bincount(groups, minlength=1)[groups] > 1)
    if len(tied):
        numbers = snapshot.native.values("number", [addresses[n] for n in order[tied]])
        ids = snapshot.names(numbers.tolist())
        places = sorted(range(len(tied)), key=lambda n: (groups[tied[n]], ids[n]))
        order[tied] = order[tied][places]
    return order


def resorted(snapshot: Snapshot, found: Ordered, scores: Scores) -> Ordered:
    """The same with other scores, the highest first."""
    order = _settled(snapshot, found.addresses, [-scores, found.newest])
    addresses = [found.addresses[n] for n in order.tolist()]
    return Ordered(found.total, addresses, scores[order], found.newest[order])
