from __future__ import annotations

import hashlib
import os
from pathlib import Path

import pytest

from search.prints import IN_DOUBT, Print

LONG_AGO = 1_000_000_000


@pytest.fixture
def file(tmp_path: Path) -> Path:
    made = tmp_path / "a.txt"
    made.write_text("Ceasefire holds")
    return made


def test_a_print_has_size_and_content(file: Path) -> None:
    taken = Print.take(str(file))
    assert taken.size == 15
    assert taken.sha256 == hashlib.sha256(b"Ceasefire holds").digest()


def test_the_times_of_a_file_that_has_just_changed_are_not_relied_on(file: Path) -> None:
    """Its change time can't be set, so a file made by this test is one that has just changed."""
    os.utime(file, (LONG_AGO, LONG_AGO))
    taken = Print.take(str(file))
    assert not Print.glance(str(file)).looks_like(taken)


def test_a_settled_file_need_not_be_read(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    later = file.stat().st_ctime_ns + 10_000_000_000
    monkeypatch.setattr("time.time_ns", lambda: later)
    taken = Print.take(str(file))
    assert Print.glance(str(file)).looks_like(taken)
    os.utime(file, (LONG_AGO, LONG_AGO))
    assert not Print.glance(str(file)).looks_like(taken)


def test_nothing_looks_like_what_is_in_doubt(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("time.time_ns", lambda: file.stat().st_ctime_ns + 10_000_000_000)
    assert not Print.glance(str(file)).looks_like(IN_DOUBT)
    assert not IN_DOUBT.looks_like(IN_DOUBT)


@pytest.mark.parametrize("make", [os.mkfifo, Path.mkdir, lambda path: path.symlink_to("/etc/hostname")])
def test_only_a_regular_file_has_a_print(tmp_path: Path, make: object) -> None:
    assert callable(make)
    make(tmp_path / "x")
    with pytest.raises(OSError):
        Print.take(str(tmp_path / "x"))
