"""Articles → the postings of their terms, gathered in flat arrays and sorted once.

A position is the number of a part in its stream times PART, plus the number of the word in the part. A key is the number
of an article times ARTICLE, plus a position: keys sort by article, then by place.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterator

import numpy as np

from search.analysis import Token, sentences, tokens, tongue
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


class Words:
    """The words of an article: for each text its part, first position, tokens and sentences. `lengths` are the words
    of each part, and of the lead."""

    def __init__(self, article: Article) -> None:
        self.tongue = tongue(article.language)
        self.texts: list[tuple[Part, int, list[Token], list[tuple[int, bool]]]] = []
        self.lengths = dict.fromkeys((LEAD, *BASES), 0)
        for part in PARTS:
            at = 0
            for text in part.texts(article):
                found = tokens(text, article.language)
                edges = [(start, opens) for start, _, opens in sentences(text)]
                size = found[-1].position + found[-1].width if found else 0
                if at + size > PART:
                    raise ValueError(f"its {part.name} has more than {PART} words")
                self.texts.append((part, BASES[part.name] + at, found, edges))
                self.lengths[part.name] += size
                at += size + _GAP
                if part.name == "body":
                    self.lengths[LEAD] = _words_before(found, lead_end(text))


class Inversion:
    """The terms of the articles that were added, by stream."""

    def __init__(self) -> None:
        self._streams = {stream: _Stream() for stream in STREAMS}

    @property
    def size(self) -> int:
        """Words held."""
        return sum(len(stream.terms) for stream in self._streams.values())

    def add(self, words: Words) -> None:
        for part, base, found, edges in words.texts:
            self._streams[part.stream].add(found, edges, base, words.tongue)
        for stream in self._streams.values():
            stream.ends.append(len(stream.terms))

    def postings(self, stream: str) -> Iterator[tuple[Form, Postings]]:
        """In the order of the terms' bytes."""
        return self._streams[stream].postings(WEIGHTS[stream])


class _Stream:
    def __init__(self) -> None:
        self.numbers: dict[Form, int] = {}
        self.terms = array("I")
        self.positions = array("I")
        self.ends = array("Q")

    def add(self, found: list[Token], edges: list[tuple[int, bool]], base: int, spoken: str) -> None:
        number, terms, positions = self._number, self.terms, self.positions
        for token in found:
            terms.append(number(Form(token.form, spoken)))
            positions.append(base + token.position)
        words = iter(found)
        word = next(words, None)
        for start, opens in edges:
            while word and word.start < start:
                word = next(words, None)
            if word:
                for form in EDGES if opens else EDGES[:1]:
                    terms.append(number(form))
                    positions.append(base + word.position)

    def _number(self, form: Form) -> int:
        return self.numbers.setdefault(form, len(self.numbers))

    def postings(self, weights: Numbers) -> Iterator[tuple[Form, Postings]]:
        terms = np.frombuffer(self.terms, np.uint32).astype(np.int64)
        order = np.argsort(terms, kind="stable")
        terms = terms[order]
        positions = np.frombuffer(self.positions, np.uint32)[order].astype(np.int64)
        articles = np.searchsorted(np.frombuffer(self.ends, np.uint64), order, side="right")
        at = np.searchsorted(terms, np.arange(len(self.numbers) + 1))
        first = np.flatnonzero((np.diff(terms, prepend=-1) != 0) | (np.diff(articles, prepend=-1) != 0))
        counts = np.diff(first, append=len(terms))
        weighed = np.add.reduceat(weights[positions >> PART_BITS], first) if len(first) else counts
        lists = np.searchsorted(first, at)
        for form in sorted(self.numbers, key=term_of):
            number = self.numbers[form]
            a, b = lists[number], lists[number + 1]
            yield (
                form,
                Postings(
                    articles[first[a:b]], counts[a:b], weighed[a:b], positions[at[number] : at[number + 1]]
                ),
            )


def _words_before(found: list[Token], end: int) -> int:
    return max((t.position + t.width for t in found if t.start < end), default=0)
