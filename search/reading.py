"""One file → its articles and refusals, in a process that may die of it.

Hostile input can hang, crash or bloat whoever reads it, and no handler in Python stops a parser written in C. So the
kernel does: a timer ends the process when a record takes too long, a limit refuses it memory. `search.workers` sees it
die and goes on behind the record.
"""

from __future__ import annotations

import hashlib
import logging
import os
import resource
import signal
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from multiprocessing.connection import Connection
from pathlib import Path

from search.article import Article, Source
from search.errors import Damaged, OverLimit, SourceError, Unreadable
from search.ingest import DAMAGE, ingest
from search.ingest.sources import Refused, read
from search.ledger import Refusal
from search.offspring import end_with
from search.prints import IN_DOUBT, Print
from search.settings import Settings

_BYTES_A_SECOND = 10_000_000
"""At least; a large file is given more time to come to its next record."""


@dataclass(frozen=True, slots=True)
class Task:
    """Read the records `share`, `share + of`, `share + 2 * of` … of a file, but none before `start`; or the one with the locator `only`."""

    path: str
    locator: str
    share: int = 0
    of: int = 1
    start: int = 0
    only: str = ""


@dataclass(frozen=True, slots=True)
class Begun:
    """The record of this number is about to be cleaned; the file has been read up to the byte `at`."""

    number: int
    at: int


@dataclass(frozen=True, slots=True)
class Cleaned:
    """`digest` tells one state of the article from another; `damage` names what of it could not be read."""

    article: Article
    digest: bytes
    damage: Refusal | None = None


@dataclass(frozen=True, slots=True)
class Ended:
    """The task has no more records. The first share says in which state the file was read."""

    seen: Print = IN_DOUBT


Outcome = Cleaned | Refusal | Ended


_LIBRARIES = 64_000_000
"""Bytes of the program and of the libraries that it maps, which the kernel does not count as data."""

_NICER = 5
"""By which a reader of files gives way to those who search meanwhile: to a third of their share where both want all. Not more, as
the time that a record may take is by the clock."""


def bound(settings: Settings) -> None:
    """Hold this process to `max_memory_mb` in all; the kernel refuses what is beyond it."""
    most = settings.max_memory_mb * 1_000_000 - _LIBRARIES
    resource.setrlimit(resource.RLIMIT_DATA, (most, most))


def serve(handle: int, parent: int) -> None:
    """Take Settings and field names (see `read`), then answer each Task on this connection with its outcomes until the parent hangs up.

    None says that it is ready. Begun comes before each record's outcome, so that the parent knows of what it died.
    """
    end_with(parent, signal.SIGKILL)
    os.setpriority(os.PRIO_PROCESS, 0, min(os.getpriority(os.PRIO_PROCESS, 0) + _NICER, 19))
    logging.disable()  # what a library says of a hostile file is said by its refusal
    connection = Connection(handle)
    with suppress(EOFError, OSError):
        settings, names = connection.recv()
        bound(settings)
        connection.send(None)
        while os.getppid() == parent:
            task: Task = connection.recv()
            for outcome in outcomes(task, settings, names):
                connection.send(outcome)


def outcomes(task: Task, settings: Settings, names: Mapping[str, str]) -> Iterator[Begun | Outcome]:
    """All that comes of a task, Ended last. A step that takes too long ends the process."""
    seen = IN_DOUBT
    try:
        before = Path(task.path).lstat()
        patience = settings.max_seconds + before.st_size / _BYTES_A_SECOND
        if task.share == 0:
            with _at_most(patience):
                seen = Print.take(task.path)
        records = _each_within(patience, read(Path(task.path), task.locator, settings, names))
        for number, record in enumerate(records):
            wanted = not task.only or record.locator == task.only
            if number >= task.start and number % task.of == task.share and wanted:
                yield Begun(number, _position(before))
                yield (
                    _cleaned(record, settings)
                    if isinstance(record, Source)
                    else _refusal(record.locator, record.error)
                )
        after = Path(task.path).lstat()
        if (before.st_size, before.st_mtime_ns) != (after.st_size, after.st_mtime_ns):
            seen = IN_DOUBT
    except Exception as e:  # whatever a file does to us, the run goes on
        if task.share == 0:
            yield _refusal(task.locator, e)
    yield Ended(seen)


def _each_within(seconds: float, records: Iterator[Source | Refused]) -> Iterator[Source | Refused]:
    while True:
        with _at_most(seconds):
            record = next(records, None)
        if record is None:
            return
        yield record


def _position(state: os.stat_result) -> int:
    """How far the file in this state has been read, by whichever descriptor of this process is open on it."""
    for entry in Path("/dev/fd").iterdir():
        with suppress(OSError):
            found = os.fstat(int(entry.name))
            if (found.st_ino, found.st_dev) == (state.st_ino, state.st_dev):
                return os.lseek(int(entry.name), 0, os.SEEK_CUR)
    return 0


def _cleaned(source: Source, settings: Settings) -> Cleaned | Refusal:
    with _at_most(settings.max_seconds):
        try:
            article = ingest(source, settings)
            digest = hashlib.sha256(article.to_json().encode()).digest()[:16]
            damage = next((Damaged(e.rule) for e in article.evidence if e.field == DAMAGE), None)
            return Cleaned(article, digest, _refusal(source.locator, damage) if damage else None)
        except Exception as e:  # whatever a document does to us, the run goes on
            return _refusal(source.locator, e)


def _refusal(locator: str, e: Exception) -> Refusal:
    if isinstance(e, SourceError):
        return Refusal(locator, e.kind, str(e))
    if isinstance(e, MemoryError):
        return Refusal(locator, OverLimit.kind, "it takes more memory than max_memory_mb allows")
    if isinstance(e, OSError):
        return Refusal(locator, Unreadable.kind, e.strerror or str(e))
    return Refusal(locator, SourceError.kind, f"it met a fault in Backfile ({type(e).__name__}: {e})")


@contextmanager
def _at_most(seconds: float) -> Iterator[None]:
    """Else the kernel ends this process with SIGALRM."""
    signal.setitimer(signal.ITIMER_REAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
