"""Articles → the postings of their terms, gathered in flat arrays and sorted once.

A key is the number of an article times ARTICLE, plus a position (see search/engines/words.py): keys sort by article, then
by place.
"""

from __future__ import annotations

from array import array
from collections import defaultdict
from itertools import count

import numpy as np

from search.engines.arrays import Array, Numbers, changes
from search.engines.whoosh.codec import MOST_COUNTED, Postings, Run
from search.engines.whoosh.lexicon import EDGES, term_of
from search.engines.words import BASES, PART, ArticleWords, Sentence
from search.patterns import Form
from search.schema import STREAMS

HEADLINE_END = BASES["headline"] + PART


class Inversion:
    """The terms of the articles that were added, by stream."""

    def __init__(self) -> None:
        self._streams = {stream: _Stream() for stream in STREAMS}

    @property
    def size(self) -> int:
        """Words held."""
        return sum(len(stream.terms) for stream in self._streams.values())

    def add(self, words: ArticleWords) -> None:
        for part, read in words.texts:
            self._streams[part.stream].add(read, words.tongue)
        for stream in self._streams.values():
            stream.ends.append(len(stream.terms))

    def run(self, stream: str) -> Run:
        return self._streams[stream].run()


class _Stream:
    def __init__(self) -> None:
        self._count = count()
        self._numbers: dict[str, defaultdict[str, int]] = {}
        self._edges = [next(self._count) for _ in EDGES]
        self.terms = array("I")
        self.positions = array("I")
        self.ends = array("Q")

    def add(self, read: list[Sentence], spoken: str) -> None:
        numbers = self._numbers.setdefault(spoken, defaultdict(self._count.__next__))
        for found, places, opens in read:
            edges = self._edges if opens else self._edges[:1]
            self.terms.extend(edges)
            self.positions.extend([places[0]] * len(edges))
            self.terms.extend(map(numbers.__getitem__, found))
            self.positions.extend(places)

    def run(self) -> Run:
        known = {
            term_of(Form(text, spoken)): n for spoken, own in self._numbers.items() for text, n in own.items()
        }
        if self.terms:
            known |= zip(map(term_of, EDGES), self._edges, strict=True)
        names = sorted(known)
        ranks = np.zeros(len(self._edges) + len(known), np.int64)
        ranks[[known[name] for name in names]] = np.arange(len(names))
        terms = ranks.astype(np.uint32)[np.frombuffer(self.terms, np.uint32)]
        order = np.argsort(terms, kind="stable").astype(np.uint32)
        terms = terms[order]
        ends = np.frombuffer(self.ends, np.uint64).astype(np.int64)
        articles = np.repeat(np.arange(len(ends), dtype=np.uint32), np.diff(ends, prepend=0))[order]
        positions = np.frombuffer(self.positions, np.uint32)[order]
        del order
        first = _firsts(terms, articles)
        counts = np.diff(first, append=len(terms))
        if counts.max(initial=0) > MOST_COUNTED:
            kept = np.arange(len(terms)) - np.repeat(first, counts) < MOST_COUNTED
            terms, articles, positions = terms[kept], articles[kept], positions[kept]
            first = _firsts(terms, articles)
            counts = np.diff(first, append=len(terms))
        heads = np.add.reduceat(positions < HEADLINE_END, first) if len(first) else counts
        sizes = np.bincount(terms[first], minlength=len(names))
        return Run(names, sizes, Postings(articles[first], counts, np.minimum(heads, 0xFF), positions))


def _firsts(terms: Array, articles: Array) -> Numbers:
    """Where a term begins, or an article within a term."""
    return np.flatnonzero(changes(terms) | changes(articles))
