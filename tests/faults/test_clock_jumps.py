"""Clocks that jump, and files that keep their time and size: what changed is read, and the record knows its order."""

from __future__ import annotations

import os
import random
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from search.check import doubts_of
from search.engines import open_index
from search.index import Index
from search.settings import Settings
from search.since import since
from tests.faults.counts import LONG, TRIED, times
from tests.faults.states import in_memory, state, story
from tests.faults.warm import Warm

pytestmark = pytest.mark.timeout(600 if LONG else 120)
HOUR, DAY = 3600, 86400
RUN = ["reindex", "news", "--workers", "1"]


@pytest.fixture
def folder() -> Iterator[Path]:
    with in_memory() as folder:
        (folder / "news").mkdir()
        for number in range(4):
            (folder / f"news/{number}.txt").write_text(story(number), encoding="utf-8")
        yield folder


def bodies(folder: Path) -> str:
    return " ".join(body for _, body in state(folder / "backfile-index").values())


@pytest.mark.parametrize("mtime", [-DAY, 0, HOUR, 400 * DAY])
def test_same_size_and_same_time(command: Warm, folder: Path, mtime: int) -> None:
    """As soon after a run as can be, when the clock of files may not have moved on; and the run's own clock jumps."""
    chance = random.Random(mtime)
    file = folder / "news/0.txt"
    at = time.time_ns() + mtime * 10**9
    for number in range(10, 10 + times(2, 20)):
        file.write_text(story(0, f"It agreed on motion {number}."), encoding="utf-8")
        os.utime(file, ns=(at, at))
        command.done(folder, RUN, clock=chance.choice((0, -HOUR, HOUR, 400 * DAY)))
        TRIED["files rewritten with their size and time, across jumps of the clock"] += 1
        assert f"motion {number}." in bodies(folder)
    assert command.done(folder, RUN).startswith("0 files read, 4 left")


def test_what_came_and_went_while_the_clock_jumped(command: Warm, folder: Path) -> None:
    """An index that stays open sees each generation, and the record tells between any two of them."""
    chance = random.Random(4711)
    root = folder / "backfile-index"
    command.done(folder, RUN)
    with closing(open_index(str(root), Settings())) as index:
        seen = [(index.status().generation, frozenset(index.ids()))]
        for number in range(5, 5 + times(4, 30)):
            chance.choice(sorted((folder / "news").iterdir())).unlink()
            (folder / f"news/{number}.txt").write_text(story(number), encoding="utf-8")
            full = ["--full"] if number % 3 == 0 else []
            command.done(folder, [*RUN, *full], clock=chance.choice((-400 * DAY, -HOUR, 0, HOUR, 400 * DAY)))
            TRIED["reindexes across jumps of the clock"] += 1
            seen.append((index.status().generation, frozenset(index.ids())))
            assert doubts_of(index) == ()
        numbers = [int(name.partition("-")[0]) for name, _ in seen]
        assert numbers == sorted(set(numbers))
        for name, ids in seen:
            is_told(index, name, ids)


def is_told(index: Index, name: str, ids: frozenset[str]) -> None:
    changes = since(index.status(), name).changes
    assert changes
    now = frozenset(index.ids())
    assert changes.came | changes.changed >= now - ids and changes.came <= now
    assert {gone.id for gone in changes.went} == ids - now
