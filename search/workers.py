"""Several processes read and clean files for the one that writes: in order, in flat memory, and all end with it.

Results come in the order of the files and of the records in each, however many processes there are: the one that takes
them reads from the process whose turn it is, and the others wait with what they have. The records of a large file are
dealt out to all. When a process dies of a record, the record is named, and a new process goes on behind it.
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections import deque
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import replace
from multiprocessing import Pipe
from pathlib import Path
from typing import Self

from search.errors import ArchiveError, OverLimit, Unreadable
from search.ledger import Refusal
from search.reading import Begun, Ended, Outcome, Task
from search.settings import Settings

_LARGE = 2_000_000
"""Bytes from which a file is dealt out; each process then reads all of it, and cleans its share."""
_AHEAD = 8
"""Tasks that each process has before it, so that it never waits for one. Fewer files than that need no other process."""


class Workers:
    """As many as `settings.workers` says, each started when first needed."""

    def __init__(self, settings: Settings, names: Mapping[str, str]) -> None:
        self._settings, self._names = settings, names
        self._count = settings.workers or len(os.sched_getaffinity(0))
        self._all: list[_Worker] = []

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        for worker in self._all:
            worker.end()

    def read(self, files: Iterable[tuple[str, str]]) -> Iterator[tuple[str, int, Outcome]]:
        """For each (path, locator) its outcomes, Ended last, each with the path and the bytes read of it so far."""
        waiting: deque[tuple[str, list[_Worker]]] = deque()
        for path, locator in files:
            waiting.append((path, self._hand_out(path, locator)))
            if len(waiting) >= self._count * _AHEAD:
                yield from self._collect(*waiting.popleft())
        while waiting:
            yield from self._collect(*waiting.popleft())

    def read_one(self, path: str, locator: str, *, number: int = 0, only: str = "") -> Outcome:
        """What comes of the record that has the locator `only`, else of the n-th, from 0; Ended where there is none."""
        worker = _Worker(self._settings, self._names)
        self._all.append(worker)
        worker.give(Task(path, locator, start=number, only=only))
        return next(outcome for _, outcome in worker.outcomes())

    def _hand_out(self, path: str, locator: str) -> list[_Worker]:
        shares = self._count if _size(path) >= _LARGE else 1
        while len(self._all) < self._count and (shares > 1 or all(len(w.tasks) >= _AHEAD for w in self._all)):
            self._all.append(_Worker(self._settings, self._names))
        chosen = sorted(self._all, key=lambda worker: len(worker.tasks))[:shares]
        for share, worker in enumerate(chosen):
            worker.give(Task(path, locator, share, shares))
        return chosen

    def _collect(self, path: str, workers: list[_Worker]) -> Iterator[tuple[str, int, Outcome]]:
        """In turn, as the records were dealt out."""
        turn = deque(worker.outcomes() for worker in workers)
        ended = Ended()
        while turn:
            at, outcome = next(turn[0])
            if isinstance(outcome, Ended):
                turn.popleft()
                ended = outcome if outcome.seen.sha256 else ended
            else:
                turn.rotate(-1)
                yield path, at, outcome
        yield path, ended.seen.size, ended


class _Worker:
    def __init__(self, settings: Settings, names: Mapping[str, str]) -> None:
        self.tasks: deque[Task] = deque()
        self._settings, self._names = settings, names
        self._ready = False
        self._start()

    def give(self, task: Task) -> None:
        self.tasks.append(task)
        with suppress(OSError):  # a dead process is noticed by who waits for its answer
            self._connection.send(task)

    def outcomes(self) -> Iterator[tuple[int, Outcome]]:
        """Those of the task that it was given first, Ended last, each with the bytes read so far."""
        begun: Begun | None = None
        at = 0
        while True:
            try:
                message: Begun | Outcome | None = self._connection.recv()
            except (EOFError, OSError):
                if not self._ready:
                    raise ArchiveError(
                        f"No process can be started to read files ({sys.executable})."
                    ) from None
                task = self.tasks.popleft()
                yield at, Refusal(task.locator, *self._cause_of_death(begun))
                if begun:
                    self.tasks.appendleft(replace(task, start=begun.number + 1))
                self._start()
                if not begun:  # between two records, and again if it were tried again
                    yield at, Ended()
                    return
                begun = None
                continue
            if message is None:
                self._ready = True
            elif isinstance(message, Begun):
                begun, at = message, message.at
            elif isinstance(message, Ended):
                self.tasks.popleft()
                yield at, message
                return
            else:
                begun = None
                yield at, message

    def end(self) -> None:
        self._connection.close()
        self._process.kill()
        self._process.wait()

    def _start(self) -> None:
        self._connection, theirs = Pipe()
        command = "import sys; from search.reading import serve; serve(*map(int, sys.argv[1:]))"
        arguments = [sys.executable, "-P", "-c", command, str(theirs.fileno()), str(os.getpid())]
        paths = {"PYTHONPATH": os.pathsep.join(sys.path), "OPENBLAS_NUM_THREADS": "1"}
        # Its own process group: an interrupt at the terminal is the parent's to handle.
        self._process = subprocess.Popen(  # noqa: S603
            arguments,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            pass_fds=[theirs.fileno()],
            process_group=0,
            env=os.environ | paths,
        )
        theirs.close()
        self._ready = False
        with suppress(OSError):
            self._connection.send((self._settings, self._names))
            for task in self.tasks:
                self._connection.send(task)

    def _cause_of_death(self, begun: Begun | None) -> tuple[str, str]:
        """Kind and reason of the refusal."""
        status = self._process.wait()
        which = f"record {begun.number + 1}: " if begun and begun.number else ""
        if status == -signal.SIGALRM:
            seconds = f"{self._settings.max_seconds:g} seconds (max_seconds)"
            return OverLimit.kind, f"{which}it takes longer than {seconds}"
        how = signal.Signals(-status).name if status < 0 else f"exit status {status}"
        return Unreadable.kind, f"{which}the process that read it died ({how})"


def _size(path: str) -> int:
    try:
        return Path(path).lstat().st_size
    except OSError:
        return 0
