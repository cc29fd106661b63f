"""Articles → the postings of their terms, gathered in flat arrays and sorted once.

A position is the number of a part in its stream times PART, plus the number of the word in the part. A key is the number
of an article times ARTICLE, plus a position: keys sort by article, then by place.
"""

from __future__ import annotations

from array import array
from collections import defaultdict
from collections.abc import Iterator
from itertools import count
from typing import TypeAlias

import numpy as np

from search.analysis import forms, reading, sentences, tongue
from search.article import Article
from search.engines.whoosh.arrays import Numbers
from search.engines.whoosh.codec import Postings
from search.engines.whoosh.lexicon import EDGES, term_of
from search.patterns import Form
from search.schema import LEAD, PARTS, STREAMS, Part, lead_end

PART_BITS = 24
ARTICLE_BITS = 28
PART = 1 << PART_BITS
ARTICLE = 1 << ARTICLE_BITS

BASES = {part.name: [p for p in PARTS if p.stream == part.stream].index(part) * PART for part in PARTS}
WEIGHTS = {
    stream: np.array([part.weight for part in PARTS if part.stream == stream], np.int64) for stream in STREAMS
}
_GAP = 100
"""Words between two texts of one part, such as two bylines: further than any phrase or NEAR that means one text."""


Sentence: TypeAlias = tuple[int, list[str], list[int], bool]


class Words:
    """The words of an article: for each text its part and first position, and of each sentence the forms and their
    positions, and whether a paragraph begins with it. `lengths` are the words of each part, and of the lead."""

    def __init__(self, article: Article) -> None:
        self.tongue = tongue(article.language)
        self.texts: list[tuple[Part, list[Sentence]]] = []
        self.lengths = dict.fromkeys((LEAD, *BASES), 0)
        for part in PARTS:
            at = 0
            for text in part.texts(article):
                lead = lead_end(text) if part.name == "body" else 0
                rules = reading(text, article.language)
                read = []
                for start, end, opens in sentences(text):
                    found, places, size = forms(rules, text, start, end)
                    if found:
                        read.append((BASES[part.name] + at, found, places, opens))
                    if start < lead:
                        self.lengths[LEAD] += size
                    self.lengths[part.name] += size
                    at += size
                self.texts.append((part, read))
                at += _GAP
            if at > PART:
                raise ValueError(f"its {part.name} has more than {PART} words")


class Inversion:
    """The terms of the articles that were added, by stream."""

    def __init__(self) -> None:
        self._streams = {stream: _Stream() for stream in STREAMS}

    @property
    def size(self) -> int:
        """Words held."""
        return sum(len(stream.terms) for stream in self._streams.values())

    def add(self, words: Words) -> None:
        for part, read in words.texts:
            self._streams[part.stream].add(read, words.tongue)
        for stream in self._streams.values():
            stream.ends.append(len(stream.terms))

    def postings(self, stream: str) -> Iterator[tuple[Form, Postings]]:
        """In the order of the terms' bytes."""
        return self._streams[stream].postings(WEIGHTS[stream])


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
        for base, found, places, opens in read:
            edges = self._edges if opens else self._edges[:1]
            self.terms.extend(edges)
            self.positions.extend([base] * len(edges))
            self.terms.extend(map(numbers.__getitem__, found))
            self.positions.extend([base + place for place in places])

    def _forms(self) -> dict[Form, int]:
        known = {Form(text, spoken): n for spoken, own in self._numbers.items() for text, n in own.items()}
        return known | dict(zip(EDGES, self._edges, strict=True))

    def postings(self, weights: Numbers) -> Iterator[tuple[Form, Postings]]:
        terms = np.frombuffer(self.terms, np.uint32).astype(np.int64)
        order = np.argsort(terms, kind="stable")
        terms = terms[order]
        positions = np.frombuffer(self.positions, np.uint32)[order].astype(np.int64)
        articles = np.searchsorted(np.frombuffer(self.ends, np.uint64), order, side="right")
        known = self._forms()
        at = np.searchsorted(terms, np.arange(len(known) + 1))
        first = np.flatnonzero((np.diff(terms, prepend=-1) != 0) | (np.diff(articles, prepend=-1) != 0))
        counts = np.diff(first, append=len(terms))
        weighed = np.add.reduceat(weights[positions >> PART_BITS], first) if len(first) else counts
        lists = np.searchsorted(first, at)
        for form in sorted(known, key=term_of):
            number = known[form]
            if at[number] == at[number + 1]:
                continue
            a, b = lists[number], lists[number + 1]
            yield (
                form,
                Postings(
                    articles[first[a:b]], counts[a:b], weighed[a:b], positions[at[number] : at[number + 1]]
                ),
            )
