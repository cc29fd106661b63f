"""Generations are whole or not there: after exceptions, kills, torn pointers and strangers' hands."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from search.engines.generations import Generations
from search.engines.whoosh.files import SharedFile
from search.errors import IndexDamaged, IndexMissing, IndexOutdated, IndexProblem
from tests.engines.generation import contents, write


def test_nothing_there_yet(generations: Generations) -> None:
    with pytest.raises(IndexMissing, match="reindex"):
        generations.current()
    assert generations.stamp() is None and len(generations.verify()) == 1


def test_small_writes_link_what_stays(generations: Generations) -> None:
    write(generations, a="1", b="1")
    first = generations.current()
    stamp = generations.stamp()
    write(generations, b="2", c="2")
    second = generations.current()
    assert contents(generations) == {"a": "1", "b": "2", "c": "2"}
    assert (first.folder / "b").read_text() == "1"
    assert (first.folder / "a").stat().st_ino == (second.folder / "a").stat().st_ino
    assert generations.stamp() != stamp and first.name != second.name
    write(generations, fresh=True, d="3")
    assert contents(generations) == {"d": "3"} and generations.verify() == ()
    assert not first.folder.exists() and second.folder.exists()


def test_folder_is_for_its_owner_alone(generations: Generations) -> None:
    write(generations, a="1")
    assert generations.root.stat().st_mode & 0o777 == 0o700
    generations.root.chmod(0o770)
    for act in (generations.current, lambda: write(generations, a="2")):
        with pytest.raises(IndexProblem, match="chmod 700"):
            act()
    generations.root.chmod(0o755)
    assert contents(generations) == {"a": "1"}


@pytest.mark.parametrize("name", ["", "a", "manifest.json"])
def test_nothing_is_read_that_others_can_write(generations: Generations, name: str) -> None:
    write(generations, a="1")
    path = generations.current().folder / name
    path.chmod(path.stat().st_mode | 0o020)
    with pytest.raises(IndexDamaged, match=r"Others can write to .*mode \d+; you are .*--full"):
        generations.current()
    assert len(generations.verify()) == 1
    write(generations, fresh=True, a="2")
    assert contents(generations) == {"a": "2"} and generations.verify() == ()


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can give files away")
@pytest.mark.parametrize("of", ["root", "generation", "file"])
def test_nothing_is_read_that_others_own(generations: Generations, of: str) -> None:
    write(generations, a="1")
    folder = generations.current().folder
    os.chown({"root": generations.root, "generation": folder, "file": folder / "a"}[of], 65534, -1)
    with pytest.raises(IndexProblem, match="owner 65534"):
        generations.current()


def test_no_umask_makes_an_index_that_is_refused(generations: Generations) -> None:
    before = os.umask(0)
    try:
        write(generations, a="1")
    finally:
        os.umask(before)
    assert contents(generations) == {"a": "1"}


@pytest.mark.parametrize("of", ["generation", "file", "pointer"])
def test_no_link_is_followed_out_of_the_folder(generations: Generations, tmp_path: Path, of: str) -> None:
    write(generations, a="1")
    folder = generations.current().folder
    path = {"generation": folder, "file": folder / "a", "pointer": generations.root / "current"}[of]
    path.rename(tmp_path / "elsewhere")
    path.symlink_to(tmp_path / "elsewhere")
    with pytest.raises(IndexDamaged, match=r"no plain|damaged"):
        generations.current()


def test_an_open_file_is_looked_at_too(tmp_path: Path) -> None:
    (tmp_path / "pickle").write_bytes(b"")
    SharedFile(tmp_path / "pickle")
    (tmp_path / "pickle").chmod(0o606)
    with pytest.raises(IndexDamaged, match="Others can write"):
        SharedFile(tmp_path / "pickle")


def test_an_exception_leaves_all_as_it_was(generations: Generations) -> None:
    write(generations, a="1")
    for fresh in (False, True):
        with pytest.raises(RuntimeError), generations.write(fresh) as folder:
            (folder / "b").write_text("2")
            raise RuntimeError
    assert contents(generations) == {"a": "1"}
    assert sorted(path.name for path in generations.root.iterdir()) == ["000001", "current", "lock"]


@pytest.mark.parametrize("text", ["", "\x00\x00", "one", "99\n", "-1"])
def test_torn_pointer(generations: Generations, text: str) -> None:
    write(generations, a="1")
    (generations.root / "current").write_text(text)
    with pytest.raises(IndexDamaged, match="--full"):
        generations.current()
    with pytest.raises(IndexDamaged):
        write(generations, a="2")
    write(generations, fresh=True, b="2")
    assert contents(generations) == {"b": "2"} and generations.verify() == ()


@pytest.mark.parametrize("text", ["", "{}", "[1]", '{"format": "test 1", "files": 3}', "\udcff"])
def test_damaged_manifest(generations: Generations, text: str) -> None:
    write(generations, a="1")
    (generations.current().folder / "manifest.json").write_bytes(text.encode("utf-8", "surrogateescape"))
    with pytest.raises(IndexDamaged):
        generations.current()
    write(generations, fresh=True, b="2")
    assert contents(generations) == {"b": "2"}


def test_files_of_another_format_are_not_read(generations: Generations) -> None:
    write(generations, a="1")
    newer = Generations(generations.root, "test 2")
    with pytest.raises(IndexOutdated, match="test 1"):
        newer.current()
    with pytest.raises(IndexOutdated):
        write(newer, a="2")
    write(newer, fresh=True, a="2")
    assert contents(newer) == {"a": "2"}


def test_verify_names_every_changed_file(generations: Generations) -> None:
    write(generations, flipped="abc", cut="abc", gone="abc", whole="abc")
    folder = generations.current().folder
    (folder / "flipped").write_text("abd")
    (folder / "cut").write_text("ab")
    (folder / "gone").unlink()
    (folder / "stranger").write_text("x")
    doubts = generations.verify()
    assert len(doubts) == 4
    for name in ("flipped", "cut", "gone", "stranger"):
        assert sum(f"/{name} " in doubt for doubt in doubts) == 1


def test_litter_is_swept_and_the_one_before_kept(generations: Generations) -> None:
    for n in range(4):
        write(generations, a=str(n))
    litter = generations.root / "000099"
    litter.mkdir()
    (litter / "half").write_text("x")
    (generations.root / "current.4711").write_text("5")
    assert contents(generations) == {"a": "3"}
    write(generations, a="4")
    names = sorted(path.name for path in generations.root.iterdir())
    assert names == ["000004", generations.current().folder.name, "current", "lock"]
    assert contents(generations) == {"a": "4"}


def test_litter_is_swept_without_a_write(generations: Generations) -> None:
    generations.sweep()
    assert not generations.root.exists()
    write(generations, a="1")
    (generations.root / "000002").mkdir()
    (generations.root / "current.4711").write_text("5")
    generations.sweep()
    assert sorted(path.name for path in generations.root.iterdir()) == ["000001", "current", "lock"]
    (generations.root / "current").write_text("damaged")
    (generations.root / "000002").mkdir()
    generations.sweep()
    assert (generations.root / "000001").exists() and (generations.root / "000002").exists()


def test_other_peoples_folder_is_left_alone(generations: Generations, tmp_path: Path) -> None:
    generations.root.mkdir()
    (generations.root / "thesis.txt").write_text("years of work")
    with pytest.raises(IndexProblem, match=r"thesis\.txt"):
        write(generations, a="1")
    assert [path.name for path in generations.root.iterdir()] == ["thesis.txt"]
    file = tmp_path / "file"
    file.write_text("x")
    with pytest.raises(IndexProblem, match="no folder"):
        write(Generations(file, "test 1"), a="1")


def test_a_full_or_closed_disk_is_told(generations: Generations, monkeypatch: pytest.MonkeyPatch) -> None:
    write(generations, a="1")

    def fail(*_: object) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patched:
        patched.setattr(os, "fsync", fail)
        with pytest.raises(IndexProblem, match="No space left"):
            write(generations, a="2")
    assert contents(generations) == {"a": "1"} and generations.verify() == ()
