"""Files that are written, cut, emptied, replaced and removed while a run reads them: each is what it was at some moment or is named,
and the run after it has what is there."""

from __future__ import annotations

import json
import random
import threading
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import pytest

from tests.command import run
from tests.faults.counts import LONG, TRIED, times
from tests.faults.hostile.case import page, record_lines, story
from tests.faults.states import state

pytestmark = pytest.mark.timeout(600 if LONG else 200)
FILES = 20


def _write(path: Path, word: str) -> None:
    """What the ending stands for, long enough to be read in several pieces."""
    if path.suffix == ".jsonl":
        path.write_bytes(record_lines(word, 12))
    elif path.suffix == ".zip":
        with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
            for number in range(4):
                archive.writestr(f"{number}.html", page(f"{word}{number}"))
    else:
        path.write_text(page(word) if path.suffix == ".html" else story(word) * 40, encoding="utf-8")


def _change(path: Path, chance: random.Random) -> None:
    match chance.randrange(5):
        case 0:
            path.unlink()
        case 1:
            with path.open("r+b") as file:
                file.truncate(chance.randrange(path.stat().st_size + 1))
        case 2:
            with path.open("ab") as file:
                file.write(b"more of it\n" * 2_000)
        case 3:
            other = path.with_name(f".{path.name}.new")
            _write(other.with_suffix(path.suffix), f"other{chance.randrange(1000)}")
            other.with_suffix(path.suffix).replace(path)
        case _:
            _write(path, f"word{chance.randrange(1000)}")


@contextmanager
def _changing(paths: list[Path], seed: int) -> Iterator[None]:
    chance = random.Random(seed)
    ended = threading.Event()

    def go() -> None:
        while not ended.wait(0.001):
            with suppress(FileNotFoundError):
                _change(chance.choice(paths), chance)

    thread = threading.Thread(target=go)
    thread.start()
    try:
        yield
    finally:
        ended.set()
        thread.join()


@pytest.mark.parametrize("seed", range(times(1, 12)))
def test_a_run_over_files_that_change(tmp_path: Path, seed: int) -> None:
    news = tmp_path / "news"
    news.mkdir()
    paths = [news / f"{number}{('.txt', '.html', '.jsonl', '.zip')[number % 4]}" for number in range(FILES)]
    for number, path in enumerate(paths):
        _write(path, f"first{number}")
    for _ in range(3):
        with _changing(paths, seed):
            said = run(["reindex", "news", "--json", "--workers", str(1 + seed % 2)], tmp_path)
        assert said.returncode in (0, 1), said.stderr
        told = said.stdout + said.stderr
        assert "Traceback" not in told and "fault in Backfile" not in told and "died" not in told
        assert all(failed["reason"] for failed in json.loads(said.stdout)["failed"])
        assert run(["check"], tmp_path).returncode == 0
        TRIED["runs over files that change meanwhile"] += 1
    for number, path in enumerate(paths):
        _write(path, f"last{number}")
    assert run(["reindex", "news"], tmp_path).returncode == 0
    assert run(["reindex", "news", "--index", "anew"], tmp_path).returncode == 0
    kept, anew = (state(tmp_path / index) for index in ("backfile-index", "anew"))
    headlines = {
        id: headline for id, (headline, _) in kept.items()
    }  # what pages share is known of those that went, too
    assert headlines == {id: headline for id, (headline, _) in anew.items()}
    assert run(["check"], tmp_path).returncode == 0
