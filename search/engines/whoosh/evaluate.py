"""A clause → the articles that match and their scores.

A leaf scores by BM25 (Robertson and Zaragoza, The Probabilistic Relevance Framework, 2009) with Lucene's idf:

    log(1 + (N − n + ½) / (n + ½)) · f / (f + k1 · (1 − b + b · length / average length))

N are the live articles, n those among them in which the leaf is found, f how often it is (in `text`, a headline's words
count thrice). So whatever a leaf is, one rare word or a prefix of a hundred, its score depends on the live articles
alone, not on segments or on what was deleted. A part of All or Any adds its score to the others'.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from search.clauses import (
    All,
    Any,
    AtLeast,
    Clause,
    Dates,
    Everything,
    Fuzzy,
    Ids,
    Length,
    Near,
    Not,
    Phrase,
    Prefix,
    Wildcard,
    Within,
    Word,
)
from search.engines.arrays import Flags, Numbers
from search.engines.cache import Cache
from search.engines.vocabulary import Words
from search.engines.whoosh.finding import Finder
from search.engines.whoosh.snapshot import Snapshot, row
from search.patterns import Leaf, Pattern, field_of
from search.schema import first_day, last_day

Scores = NDArray[np.float32]


class Found(NamedTuple):
    """Live articles, rising, each with its score."""

    articles: Numbers
    scores: Scores


class Evaluator:
    def __init__(self, snapshot: Snapshot, words: Words, cache: Cache, check: Callable[[], None]) -> None:
        self._snapshot = snapshot
        self._words = words
        self.check = check
        self._cache = cache
        self.finders = [Finder(segment, cache, check) for segment in snapshot.segments]

    def found(self, clause: Clause) -> Found | None:
        """None when there is no word in it to look for; such a part counts as not typed. Raises SearchError."""
        self.check()
        match clause:
            case All(parts):
                return self._all(parts)
            case Any(parts):
                return self._any(parts)
            case Not():
                return self._all((clause,))
            case Everything():
                return _unscored(self._snapshot.articles)
            case Dates(since, until):
                return self._where(self.between(since, until))
            case Length(least, most):
                words = self._snapshot.words
                return self._where(
                    (words >= (least or 0)) & (words <= (most if most is not None else words.max(initial=0)))
                )
            case Ids(ids):
                return _unscored(self._snapshot.numbers_of(ids))
            case Word() | Phrase() | Near() | Within() | AtLeast() | Prefix() | Wildcard() | Fuzzy():
                return self._leaf(clause)

    def between(self, since: str | None, until: str | None) -> Flags:
        """Which articles are dated in the span. Raises SearchError for what is no date."""
        day = self._snapshot.day
        return (day >= max(first_day(since), 1)) & (day <= last_day(until))

    def _where(self, flags: Flags) -> Found:
        return _unscored(np.flatnonzero(flags & self._snapshot.live))

    def _leaf(self, leaf: Leaf) -> Found | None:
        pattern = self._words.pattern(leaf)
        return self.scored(pattern) if pattern else None

    def scored(self, pattern: Pattern) -> Found:
        """Kept for the generation."""
        at = self._snapshot.generation.name, "scored", pattern
        return Found(*self._cache.get(at, lambda: self._scored(pattern)))

    def _scored(self, pattern: Pattern) -> Found:
        snapshot = self._snapshot
        found = [finder.counted(pattern) for finder in self.finders]
        self.check()
        if not found:
            return _unscored(np.zeros(0, np.int64))
        bases = snapshot.bases
        articles = row([base + f.articles.astype(np.int64) for f, base in zip(found, bases, strict=True)])
        weights = row([f.weights.astype(np.float32) for f in found])
        if not snapshot.all_live:
            live = snapshot.live[articles]
            articles, weights = articles[live], weights[live]
        idf = np.float32(self._idf(len(articles)))
        burden = snapshot.burden(field_of(pattern))[articles]
        burden += weights
        weights *= idf
        weights /= burden
        return Found(articles, weights)

    def idf(self, pattern: Pattern) -> float:
        return self._idf(len(self.scored(pattern).articles))

    def _idf(self, n: int) -> float:
        return math.log(1 + (len(self._snapshot.articles) - n + 0.5) / (n + 0.5))

    def _all(self, parts: Sequence[Clause]) -> Found | None:
        wanted = [
            found for part in parts if not isinstance(part, Not) and (found := self.found(part)) is not None
        ]
        unwanted = [
            found for part in parts if isinstance(part, Not) and (found := self.found(part.part)) is not None
        ]
        if not wanted and not unwanted:
            return None
        wanted.sort(key=lambda found: len(found.articles))
        both = wanted[0] if wanted else _unscored(self._snapshot.articles)
        for found in wanted[1:]:
            self.check()
            both = self._both(both, found)
        for found in unwanted:
            self.check()
            left_out = np.zeros(self._snapshot.size, bool)
            left_out[found.articles] = True
            keep = ~left_out[both.articles]
            both = Found(both.articles[keep], both.scores[keep])
        return both

    def _both(self, few: Found, many: Found) -> Found:
        """Few are looked up one by one; many are spread over all articles."""
        if len(few.articles) * 16 < len(many.articles):
            at = np.minimum(np.searchsorted(many.articles, few.articles), len(many.articles) - 1)
            keep = many.articles[at] == few.articles
            return Found(few.articles[keep], few.scores[keep] + many.scores[at[keep]])
        spread = np.full(self._snapshot.size, -1, np.float32)
        spread[many.articles] = many.scores
        scores = spread[few.articles]
        keep = scores >= 0
        return Found(few.articles[keep], few.scores[keep] + scores[keep])

    def _any(self, parts: Sequence[Clause]) -> Found | None:
        several = [found for part in parts if (found := self.found(part)) is not None]
        if len(several) < 2:
            return several[0] if several else None
        scores = np.zeros(self._snapshot.size, np.float32)
        matched = np.zeros(self._snapshot.size, bool)
        for found in several:
            self.check()
            scores[found.articles] += found.scores
            matched[found.articles] = True
        articles = np.flatnonzero(matched)
        return Found(articles, scores[articles])


def _unscored(articles: Numbers) -> Found:
    return Found(articles, np.zeros(len(articles), np.float32))
