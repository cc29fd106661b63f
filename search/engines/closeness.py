"""How close the words of a search stand to each other in an article: what the first of a list are put in order by, beside
BM25.

BM25 does not see whether an article's words are all in one paragraph or each in another matter. So to the scores of the
CANDIDATES that are best by BM25 is added

    PASSAGE · the best PASSAGE_WORDS words in a row, weighed as an article of average length: Σ idf · f / (f + k1)
    PAIRS · Σ idf · f / (f + k1 · (1 − b + b · length / average length)) over words that are neighbours in the search, where
        f is how often they stand within PAIR_WORDS of each other, and idf is that of the rarer

after Callan, Passage-level evidence in document retrieval (SIGIR 1994), and the sequential dependence model of Metzler and
Croft, A Markov random field model for term dependencies (SIGIR 2005).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import pairwise
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from search.engines.arrays import Numbers, changes
from search.engines.spans import Spans, near_flags
from search.engines.words import ARTICLE_BITS
from search.patterns import Pattern

Scores = NDArray[np.float32]

K1, B = 1.2, 0.75
"""BM25's."""

CANDIDATES = 200
PASSAGE, PASSAGE_WORDS = 0.4, 40
PAIRS, PAIR_WORDS = 0.3, 8

_MOST_PARTS = 40
"""Different parts of a search that are looked at, the rarest ones."""
_MOST_ASKED = 400
"""Parts that are looked at, with those that are typed again."""
_MOST_CELLS = 4_000_000
"""Places in all, times parts, above which passages are left out: some 30 ms and 16 MB."""


class Part(NamedTuple):
    """A part of a search: its idf, and where it stands in the candidates of a segment."""

    idf: float
    spans: Spans


def looked_at(asked: Sequence[Pattern], idf: Mapping[Pattern, float]) -> tuple[list[Pattern], list[Pattern]]:
    """Of the parts of a search, as many as there is time for: each once, the rarest first; and as they were asked for."""
    rarest = sorted(idf, key=idf.__getitem__, reverse=True)[:_MOST_PARTS]
    return rarest, [pattern for pattern in asked if pattern in rarest][:_MOST_ASKED]


def closeness(parts: Sequence[Part], candidates: Numbers, burden: Scores) -> Scores:
    """What is added to the score of each candidate. `candidates` are article numbers, rising, in the spans' keys;
    `burden` is BM25's of each of them."""
    return PASSAGE * _passages(parts, candidates) + PAIRS * _pairs(parts, candidates, burden)


def _passages(parts: Sequence[Part], candidates: Numbers) -> Scores:
    best = np.zeros(len(candidates), np.float32)
    places = [_distinct(part.spans.starts) for part in parts]
    keys = np.concatenate(places)
    if not len(keys) or len(keys) * len(parts) > _MOST_CELLS:
        return best
    order = np.argsort(keys, kind="stable")
    keys = keys[order]
    which = np.repeat(np.arange(len(parts)), list(map(len, places)))[order]
    before = np.zeros((len(keys) + 1, len(parts)), np.float32)
    before[np.arange(1, len(keys) + 1), which] = 1
    np.cumsum(before, axis=0, out=before)
    frequency = before[keys.searchsorted(keys + PASSAGE_WORDS)] - before[keys.searchsorted(keys)]
    idf = np.array([part.idf for part in parts], np.float32)
    weight = (frequency / (frequency + np.float32(K1))) @ idf
    np.maximum.at(best, candidates.searchsorted(keys >> ARTICLE_BITS), weight)
    return best


def _pairs(parts: Sequence[Part], candidates: Numbers, burden: Scores) -> Scores:
    total = np.zeros(len(candidates), np.float32)
    for one, other in pairwise(parts):
        frequency = np.minimum(_beside(one, other, candidates), _beside(other, one, candidates))
        total += np.float32(max(one.idf, other.idf)) * frequency / (frequency + burden)
    return total


def _beside(one: Part, other: Part, candidates: Numbers) -> Scores:
    """How many of the one have another near it, in each candidate."""
    near = _distinct(one.spans.starts[near_flags(one.spans, other.spans, PAIR_WORDS, ordered=False)])
    places = candidates.searchsorted(near >> ARTICLE_BITS)
    return np.bincount(places, minlength=len(candidates)).astype(np.float32)


def _distinct(starts: Numbers) -> Numbers:
    """A stretch that can be read as one word or as two begins once."""
    return starts[changes(starts)]
