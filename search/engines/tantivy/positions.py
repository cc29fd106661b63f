"""Where a pattern stands in articles, worked out of the forward index: of few articles, a block of them at a time."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cached_property

import numpy as np

from search.clauses import Unit
from search.engines import spans
from search.engines.arrays import Array, Flags, Numbers, changes, stretches
from search.engines.spans import Spans
from search.engines.tantivy.chunks import LINE_END
from search.engines.tantivy.forward import Piece
from search.engines.tantivy.inversion import CODES
from search.engines.words import ARTICLE_BITS, stream_of
from search.patterns import Chain, Close, Either, Often, Pattern, Sharing, Terms, terms_of
from search.schema import LEAD, parts_of

Edges = Callable[[int], Numbers]
"""Where the sentences of an article begin, by its number: places, rising."""


_BITS = 63
"""Terms that one look at the chunks tells apart."""


class Block:
    """Some articles of one piece, by their numbers, which rise, in which patterns are looked for.

    One look at all chunks finds those that have one of their words, and those that don't have one word each; what follows is
    of these few.
    """

    def __init__(self, piece: Piece, numbers: Numbers, patterns: Sequence[Pattern], edges: Edges) -> None:
        self._piece = piece
        self._edges_of = edges
        asked = [*dict.fromkeys(terms for pattern in patterns for terms in terms_of(pattern))]
        fields = {terms.field for terms in asked}
        whose, texts = piece.texts(numbers - piece.base, frozenset().union(*map(_covered, fields)))
        own = piece.columns.texts
        ends = own["end"][texts].astype(np.int64)
        starts = np.where(texts > 0, own["end"][texts - 1], 0).astype(np.int64)
        counts = ends - starts
        self._first = np.cumsum(counts) - counts
        self._part = own["part"][texts]
        self._chunks = _copied(piece.columns.chunks, starts, ends)
        self._readings: dict[Terms, tuple[Array, Array, Array]] = {}
        self._hits: dict[Terms, Numbers] = {}
        for terms in asked:
            lexicon = piece.lexicons[stream_of(terms.field)]
            forms = sorted({*lexicon.with_keys(terms.keys), *lexicon.numbers(terms.forms)})
            self._readings[terms] = piece.readings(stream_of(terms.field), forms)
        for first in range(0, len(asked), _BITS):
            self._look(asked[first : first + _BITS])
        self._before = np.append(
            0, np.cumsum(piece.table.sizes[self._chunks[self._odd]].astype(np.int64) - 1)
        )
        self._starts = (numbers[whose] << ARTICLE_BITS) + own["place"][texts]
        self._shift = self._starts - self._places(self._first)

    def _look(self, several: Sequence[Terms]) -> None:
        table: Array = self._piece.odd.astype(np.uint8 if len(several) < 8 else np.uint64)
        bits = [table.dtype.type(1 << bit) for bit in range(1 + len(several))]
        for bit, terms in zip(bits[1:], several, strict=True):
            chunks = self._readings[terms][0]
            table[chunks] = np.bitwise_or(table[chunks], bit)
        seen = table.take(self._chunks)
        at = np.flatnonzero(seen != 0)
        seen = seen[at]
        self._odd = at[np.bitwise_and(seen, bits[0]) != 0]
        for bit, terms in zip(bits[1:], several, strict=True):
            self._hits[terms] = at[np.bitwise_and(seen, bit) != 0]

    def _places(self, chunks: Numbers) -> Numbers:
        """How many words stand before each of these of the chunks."""
        places: Numbers = chunks + self._before[self._odd.searchsorted(chunks)]
        return places

    def _keys(self, chunks: Numbers, texts: Numbers) -> Numbers:
        keys: Numbers = self._places(chunks) + self._shift[texts]
        return keys

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
        chunks, places, widths = self._readings[terms]
        hits = self._hits[terms]
        texts = self._texts_at(hits)
        inside = _parts(terms.field)[self._part]
        if not inside.all():
            kept = inside[texts]
            hits, texts = hits[kept], texts[kept]
        found = self._chunks[hits]
        first = chunks.searchsorted(found)
        times = chunks.searchsorted(found, "right") - first
        readings = stretches(first, times)
        starts = np.repeat(self._keys(hits, texts), times) + places[readings]
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
        lines = self._odd[self._chunks[self._odd] == LINE_END]
        return np.sort(np.append(self._starts, self._keys(lines, self._texts_at(lines))))

    def _texts_at(self, chunks: Numbers) -> Numbers:
        """In which of the texts these of the chunks are."""
        texts: Numbers = self._first.searchsorted(chunks, "right") - 1
        return texts


def _copied(array: Array, starts: Numbers, ends: Numbers) -> Array:
    """What lies from each start to its end, one after the other; those that touch at once."""
    if not len(starts):
        return array[:0]
    apart = np.flatnonzero(starts[1:] != ends[:-1])
    first, last = np.append(0, apart + 1), np.append(apart, len(starts) - 1)
    return np.concatenate(
        [array[a:b] for a, b in zip(starts[first].tolist(), ends[last].tolist(), strict=True)]
    )


def _within(found: Spans, articles: Numbers) -> Flags:
    return np.isin(found.starts >> ARTICLE_BITS, articles)


def _covered(field: str) -> frozenset[str]:
    """The parts that are the field's. A body's lead is its own part here."""
    parts = frozenset(parts_of(field))
    return parts | {LEAD} if "body" in parts else parts


def _parts(field: str) -> Flags:
    """Which parts are the field's, by their codes."""
    covered = _covered(field)
    return np.array([name in covered for name in CODES])
