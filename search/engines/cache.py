"""What was decoded or worked out of segments, kept within a number of bytes; what was used longest ago goes first.

What is small has a shelf of its own, of a part of the bytes: it is soon made anew, and there is no end of rare words, which would
else fill with the days what frequent ones leave.
"""

from __future__ import annotations

import mmap
import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable
from typing import Any, TypeVar

import numpy as np

from search.engines.arrays import Array
from search.patterns import Pattern, names

_T = TypeVar("_T", bound=tuple[Any, ...])

_OVERHEAD, _ARRAY, _NAME = 1000, 130, 100
"""Bytes that an entry takes besides its arrays, most of them for its key, an array besides its numbers, and each form that a pattern
names. Of a rare word that is nearly all, and of a prefix in a small archive; with less counted for it, what was kept of many rare
words took twice its limit."""

_SMALL = 4096
"""Bytes of an entry on the shelf for small ones."""

_APART, _MOST = 1 << 16, 1 << 13
"""Bytes from which on an array has pages of its own, and how many may: a process of Linux has room for 65,530 such stretches."""

_PART = 16
"""The shelf for small ones has one part of so many."""


def weight(pattern: Pattern | None) -> int:
    """Bytes that an entry takes for the pattern that it is of."""
    return _OVERHEAD + _NAME * (names(pattern) if pattern else 0)


def _apart(values: _T, least: int) -> _T:
    """With each large array in pages of its own. Among what searches need for a moment those that stay leave holes when they go, and
    the heap grows with the days."""
    make: Any = getattr(values, "_make", tuple)  # a NamedTuple stays one
    made: _T = make(
        _moved(value) if isinstance(value, np.ndarray) and value.nbytes >= least else value
        for value in values
    )
    return made


def _moved(array: Array) -> Array:
    at_once = getattr(mmap, "MAP_POPULATE", 0)  # Linux's, a quarter sooner
    pages = mmap.mmap(-1, array.nbytes, mmap.MAP_PRIVATE | mmap.MAP_ANONYMOUS | at_once)
    copy: Array = np.frombuffer(pages, array.dtype).reshape(array.shape)
    copy[...] = array
    return copy


def _numbers(arrays: tuple[Array, ...]) -> int:
    return sum(_ARRAY + array.nbytes for array in arrays)


class Shelf:
    """Within a number of bytes. Safe to share between threads."""

    def __init__(self, limit: int) -> None:
        self._limit = limit
        self._held = 0
        self._entries: OrderedDict[Hashable, tuple[Any, int]] = OrderedDict()
        self._lock = threading.Lock()

    def get(self, key: Hashable) -> Any:
        """None where it is not kept."""
        with self._lock:
            if key not in self._entries:
                return None
            self._entries.move_to_end(key)
            return self._entries[key][0]

    def put(self, key: Hashable, value: Any, size: int) -> None:
        """Unless it would take more than a quarter of the shelf."""
        with self._lock:
            if key not in self._entries and size <= self._limit // 4:
                self._entries[key] = value, size
                self._held += size
            while self._held > self._limit:
                self._held -= self._entries.popitem(last=False)[1][1]


class Cache:
    """Safe to share between threads; two that miss at once both do the work. The values are tuples, of arrays or of what `size`
    tells the bytes of."""

    def __init__(self, limit: int) -> None:
        self._small, self._large = Shelf(limit // _PART), Shelf(limit - limit // _PART)
        self._apart = max(_APART, limit // _MOST)

    def get(
        self, key: tuple[Hashable, ...], make: Callable[[], _T], size: Callable[[_T], int] = _numbers
    ) -> _T:
        found: _T | None = self._large.get(key)
        if found is None:
            found = self._small.get(key)
        if found is not None:
            return found
        made = _apart(make(), self._apart)
        held = size(made) + weight(next((part for part in key if isinstance(part, Pattern)), None))
        (self._small if held <= _SMALL else self._large).put(key, made, held)
        return made
