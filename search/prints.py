"""How one state of a file is told from another without reading more than needed."""

from __future__ import annotations

import hashlib
import os
import stat
import time
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Self

_SETTLED = 2_000_000_000
"""Nanoseconds; clocks of file systems are coarse, and within so short a time two states can bear the same time."""


@dataclass(frozen=True, slots=True)
class Print:
    """Times in nanoseconds, 0 where they can't be relied on; `sha256` is None where the content is in doubt."""

    size: int
    mtime: int
    ctime: int
    sha256: bytes | None = None

    @classmethod
    def glance(cls, path: str) -> Self:
        """Without the content. Raises OSError."""
        return cls._of(Path(path).lstat())

    @classmethod
    def take(cls, path: str) -> Self:
        """With the content. Raises OSError, also for what is no regular file."""
        handle = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK)
        with os.fdopen(handle, "rb") as file:
            state = os.fstat(handle)
            if not stat.S_ISREG(state.st_mode):
                raise OSError("it is not a regular file")
            return replace(cls._of(state), sha256=hashlib.file_digest(file, "sha256").digest())

    @classmethod
    def _of(cls, state: os.stat_result) -> Self:
        latest = max(state.st_mtime_ns, state.st_ctime_ns)
        if time.time_ns() - latest < _SETTLED:
            return cls(state.st_size, 0, 0)
        return cls(state.st_size, state.st_mtime_ns, state.st_ctime_ns)

    def looks_like(self, earlier: Print) -> bool:
        """Whether the file need not be read again to know that its content is the same."""
        same = (self.size, self.mtime, self.ctime) == (earlier.size, earlier.mtime, earlier.ctime)
        return same and self.mtime > 0 and earlier.sha256 is not None


IN_DOUBT = Print(0, 0, 0)
"""Of a file that could not be looked at, or changed meanwhile."""
