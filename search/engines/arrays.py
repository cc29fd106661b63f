"""Named arrays in a file (numpy's .npz, without pickles), each read when it is first asked for."""

from __future__ import annotations

import json
import threading
from collections.abc import Mapping
from pathlib import Path
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

from search.engines.closing import close_with
from search.engines.manifest import unreadable
from search.errors import IndexDamaged

Numbers: TypeAlias = NDArray[np.int64]
Flags: TypeAlias = NDArray[np.bool_]
Array: TypeAlias = NDArray[Any]


class ArrayFile:
    """Safe to share between threads."""

    def __init__(self, path: Path) -> None:
        self._path = path
        file = path.open("rb")
        close_with(self, file)  # also where numpy finds it damaged
        self._file = np.load(file, allow_pickle=False)
        self._lock = threading.Lock()

    def __getitem__(self, name: str) -> Array:
        """Raises IndexDamaged where its checksum doesn't hold, IndexProblem where the disk refuses it."""
        try:
            with self._lock:
                array: Array = self._file[name]
        except OSError as e:
            raise unreadable(self._path, e) from e
        except Exception as e:  # zipfile's, zlib's and numpy's, by where the damage is
            raise IndexDamaged(
                f"{self._path} is damaged ({type(e).__name__}: {e}). Run `backfile reindex --full` to build it anew."
            ) from e
        return array

    def all(self) -> dict[str, Array]:
        """Raises IndexProblem."""
        return {name: self[name] for name in self._file.files}

    def strings(self, name: str) -> list[str]:
        found: list[str] = json.loads(self[name].tobytes())
        return found


def texts(values: list[str]) -> Array:
    """Strings as an array that is safe to load."""
    return np.frombuffer(json.dumps(values, ensure_ascii=False).encode(), np.uint8)


def save(path: Path, arrays: Mapping[str, Array]) -> None:
    with path.open("wb") as file:
        np.savez(file, allow_pickle=False, **arrays)


def changes(numbers: Array) -> Flags:
    """Which numbers differ from the one before; the first does."""
    found = np.ones(len(numbers), bool)
    np.not_equal(numbers[1:], numbers[:-1], out=found[1:])
    return found


def stretches(starts: Numbers, sizes: Array) -> Numbers:
    """The whole numbers from each start, so many of each, one stretch after the other."""
    ends = np.cumsum(sizes, dtype=np.int64)
    return np.arange(ends[-1] if len(ends) else 0) + np.repeat(starts - ends + sizes, sizes)
