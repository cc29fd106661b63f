"""The command under strace: what it asks of the file system is recorded, or fails where it is told to."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from collections.abc import Iterator, Sequence
from functools import cache
from pathlib import Path
from typing import NamedTuple

import pytest

from tests.faults.warm import Warm

CHANGES = (
    "openat,close,lseek,write,writev,pwrite64,ftruncate,fallocate,fsync,fdatasync,copy_file_range,sendfile,"
    "link,linkat,rename,renameat,renameat2,unlink,unlinkat,rmdir,mkdir,mkdirat,dup,dup2,dup3"
)
_CALL = re.compile(r"(\w+)\((.*)\)\s+= (-?\d+)(?:<([^>]*)>)?(.*)")
_OPEN = re.compile(r"(AT_FDCWD|\d+)(?:<([^>]*)>)?$")


class Call(NamedTuple):
    """`ordinal`: the how manyth of its name it was; `told`: what strace adds, such as that it failed on purpose; `within`:
    the working folder."""

    name: str
    arguments: list[str]
    result: int
    told: str
    ordinal: int
    within: Path

    def number(self, at: int) -> int:
        """A file descriptor."""
        found = _OPEN.match(self.arguments[at])
        return int(found[1]) if found and found[1].isdigit() else -1

    def path(self, at: int) -> str:
        """Of an open file, or of a name that may stand relative to the folder before it."""
        word = self.arguments[at]
        if word.startswith('"'):
            name = os.fsdecode(text(word))
            before = self.path(at - 1) if at and _OPEN.match(self.arguments[at - 1]) else ""
            return os.path.normpath(self.within / before / name)
        found = _OPEN.match(word)
        return os.fsdecode(_bytes(found[2] or "")) if found else ""


def text(word: str) -> bytes:
    """A string or a buffer as strace prints it."""
    return _bytes(word.strip('"'))


def _bytes(hexadecimal: str) -> bytes:
    return bytes.fromhex(hexadecimal.replace("\\x", ""))


@cache
def works() -> bool:
    """Containers may forbid it."""
    strace = shutil.which("strace")
    return bool(strace) and subprocess.run([strace, "true"], capture_output=True, check=False).returncode == 0


needs_strace = pytest.mark.skipif(not works(), reason="no strace here, or it may not be used")


def traced(
    command: Warm, words: Sequence[str], folder: Path, told: Path, *options: str, which: str = CHANGES
) -> tuple[subprocess.CompletedProcess[str], list[Call]]:
    """The command's main process alone, which is the one that writes, and such calls of it in their order."""
    log = folder / "trace"
    strace = ("-y", "-xx", "-s", "100000000", "-e", f"trace={which}", *options, "-o", str(log))
    done = command.completed(folder, words, told=told, strace=strace)
    calls = list(calls_in(log, folder))
    log.unlink()
    return done, calls


def calls_in(log: Path, folder: Path) -> Iterator[Call]:
    count: dict[str, int] = {}
    for line in log.read_text("ascii").splitlines():
        if found := _CALL.match(line):
            name, arguments, result, _, told = found.groups()
            count[name] = count.get(name, 0) + 1
            yield Call(name, arguments.split(", "), int(result), told, count[name], folder)
