"""A pattern → where it stands in a segment and how often in each article.

What is read of the index is remembered for as long as memory lasts. Positions are not: they are read of those articles
alone that have all of a pattern's words, a block of articles at a time, so that what is joined stays near the processor
and a search that takes too long is noticed.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable
from functools import reduce
from typing import NamedTuple

import numpy as np

from search.clauses import TEXT, Unit
from search.engines import spans
from search.engines.arrays import Array, Flags, Numbers, changes
from search.engines.cache import Cache
from search.engines.spans import Spans
from search.engines.whoosh.codec import Rows
from search.engines.whoosh.columns import LENGTHS
from search.engines.whoosh.inversion import HEADLINE_END
from search.engines.whoosh.lexicon import PARAGRAPH, SENTENCE
from search.engines.whoosh.segments import Segment
from search.engines.words import ARTICLE, ARTICLE_BITS, BASES, PART, PART_BITS, stream_of
from search.patterns import Chain, Close, Either, Often, Pattern, Sharing, Terms, field_of, terms_of
from search.schema import HEADLINE_WEIGHT, LEAD, PARTS, parts_of

_PARTS_IN = {part.stream: sum(p.stream == part.stream for p in PARTS) for part in PARTS}

_STRETCH = 1 << 21
"""Rows that are added up between two looks at the clock: some 50 ms."""

_BLOCK = 1 << 14
"""Articles that are looked into at once, fewer of them for many words."""

_SPARSE = 16
"""Rows for each article and form above which articles are looked up."""


class Counted(NamedTuple):
    """The articles in which something stands, rising; and how much that weighs: how often, by the weights of the field."""

    articles: Array
    weights: Array


class Finder:
    """`check` is called between steps, and raises when the search has taken too long."""

    def __init__(self, segment: Segment, cache: Cache, check: Callable[[], None]) -> None:
        self._segment = segment
        self._cache = cache
        self._check = check
        self._starts: dict[Hashable, Numbers] = {}

    def counted(self, pattern: Pattern) -> Counted:
        if isinstance(pattern, Terms) and _whole(pattern.field):
            return self._counted_terms(pattern)
        return self._cache.get((self._segment.id, "counted", pattern), lambda: self._counted(pattern))

    def among(self, pattern: Pattern, articles: Numbers) -> Spans:
        """Where it stands in these articles, which rise."""
        return self._spans(pattern, articles)

    def _flags(self, articles: Numbers) -> Flags:
        flags = np.zeros(self._segment.size, bool)
        flags[articles] = True
        return flags

    def _counted(self, pattern: Pattern) -> Counted:
        possible = np.flatnonzero(self._possible(pattern))
        step = _BLOCK // (1 + self._rows(pattern) // (8 * self._segment.size))
        blocks = [
            self._counted_among(pattern, possible[first : first + step])
            for first in range(0, max(len(possible), 1), step)
        ]
        return blocks[0] if len(blocks) == 1 else Counted(*map(np.concatenate, zip(*blocks, strict=True)))

    def _possible(self, pattern: Pattern) -> Flags:
        """Which articles have the words that it takes."""
        self._check()
        match pattern:
            case Terms():
                return self._flags(self._listed(pattern)[0].articles)
            case Chain(parts):
                return reduce(np.logical_and, map(self._possible, parts))
            case Either(parts):
                return reduce(np.logical_or, map(self._possible, parts))
            case Close(left, right) | Sharing(left, right):
                return self._possible(left) & self._possible(right)
            case Often(part):
                return self._possible(part)

    def _rows(self, pattern: Pattern) -> int:
        """How many rows of the index are read for it."""
        return sum(len(self._listed(terms)[0].articles) for terms in terms_of(pattern))

    def _counted_among(self, pattern: Pattern, articles: Numbers) -> Counted:
        self._check()
        if len(articles) and len(articles) * 2 > articles[-1] - articles[0]:
            # One long stretch of a file is read sooner than many with gaps
            articles = np.arange(articles[0], articles[-1] + 1)
        found = self.among(pattern, articles)
        self._check()
        starts, first, counts = _by_article(found)
        weights = counts
        if field_of(pattern) == TEXT and len(first):
            heads = np.add.reduceat((starts & (ARTICLE - 1)) < HEADLINE_END, first)
            weights = counts + (HEADLINE_WEIGHT - 1) * heads
        return Counted(starts[first] >> ARTICLE_BITS, weights)

    def _counted_terms(self, pattern: Terms) -> Counted:
        """Without positions, as each form stands at its own."""
        rows, _ = self._listed(pattern)
        self._check()
        weights = rows.counts
        if pattern.field == TEXT:
            weights = weights + np.float32(HEADLINE_WEIGHT - 1) * rows.heads
        if len(rows.sizes) < 2:
            return Counted(rows.articles, weights)
        spread = np.zeros(self._segment.size)
        for first in range(0, len(rows.articles), _STRETCH):
            self._check()
            some = slice(first, first + _STRETCH)
            spread += np.bincount(rows.articles[some], weights[some], self._segment.size)
        articles = np.flatnonzero(spread != 0)
        return Counted(articles, spread[articles])

    def _spans(self, pattern: Pattern, within: Numbers) -> Spans:
        self._check()
        match pattern:
            case Terms():
                return self._terms(pattern, within)
            case Chain(parts):
                found = self._spans(parts[0], within)
                for part in parts[1:]:
                    found = spans.followed(found, self._spans(part, within)) if len(found) else found
                return found
            case Either(parts):
                return spans.union([self._spans(part, within) for part in parts])
            case Close(left, right, distance, ordered):
                return spans.near(self._spans(left, within), self._spans(right, within), distance, ordered)
            case Sharing(left, right, unit):
                streams = sorted({stream_of(terms.field) for terms in terms_of(pattern)})
                edges = np.sort(np.concatenate([self._edges(stream, unit, within) for stream in streams]))
                return spans.sharing(self._spans(left, within), self._spans(right, within), edges)
            case Often(part):
                found = self._spans(part, within)
                starts, first, counts = _by_article(found)
                enough = self._flags(starts[first[counts >= pattern.times]] >> ARTICLE_BITS)
                return found.where(enough[found.starts >> ARTICLE_BITS])

    def _terms(self, pattern: Terms, within: Numbers) -> Spans:
        rows, wide = self._listed(pattern)
        self._check()
        at = self._of(rows, within)
        self._check()
        keys = self._keys(pattern, rows, at)
        self._check()
        widths: int | Numbers = int(wide.max(initial=1))
        if (wide != widths).any():
            widths = np.repeat(np.repeat(wide, rows.sizes)[at], rows.counts[at])
        found = Spans(keys, widths)
        if not _whole(pattern.field):
            found = found.where(self._inside(keys, pattern.field))
            self._check()
        return found if len(rows.sizes) < 2 else spans.union([found])

    def _listed(self, pattern: Terms) -> tuple[Rows, Array]:
        """The rows of its forms, and how many words each form takes."""
        stream = stream_of(pattern.field)

        def read() -> tuple[Array, ...]:
            lexicon = self._segment.lexicons[stream]
            forms = {*lexicon.with_keys(pattern.keys), *lexicon.numbers(pattern.forms)}
            self._check()
            rows, widths = self._segment.rows(stream, sorted(forms), self._check)
            return *rows, widths

        *rows, widths = self._cache.get((self._segment.id, "rows", pattern), read)
        return Rows(*rows), widths

    def _edges(self, stream: str, unit: Unit, within: Numbers) -> Numbers:
        """Where sentences or paragraphs begin."""
        edge = SENTENCE if unit is Unit.SENTENCE else PARAGRAPH
        at = self._segment.id, edge, stream
        rows = Rows(*self._cache.get(at, lambda: self._segment.edges(stream, edge, self._check)))
        return self._keys((stream, edge), rows, self._of(rows, within))

    def _of(self, rows: Rows, articles: Numbers) -> Numbers:
        """Which of the rows are of these articles, which rise. Few articles are looked up one by one."""
        if len(rows.sizes) * len(articles) * _SPARSE > len(rows.articles):
            return np.flatnonzero(self._flags(articles)[rows.articles])
        wanted = articles.astype(rows.articles.dtype)
        ends = np.cumsum(rows.sizes).tolist()
        found = []
        for first, end in zip([0, *ends], ends, strict=False):
            own = rows.articles[first:end]
            at = np.minimum(np.searchsorted(own, wanted), len(own) - 1)
            found.append(first + at[own[at] == wanted])
        return np.concatenate(found) if found else np.zeros(0, np.int64)

    def _keys(self, what: Hashable, rows: Rows, at: Numbers) -> Numbers:
        """Of every position of these rows of it."""
        if what not in self._starts:
            self._starts[what] = rows.starts(self._check)
            self._check()
        starts, counts = self._starts[what][at], rows.counts[at]
        self._check()
        keys = np.repeat(rows.articles[at].astype(np.int64) << ARTICLE_BITS, counts)
        self._check()
        keys |= self._segment.positions(starts, counts, self._check)
        return keys

    def _inside(self, keys: Numbers, field: str) -> Flags:
        """Which of the keys lie in the field's parts."""
        parts = parts_of(field)
        wanted = np.zeros(1 << (ARTICLE_BITS - PART_BITS), bool)
        wanted[[BASES[part] // PART for part in parts if part != LEAD]] = True
        places = keys & (ARTICLE - 1)
        flags: Flags = wanted[places >> PART_BITS]
        if LEAD in parts:
            lead = self._segment.columns.lengths[:, LENGTHS.index(LEAD)].astype(np.int64)
            flags |= (places >= BASES["body"]) & (places < BASES["body"] + lead[keys >> ARTICLE_BITS])
        return flags


def _whole(field: str) -> bool:
    """Whether the field is all of its stream."""
    return len(parts_of(field)) == _PARTS_IN[stream_of(field)]


def _by_article(found: Spans) -> tuple[Numbers, Numbers, Numbers]:
    """Where it starts, each place once; which of these are the first of an article; and how many the article has."""
    starts = found.starts[changes(found.starts)]
    first = np.flatnonzero(changes(starts >> ARTICLE_BITS))
    return starts, first, np.diff(first, append=len(starts))
