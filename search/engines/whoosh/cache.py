"""What was decoded or worked out of segments, kept within a number of bytes; what was used longest ago goes first."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable
from typing import Any, TypeVar

from search.engines.whoosh.arrays import Array

_T = TypeVar("_T", bound=tuple[Array, ...])

_OVERHEAD, _ARRAY = 1000, 130
"""Bytes that an entry takes besides its arrays, most of them for its key, and an array besides its numbers. Of a rare word that is
nearly all; with less counted for it, what was kept of many rare words took twice its limit."""


class Cache:
    """Safe to share between threads; two that miss at once both do the work. Values are tuples of arrays."""

    def __init__(self, limit: int) -> None:
        self._limit = limit
        self._held = 0
        self._entries: OrderedDict[Hashable, tuple[Any, int]] = OrderedDict()
        self._lock = threading.Lock()

    def get(self, key: Hashable, make: Callable[[], _T]) -> _T:
        with self._lock:
            if key in self._entries:
                self._entries.move_to_end(key)
                found: _T = self._entries[key][0]
                return found
        made = make()
        size = _OVERHEAD + sum(_ARRAY + array.nbytes for array in made)
        with self._lock:
            if key not in self._entries and size <= self._limit // 4:
                self._entries[key] = made, size
                self._held += size
            while self._held > self._limit:
                self._held -= self._entries.popitem(last=False)[1][1]
        return made
