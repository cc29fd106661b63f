"""How many long answers are given at once, so that readers of pages never have to wait for all of them."""

from __future__ import annotations

import fcntl
import os
import tempfile
import threading
import weakref
from collections.abc import Callable
from functools import partial
from pathlib import Path

EXTENSION = "slots"
"""Under which an application knows its own."""


class Slots:
    """So many for all processes that are forked from this one. The kernel keeps count, by locks on single bytes of a file
    without a name: a process that is killed gives its own back."""

    def __init__(self, number: int) -> None:
        self._number = number
        self._file, path = tempfile.mkstemp(prefix="backfile-")
        Path(path).unlink()
        weakref.finalize(self, os.close, self._file)
        self._taken: dict[int, object] = {}
        self._guard = threading.Lock()

    def take(self) -> Callable[[], None] | None:
        """What gives the slot back, which it does once however often it is called; None where none is left."""
        with self._guard:
            for slot in range(self._number):
                if slot not in self._taken and self._locked(slot):
                    taken = object()
                    self._taken[slot] = taken
                    return partial(self._give_back, slot, taken)
        return None

    def _locked(self, slot: int) -> bool:
        try:
            fcntl.lockf(self._file, fcntl.LOCK_EX | fcntl.LOCK_NB, 1, slot)
        except OSError:
            return False
        return True

    def _give_back(self, slot: int, taken: object) -> None:
        with self._guard:
            if self._taken.get(slot) is taken:
                del self._taken[slot]
                fcntl.lockf(self._file, fcntl.LOCK_UN, 1, slot)
