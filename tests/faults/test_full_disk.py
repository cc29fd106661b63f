"""A disk that is full after ever more bytes: each run does all or nothing and says so, and succeeds when there is room."""

from __future__ import annotations

import errno
import os
import shutil
import sqlite3
import subprocess
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

import search.batches
from search.engines import open_index
from search.engines.whoosh.segments import SegmentWriter
from search.errors import NotWritten
from search.reindex import reindex
from search.seal import BROKEN
from search.settings import Settings
from tests.faults.counts import FULL, LONG, TRIED, times
from tests.faults.rerun import Prepared, Rerun, ids

pytestmark = pytest.mark.timeout(1200 if LONG else 120)
_ADVICE = ("Mend", "Make room", "Nothing was changed")


@pytest.fixture
def disk(tmp_path: Path) -> Iterator[Path]:
    """A disk of its own, of 2 MB."""
    folder = tmp_path / "disk"
    folder.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=2m,mode=700", "tmpfs", str(folder)]
    if not shutil.which("mount") or subprocess.run(mount, capture_output=True, check=False).returncode:
        pytest.skip("only root may mount a disk, and not everywhere")
    try:
        yield folder
    finally:
        subprocess.run(["umount", "-l", str(folder)], check=True)


def room(folder: Path) -> int:
    found = os.statvfs(folder)
    return found.f_bavail * found.f_frsize


def says_so(done: subprocess.CompletedProcess[str]) -> bool:
    advised = any(advice in done.stderr for advice in _ADVICE)
    return done.returncode == 3 and advised and "Traceback" not in done.stderr


@pytest.mark.parametrize("full", [[], ["--full"]][: times(1, 2)])
def test_a_disk_with_ever_more_room(prepared: Prepared, disk: Path, full: list[str]) -> None:
    root = disk / "index"

    def run(*words: str) -> subprocess.CompletedProcess[str]:
        return prepared.done("reindex", *words, BACKFILE_INDEX=str(root))

    seeds = [f"news/{path.name}" for path in prepared.folder.glob("news/00?_*")]
    assert run(*seeds).returncode == 0
    before = ids(root)
    ballast = disk / "ballast"
    failed = 0
    for left in range(0, 2**21, times(96, 4) * 1024):
        with ballast.open("wb") as file:
            file.write(bytes(max(0, room(disk) - left)))
        free = room(disk)
        done = run("news", *full)
        TRIED[FULL] += 1
        if not done.returncode:
            break
        failed += 1
        litter = free - room(disk)
        ballast.unlink()  # SQLite needs some room to look at what a run left
        assert says_so(done), done
        found = ids(root)
        assert before <= found and len(found - before) <= 1, "all of the one new article, or nothing"
        given_back = litter <= 128 * 1024 or found != before
        assert given_back, f"{litter} bytes are not given back: {[*root.iterdir()]}"
    assert failed and not done.returncode
    ballast.unlink()
    assert len(ids(root) - before) == 1


def test_files_that_may_not_grow(rerun: Rerun) -> None:
    """As a quota would have it; this needs no root."""
    failed = 0
    rerun.restore()
    for largest in range(1024, 2**21, times(96, 2) * 1024):
        done = rerun.done(largest)
        TRIED[FULL] += 1
        if not done.returncode:
            break
        failed += 1
        assert says_so(done), done
        assert ids(rerun.root) in (rerun.before, rerun.after)
    assert failed and not done.returncode
    rerun.is_completed()


@pytest.mark.parametrize("number", [1, 2])
def test_what_is_kept_when_it_is_full_at_a_later_batch(
    prepared: Prepared, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, number: int
) -> None:
    """It is said, and nothing else is."""
    monkeypatch.setattr(search.batches, "ARTICLES", 2)
    finish, batches = SegmentWriter.finish, iter(range(1, 9))

    def fail(writer: SegmentWriter) -> object:
        if next(batches) == number:
            raise OSError(errno.ENOSPC, "No space left on device")
        return finish(writer)

    with closing(open_index(str(tmp_path / "index"), Settings(), create=True)) as index:
        monkeypatch.setattr(SegmentWriter, "finish", fail)
        with pytest.raises(NotWritten, match=r"No space left.*run this again") as told:
            reindex([prepared.folder / "news"], index, Settings(workers=1))
        assert ("Nothing was changed" in str(told.value)) == (number == 1)
        assert ("kept, with 2 articles" in str(told.value)) == (number == 2)
        monkeypatch.setattr(SegmentWriter, "finish", finish)
        assert len(ids(tmp_path / "index")) == (2 if number == 2 else 0)
        reindex([prepared.folder / "news"], index, Settings(workers=1))
        assert len(ids(tmp_path / "index")) == len([*(prepared.folder / "news").iterdir()])


@pytest.mark.parametrize("killed", [False, True])
def test_a_full_disk_can_be_checked(prepared: Prepared, disk: Path, killed: bool) -> None:
    """What temporary files there are lie on it too. A killed run leaves SQLite's log without the index of
    the log, and the seal broken."""
    root = disk / "index"

    def run(*words: str) -> subprocess.CompletedProcess[str]:
        there = {"BACKFILE_INDEX": str(root), "TMPDIR": str(disk), "SQLITE_TMPDIR": str(disk)}
        return prepared.done(*words, **there)

    assert run("reindex", "news").returncode == 0
    if killed:
        left = shutil.ignore_patterns("*-shm")
        with closing(sqlite3.connect(root / "ledger.sqlite")) as ledger:
            ledger.execute("INSERT INTO intended VALUES ('a', x'')")
            ledger.commit()
            root = Path(shutil.copytree(root, disk / "killed", ignore=left))
        (root / "ledger.seal").write_bytes(BROKEN)
        assert (root / "ledger.sqlite-wal").stat().st_size
    (disk / "ballast").write_bytes(bytes(room(disk)))
    assert not room(disk)
    done = run("check")
    assert (done.returncode, done.stdout) == (0, "The archive is whole.\n"), done
    with (root / "ledger.sqlite").open("r+b") as file:
        file.seek(30_000)
        file.write(bytes(4_000))
    done = run("check")
    assert done.returncode == 3 and "ledger.sqlite" in done.stdout + done.stderr, done
