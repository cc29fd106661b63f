"""What lay beside the generations when the last run ended: sums of the ledger, the pointer and what was learned of sites.

Those files are written again and again, so no manifest holds them. The seal is broken, durably, before a run writes, and
set when all of it is closed. Where it is broken a run was cut short, and SQLite alone can say whether its files are whole.
A file that a run did not touch keeps its sum: a run costs what it changed, and does not seal what decayed before it.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from search.durable import sync
from search.errors import IndexProblem
from search.folder import is_generation, is_plain, remove
from search.index import Index

_FILE = "ledger.seal"
BROKEN = b"A run is at work, or was cut short.\n"
"""In place of sums."""
_LOCKS = ("lock", "ledger.lock")
"""Nothing is read from them but who holds them."""

_Seal = dict[str, list[Any]]
"""Of each file its state, and at the end its sum. Under the folder's own name is the generation, for its manifest."""


@contextmanager
def unsealed(ledger: Path, index: Index) -> Iterator[None]:
    """For one run, which closes what it opens before it leaves this; after an exception no seal is set.

    Raises IndexProblem where the folder can't be written.
    """
    seal = ledger.with_name(_FILE)
    with _writing(seal, "Nothing was changed. Make room or mend its disk, and run this again."):
        try:
            was = _read(seal.read_bytes()) if is_plain(seal) else {}
        except (OSError, ValueError):
            was = {}
        _write(seal, BROKEN)
    yield
    with _writing(seal, "What was read is kept. Make room or mend its disk, and run this again."):
        sync(seal.parent)  # the logs that SQLite removed do not come back
        _write(seal, _sealed(_sums(seal, index, was)))


def doubts(ledger: Path, index: Index) -> tuple[str, ...]:
    """Each file that is not as the last run left it, in words; none while a run is at work, or after it was cut short."""
    seal = ledger.with_name(_FILE)
    if not is_plain(seal):
        return (f"{seal} is missing.",)
    try:
        if (held := seal.read_bytes()) == BROKEN:
            return ()
        was = _read(held)
        now = _sums(seal, index, {})
        if held != seal.read_bytes():
            return ()
    except ValueError:
        return (f"{seal} is damaged.",)
    except OSError as e:
        return (f"{e.filename} can't be read: {e.strerror}.",)
    differ = sorted(
        name for name in was.keys() | now.keys() if was.get(name, [])[-1:] != now.get(name, [])[-1:]
    )
    return tuple(f"{seal.parent / name} is not as the last run left it." for name in differ)


def _read(held: bytes) -> _Seal:
    """Raises ValueError, also for a seal whose own sum, its last line, does not hold."""
    body, _, sum = held.rpartition(b"\n")
    if _digest(body) != sum:
        raise ValueError("it is not as it was written")
    found: _Seal = json.loads(body)
    return found


def _sealed(found: _Seal) -> bytes:
    body = json.dumps(found).encode()
    return body + b"\n" + _digest(body)


def _digest(body: bytes) -> bytes:
    return hashlib.sha256(body).hexdigest().encode()


def _sums(seal: Path, index: Index, was: Mapping[str, list[Any]]) -> _Seal:
    """Raises OSError."""
    found: _Seal = {".": [index.status().generation]}
    for path in sorted(seal.parent.iterdir()):
        temporary = path.name.endswith("-shm") or path.suffix in (".draft", ".new") or path == seal
        temporary = temporary or _is_empty_log(path)
        if is_plain(path) and path.name not in _LOCKS and not temporary:
            found[path.name] = _sum(path, was.get(path.name, []))
        elif not is_plain(path) and not (is_generation(path) and path.is_dir()):
            found[path.name] = ["no plain file"]
    return found


def _is_empty_log(path: Path) -> bool:
    """As a reader makes one who finds that a run has just ended, and nobody before the next run removes."""
    return path.name.endswith("-wal") and is_plain(path) and not path.stat().st_size


def _sum(path: Path, was: list[Any]) -> list[Any]:
    with path.open("rb") as file:
        at = os.fstat(file.fileno())
        state = [at.st_ino, at.st_size, at.st_mtime_ns, at.st_ctime_ns]
        return was if was[:-1] == state else [*state, hashlib.file_digest(file, "sha256").hexdigest()]


def _write(seal: Path, held: bytes) -> None:
    """Durably, all or nothing. Raises OSError."""
    draft = seal.with_suffix(".draft")
    for path in (seal, draft):
        if os.path.lexists(path) and not is_plain(path):
            remove(path)
    try:
        with draft.open("wb") as file:
            file.write(held)
            file.flush()
            os.fsync(file.fileno())
        draft.replace(seal)
    except OSError:
        draft.unlink(missing_ok=True)
        raise
    sync(seal.parent)


@contextmanager
def _writing(seal: Path, advice: str) -> Iterator[None]:
    try:
        yield
    except OSError as e:
        raise IndexProblem(f"{seal.parent} can't be written ({e.strerror or e}). {advice}") from e
