"""The command in processes of their own that cost next to nothing: forked from one that has loaded everything.

Nothing about their end is pretended: a run is a process, those that read for it are processes, and a kill is the kernel's.
With `cold` the readers are started as in the product, by a fresh interpreter.
"""

from __future__ import annotations

import ctypes
import gc
import json
import os
import resource
import select
import signal
import subprocess
import sys
import time
import traceback
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any, NamedTuple

from tests.command import ENVIRONMENT
from tests.faults.told import telling

PATIENCE = 60.0
"""Seconds in which what was killed has to be gone, and everything else to have happened."""
_SUBREAPER = 36
"""PR_SET_CHILD_SUBREAPER, prctl(2): orphans come to this process, which so learns when they have ended."""
_MAY_BE_TRACED, _BY_ANYBODY = 0x59616D61, -1
"""PR_SET_PTRACER of the same, for kernels that let only a parent trace."""


class _Order(NamedTuple):
    words: list[str]
    folder: str
    said: str
    batch: int = 0
    strace: Sequence[str] = ()
    cold: bool = False
    clock: int = 0
    told: str = ""
    largest: int = resource.RLIM_INFINITY
    environment: Mapping[str, str] = {}


class Run:
    """A command that was started and may be killed."""

    def __init__(self, warm: Warm, pid: int, said: Path) -> None:
        self._warm = warm
        self.pid = pid
        self._said = said

    def kill(self, *, all: bool) -> None:
        """With SIGKILL: it alone, or it and those who read for it."""
        victims = [self.pid]
        if all:
            victims += map(int, Path(f"/proc/{self.pid}/task/{self.pid}/children").read_text().split())
        for victim in victims:
            os.kill(victim, signal.SIGKILL)

    def ended(self, within: float = PATIENCE) -> int | None:
        """Its exit status, negative for a signal; None when it has not ended by then."""
        return self._warm.number(within)

    def all_ended(self) -> bool:
        """Whether those who read for it have ended too, soon after it did."""
        return self._warm.number(PATIENCE) is not None

    @property
    def said(self) -> str:
        return self.stdout + self.stderr

    @property
    def stdout(self) -> str:
        return Path(f"{self._said}.stdout").read_text("utf-8")

    @property
    def stderr(self) -> str:
        return Path(f"{self._said}.stderr").read_text("utf-8")


class Warm:
    """Runs one command after the other."""

    def __init__(self) -> None:
        self._owed = 0
        self._pids: list[int | None] = []
        self._process = subprocess.Popen(
            [sys.executable, "-m", "tests.faults.warm"],
            env=ENVIRONMENT | {"PYTHONPATH": os.pathsep.join(sys.path), "OPENBLAS_NUM_THREADS": "1"},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
        )

    def start(
        self,
        folder: Path,
        words: Sequence[str],
        *,
        batch: int = 0,
        strace: Sequence[str] = (),
        cold: bool = False,
        clock: int = 0,
        told: Path | None = None,
        largest: int = resource.RLIM_INFINITY,
        **environment: str,
    ) -> Run:
        """In a working folder. `batch`: articles that are committed at once; `strace`: its options, to trace the main process;
        `clock`: seconds by which its clock is wrong; `told`: a file of tests.faults.told; `largest`: bytes over which no file
        grows."""
        said = folder / "said"
        more = (batch, list(strace), cold, clock, str(told or ""), largest, environment)
        self._ask([_Order(list(words), str(folder), str(said), *more)])
        self._pids = [pid := self.number(PATIENCE)]
        assert pid
        return Run(self, pid, said)

    def done(self, folder: Path, words: Sequence[str], **how: Any) -> str:
        """What a command says that has to end well."""
        run = self.start(folder, words, **how)
        status = run.ended(60)
        assert status == 0 and run.all_ended(), (status, run.said)
        return run.said

    def completed(self, folder: Path, words: Sequence[str], **how: Any) -> subprocess.CompletedProcess[str]:
        """A command, however it ends."""
        run = self.start(folder, words, **how)
        status = run.ended(60)
        assert status is not None and run.all_ended(), "it hangs"
        return subprocess.CompletedProcess(words, status, run.stdout, run.stderr)

    def together(self, folder: Path, several: Sequence[Sequence[str]]) -> list[tuple[int, str]]:
        """Commands that begin at the same moment: the exit status of each, and what it said."""
        said = [folder / f"said.{number}" for number in range(len(several))]
        self._ask([_Order(list(words), str(folder), str(s)) for words, s in zip(several, said, strict=True)])
        self._pids = pids = [self.number(PATIENCE) for _ in several]
        statuses = [self.number(60) for _ in several]
        assert all(pids) and self.number(PATIENCE) == 0
        return [(status or 0, Run(self, 0, s).said) for status, s in zip(statuses, said, strict=True)]

    def _ask(self, orders: Sequence[_Order]) -> None:
        assert self._process.stdin
        while self._owed:  # what a test that failed has left, stopped perhaps
            for pid in filter(None, self._pids):
                with suppress(ProcessLookupError):
                    os.kill(pid, signal.SIGKILL)
            assert self.number(PATIENCE) is not None
        self._owed = 2 * len(orders) + 1
        self._process.stdin.write(json.dumps(orders).encode() + b"\n")
        self._process.stdin.flush()

    def number(self, within: float) -> int | None:
        assert self._process.stdout
        ready, _, _ = select.select([self._process.stdout.fileno()], [], [], within)
        if not ready:
            return None
        line = b""
        while not line.endswith(b"\n"):
            read = os.read(self._process.stdout.fileno(), 1)
            assert read, "the warm process died"
            line += read
        self._owed -= 1
        return int(line)

    def close(self) -> None:
        assert self._process.stdin and self._process.stdout
        self._process.stdin.close()
        self._process.wait(PATIENCE)
        self._process.stdout.close()


@contextmanager
def warm() -> Iterator[Warm]:
    process = Warm()
    try:
        yield process
    finally:
        process.close()


class _Forked:
    """In place of subprocess.Popen, for readers that are forked."""

    def __init__(self, arguments: Sequence[str], *, pass_fds: Sequence[int], **_: Any) -> None:
        self.pid = os.fork()
        if not self.pid:
            os.setpgid(0, 0)
            kept, at = pass_fds[0], 3
            os.closerange(at, kept)
            os.closerange(kept + 1, 1024)
            from search import reading

            reading.serve(*map(int, arguments[-2:]))
            os._exit(0)

    def kill(self) -> None:
        os.kill(self.pid, signal.SIGKILL)

    def wait(self) -> int:
        return os.waitstatus_to_exitcode(os.waitpid(self.pid, 0)[1])


def _become(order: _Order, start: int) -> None:
    """The command, in a process that was forked for it, when nobody holds the other end of `start` any more."""
    os.setpgid(0, 0)
    os.chdir(order.folder)
    os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
    for number, name in ((1, "stdout"), (2, "stderr")):
        os.dup2(os.open(f"{order.said}.{name}", os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), number)
    os.dup2(start, 3)
    os.closerange(4, 1024)
    import search.reindex
    from search import batches, workers
    from search.cli import run

    os.environ.update(order.environment)
    if order.told:
        search.reindex.Workers = telling(Path(order.told))  # type: ignore[assignment, misc]
    if order.clock:
        now, in_nanoseconds = time.time, time.time_ns
        time.time = lambda: now() + order.clock
        time.time_ns = lambda: in_nanoseconds() + order.clock * 10**9
    if order.batch:
        batches.ARTICLES = order.batch
    if not order.cold:
        workers.subprocess.Popen = _Forked  # type: ignore[misc, assignment]
    resource.setrlimit(resource.RLIMIT_FSIZE, (order.largest, resource.RLIM_INFINITY))
    ctypes.CDLL(None).prctl(_MAY_BE_TRACED, _BY_ANYBODY)
    os.read(3, 1)
    os.close(3)
    os._exit(run(order.words))


def _traced(options: Sequence[str], pid: int) -> subprocess.Popen[str]:
    """By strace, from before it begins, as it waits."""
    program = ["strace", *options, "-p", str(pid)]
    strace = subprocess.Popen(program, stdin=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True)
    assert strace.stderr and "attached" in (said := strace.stderr.readline()), said
    return strace


def _loaded() -> None:
    """What a run loads, models and tables of languages too."""
    import search.cli.check
    import search.cli.reindex
    import search.engines.whoosh  # noqa: F401
    from search.reading import Task, outcomes
    from search.settings import Settings

    for seed in (Path(__file__).parents[2] / "seeds").glob("00*.txt"):
        list(outcomes(Task(str(seed), seed.name), Settings(), {}))


def _serve() -> None:
    """For each order the process, its exit status when it has ended, and 0 when no process is left that came of them."""
    ctypes.CDLL(None).prctl(_SUBREAPER, 1)
    _loaded()
    for line in sys.stdin:
        # What is thrown away in a child would close numbers that the child has given to files of its own: so nothing is left
        # here that nobody holds, or that `subprocess` keeps until another process is started
        gc.collect()
        started, start = os.pipe()
        pids, tracers = [], []
        for order in json.loads(line):
            pids.append(os.fork())
            if not pids[-1]:
                os.close(start)
                try:
                    _become(_Order(*order), started)
                except BaseException:
                    traceback.print_exc()
                finally:
                    os._exit(70)
            if strace := _Order(*order).strace:
                tracers.append(_traced(strace, pids[-1]))
            print(pids[-1], flush=True)
        os.close(started)
        os.close(start)
        for pid in pids:
            print(os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]), flush=True)
        try:
            while os.wait():
                pass
        except ChildProcessError:
            for tracer in tracers:
                tracer.wait()
                tracer.stderr.close()
            print(0, flush=True)


if __name__ == "__main__":
    _serve()
