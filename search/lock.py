"""One writer at a time: a file that one process holds, and that says who does."""

from __future__ import annotations

import contextlib
import fcntl
import os
import socket
import time
import weakref
from collections.abc import Iterator
from pathlib import Path
from typing import IO

from search.errors import IndexBusy
from search.folder import is_plain, remove

_LONGEST = 200
_TRIES, _PAUSE = 20, 0.01
"""Who has just taken the lock has not yet said who it is."""


@contextlib.contextmanager
def sole_holder(path: Path) -> Iterator[None]:
    """Of the file, which is made when missing. The kernel lets go when the process ends, however it ends.

    Raises IndexBusy with the process, the host and the time since when it holds it; OSError where it can't be written.
    """
    handle = _opened(path)
    with os.fdopen(handle, "rb+", buffering=0) as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise IndexBusy(
                f"The archive in {path.parent} is being written by {_holder(handle)}. Wait for it, or stop it."
            ) from None
        _held.add(file)
        file.truncate(0)
        file.write(
            f"process {os.getpid()} on {socket.gethostname()} since {time.strftime('%F %T')}\n".encode()
        )
        try:
            yield
        finally:
            with contextlib.suppress(OSError):
                file.truncate(0)


def _opened(path: Path) -> int:
    """Whatever else bears its name holds nothing, and is removed."""
    if os.path.lexists(path) and not is_plain(path):
        remove(path)
    flags = os.O_RDWR | os.O_CREAT | os.O_NOFOLLOW
    try:
        return os.open(path, flags, 0o600)
    except PermissionError:
        path.chmod(0o600)
        return os.open(path, flags, 0o600)


def _holder(handle: int) -> str:
    for _ in range(_TRIES):
        line, end, _ = os.pread(handle, _LONGEST, 0).partition(b"\n")
        if end:
            return "".join(c for c in line.decode("ascii", "replace") if c.isprintable())
        time.sleep(_PAUSE)
    return "another process"


_held: weakref.WeakSet[IO[bytes]] = weakref.WeakSet()
"""Of this process. A forked child closes its copies, or it would hold them when its parent is killed."""


def _let_go() -> None:
    for file in list(_held):
        with contextlib.suppress(OSError):
            file.close()


os.register_at_fork(after_in_child=_let_go)
