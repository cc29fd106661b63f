"""Where what an archive has learned of its sites (`search.ingest.repeats`) lies, through rebuilds and kills.

It lies beside the ledger. A rebuild learns anew, in a file that is named for the generation beside which it is built, and is
put in place at the end. So the next run can tell what one left that was cut short: when there is another generation by now,
the rebuild was committed, and what it learned is what the archive was made with.
"""

from __future__ import annotations

import hashlib
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path

from search.database import speaking_for
from search.durable import sync
from search.index import Index
from search.ingest.repeats import FILE, Repeats


@contextmanager
def learned(ledger: Path, index: Index, *, afresh: bool) -> Iterator[Repeats]:
    """For one run on this index, a rebuild if `afresh`. Raises IndexDamaged, IndexProblem."""
    file = ledger.with_name(FILE)
    generation = index.status().generation
    anew = _anew(file, generation)
    for left in sorted(file.parent.glob(f"{file.stem}.*.new")):
        if left != anew and not afresh:
            _put_in_place(left, file)
    _forget(file)
    repeats = Repeats(anew if afresh else file)
    try:
        yield repeats
        if afresh:
            repeats.settle()
    except BaseException:
        repeats.close()
        if index.status().generation == generation:
            with suppress(OSError):
                _forget(file)
        raise
    repeats.close()
    if afresh:
        _put_in_place(anew, file)


def _anew(file: Path, generation: str) -> Path:
    return file.with_suffix(f".{hashlib.sha256(generation.encode()).hexdigest()[:16]}.new")


def _put_in_place(anew: Path, file: Path) -> None:
    """At once: a kill leaves the one or the other."""
    with speaking_for(anew), closing(sqlite3.connect(anew, isolation_level=None)) as db:
        db.execute("PRAGMA wal_checkpoint(TRUNCATE)")  # what a killed process left in the log
    for suffix in ("-wal", "-shm", "-journal"):
        file.with_name(file.name + suffix).unlink(missing_ok=True)
    sync(file.parent)  # no old log comes back beside the new file
    anew.replace(file)


def _forget(file: Path) -> None:
    """What rebuilds learned that came to nothing."""
    for left in file.parent.glob(f"{file.stem}.*.new*"):
        left.unlink()
