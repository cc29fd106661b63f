"""Where something stands, as arrays: sets of stretches of words in articles, and what joins them.

A stretch goes from its first word's key to its end, the key after its last word's (see words.py for keys). All
operations are merges of sorted arrays: a join looks the places of the shorter list up in the longer one.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from search.engines.arrays import Flags, Numbers, changes, stretches

_NONE = np.zeros(0, np.int64)


_LOPSIDED = 32
"""How much longer one list has to be than the other for looking the shorter one up to take less time than a merge."""


@dataclass(frozen=True, slots=True)
class Spans:
    """In order of their starts, then ends; none twice. `widths` are how many words they take, one number for all or one
    each."""

    starts: Numbers
    widths: int | Numbers

    def __len__(self) -> int:
        return len(self.starts)

    @property
    def ends(self) -> Numbers:
        return self.starts + self.widths

    def where(self, wanted: Flags) -> Spans:
        widths = self.widths
        return Spans(self.starts[wanted], widths if isinstance(widths, int) else widths[wanted])


EMPTY = Spans(_NONE, 1)


def union(several: Sequence[Spans]) -> Spans:
    """Each of them in any order, with what stands twice."""
    several = [spans for spans in several if len(spans)]
    if not several:
        return EMPTY
    starts = np.concatenate([spans.starts for spans in several])
    widths = several[0].widths
    if isinstance(widths, int) and all(
        isinstance(spans.widths, int) and spans.widths == widths for spans in several
    ):
        starts.sort(kind="stable")
        return Spans(starts[changes(starts)], widths)
    ends = np.concatenate([spans.ends for spans in several])
    order = np.lexsort((ends, starts))
    return _unique(starts[order], ends[order])


def followed(left: Spans, right: Spans) -> Spans:
    """One right after the other."""
    if isinstance(left.widths, int) and isinstance(right.widths, int):
        meet = _shared(left.ends, right.starts)
        return Spans(meet - left.widths, left.widths + right.widths)
    first = right.starts.searchsorted(left.ends)
    last = right.starts.searchsorted(left.ends, "right")
    times = last - first
    starts = np.repeat(left.starts, times)
    ends = right.ends[stretches(first, times)]
    if len(starts) and int(times.max()) > 1:
        order = np.lexsort((ends, starts))
        return _unique(starts[order], ends[order])
    return _unique(starts, ends)


def _shared(one: Numbers, other: Numbers) -> Numbers:
    """The numbers that are in both, which rise."""
    few, many = sorted((one, other), key=len)
    if len(few) * _LOPSIDED < len(many):
        at = np.minimum(many.searchsorted(few), len(many) - 1)
        same: Flags = many[at] == few
        return few[same]
    both = np.concatenate((few, many))
    both.sort(kind="stable")
    twice: Flags = both[1:] == both[:-1]
    return both[:-1][twice]


def _unique(starts: Numbers, ends: Numbers) -> Spans:
    new = changes(starts) | changes(ends)
    return Spans(starts[new], (ends - starts)[new])


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
    at = numbers.searchsorted(least)
    found: Flags = at < len(numbers)
    found[found] = numbers[at[found]] < below[found]
    return found


def sharing(left: Spans, right: Spans, edges: Numbers) -> Spans:
    """Of the left ones, those in whose unit a right one begins that is not the same. `edges` are where units begin."""
    units = edges.searchsorted(right.starts, "right")
    own = edges.searchsorted(left.starts, "right")
    others = units.searchsorted(own, "right") - units.searchsorted(own)
    at = right.starts.searchsorted(left.starts)
    itself = right.starts.searchsorted(left.starts, "right") - at
    return left.where(others > itself)
