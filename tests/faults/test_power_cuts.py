"""The power fails at any moment of a run: what was acknowledged is there, nothing is half, and the next run completes it."""

from __future__ import annotations

import random
from contextlib import closing
from copy import deepcopy
from pathlib import Path

import pytest

from search.check import doubts_of
from search.engines import open_index
from search.errors import IndexMissing
from search.settings import Settings
from tests.cli.archive import Archive
from tests.faults.counts import LONG, TRIED, times
from tests.faults.disk import Disk, lay_out
from tests.faults.strace import needs_strace, traced

pytestmark = [needs_strace, pytest.mark.timeout(1200 if LONG else 120)]
_CUTS = "power cuts, each on a disk that forgot some of what was not synced"


def story(number: int) -> str:
    return f"Council agrees on plan {number}\n\nMay {number}, 2016\n\nThe council met on Monday. It agreed on the budget.\n"


def ids(root: Path) -> frozenset[str]:
    """The articles of a whole archive; none where there is none yet."""
    try:
        with closing(open_index(str(root), Settings())) as index:
            assert doubts_of(index) == ()
            return frozenset(index.ids())
    except IndexMissing:
        return frozenset()


@pytest.mark.parametrize("case", ["first", "more", "full"])
def test_cuts(tmp_path: Path, project: Path, case: str) -> None:
    archive = Archive(tmp_path, project)
    root = tmp_path / "backfile-index"
    if case != "first":
        archive.reindex("news")
        (archive.news / "new.txt").write_text(story(1), encoding="utf-8")
        next(archive.news.glob("001_*")).unlink()
    before = ids(root)
    disk = Disk(root)
    done, calls = traced(["reindex", "news", *(["--full"] if case == "full" else [])], tmp_path)
    assert done.returncode == 0, done
    after = ids(root)
    assert before != after

    chance = random.Random(f"4711 {case}")
    rehearsal = deepcopy(disk)
    moments = [n for n, call in enumerate(calls) if rehearsal.apply(call)]
    chosen = {*chance.sample(moments, times(6, 60)), len(calls) - 1}
    completed = set(chance.sample(sorted(chosen), times(1, 10)))
    for n, call in enumerate(calls):
        disk.apply(call)
        if n not in chosen:
            continue
        for _ in range(3):
            lay_out(root, disk.after_a_cut(chance))
            TRIED[_CUTS] += 1
            found = ids(root)
            assert found in (before, after), call
            assert n < len(calls) - 1 or found == after, "what the command said was done is there"
        if n in completed:
            archive.reindex("news")
            assert ids(root) == after
