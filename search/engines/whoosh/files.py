"""Whoosh's folder of files, with readers that several threads can share."""

from __future__ import annotations

import os
import sys
import weakref
from array import array
from pathlib import Path
from typing import Any

from whoosh.filedb.filestore import FileStorage
from whoosh.filedb.structfile import StructFile


class Folder(FileStorage):  # type: ignore[misc]
    def __init__(self, path: Path) -> None:
        super().__init__(str(path))

    def open_file(self, name: str, **_: Any) -> SharedFile:
        return SharedFile(Path(self.folder) / name)


class SharedFile(StructFile):  # type: ignore[misc]
    """Read at a place, never sought, once it is open. It is closed with the last reader that uses it, whichever thread's
    that is."""

    def __init__(self, path: Path) -> None:
        file = path.open("rb")
        super().__init__(file, name=path.name)
        weakref.finalize(self, file.close)

    def get(self, position: int, length: int) -> bytes:
        return os.pread(self.fileno(), length, position)

    def get_array(self, position: int, typecode: str, length: int) -> array[int]:
        found = array(typecode)
        found.frombytes(self.get(position, length * found.itemsize))
        if sys.byteorder == "little":
            found.byteswap()
        return found

    @property
    def size(self) -> int:
        return os.fstat(self.fileno()).st_size
