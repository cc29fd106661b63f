"""Where a pattern stands in articles, worked out of the forward index: of few articles, a block of them at a time."""

from __future__ import annotations

from collections.abc import Callable
from functools import cached_property

import numpy as np

from search.clauses import Unit
from search.engines import spans
from search.engines.arrays import Array, Flags, Numbers, changes, stretches
from search.engines.spans import EMPTY, Spans
from search.engines.tantivy.chunks import LINE_END
from search.engines.tantivy.forward import Piece
from search.engines.tantivy.inversion import CODES
from search.engines.words import ARTICLE_BITS, stream_of
from search.patterns import Chain, Close, Either, Often, Pattern, Sharing, Terms
from search.schema import LEAD, parts_of

Edges = Callable[[int], Numbers]
"""Where the sentences of an article begin, by its number: places, rising."""


class Block:
    """Some articles of one piece, by their numbers, which rise."""

    def __init__(self, piece: Piece, numbers: Numbers, parts: frozenset[str], edges: Edges) -> None:
        self._piece = piece
        self._numbers = numbers
        self._edges_of = edges
        whose, texts = piece.texts(numbers - piece.base, parts)
        columns = piece.columns
        ends = columns.texts["end"][texts].astype(np.int64)
        starts = np.where(texts > 0, columns.texts["end"][texts - 1], 0).astype(np.int64)
        counts = ends - starts
        self._chunks: Array = columns.chunks[stretches(starts, counts)]
        sizes = piece.table.sizes[self._chunks].astype(np.int64)
        places = np.cumsum(sizes) - sizes
        first = np.cumsum(counts) - counts
        keys = (numbers[whose] << ARTICLE_BITS) + columns.texts["place"][texts]
        begun = np.zeros(len(texts), np.int64)
        filled = counts > 0
        begun[filled] = places[first[filled]]
        self._keys = places + np.repeat(keys - begun, counts)
        self._part = np.repeat(columns.texts["part"][texts], counts)
        self._starts = keys

    def spans(self, pattern: Pattern) -> Spans:
        match pattern:
            case Terms():
                return self._terms(pattern)
            case Chain(parts):
                found = self.spans(parts[0])
                for part in parts[1:]:
                    found = spans.followed(found, self.spans(part)) if len(found) else found
                return found
            case Either(parts):
                return spans.union([self.spans(part) for part in parts])
            case Close(left, right, distance, ordered):
                return spans.near(self.spans(left), self.spans(right), distance, ordered)
            case Sharing(left, right, unit):
                return self._sharing(self.spans(left), self.spans(right), unit)
            case Often(part, times):
                found = self.spans(part)
                starts = found.starts[changes(found.starts)] >> ARTICLE_BITS
                articles, counts = np.unique(starts, return_counts=True)
                return found.where(np.isin(found.starts >> ARTICLE_BITS, articles[counts >= times]))

    def _terms(self, terms: Terms) -> Spans:
        stream = stream_of(terms.field)
        lexicon = self._piece.lexicons[stream]
        forms = sorted({*lexicon.with_keys(terms.keys), *lexicon.numbers(terms.forms)})
        if not forms:
            return EMPTY
        chunks, places, widths = self._piece.readings(stream, forms)
        flags = np.zeros(len(self._piece.table.sizes), bool)
        flags[chunks] = True
        hits = np.flatnonzero(flags[self._chunks] & _parts(terms.field)[self._part])
        found = self._chunks[hits]
        first = np.searchsorted(chunks, found)
        times = np.searchsorted(chunks, found, "right") - first
        readings = stretches(first, times)
        starts = np.repeat(self._keys[hits], times) + places[readings]
        ends = starts + widths[readings]
        order = np.lexsort((ends, starts))
        starts, ends = starts[order], ends[order]
        new = changes(starts) | changes(ends)
        return Spans(starts[new], (ends - starts)[new])

    def _sharing(self, left: Spans, right: Spans, unit: Unit) -> Spans:
        found = spans.sharing(left, right, self._paragraphs)
        if unit is Unit.PARAGRAPH or not len(found):
            return found
        # A sentence is in one paragraph, so few articles are left whose sentences have to be looked for
        articles = np.unique(found.starts >> ARTICLE_BITS)
        edges = np.concatenate([(n << ARTICLE_BITS) + self._edges_of(n) for n in articles.tolist()])
        among = _within(right, articles)
        return spans.sharing(left.where(_within(left, articles)), right.where(among), edges)

    @cached_property
    def _paragraphs(self) -> Numbers:
        return np.sort(np.concatenate((self._starts, self._keys[self._chunks == LINE_END])))


def _within(found: Spans, articles: Numbers) -> Flags:
    return np.isin(found.starts >> ARTICLE_BITS, articles)


def _parts(field: str) -> Flags:
    """Which parts are the field's, by their codes. A body's lead is its own part here."""
    covered = {*parts_of(field)}
    if "body" in covered:
        covered.add(LEAD)
    return np.array([name in covered for name in CODES])


def parts_in(pattern: Pattern) -> frozenset[str]:
    """Which texts have to be read to find it."""
    match pattern:
        case Terms(field):
            return frozenset(name for name, inside in zip(CODES, _parts(field), strict=True) if inside)
        case Chain(parts) | Either(parts):
            return frozenset().union(*map(parts_in, parts))
        case Close(left, right) | Sharing(left, right):
            return parts_in(left) | parts_in(right)
        case Often(part):
            return parts_in(part)
