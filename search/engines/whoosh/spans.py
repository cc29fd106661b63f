"""Where something stands, as arrays: sets of stretches of words in the articles of a segment, and what joins them.

A stretch goes from its first word's key to its end, the key after its last word's (see inversion.py for keys). All
operations are merges of sorted arrays: a join looks the places of the shorter list up in the longer one.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from search.engines.whoosh.arrays import Flags, Numbers, stretches

_NONE = np.zeros(0, np.int64)


@dataclass(frozen=True, slots=True)
class Spans:
    """In order of their starts, then ends; none twice."""

    starts: Numbers
    ends: Numbers

    def __len__(self) -> int:
        return len(self.starts)

    def where(self, wanted: Flags) -> Spans:
        return Spans(self.starts[wanted], self.ends[wanted])


EMPTY = Spans(_NONE, _NONE)


def of_words(keys: Numbers, width: int = 1) -> Spans:
    return Spans(keys, keys + width)


def union(several: Sequence[Spans]) -> Spans:
    several = [spans for spans in several if len(spans)]
    if len(several) < 2:
        return several[0] if several else EMPTY
    starts = np.concatenate([spans.starts for spans in several])
    ends = np.concatenate([spans.ends for spans in several])
    order = np.lexsort((ends, starts))
    return _unique(starts[order], ends[order])


def chain(several: Sequence[Spans]) -> Spans:
    """One right after the other."""
    found = several[0]
    for after in several[1:]:
        if not len(found):
            return EMPTY
        found = _followed(found, after)
    return found


def _followed(left: Spans, right: Spans) -> Spans:
    first = np.searchsorted(right.starts, left.ends)
    last = np.searchsorted(right.starts, left.ends, "right")
    times = last - first
    starts = np.repeat(left.starts, times)
    ends = right.ends[stretches(first, times)]
    if len(starts) and int(times.max()) > 1:
        order = np.lexsort((ends, starts))
        return _unique(starts[order], ends[order])
    return _unique(starts, ends)


def _unique(starts: Numbers, ends: Numbers) -> Spans:
    new = np.ones(len(starts), bool)
    new[1:] = (starts[1:] != starts[:-1]) | (ends[1:] != ends[:-1])
    return Spans(starts[new], ends[new])


def near(left: Spans, right: Spans, distance: int, ordered: bool) -> Spans:
    """Of the left ones, those with a right one at most so many words off, counted from word to nearest word; neither
    may overlap the other. Ordered: the right one comes after."""
    return left.where(near_flags(left, right, distance, ordered))


def near_flags(left: Spans, right: Spans, distance: int, ordered: bool) -> Flags:
    found = _any_between(right.starts, left.ends, left.ends + distance)
    if not ordered:
        found |= _any_between(np.sort(right.ends), left.starts - distance + 1, left.starts + 1)
    return found


def _any_between(numbers: Numbers, least: Numbers, below: Numbers) -> Flags:
    found: Flags = np.searchsorted(numbers, below) > np.searchsorted(numbers, least)
    return found


def sharing(left: Spans, right: Spans, edges: Numbers) -> Spans:
    """Of the left ones, those in whose unit a right one begins that is not the same. `edges` are where units begin."""
    units = np.searchsorted(edges, right.starts, "right")
    own = np.searchsorted(edges, left.starts, "right")
    others = np.searchsorted(units, own, "right") - np.searchsorted(units, own)
    at = np.searchsorted(right.starts, left.starts)
    itself = np.searchsorted(right.starts, left.starts, "right") - at
    return left.where(others > itself)
