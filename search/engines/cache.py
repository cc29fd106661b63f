"""What was decoded or worked out of segments, kept within a number of bytes; what was used longest ago goes first.

What is small has a shelf of its own, of a part of the bytes: it is soon made anew, and there is no end of rare words, which would
else fill with the days what frequent ones leave.
"""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable
from typing import Any, TypeVar

from search.engines.arrays import Array

_T = TypeVar("_T", bound=tuple[Array, ...])

_OVERHEAD, _ARRAY = 1000, 130
"""Bytes that an entry takes besides its arrays, most of them for its key, and an array besides its numbers. Of a rare word that is
nearly all; with less counted for it, what was kept of many rare words took twice its limit."""

_SMALL = 4096
"""Bytes of an entry on the shelf for small ones."""

_PART = 16
"""The shelf for small ones has one part of so many."""


class _Shelf:
    def __init__(self, limit: int) -> None:
        self._limit = limit
        self._held = 0
        self._entries: OrderedDict[Hashable, tuple[Any, int]] = OrderedDict()

    def get(self, key: Hashable) -> Any:
        if key not in self._entries:
            return None
        self._entries.move_to_end(key)
        return self._entries[key][0]

    def put(self, key: Hashable, value: Any, size: int) -> None:
        if key not in self._entries and size <= self._limit // 4:
            self._entries[key] = value, size
            self._held += size
        while self._held > self._limit:
            self._held -= self._entries.popitem(last=False)[1][1]


class Cache:
    """Safe to share between threads; two that miss at once both do the work. Values are tuples of arrays."""

    def __init__(self, limit: int) -> None:
        self._small, self._large = _Shelf(limit // _PART), _Shelf(limit - limit // _PART)
        self._lock = threading.Lock()

    def get(self, key: Hashable, make: Callable[[], _T]) -> _T:
        with self._lock:
            found: _T | None = self._large.get(key)
            if found is None:
                found = self._small.get(key)
        if found is not None:
            return found
        made = make()
        size = _OVERHEAD + sum(_ARRAY + array.nbytes for array in made)
        with self._lock:
            (self._small if size <= _SMALL else self._large).put(key, made, size)
        return made
