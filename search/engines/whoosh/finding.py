"""A pattern → where it stands in a segment and how often in each article, remembered for as long as memory lasts."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple, TypeAlias

import numpy as np

from search.clauses import TEXT, Unit
from search.engines.whoosh import spans
from search.engines.whoosh.arrays import Flags, Numbers
from search.engines.whoosh.cache import Cache
from search.engines.whoosh.codec import Postings
from search.engines.whoosh.columns import LENGTHS
from search.engines.whoosh.inversion import ARTICLE, ARTICLE_BITS, BASES, HEADLINE_END, PART, PART_BITS
from search.engines.whoosh.lexicon import PARAGRAPH, SENTENCE
from search.engines.whoosh.segments import Segment
from search.engines.whoosh.spans import Spans
from search.patterns import Chain, Close, Either, Form, Often, Pattern, Sharing, Terms, field_of
from search.schema import HEADLINE_WEIGHT, LEAD, PARTS, parts_of

STREAM_OF = {part.name: part.stream for part in PARTS} | {LEAD: TEXT}
_PARTS_IN = {part.stream: sum(p.stream == part.stream for p in PARTS) for part in PARTS}


Reader: TypeAlias = Callable[[Form], Postings | None]


class Counted(NamedTuple):
    """The articles in which something stands, rising; how often; and how much that weighs in its field."""

    articles: Numbers
    counts: Numbers
    weights: Numbers


def stream_of(field: str) -> str:
    return STREAM_OF[parts_of(field)[0]]


class Finder:
    """`check` is called between steps, and raises when the search has taken too long."""

    def __init__(self, segment: Segment, cache: Cache, check: Callable[[], None]) -> None:
        self._segment = segment
        self._cache = cache
        self._check = check

    def counted(self, pattern: Pattern) -> Counted:
        return self._cache.get((self._segment.id, "counted", pattern), lambda: self._counted(pattern))

    def spans(self, pattern: Pattern) -> Spans:
        found = self._cache.get((self._segment.id, "spans", pattern), lambda: self._spans(pattern))
        return Spans(*found)

    def among(self, pattern: Pattern, articles: Numbers) -> Spans:
        """Where it stands in these articles, which rise."""
        if isinstance(pattern, Terms):
            stream = stream_of(pattern.field)
            return self._terms(pattern, lambda form: self._segment.among(stream, form, articles))
        found = self.spans(pattern)
        wanted = np.zeros(self._segment.size, bool)
        wanted[articles] = True
        return found.where(wanted[found.starts >> ARTICLE_BITS])

    def _counted(self, pattern: Pattern) -> Counted:
        if isinstance(pattern, Often):
            every = self.counted(pattern.part)
            enough = every.counts >= pattern.times
            return Counted(*(array[enough] for array in every))
        if isinstance(pattern, Terms) and _whole(pattern.field):
            return self._counted_terms(pattern)
        starts = self.spans(pattern).starts
        starts = starts[np.diff(starts, prepend=-1) != 0]
        articles = starts >> ARTICLE_BITS
        first = np.flatnonzero(np.diff(articles, prepend=-1))
        counts = np.diff(first, append=len(articles))
        weights = counts
        if field_of(pattern) == TEXT and len(first):
            heads = np.add.reduceat((starts & (ARTICLE - 1)) < HEADLINE_END, first)
            weights = _weighed(counts, heads)
        return Counted(articles[first], counts, weights)

    def _counted_terms(self, pattern: Terms) -> Counted:
        """Without positions, as each form stands at its own."""
        stream = stream_of(pattern.field)
        lists = [
            postings
            for _, postings in self._lists(pattern, lambda form: self._segment.postings(stream, form, False))
        ]
        if len(lists) == 1:
            articles, counts, heads = lists[0].articles, lists[0].counts, lists[0].heads
        else:
            spread, ahead = np.zeros((2, self._segment.size), np.int64)
            for found in lists:
                spread[found.articles] += found.counts
                ahead[found.articles] += found.heads
            articles = np.flatnonzero(spread)
            counts, heads = spread[articles], ahead[articles]
        return Counted(articles, counts, _weighed(counts, heads) if pattern.field == TEXT else counts)

    def _spans(self, pattern: Pattern) -> tuple[Numbers, Numbers]:
        self._check()
        match pattern:
            case Terms():
                stream = stream_of(pattern.field)
                found = self._terms(pattern, lambda form: self._segment.postings(stream, form))
            case Chain(parts):
                found = spans.chain([self.spans(part) for part in parts])
            case Either(parts):
                found = spans.union([self.spans(part) for part in parts])
            case Close(left, right, distance, ordered):
                found = spans.near(self.spans(left), self.spans(right), distance, ordered)
            case Sharing(left, right, unit):
                edge = SENTENCE if unit is Unit.SENTENCE else PARAGRAPH
                edges = self.spans(Terms(field_of(left), forms=(edge,))).starts
                found = spans.sharing(self.spans(left), self.spans(right), edges)
            case Often(part):
                found = self.spans(part)
                enough = np.zeros(self._segment.size, bool)
                enough[self.counted(pattern).articles] = True
                found = found.where(enough[found.starts >> ARTICLE_BITS])
        return found.starts, found.ends

    def _terms(self, pattern: Terms, read: Reader) -> Spans:
        found = []
        for form, postings in self._lists(pattern, read):
            keys = np.repeat(postings.articles << ARTICLE_BITS, postings.counts) | postings.positions
            keys = keys if _whole(pattern.field) else keys[self._inside(keys, pattern.field)]
            found.append(spans.of_words(keys, 1 + form.text.count("-")))
        return spans.union(found)

    def _lists(self, pattern: Terms, read: Reader) -> list[tuple[Form, Postings]]:
        lexicon = self._segment.lexicons[stream_of(pattern.field)]
        forms = [lexicon.form(n) for n in lexicon.with_keys(pattern.keys)]
        found = []
        for n, form in enumerate(dict.fromkeys((*forms, *pattern.forms))):
            if n % 64 == 0:
                self._check()
            postings = read(form)
            if postings:
                found.append((form, postings))
        return found

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


def _weighed(counts: Numbers, heads: Numbers) -> Numbers:
    return counts + (HEADLINE_WEIGHT - 1) * heads


def _whole(field: str) -> bool:
    """Whether the field is all of its stream."""
    return len(parts_of(field)) == _PARTS_IN[stream_of(field)]
