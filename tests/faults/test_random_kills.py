"""SIGKILL at any moment of a run: what was acknowledged is there, nothing is half, and the next run completes it and
leaves nothing of the killed one behind."""

from __future__ import annotations

import random
import shutil
import signal
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import NamedTuple

import pytest

from search.check import doubts_of
from search.engines import open_index
from search.errors import IndexMissing
from search.settings import Settings
from tests.faults.counts import LONG, TRIED, times
from tests.faults.states import (
    State,
    beside,
    generations,
    in_memory,
    is_free,
    record,
    state,
    state_before,
    story,
)
from tests.faults.strace import CHANGES, Call, calls_in, needs_strace
from tests.faults.warm import Run, Warm

pytestmark = pytest.mark.timeout(1200 if LONG else 120)


class Case(NamedTuple):
    """A kind of run. `anew`: on no index; `same`: on sources as they were; `batch`: articles that are committed at once, 0
    for all; `cold`: with readers started as in the product."""

    words: tuple[str, ...]
    anew: bool = False
    same: bool = False
    batch: int = 0
    cold: bool = False


CASES = {
    "more": Case(("--workers", "1")),
    "full": Case(("--full", "--workers", "2")),
    "first in batches": Case(("--workers", "2"), anew=True, batch=9),
    "first": Case(("--workers", "1"), anew=True),
    "full, of the same": Case(("--full", "--workers", "1"), same=True),
    "batches": Case(("--workers", "2"), batch=7),
    "readers started afresh": Case(("--workers", "2"), cold=True),
}
NAMES = list(CASES) if LONG else ["full", "first in batches"]


class Archive:
    """Sources that have changed since the index was made, and the index as it was before and is to be after."""

    def __init__(self, folder: Path, project: Path, command: Warm, case: Case) -> None:
        self.folder = folder
        self.root = folder / "backfile-index"
        self._kept = folder / "kept"
        self._kept.mkdir()
        self.command = command
        self.case = case
        self.words = ["reindex", "news", *case.words]
        news = folder / "news"
        news.mkdir()
        for seed in project.glob("seeds/00?_*.txt"):
            shutil.copy(seed, news)
        for number in range(12):
            (news / f"{number}.txt").write_text(story(number), encoding="utf-8")
        (news / "many.jsonl").write_text("\n".join(map(record, range(30))), encoding="utf-8")
        self.before: State = {}
        if not case.anew:
            command.done(folder, ["reindex", "news"])
            self.before = state(self.root)
        if not case.same:
            (news / "0.txt").unlink()
            (news / "1.txt").write_text(story(1, "It did not agree."), encoding="utf-8")
            lines = [record(number, f"It agreed on plan {number}.") for number in range(3, 33)]
            (news / "many.jsonl").write_text("\n".join(lines), encoding="utf-8")
            for number in range(12, 18):
                (news / f"{number}.txt").write_text(story(number), encoding="utf-8")
        self.keep()
        begun = time.monotonic()
        self.succeed()
        self.took = time.monotonic() - begun
        self.between, self.after = state_before(self.root), state(self.root)
        assert case.same == (self.before == self.after)
        self.beside = beside(self.root)

    def keep(self) -> None:
        if self.root.exists():
            shutil.copytree(self.root, self._kept / "index")

    def restore(self) -> None:
        shutil.rmtree(self.root, ignore_errors=True)
        if (self._kept / "index").exists():
            shutil.copytree(self._kept / "index", self.root)

    def run(self, *strace: str) -> Run:
        return self.command.start(
            self.folder, self.words, batch=self.case.batch, cold=self.case.cold, strace=strace
        )

    def succeed(self, *strace: str) -> None:
        run = self.run(*strace)
        assert run.ended() == 0 and run.all_ended(), run.said

    def check(self) -> State:
        """What a run left that was killed is whole: as it was before, or is after, or was before pages were cleaned again."""
        assert is_free(self.root)
        found = state(self.root)
        states = [one.items() for one in (self.before, self.between, self.after)]
        if self.case.batch:
            assert states[0] & states[2] <= found.items() <= set.union(*map(set, states))
        else:
            assert found.items() in states, "all of it or nothing"
        try:
            with closing(open_index(str(self.root), Settings())) as index:
                assert doubts_of(index) == ()
        except IndexMissing:
            assert self.case.anew
        return found

    def complete(self) -> None:
        self.command.done(self.folder, ["reindex", "news", "--workers", "1"])
        assert state(self.root) == self.after
        assert generations(self.root) <= 2
        found = beside(self.root)
        assert found.keys() == self.beside.keys()
        assert sum(found.values()) < sum(self.beside.values()) * 1.1 + 16 * 1024
        self.check()


@pytest.fixture(scope="module", params=NAMES)
def archive(request: pytest.FixtureRequest, project: Path, command: Warm) -> Iterator[Archive]:
    with in_memory() as folder:
        yield Archive(folder, project, command, CASES[request.param])


def test_at_a_random_moment(archive: Archive) -> None:
    chance = random.Random(f"4711 {archive.case}")
    killed, wanted = 0, times(1, 25)
    for _ in range(10 * wanted):
        archive.restore()
        run = archive.run()
        together = chance.random() < 0.5
        if run.ended(chance.random() * archive.took) is None:
            run.kill(all=together)
            killed += run.ended() == -signal.SIGKILL
        assert run.all_ended(), "those who read for it die with it"
        archive.check()
        archive.complete()
        if killed == wanted:
            break
    assert killed == wanted
    TRIED["kills of a reindex at a random moment, of it alone or with those who read for it"] += killed


@needs_strace
def test_before_a_call_that_writes(archive: Archive) -> None:
    archive.restore()
    log = archive.folder / "trace"
    archive.succeed("-y", "-xx", "-s", "4096", "-e", f"trace={CHANGES}", "-o", str(log))
    possible = [call for call in calls_in(log, archive.folder) if _of(archive.root, call)]
    for call in random.Random(f"4711 {archive.case}").sample(possible, times(1, 20)):
        archive.restore()
        inject = f"inject={call.name}:signal=KILL:when={call.ordinal}"
        run = archive.run("-e", f"trace={call.name}", "-e", inject, "-o", str(log))
        assert run.ended() == -signal.SIGKILL, call
        TRIED["kills of a reindex before a call that writes"] += 1
        assert run.all_ended()
        archive.check()
        archive.complete()


def _of(root: Path, call: Call) -> bool:
    """Whether it changes a file of the archive."""
    if call.name in ("close", "lseek"):
        return False
    return any(call.path(at).startswith(f"{root}/") for at in range(min(2, len(call.arguments))))
