"""The words, values and headlines that suggestions are made of (`search.engines.suggesting`)."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Callable, Sequence
from functools import partial

import numpy as np

from search.alphabets import folded
from search.clauses import TEXT
from search.engines.cache import Cache
from search.engines.whoosh.finding import Finder
from search.engines.whoosh.segments import Segment
from search.engines.whoosh.snapshot import Snapshot
from search.engines.wordlist import LexiconWords
from search.patterns import Terms


class Wordlist(LexiconWords):
    def __init__(self, snapshot: Snapshot, cache: Cache, check: Callable[[], None]) -> None:
        super().__init__(snapshot.tongues, snapshot.lexicons(TEXT))
        self._snapshot = snapshot
        self._finders = [Finder(segment, cache, check) for segment in snapshot.segments]

    def live(self, several: Sequence[Terms]) -> list[int]:
        return [*map(self._live, several)]

    def _live(self, terms: Terms) -> int:
        pairs = zip(self._finders, self._snapshot.bases, strict=True)
        return sum(self._snapshot.live_among(base, f.counted(terms).articles) for f, base in pairs)

    def values(self, facet: str, start: str, most: int) -> dict[str, int]:
        values, counts, order = self._snapshot.folded_values(facet)
        first = bisect_left(values, start)
        last = bisect_left(values, start + "\U0010ffff")
        names = self._snapshot.facet(facet).values
        found = [(names[n], int(counts[n])) for n in order[first:last] if counts[n]]
        return dict(sorted(found, key=lambda value: (-value[1], value[0]))[:most])

    def headlines(self, start: str, most: int) -> Counter[str]:
        found: Counter[str] = Counter()
        for base, segment in zip(self._snapshot.bases, self._snapshot.segments, strict=True):
            order = segment.columns.by_headline
            key = partial(_folded_headline, segment)
            at = bisect_left(order, start, key=key)
            for _ in range(most):
                if at >= len(order) or not (plain := key(order[at])).startswith(start):
                    break
                end = at + 1
                if end < len(order) and key(order[end]) == plain:
                    end = bisect_right(order, plain, lo=end, key=key)
                live = self._snapshot.live_among(base, order[at:end].astype(np.int64))
                if live:
                    found[segment.card(int(order[at]))["headline"]] += live
                at = end
        return found


def _folded_headline(segment: Segment, number: int) -> str:
    return folded(segment.card(int(number))["headline"].casefold())
