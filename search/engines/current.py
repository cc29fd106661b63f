"""The generation that readers of an embedded index have open: the newest one, opened when the pointer has changed."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Generic, TypeVar

from search.budget import held
from search.engines.generations import Generation, Generations
from search.engines.manifest import unreadable
from search.errors import IndexDamaged, IndexMissing

_T = TypeVar("_T")


class Current(Generic[_T]):
    """`opened` opens a generation, and may keep what it shares with the one before. Safe to share between threads."""

    def __init__(self, generations: Generations, opened: Callable[[Generation, _T | None], _T]) -> None:
        self._generations = generations
        self._opened = opened
        self._lock = threading.Lock()
        self._open: _T | None = None
        self._stamp: object = None

    def get(self) -> _T:
        """Within a shared budget that which was the newest when it was first read. Raises IndexMissing, IndexDamaged,
        IndexOutdated or IndexProblem."""
        kept = held()
        if kept is None:
            return self._newest()
        if self not in kept:
            kept[self] = self._newest()
        found: _T = kept[self]
        return found

    def close(self) -> None:
        with self._lock:
            self._open = self._stamp = None

    def _newest(self) -> _T:
        stamp = self._generations.stamp()
        found = self._open
        if found is not None and stamp is not None and stamp == self._stamp:
            return found
        with self._lock:
            stamp = self._generations.stamp()
            if self._open is None or stamp is None or stamp != self._stamp:
                self._open = self._anew()
                self._stamp = stamp
            return self._open

    def _anew(self) -> _T:
        for tries in range(5):
            generation = self._generations.current()
            try:
                return self._opened(generation, self._open)
            except (OSError, IndexDamaged) as e:
                # Two writes since the pointer was read have swept the generation away
                if tries == 4 or self._generations.current() == generation:
                    raise (e if isinstance(e, IndexDamaged) else unreadable(self._generations.root, e)) from e
        raise IndexMissing(f"The index in {self._generations.root} changes faster than it can be read.")
