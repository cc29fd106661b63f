"""Many who would write one archive at once: one does, the others are told who, and a killed one is in nobody's way."""

from __future__ import annotations

import os
import shutil
import signal
import socket
from collections.abc import Iterator
from contextlib import closing, suppress
from pathlib import Path

import pytest

from search.check import doubts_of
from search.engines import open_index
from search.errors import IndexBusy
from search.reindex import reindex
from search.settings import Settings
from tests.faults.counts import LONG, TRIED, times
from tests.faults.states import in_memory, is_free, state, story
from tests.faults.warm import Run, Warm

pytestmark = pytest.mark.timeout(600 if LONG else 120)
STORIES = 6


@pytest.fixture
def folder() -> Iterator[Path]:
    with in_memory() as folder:
        (folder / "real/news").mkdir(parents=True)
        (folder / "linked").symlink_to("real")
        for number in range(STORIES):
            (folder / "real/news" / f"{number}.txt").write_text(story(number), encoding="utf-8")
        yield folder / "real"


def words(index: str) -> list[str]:
    return ["reindex", "news", "--workers", "1", "--index", index]


def test_all_at_once(command: Warm, folder: Path) -> None:
    """The index does not exist yet, and goes by several names."""
    for _ in range(times(1, 30)):
        shutil.rmtree(folder / "index", ignore_errors=True)
        names = ["index", str(folder / "index"), str(folder.parent / "linked/index"), "../linked/index"]
        ended = command.together(folder, [words(name) for name in names * 2])
        TRIED["runs at once on one archive"] += len(ended)
        assert {status for status, _ in ended} <= {0, 3}
        assert sum(f"{STORIES} files read" in said for _, said in ended) == 1, ended
        for status, said in ended:
            if status == 3:
                assert f" on {socket.gethostname()} since 20" in said and "Traceback" not in said, said
        assert len(state(folder / "index")) == STORIES
        assert is_free(folder / "index")
        with closing(open_index(str(folder / "index"), Settings())) as index:
            assert doubts_of(index) == ()


def test_while_one_writes(command: Warm, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    root = folder / "index"
    command.done(folder, words("index"))
    monkeypatch.chdir(folder)
    for number in range(times(1, 20)):
        (folder / "news/more.txt").write_text(story(100 + number), encoding="utf-8")
        before = state(root)
        holder = command.start(folder, [*words("index"), *(["--full"] if number % 2 else [])])
        stopped(holder, root)
        for name in (str(root), str(folder.parent / "linked/index")):
            told = f"process {holder.pid} on {socket.gethostname()} since 20"
            with closing(open_index(name, Settings(), create=True)) as index:
                with pytest.raises(IndexBusy, match=told):
                    reindex(["news"], index, Settings(workers=1))
                with pytest.raises(IndexBusy, match=told):
                    reindex(["news"], index, Settings(workers=1), full=True)
                with suppress(IndexBusy):  # of one that was stopped with SQLite's lock in its hand
                    assert doubts_of(index) == ()
                assert index.status().ok
        assert IndexBusy.exit_status == 3
        assert state(root) == before
        holder.kill(all=False)
        assert holder.ended() == -signal.SIGKILL
        assert is_free(root)
        assert holder.all_ended()
        TRIED["kills of a run that holds an archive"] += 1
        command.done(folder, words("../linked/index"))
        assert len(state(root)) == STORIES + 1


def stopped(run: Run, root: Path) -> None:
    """When it holds the archive, and has not ended."""
    while str(run.pid) not in (root / "ledger.lock").read_text():
        assert run.ended(0.001) is None
    os.kill(run.pid, signal.SIGSTOP)
