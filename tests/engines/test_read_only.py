"""An archive whose files nobody may write is read as any other; who would write it is told what refuses."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.command import run
from tests.faults.hostile.case import story


@pytest.fixture(params=["", "tantivy:"])
def archive(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    (tmp_path / "news").mkdir()
    for word in ("ferry", "harbour"):
        (tmp_path / "news" / f"{word}.txt").write_text(story(word), encoding="utf-8")
    where = f"{request.param}{tmp_path / 'index'}"
    assert run(["reindex", "news", "--index", where], tmp_path).returncode == 0
    folders = [tmp_path / "index", *(path for path in (tmp_path / "index").rglob("*") if path.is_dir())]
    for path in (tmp_path / "index").rglob("*"):
        path.chmod(0o555 if path.is_dir() else 0o444)
    folders[0].chmod(0o555)
    yield where
    for folder in folders:
        folder.chmod(0o755)


def test_all_that_reads_reads_it(archive: str, tmp_path: Path) -> None:
    found = run(["search", "ferry", "--index", archive, "--json"], tmp_path)
    assert found.returncode == 0, found.stderr
    (hit,) = json.loads(found.stdout)["hits"]
    for words in (["show", hit["id"]], ["stats"], ["check"], ["export", "ferry", "--format", "jsonl"]):
        said = run([*words, "--index", archive], tmp_path)
        assert said.returncode == 0 and said.stdout, (words, said.stderr)


def test_a_run_says_what_refuses(archive: str, tmp_path: Path) -> None:
    said = run(["reindex", "news", "--index", archive], tmp_path)
    assert said.returncode == 3 and "Permission denied" in said.stderr and "Traceback" not in said.stderr
