"""Folders: every file once, in one order, hidden ones and companions not, and no link leads astray."""

import os
from pathlib import Path

import pytest

from search.ingest.sources import Found, Refused, walk


def found(*paths):
    return [piece.locator for piece in walk(paths) if isinstance(piece, Found)]


@pytest.fixture
def root(tmp_path):
    for name in (
        "b.txt",
        "a/2.txt",
        "a/10.txt",
        "a/b.txt",
        ".hidden",
        ".git/x",
        "a/__MACOSX/x",
        "c.txt.expected.json",
        "c.txt",
    ):
        path = tmp_path / "archive" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("x")
    return tmp_path / "archive"


def test_files_come_by_name_with_their_root(root):
    assert found(root) == [
        "archive/a/10.txt",
        "archive/a/2.txt",
        "archive/a/b.txt",
        "archive/b.txt",
        "archive/c.txt",
    ]
    assert all(isinstance(piece, Found) and piece.path.is_file() for piece in walk([root]))


def test_a_single_file_is_its_own_root(root):
    assert found(root / "b.txt") == ["b.txt"]


def test_the_current_folder_has_its_name(root, monkeypatch):
    monkeypatch.chdir(root / "a")
    assert found(Path()) == ["a/10.txt", "a/2.txt", "a/b.txt"]
    assert found(Path("../b.txt")) == ["b.txt"]


def test_what_is_given_twice_is_read_once(root):
    assert found(root, root / "a", root / "a" / "2.txt", root) == found(root)


def test_roots_of_one_name_are_told_apart(tmp_path):
    for name in ("1996/wire", "1997/wire"):
        (tmp_path / name).mkdir(parents=True)
        (tmp_path / name / "x.txt").write_text("x")
    assert found(tmp_path / "1996/wire", tmp_path / "1997/wire") == ["1996/wire/x.txt", "1997/wire/x.txt"]


def test_links_are_named_and_not_followed(root):
    (root / "loop").symlink_to(root)
    (root / "out").symlink_to("/etc")
    (root / "dead").symlink_to("nowhere")
    refused = [piece for piece in walk([root]) if isinstance(piece, Refused)]
    assert [piece.locator for piece in refused] == ["archive/dead", "archive/loop", "archive/out"]
    assert all("not followed" in str(piece.error) for piece in refused)
    assert len(found(root)) == 5


def test_a_link_that_is_given_is_followed_under_its_own_name(root, tmp_path):
    (tmp_path / "current").symlink_to(root / "a")
    assert found(tmp_path / "current") == ["current/10.txt", "current/2.txt", "current/b.txt"]


def test_what_is_missing_is_refused(tmp_path):
    (piece,) = walk([tmp_path / "nowhere"])
    assert piece.path == tmp_path / "nowhere"
    assert "no such file" in str(piece.error).lower()


@pytest.mark.skipif(os.geteuid() == 0, reason="root reads everything")
def test_a_folder_without_permission_is_refused_and_the_rest_goes_on(root):
    (root / "a").chmod(0)
    try:
        assert [piece.locator for piece in walk([root])] == ["archive/a", "archive/b.txt", "archive/c.txt"]
    finally:
        (root / "a").chmod(0o700)


def test_names_that_are_no_text_are_mended(tmp_path):
    (tmp_path / "r").mkdir()
    os.close(os.open(os.fsencode(tmp_path / "r") + b"/\xff.txt", os.O_CREAT))
    assert found(tmp_path / "r") == ["r/\ufffd.txt"]


def test_folders_hundreds_deep_are_walked(tmp_path):
    path = tmp_path
    for _ in range(300):
        path = path / "d"
    path.mkdir(parents=True)
    (path / "x.txt").write_text("x")
    assert len(found(tmp_path)) == 1
