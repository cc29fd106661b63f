"""Bits flip, pages are zeroed and files are cut, anywhere in an archive: `check` notices each.

Only where a byte has no meaning need it not: in the locks, of which nothing is read, and in the generation before the
current one, which no reader opens; its files are damaged here where the current one shares them.
"""

from __future__ import annotations

import json
import random
import sqlite3
from contextlib import closing
from hashlib import sha256
from pathlib import Path

import pytest

from search.check import doubts_of
from search.engines import open_index
from search.errors import IndexProblem
from search.seal import BROKEN
from search.settings import Settings
from tests.cli.archive import Archive
from tests.faults.counts import LONG, TRIED, times
from tests.faults.damage import PAGE, damaged

pytestmark = pytest.mark.timeout(1200 if LONG else 120)
_LOCKS = ("lock", "ledger.lock", ".tantivy-meta.lock")


def noticed(root: Path, engine: str = "") -> bool:
    try:
        with closing(open_index(f"{engine}{root}", Settings())) as index:
            return bool(doubts_of(index))
    except IndexProblem:
        return True


def _in_its_place(path: Path, data: bytes) -> None:
    """Another file, as one that is cut short while it is mapped ends the process that looks at it."""
    mode = path.stat().st_mode
    path.unlink()
    path.write_bytes(data)
    path.chmod(mode)


@pytest.mark.parametrize("engine", ["", "tantivy:"], ids=["whoosh", "tantivy"])
def test_each_damage_is_noticed(news: Archive, tmp_path: Path, engine: str) -> None:
    where = {"BACKFILE_INDEX": f"{engine}{tmp_path / 'backfile-index'}"}
    news.reindex("news", **where)
    next(news.news.glob("001_*")).unlink()
    news.reindex("news", **where)
    root = tmp_path / "backfile-index"
    assert not noticed(root, engine)
    generation = f"{int((root / 'current').read_text()):06}"
    files = [
        path
        for path in sorted(root.rglob("*"))
        if path.is_file()
        and path.name not in _LOCKS
        and path.stat().st_size
        and path.parent.name in (root.name, generation)
    ]
    assert {"current", "ledger.sqlite", "repeats.sqlite", "manifest.json"} < {path.name for path in files}
    chance = random.Random(4711)
    missed = []
    for path in files:
        held = path.read_bytes()
        for how in ("flip", "zero", "cut"):
            for _ in range(times(2, 40)):
                _in_its_place(path, damaged(held, how, chance))
                TRIED[f"files damaged ({how}), each noticed by check"] += 1
                if not noticed(root, engine):
                    missed.append(f"{path.name}: {how}")
        _in_its_place(path, held)
    assert not missed
    assert not noticed(root, engine)


_HEALED = ("ledger.seal", "ledger.sqlite", "current", "manifest.json")


@pytest.mark.parametrize("name", _HEALED[: times(2, 4)])
def test_a_rebuild_heals(news: Archive, tmp_path: Path, name: str) -> None:
    news.reindex("news")
    root = tmp_path / "backfile-index"
    path = next(root.rglob(name))
    path.write_bytes(damaged(path.read_bytes(), "cut", random.Random(name)))
    said = json.loads(news.run("check", "--json", status=3)) if name == "ledger.seal" else None
    assert said is None or any("ledger.seal" in doubt for doubt in said["doubts"])
    assert noticed(root)
    news.reindex("news", "--full")
    assert not noticed(root)


@pytest.mark.parametrize(
    "seal", ['{"ledger/sqlite": [1]}', "[" * 100_000 + "\n", f"{{}}\n{sha256(b'{}').hexdigest()}"]
)
def test_a_seal_of_other_files(news: Archive, tmp_path: Path, seal: str) -> None:
    news.reindex("news")
    (tmp_path / "backfile-index/ledger.seal").write_text(seal, encoding="utf-8")
    assert "backfile reindex" in news.run("check", status=3)


def test_an_empty_log_that_a_reader_left_is_no_damage(news: Archive, tmp_path: Path) -> None:
    """A reader who sees a run's log and opens the ledger when the run has just removed it makes it anew."""
    news.reindex("news")
    file = tmp_path / "backfile-index/ledger.sqlite"
    with closing(sqlite3.connect(f"{file.as_uri()}?mode=ro", uri=True)) as db:
        db.execute("SELECT * FROM files").fetchall()
    assert file.with_name(f"{file.name}-wal").exists()
    assert not noticed(file.parent)
    news.reindex("news")
    assert not file.with_name(f"{file.name}-wal").exists()


def test_a_pointer_to_the_generation_before(news: Archive, tmp_path: Path) -> None:
    news.reindex("news")
    next(news.news.glob("001_*")).unlink()
    news.reindex("news")
    (tmp_path / "backfile-index/current").write_text("1\n")
    assert "backfile-index/current is not as the last run left it" in news.run("check", status=3)
    news.reindex("news", "--full")
    assert not noticed(tmp_path / "backfile-index")


def test_what_a_cut_short_run_left_unsealed_is_still_looked_at(news: Archive, tmp_path: Path) -> None:
    news.reindex("news")
    root = tmp_path / "backfile-index"
    (root / "ledger.seal").write_bytes(BROKEN)
    assert not noticed(root)
    held = bytearray((root / "ledger.sqlite").read_bytes())
    held[PAGE : 2 * PAGE] = bytes(PAGE)
    (root / "ledger.sqlite").write_bytes(held)
    assert noticed(root)
