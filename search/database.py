"""A SQLite file of the archive: read without a trace, and what SQLite or the file system says of it in words of ours."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import gettempdir

from search.errors import IndexBusy, IndexDamaged, IndexProblem
from search.folder import is_plain

_MEND = "Make room, or mend its rights or its disk, and run this again."


def writable(file: Path) -> sqlite3.Connection:
    """For its one writer; it is made when it is missing. Raises IndexDamaged for what is no plain file."""
    _check_plain(file)
    return sqlite3.connect(file, isolation_level=None)


def read_only(file: Path) -> sqlite3.Connection:
    """Where no writer is at work there is no log beside it, and none is made. Raises IndexDamaged for what is no plain file.

    One that was killed leaves its log. SQLite shares an index of it in a file of its own; where the disk has no room for
    that, or may not be written, it is kept in memory, for which nobody is asked to wait.
    """
    _check_plain(file)
    if not file.with_name(f"{file.name}-wal").exists():
        return _opened(file, "immutable=1")
    db = _opened(file)
    try:
        db.execute("PRAGMA user_version")
    except sqlite3.Error as e:
        if not (isinstance(e, sqlite3.OperationalError) and _is_of_the_disk(e)):
            return db  # which will say it again
        db.close()
        db = _opened(file, "vfs=unix-none")
        db.execute("PRAGMA locking_mode = EXCLUSIVE")
    return db


def _opened(file: Path, *how: str) -> sqlite3.Connection:
    return sqlite3.connect(f"{file.as_uri()}?{'&'.join(('mode=ro', *how))}", uri=True)


def _check_plain(file: Path) -> None:
    if os.path.lexists(file) and not is_plain(file):
        raise _damaged(file, "it is no plain file")


@contextmanager
def speaking_for(file: Path) -> Iterator[None]:
    """What SQLite or the file system says of a file, as an IndexProblem that says what to do."""
    try:
        yield
    except sqlite3.OperationalError as e:
        if "is locked" in str(e) or "locking protocol" in str(e):
            raise IndexBusy(
                f"{file} is in use by another process. Run this again when it has finished."
            ) from e
        if "full" in str(e):
            raise IndexProblem(
                f"The disk that holds {file}, or {gettempdir()}, is full. Make room and run this again."
            ) from e
        if _is_of_the_disk(e):
            raise IndexProblem(f"{file} can't be used ({e}). {_MEND}") from e
        raise _damaged(file, e) from e
    except sqlite3.Error as e:
        raise _damaged(file, e) from e
    except OSError as e:
        if not str(e.filename).startswith(f"{file.parent}/"):
            raise
        raise IndexProblem(f"{e.filename} can't be used ({e.strerror}). {_MEND}") from e


def _is_of_the_disk(e: sqlite3.OperationalError) -> bool:
    """Whether nothing is wrong with the file, so that to build it anew would not help. A file that ends too early is
    an error of the disk to SQLite."""
    code = getattr(e, "sqlite_errorcode", 0)  # sqlite3's own errors have none
    return code & 0xFF in (sqlite3.SQLITE_IOERR, sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_READONLY) and (
        code != sqlite3.SQLITE_IOERR_SHORT_READ
    )


def _damaged(file: Path, e: object) -> IndexDamaged:
    return IndexDamaged(f"{file} can't be used ({e}). Run: backfile reindex --full PATH…")
