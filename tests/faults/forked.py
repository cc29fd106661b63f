"""The command in forks of one process that has all of it loaded: a run costs 50 ms and not 1.5 s, so that a fault can be
tried at each call. What the readers make of the files is told to a run; all else is as it comes.
"""

from __future__ import annotations

import ctypes
import multiprocessing
import os
import resource
import signal
import subprocess
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import chdir
from functools import partial
from multiprocessing.connection import Connection
from pathlib import Path

import search.cli.check
import search.cli.reindex
import search.reindex
from search.cli import run
from search.engines import ENGINES
from search.ingest.sources import Refused
from search.ingest.sources.folders import walk
from search.reading import Outcome
from search.settings import Settings
from search.workers import Workers

_FORKS = multiprocessing.get_context("forkserver")
_FORKS.set_forkserver_preload([__name__, "pytest", *(module for module, _ in ENGINES.values())])
"""Each fork imports the main module again, which is pytest."""
_MAY_BE_TRACED, _BY_ANYBODY = 0x59616D61, -1
"""Of prctl, for kernels that let only a parent trace."""

Told = Mapping[str, Sequence[tuple[str, int, Outcome]]]
"""By path what `search.workers.Workers.read` gives for it."""


def told(folder: Path) -> dict[str, Sequence[tuple[str, int, Outcome]]]:
    """Of all that lies in `news/` of this folder, as it is now."""
    with chdir(folder), Workers(Settings(), {}) as workers:
        found = [file for file in walk([Path("news")]) if not isinstance(file, Refused)]
        return {str(file.path): list(workers.read([(str(file.path), file.locator)])) for file in found}


class _Reader(Workers):
    def __init__(self, told: Told, settings: Settings, names: Mapping[str, str]) -> None:
        super().__init__(settings, names)
        self._told = told

    def read(self, files: Iterable[tuple[str, str]]) -> Iterator[tuple[str, int, Outcome]]:
        for path, _ in files:
            yield from self._told[path]


def forked(
    words: Sequence[str],
    folder: Path,
    told: Told,
    tracer: Sequence[str | Path] = (),
    largest: int = resource.RLIM_INFINITY,
    **environment: str,
) -> subprocess.CompletedProcess[str]:
    """A run in this folder: traced by this command, which is given the process, from when it has begun to when it ends;
    and with no file that grows over so many bytes."""
    ours, theirs = _FORKS.Pipe()
    process = _FORKS.Process(
        target=_run,
        args=(list(words), folder, told, theirs),
        kwargs={"largest": largest, "environment": environment},
    )
    process.start()
    theirs.close()
    ours.recv()
    if tracer:
        with subprocess.Popen([*tracer, "-p", str(process.pid)], stderr=subprocess.PIPE, text=True) as traced:
            assert traced.stderr and "attached" in (said := traced.stderr.readline()), said
            ours.send("go")
            process.join(60)
            traced.stderr.read()
    else:
        ours.send("go")
        process.join(60)
    ours.close()
    assert process.exitcode is not None, "it hangs"
    said = [(folder / name).read_text("utf-8") for name in ("stdout", "stderr")]
    return subprocess.CompletedProcess(words, process.exitcode, *said)


def _run(
    words: list[str],
    folder: Path,
    told: Told,
    parent: Connection,
    *,
    largest: int,
    environment: Mapping[str, str],
) -> None:
    os.chdir(folder)
    os.environ.update(environment)
    signal.signal(signal.SIGINT, signal.default_int_handler)
    for name in ("stdout", "stderr"):
        setattr(sys, name, (folder / name).open("w", encoding="utf-8"))
    search.reindex.Workers = partial(_Reader, told)  # type: ignore[assignment, misc]
    ctypes.CDLL(None).prctl(_MAY_BE_TRACED, _BY_ANYBODY)
    resource.setrlimit(resource.RLIMIT_FSIZE, (largest, resource.RLIM_INFINITY))
    parent.send("ready")
    parent.recv()
    sys.exit(run(words))
