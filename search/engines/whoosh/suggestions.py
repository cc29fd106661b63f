"""The words, values and headlines that suggestions are made of (`search.engines.suggesting`)."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Callable, Sequence
from functools import partial

import numpy as np

from search.alphabets import folded
from search.clauses import TEXT
from search.engines.whoosh.cache import Cache
from search.engines.whoosh.finding import Finder
from search.engines.whoosh.lexicon import Lexicon
from search.engines.whoosh.segments import Segment
from search.engines.whoosh.snapshot import Snapshot
from search.patterns import Form, Terms


class Wordlist:
    def __init__(self, snapshot: Snapshot, cache: Cache, check: Callable[[], None]) -> None:
        self.tongues = snapshot.tongues
        self._snapshot = snapshot
        self._finders = [Finder(segment, cache, check) for segment in snapshot.segments]
        self._lexicons = [segment.lexicons[TEXT] for segment in snapshot.segments]

    def beginning(self, start: str, most: int) -> Counter[str]:
        likely: Counter[str] = Counter()
        for lexicon in self._lexicons:
            among = lexicon.beginning(start)
            articles = lexicon.articles[among.start : among.stop]
            few = min(len(articles), 2 * most)
            for n in np.argpartition(-articles, few - 1)[:few] if few else ():
                likely[lexicon.folded[among.start + n]] += int(articles[n])
        return likely

    def near(self, word: str, edits: int) -> dict[str, int]:
        return {
            lexicon.folded[number]: off
            for lexicon in self._lexicons
            for number, off in lexicon.neighbours.within(word, edits)
        }

    def forms(self, words: Sequence[str]) -> list[Counter[Form]]:
        return [*map(self._forms, words)]

    def _forms(self, text: str) -> Counter[Form]:
        forms: Counter[Form] = Counter()
        for lexicon in self._lexicons:
            for number in _spelled_so(lexicon, text):
                if not lexicon.texts[number].isupper():
                    forms[lexicon.form(number)] += int(lexicon.articles[number])
        return forms

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


def _spelled_so(lexicon: Lexicon, text: str) -> range:
    first = bisect_left(lexicon.folded, text)
    last = first
    while last < len(lexicon.folded) and lexicon.folded[last] == text:
        last += 1
    return range(first, last)
