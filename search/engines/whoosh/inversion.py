"""Articles → the postings of their terms, gathered in flat arrays and sorted once.

A position is the number of a part in its stream times PART, plus the number of the word in the part. A key is the number
of an article times ARTICLE, plus a position: keys sort by article, then by place.
"""

from __future__ import annotations

from array import array
from collections import defaultdict
from collections.abc import Sequence
from functools import lru_cache
from itertools import count
from typing import TypeAlias

import numpy as np

from search.analysis import APART, forms, rules, sentences, tongue
from search.article import Article
from search.engines.whoosh.arrays import Array, Numbers, changes
from search.engines.whoosh.codec import MOST_COUNTED, Postings, Run
from search.engines.whoosh.lexicon import EDGES, term_of
from search.patterns import Form
from search.schema import LEAD, PARTS, STREAMS, Part, lead_end

PART_BITS = 24
ARTICLE_BITS = 28
PART = 1 << PART_BITS
ARTICLE = 1 << ARTICLE_BITS

BASES = {part.name: [p for p in PARTS if p.stream == part.stream].index(part) * PART for part in PARTS}
HEADLINE_END = BASES["headline"] + PART

_SHORT_LINE, _SHORT_LINES = 100, 20_000
"""Characters of a line that is remembered as it was read, and how many are: some 30 MB."""

Sentence: TypeAlias = tuple[list[str], Sequence[int], bool]


class Words:
    """The words of an article: for each text its part, and of each sentence the forms, their positions, and whether a
    paragraph begins with it. `lengths` are the words of each part, and of the lead."""

    def __init__(self, article: Article) -> None:
        self.tongue = tongue(article.language)
        self.texts: list[tuple[Part, list[Sentence]]] = []
        self.lengths = dict.fromkeys((LEAD, *BASES), 0)
        for part in PARTS:
            at = base = BASES[part.name]
            for text in part.texts(article):
                lead = lead_end(text) if part.name == "body" else 0
                shouted = text.isupper()
                read: list[Sentence] = []
                start = 0
                for line in text.split("\n"):
                    before = at
                    one = _short_line if len(line) <= _SHORT_LINE else _line
                    for found, places, opens, size in one(line, self.tongue, shouted):
                        if found:
                            read.append((found, [at + place for place in places], opens))
                        at += size
                    if start < lead:
                        self.lengths[LEAD] += at - before
                    self.lengths[part.name] += at - before
                    start += len(line) + 1
                self.texts.append((part, read))
                at += APART
            if at - base > PART:
                raise ValueError(f"its {part.name} has more than {PART} words")


def _line(line: str, tongue: str, shouted: bool) -> list[tuple[list[str], Sequence[int], bool, int]]:
    """Its sentences, with positions from 0 and how many they take."""
    read = rules(tongue, shouted)
    made = []
    for start, end, opens in sentences(line):
        found, places, size = forms(read, line, start, end, 0)
        made.append((found, places, opens, size))
    return made


_short_line = lru_cache(_SHORT_LINES)(_line)
"""What frames a page stands on others too."""


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
