"""A disk that is full after ever more bytes: each run does all or nothing and says so, and succeeds when there is room."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.cli.archive import Archive
from tests.command import COMMAND, run
from tests.faults.counts import LONG, TRIED, times
from tests.faults.rerun import ids, story

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


def checked(done: subprocess.CompletedProcess[str], root: Path, before: frozenset[str]) -> None:
    assert done.returncode == 3 and "Traceback" not in done.stderr, done
    assert any(advice in done.stderr for advice in _ADVICE), done
    found = ids(root)
    assert before <= found and len(found - before) in (0, 1), "all of the one new article, or nothing"


def test_a_disk_with_ever_more_room(tmp_path: Path, project: Path, disk: Path) -> None:
    archive = Archive(tmp_path, project)
    root = disk / "index"
    archive.reindex("news", BACKFILE_INDEX=str(root))
    before = ids(root)
    (archive.news / "new.txt").write_text(story(1), encoding="utf-8")
    ballast = disk / "ballast"
    step, failed = times(96, 8) * 1024, 0
    for left in range(0, 2**21, step):
        with ballast.open("wb") as file:
            file.write(bytes(max(0, room(disk) - left)))
        free = room(disk)
        done = archive.done("reindex", "news", BACKFILE_INDEX=str(root))
        TRIED["runs on a disk with ever more room, each all or nothing"] += 1
        if not done.returncode:
            break
        failed += 1
        litter = free - room(disk)
        assert litter <= 128 * 1024, f"{litter} bytes are not given back: {[*root.iterdir()]}"
        ballast.unlink()  # SQLite needs some room to look at what a run left
        checked(done, root, before)
    assert failed and not done.returncode
    ballast.unlink()
    assert ids(root) > before


def test_a_file_that_may_not_grow(tmp_path: Path, project: Path) -> None:
    """As a quota would have it; this needs no root."""
    archive = Archive(tmp_path, project)
    root = tmp_path / "backfile-index"
    archive.reindex("news")
    before = ids(root)
    (archive.news / "new.txt").write_text(story(1), encoding="utf-8")
    failed = 0
    for blocks in range(0, 4096, times(96, 8)):
        limited = ("bash", "-c", 'ulimit -f "$0"; exec "$@"', str(blocks), *COMMAND)
        done = run(["reindex", "news"], tmp_path, limited)
        TRIED["runs whose files may not grow over ever more bytes, each all or nothing"] += 1
        if not done.returncode:
            break
        failed += 1
        checked(done, root, before)
    assert failed and not done.returncode
    assert ids(root) > before
