"""`backfile explain`: any place that reindex names, as reindex would read it and within the same bounds."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from tests.command import run
from tests.faults.hostile.case import page, record, record_lines, story
from tests.faults.hostile.packed import zipped
from tests.faults.hostile.webarchives import answer


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    files = tmp_path / "files"
    files.mkdir()
    (files / "a.jsonl").write_bytes(record_lines("rec", 3))
    (files / "z.zip").write_bytes(
        zipped(("in/b.jsonl", record_lines("zip", 2)), ("p.txt", story("p").encode()))
    )
    (files / "c.warc").write_bytes(answer("asked", b"x", kind="request") + answer("page"))
    (files / "d!e#2.txt").write_text(story("marks"), encoding="utf-8")
    return tmp_path


def told(folder: Path, *words: str) -> dict[str, Any]:
    said = run(["explain", *words, "--json"], folder)
    assert said.returncode == 0, said.stderr
    value: dict[str, Any] = json.loads(said.stdout)
    return value


def test_every_place_that_reindex_names_can_be_explained(folder: Path) -> None:
    assert run(["reindex", "files"], folder).returncode == 0
    exported = run(["export"], folder).stdout.splitlines()
    articles = {a["locator"]: a for a in map(json.loads, exported)}
    assert len(articles) == 8
    for locator, article in articles.items():
        explained = told(folder, locator)
        assert (explained["id"], explained["headline"]) == (article["id"], article["headline"])


def test_a_file_that_no_archive_holds_can_be_explained(folder: Path) -> None:
    assert told(folder, "files/z.zip!in/b.jsonl#2")["headline"] == "Council agrees on zip1"
    assert told(folder, "files/a.jsonl", "--record", "3")["headline"] == "Council agrees on rec2"
    assert told(folder, "files/d!e#2.txt")["headline"] == "Council agrees on marks"


@pytest.mark.parametrize(
    ("words", "status", "reason"),
    [
        (["files/a.jsonl#9"], 1, "no #9"),
        (["files/z.zip!nothing.txt"], 1, "no !nothing.txt"),
        (["files"], 2, "no file"),
        (["nowhere.txt"], 2, "no such file"),
    ],
)
def test_what_is_not_there_is_said(folder: Path, words: list[str], status: int, reason: str) -> None:
    said = run(["explain", *words], folder)
    assert (said.returncode, said.stdout) == (status, "")
    assert reason in said.stderr


def test_rules_of_a_folder_count_as_in_the_archive(folder: Path) -> None:
    (folder / "rules.toml").write_text(
        '["files"]\nsource = "The Example"\ndrop = ["The mayor *"]\n', encoding="utf-8"
    )
    explained = told(folder, "files/d!e#2.txt", "--sites", "rules.toml")
    assert explained["source"] == "The Example"
    assert "mayor" not in explained["body"]
    assert any("rules for files" in block["reason"] for block in explained["blocks"])


def test_names_of_fields_can_be_mapped(folder: Path) -> None:
    line = {"kop" if name == "title" else name: value for name, value in record("word").items()}
    (folder / "kop.jsonl").write_text(json.dumps(line) + "\n", encoding="utf-8")
    assert told(folder, "kop.jsonl", "--map", "kop=headline")["headline"] == "Council agrees on word"


def test_a_hostile_file_is_bounded_and_named(folder: Path) -> None:
    (folder / "slow.txt").write_text(story("slow") + "x\n" * 90_000, encoding="utf-8")
    said = run(["explain", "slow.txt", "--max-seconds", "0.3"], folder)
    assert (said.returncode, said.stdout) == (1, "")
    assert "max_seconds" in said.stderr


def test_nothing_that_a_terminal_obeys_comes_out(folder: Path) -> None:
    """Escape sequences, C1 controls and turned directions are kept in the archive and not printed."""
    bad = "\x1b[31m red \x1b]0;title\x07\x9b2J\u202eturned\u2066"
    (folder / "files" / "esc.html").write_text(
        page("x").replace("Council", f"Council {bad}"), encoding="utf-8"
    )
    (folder / "files" / "fields.jsonl").write_text(json.dumps({f"k{bad}": 1}) + "\n", encoding="utf-8")
    (folder / "files" / f"name{bad[:8]}.txt").write_text(story("named"), encoding="utf-8")
    first = run(["reindex", "files"], folder)
    assert first.returncode == 1 and "fields.jsonl#1" in first.stdout
    found = json.loads(run(["search", "red", "--json"], folder).stdout)["hits"]
    commands = [
        ["search", "red"],
        ["search", "named"],
        ["show", found[0]["id"]],
        ["explain", "files/esc.html"],
        ["explain", "files/fields.jsonl"],
        ["stats"],
    ]
    for said in (first, *(run(words, folder) for words in commands)):
        printed = said.stdout + said.stderr
        assert printed
        assert not [c for c in printed if c in "\x1b\x07\x9b\u202e\u2066"]
