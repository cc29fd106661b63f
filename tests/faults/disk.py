"""A disk that forgets what was not synced, as POSIX allows it: what may lie on it when the power fails after a call.

A file keeps what it held at its last fsync, and of the writes after that any part, in any order; a folder keeps the names
it held at its own last fsync, and of the changes after that any part. A file's fsync does not keep its name.
"""

from __future__ import annotations

import os
import random
import shutil
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

from tests.faults.strace import Call, text

_SECTOR = 512


@dataclass(eq=False)
class _File:
    kept: bytes = b""
    after: list[tuple[int, bytes | None]] = field(default_factory=list)
    """Writes at an offset; None: cut off there."""

    def data(self, chosen: Iterable[tuple[int, bytes | None]]) -> bytes:
        held = bytearray(self.kept)
        for at, data in chosen:
            if data is None:
                held = held[:at].ljust(at, b"\0")
            else:
                held[:] = held.ljust(at, b"\0")
                held[at : at + len(data)] = data
        return bytes(held)

    def size(self) -> int:
        return len(self.data(self.after))

    def sync(self) -> None:
        self.kept, self.after = self.data(self.after), []


@dataclass(eq=False)
class _Change:
    """Of names in one folder: these are gone, and this one stands for that file (None: a folder)."""

    gone: str = ""
    name: str = ""
    file: _File | None = None

    def apply(self, names: dict[str, _File | None]) -> None:
        names.pop(self.gone, None)
        if self.name:
            names[self.name] = self.file

    @property
    def folder(self) -> str:
        return str(Path(self.name or self.gone).parent)


class Disk:
    """All below `root`, which is synced to begin with. `apply` tells it of the calls of one process in their order."""

    def __init__(self, root: Path) -> None:
        self.root = str(root)
        known: dict[int, _File] = {}
        self._kept: dict[str, _File | None] = {}
        for path in sorted(root.rglob("*")):
            is_file = path.is_file()
            self._kept[str(path)] = (
                known.setdefault(path.stat().st_ino, _File(path.read_bytes())) if is_file else None
            )
        if root.exists():
            self._kept[self.root] = None
        self._names = dict(self._kept)
        self._after: list[_Change] = []
        self._open: dict[int, tuple[_File, int]] = {}

    def apply(self, call: Call) -> bool:
        """Whether it changed what may be on the disk."""
        if call.result < 0:
            return False
        handler = getattr(self, f"_{call.name}", None)
        if handler is None:
            assert call.name in ("dup", "dup2", "dup3") and not self._ours(call.path(0)), call.name
            return False
        return bool(handler(call))

    def _ours(self, path: str) -> bool:
        return path == self.root or (path.startswith(self.root + "/") and not path.endswith("-shm"))

    def _openat(self, call: Call) -> bool:
        path, flags = call.path(1), call.arguments[2]
        if not self._ours(path) or "O_DIRECTORY" in flags or self._names.get(path, self) is None:
            return False
        file = self._names.get(path)
        made = file is None
        if file is None:
            assert "O_CREAT" in flags, path
            file = _File()
            self._change(_Change(name=path, file=file))
        if "O_TRUNC" in flags and not made:
            file.after.append((0, None))
        self._open[call.result] = file, file.size() if "O_APPEND" in flags else 0
        return made or "O_TRUNC" in flags

    def _close(self, call: Call) -> None:
        self._open.pop(call.number(0), None)

    def _lseek(self, call: Call) -> None:
        if opened := self._open.get(call.number(0)):
            self._open[call.number(0)] = opened[0], call.result

    def _write(self, call: Call) -> bool:
        if not (opened := self._open.get(call.number(0))):
            return False
        file, at = opened
        file.after.append((at, text(call.arguments[1])[: call.result]))
        self._open[call.number(0)] = file, at + call.result
        return True

    def _pwrite64(self, call: Call) -> bool:
        if opened := self._open.get(call.number(0)):
            opened[0].after.append((int(call.arguments[3]), text(call.arguments[1])[: call.result]))
        return bool(opened)

    def _ftruncate(self, call: Call) -> bool:
        if opened := self._open.get(call.number(0)):
            opened[0].after.append((int(call.arguments[1]), None))
        return bool(opened)

    def _fsync(self, call: Call) -> bool:
        if opened := self._open.get(call.number(0)):
            opened[0].sync()
            return True
        folder = call.path(0)
        for change in [change for change in self._after if change.folder == folder]:
            change.apply(self._kept)
            self._after.remove(change)
        return self._ours(folder)

    _fdatasync = _fsync

    def _link(self, call: Call) -> bool:
        return self._change(_Change(name=call.path(1), file=self._names.get(call.path(0))))

    def _rename(self, call: Call) -> bool:
        old, new = call.path(0), call.path(1)
        return self._change(_Change(old, new, self._names.get(old)))

    def _unlink(self, call: Call) -> bool:
        return self._change(_Change(gone=call.path(0)))

    _rmdir = _unlink

    def _unlinkat(self, call: Call) -> bool:
        return self._change(_Change(gone=call.path(1)))

    def _mkdir(self, call: Call) -> bool:
        return self._change(_Change(name=call.path(0)))

    def _change(self, change: _Change) -> bool:
        if not self._ours(change.name or change.gone):
            return False
        change.apply(self._names)
        self._after.append(change)
        return True

    def after_a_cut(self, chance: random.Random) -> dict[str, tuple[_File, bytes] | None]:
        """One of the states in which the disk may be found: None for a folder, files as what they hold."""
        part = chance.choice((0.0, 0.5, 0.9, 1.0))
        names = dict(self._kept)
        for change in self._after:
            if chance.random() < part:
                change.apply(names)
        part = chance.choice((0.0, 0.5, 0.9, 1.0))
        held: dict[_File, bytes] = {}
        found: dict[str, tuple[_File, bytes] | None] = {}
        for path, file in sorted(names.items()):
            there = path == self.root or str(Path(path).parent) in found
            if there and file:
                if file not in held:
                    held[file] = file.data(w for write in file.after for w in _torn(write, part, chance))
                found[path] = file, held[file]
            elif there:
                found[path] = None
        return found


def _torn(
    write: tuple[int, bytes | None], part: float, chance: random.Random
) -> Iterable[tuple[int, bytes | None]]:
    """A write reaches the disk in whole sectors, or not."""
    at, data = write
    if data is None:
        return [write] if chance.random() < part else []
    cuts = range(0, len(data), _SECTOR)
    return [(at + cut, data[cut : cut + _SECTOR]) for cut in cuts if chance.random() < part]


def lay_out(root: Path, found: dict[str, tuple[_File, bytes] | None]) -> None:
    """Make `root` what was found on the disk, links as links."""
    shutil.rmtree(root, ignore_errors=True)
    first: dict[_File, str] = {}
    for path, held in found.items():
        if held is None:
            Path(path).mkdir(mode=0o700)
        elif held[0] in first:
            os.link(first[held[0]], path)
        else:
            Path(path).write_bytes(held[1])
            first[held[0]] = path
