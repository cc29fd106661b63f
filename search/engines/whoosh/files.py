"""Whoosh's folder of files, with readers that several threads can share, and that hand out no byte that was not written.

The folder's disk may have lost or changed some: each stretch of PAGE bytes has a checksum, which is held against it when
something of it is first read.
"""

from __future__ import annotations

import contextlib
import io
import os
import sys
import zlib
from array import array
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from whoosh.filedb.filestore import FileStorage
from whoosh.filedb.structfile import StructFile

from search.engines.closing import close_with
from search.engines.manifest import REBUILD, unreadable
from search.errors import IndexDamaged
from search.folder import trust_open

PAGE = 1 << 16
_PIECE = 1 << 22
"""Bytes that are read at once, some 20 ms of a disk."""

Sums = NDArray[np.uint32]


def sums(path: Path) -> Sums:
    """The CRC-32 of each page of a file."""
    with path.open("rb") as file:
        return np.array([zlib.crc32(page) for page in iter(lambda: file.read(PAGE), b"")], np.uint32)


class Folder(FileStorage):  # type: ignore[misc]
    """`sums` are those of its files, by their names; a file without is read as it is."""

    def __init__(self, path: Path, sums: Mapping[str, Sums] | None = None) -> None:
        super().__init__(str(path))
        self._sums = sums or {}
        self._made: list[StructFile] = []

    def create_file(self, name: str, **how: Any) -> StructFile:
        self._made.append(file := super().create_file(name, **how))
        return file

    def temp_storage(self, name: str | None = None) -> FileStorage:
        temporary = Folder(Path(super().temp_storage(name).folder))
        temporary._made = self._made
        return temporary

    def abandon(self) -> None:
        """Closes what it made, which is useless; a full disk refuses what was still to be written once more."""
        for file in self._made:
            with contextlib.suppress(OSError):
                if not file.is_closed:
                    file.close()

    def open_file(self, name: str, **_: Any) -> SharedFile:
        return SharedFile(Path(self.folder) / name, self._sums.get(name))


class SharedFile(StructFile):  # type: ignore[misc]
    """Read at a place, never sought, once it is open. It is closed with the last reader that uses it, whichever thread's
    that is. Reading raises IndexDamaged, and IndexProblem when the disk fails."""

    def __init__(self, path: Path, sums: Sums | None = None) -> None:
        self._pages = _Pages(path, sums)
        super().__init__(io.BufferedReader(self._pages), name=path.name)
        close_with(self, self._pages)

    def get(self, position: int, length: int, check: Callable[[], None] = lambda: None) -> bytes:
        """`check` is called again and again where there is much to read, as a disk may be slow."""
        return self._pages.at(position, length, check)

    def get_array(self, position: int, typecode: str, length: int) -> array[int]:
        found = array(typecode)
        found.frombytes(self.get(position, length * found.itemsize))
        if sys.byteorder == "little":
            found.byteswap()
        return found

    @property
    def size(self) -> int:
        return os.fstat(self.fileno()).st_size


class _Pages(io.FileIO):
    def __init__(self, path: Path, sums: Sums | None) -> None:
        super().__init__(path)
        try:
            trust_open(self.fileno(), path)
        except IndexDamaged:
            self.close()
            raise
        self._path = path
        self._sums = sums
        self._unread = bytearray(b"\1" * (0 if sums is None else len(sums)))

    def at(self, position: int, length: int, check: Callable[[], None]) -> bytes:
        found = self._read(position, length, check)
        if len(found) < length:
            raise self._damaged("it is cut short")
        return found

    def readinto(self, buffer: Any) -> int:
        """As Whoosh reads what stands at the beginning and at the end of a file when it opens it."""
        with memoryview(buffer) as view:
            found = self._read(self.tell(), view.nbytes, lambda: None)
            view[: len(found)] = found
        self.seek(len(found), os.SEEK_CUR)
        return len(found)

    def _read(self, position: int, length: int, check: Callable[[], None]) -> bytes:
        if position < 0 or length < 0:
            raise self._damaged("it leads to where nothing can be")
        try:
            first, end = position // PAGE, -(-(position + length) // PAGE)
            while (page := self._unread.find(1, first, end)) >= 0:
                self._check(page)
                check()
            if length <= _PIECE:
                return os.pread(self.fileno(), length, position)
            pieces = []
            for at in range(position, position + length, _PIECE):
                pieces.append(os.pread(self.fileno(), min(_PIECE, position + length - at), at))
                check()
            return b"".join(pieces)
        except OSError as e:
            raise unreadable(self._path, e) from e

    def _check(self, page: int) -> None:
        if self._sums is None or zlib.crc32(os.pread(self.fileno(), PAGE, page * PAGE)) != self._sums[page]:
            raise self._damaged("it is not as it was written")
        self._unread[page] = 0

    def _damaged(self, how: str) -> IndexDamaged:
        return IndexDamaged(f"{self._path} is damaged: {how}. {REBUILD}")
