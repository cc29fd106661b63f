"""An open stream of bytes, where it stands, and what it may still grow to: what every format is read from."""

from __future__ import annotations

import io
import os
import re
import stat
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import BinaryIO

from search.article import Source
from search.errors import OverLimit, SourceError, Unreadable
from search.ingest.decoding import mend
from search.settings import Settings

HEAD = 8192
"""Bytes at the start of a stream by which its format is told."""
_CHUNK = 1 << 16
_SMALL = 10_000_000
_CONTROL = re.compile("[\x00-\x1f\x7f]")


@dataclass(frozen=True, slots=True)
class Refused:
    """A file, a member or a record that can't be used, and why; the rest of its file goes on.

    `path` is set where a folder, or a file before it was opened, could not be used.
    """

    locator: str
    error: SourceError
    path: Path | None = None


@dataclass(slots=True)
class Budget:
    """The bytes that one file may yet unpack to, over all archives within archives."""

    left: int
    ratio: int

    @classmethod
    def of(cls, size: int, settings: Settings) -> Budget:
        """Small files may grow to 10 MB whatever they were: a page of repeats packs well."""
        return cls(max(size * settings.max_ratio, _SMALL), settings.max_ratio)

    def spend(self, count: int) -> None:
        self.left -= count
        if self.left < 0:
            raise OverLimit(f"it unpacks to more than {self.ratio} times its size (max_ratio)")


@dataclass(frozen=True, slots=True)
class Opened:
    """`name` is only a hint to the format. `names` maps a record's own field names to ours."""

    locator: str
    name: str
    stream: io.BufferedReader
    settings: Settings
    budget: Budget
    names: Mapping[str, str]
    depth: int = 0

    def head(self) -> bytes:
        return self.stream.peek(HEAD)[:HEAD]

    def whole(self) -> bytes:
        """Everything that is left. Raises OverLimit beyond max_document_mb."""
        most = self.settings.max_document_mb * 1_000_000
        data = self.stream.read(most + 1)
        if len(data) > most:
            raise OverLimit(f"it is larger than {self.settings.max_document_mb} MB (max_document_mb)")
        return data

    def inside(self, stream: BinaryIO, locator: str, name: str) -> Opened:
        """What this one holds. Raises OverLimit where archives are nested too deeply."""
        if self.depth >= self.settings.max_nesting:
            raise OverLimit(
                f"archives lie in archives more than {self.settings.max_nesting} deep (max_nesting)"
            )
        spending = buffered(_Spending(stream, self.budget.spend))
        return replace(self, locator=locator, name=name, stream=spending, depth=self.depth + 1)


class Readable(io.RawIOBase):
    """A stream that is what its `read` gives: at most `size` bytes, and none at the end."""

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
        data = self.read(len(buffer)) or b""
        buffer[: len(data)] = data
        return len(data)


class _Spending(Readable):
    """A stream that tells how much is read from it."""

    def __init__(self, stream: BinaryIO, spend: Callable[[int], None]) -> None:
        self._stream, self._spend = stream, spend

    def read(self, size: int = -1) -> bytes:
        data = self._stream.read(size)
        self._spend(len(data))
        return data


def open_regular(path: Path) -> io.BufferedReader:
    """A regular file, never a link, a device or a pipe, and without ever waiting for one. Raises Unreadable."""
    try:
        number = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC)
    except OSError as e:
        reason = "it is a symbolic link" if path.is_symlink() else (e.strerror or str(e)).lower()
        raise Unreadable(f"the file can't be opened: {reason}") from e
    if not stat.S_ISREG(os.fstat(number).st_mode):
        os.close(number)
        raise Unreadable("it is not a regular file")
    return buffered(io.FileIO(number))


def buffered(raw: io.RawIOBase) -> io.BufferedReader:
    """A reader that can look ahead, over any stream of bytes."""
    return io.BufferedReader(raw, _CHUNK)


def member_locator(locator: str, name: str) -> str:
    """Where a member of an archive stands. It is a name and never a path to go: `../` and a root are cut off it."""
    parts = [part for part in mend(name).replace("\\", "/").split("/") if part not in ("", ".", "..")]
    return locator + "!" + _CONTROL.sub("\ufffd", "/".join(parts))


Piece = Source | Refused | Opened
