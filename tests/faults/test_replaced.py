"""Each file of an archive is lost, emptied, or something else lies in its place: `check` says so, and `--full` heals it."""

from __future__ import annotations

import os
import random
import re
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.cli.archive import Archive
from tests.command import AS_A_USER
from tests.faults.counts import LONG, TRIED, times
from tests.faults.told import told
from tests.faults.warm import Warm

pytestmark = pytest.mark.timeout(1200 if LONG else 120)


def lost(path: Path) -> None:
    if path.is_dir():
        shutil.rmtree(path)
    else:
        path.unlink()


def emptied(path: Path) -> None:
    lost(path)
    path.touch()


def other_bytes(path: Path) -> None:
    lost(path)
    path.write_bytes(random.Random(4711).randbytes(5000))


def a_folder(path: Path) -> None:
    lost(path)
    path.mkdir()
    (path / "file").touch()


def a_pipe(path: Path) -> None:
    lost(path)
    os.mkfifo(path)


def a_link_to_nothing(path: Path) -> None:
    lost(path)
    path.symlink_to("nothing")


def a_link_to_where_it_went(path: Path) -> None:
    elsewhere = (
        next(folder for folder in path.parents if folder.name == "backfile-index").parent
        / "elsewhere"
        / path.name
    )
    elsewhere.parent.mkdir()
    path.rename(elsewhere)
    path.symlink_to(elsewhere)


def unreadable(path: Path) -> None:
    path.chmod(0)


_WAYS = (
    lost,
    emptied,
    other_bytes,
    a_folder,
    a_pipe,
    a_link_to_nothing,
    a_link_to_where_it_went,
    *((unreadable,) if AS_A_USER or os.geteuid() else ()),
)
_NO_MATTER = {
    (lock, way) for lock in ("lock", "ledger.lock") for way in (lost, emptied, other_bytes, unreadable)
}
"""Nothing is read from a lock."""


def test_each_file_replaced(command: Warm, tmp_path: Path, project: Path) -> None:
    archive = Archive(tmp_path, project)
    read = told(tmp_path, "told")
    root, whole = tmp_path / "backfile-index", tmp_path / "whole"

    def done(*words: str, by_a_user: bool = False) -> subprocess.CompletedProcess[str]:
        return archive.done(*words) if by_a_user else command.completed(tmp_path, words, told=read)

    assert done("reindex", "news").returncode == 0
    names = sorted(str(path.relative_to(root)) for path in root.rglob("*"))
    assert {"000001", "000001/manifest.json", "current", "ledger.sqlite", "repeats.sqlite", "lock"} < set(
        names
    )
    cases: list[tuple[str, Callable[[Path], None]]] = [(name, way) for name in names for way in _WAYS]
    random.Random(4711).shuffle(cases)
    root.rename(whole)
    for name, way in cases[: times(5, len(cases))]:
        shutil.rmtree(root, ignore_errors=True)
        shutil.rmtree(tmp_path / "elsewhere", ignore_errors=True)
        shutil.copytree(whole, root)
        way(root / name)
        case, by_a_user = f"{name} {way.__name__}", way is unreadable
        TRIED["files lost or replaced, each noticed by check and healed by reindex --full"] += 1
        if (name, way) not in _NO_MATTER:
            said = done("check", by_a_user=by_a_user)
            assert said.returncode == 3, (case, said)
            assert re.search("backfile reindex|Mend its rights", said.stdout + said.stderr), (case, said)
        assert done("reindex", "news", by_a_user=by_a_user).returncode in (0, 3), case
        for words in (["reindex", "news", "--full"], ["check"], ["reindex", "news"], ["check"]):
            said = done(*words, by_a_user=by_a_user)
            assert said.returncode == 0, (case, words, said)
