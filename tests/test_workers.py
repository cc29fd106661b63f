"""Real processes that really die: what a hostile record could do to its reader is done to it by a `sitecustomize`."""

from __future__ import annotations

import json
import os
import signal
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from search.errors import ArchiveError
from search.prints import IN_DOUBT
from search.reading import Cleaned, Ended
from search.settings import Settings
from search.workers import Workers

FAULTS = """
import os, signal, sys
import search.ingest

real = search.ingest.ingest

def ingest(source, settings):
    if b"HANG" in source.data:
        while True:
            pass
    if b"CRASH" in source.data:
        os.kill(os.getpid(), signal.SIGSEGV)
    if b"BLOAT" in source.data:
        source = bytes(4_000_000_000)
    if b"NICE" in source.data:
        with open(os.environ["NICE"], "w") as file:
            file.write(str(os.getpriority(os.PRIO_PROCESS, 0)))
    if b"FAULT" in source.data:
        raise KeyError("an error of ours")
    return real(source, settings)

search.ingest.ingest = ingest
"""


@pytest.fixture
def faults(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "faults").mkdir()
    (tmp_path / "faults" / "sitecustomize.py").write_text(FAULTS, encoding="utf-8")
    monkeypatch.syspath_prepend(tmp_path / "faults")


def records(file: Path, *words: str) -> str:
    body = "The council met on Monday and agreed on the budget for the next year, its speaker said. " * 4
    lines = [
        json.dumps({"id": f"{file.stem}{n}", "title": f"Council {n} agrees on budget", "body": body + word})
        for n, word in enumerate(words)
    ]
    file.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return str(file)


def came(files: list[str], **settings: object) -> list[str]:
    """Ids, `kind: reason` of refusals, and END, in order."""
    said: list[str] = []
    with Workers(Settings(**settings), {}) as workers:  # type: ignore[arg-type]
        for _, _, outcome in workers.read((file, Path(file).name) for file in files):
            if isinstance(outcome, Cleaned):
                said.append(outcome.article.id)
            elif isinstance(outcome, Ended):
                said.append("END" if outcome.seen != IN_DOUBT else "END IN DOUBT")
            else:
                said.append(f"{outcome.kind}: {outcome.reason}")
    return said


@pytest.mark.parametrize("workers", [1, 2, 5])
def test_the_order_is_that_of_the_files_however_many_read(
    tmp_path: Path, workers: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("search.workers._LARGE", 3000)
    files = [
        records(tmp_path / f"{name}.jsonl", *[""] * count)
        for name, count in zip("abcdef", (3, 20, 1, 0, 9, 2), strict=True)
    ]
    (tmp_path / "d.jsonl").write_text("not a record\n", encoding="utf-8")
    said = came(files, workers=workers)
    ids = [word for word in said if word[0] in "abcdef" and word[1:].isdigit()]
    assert ids == [
        f"{name}{n}" for name, count in zip("abcef", (3, 20, 1, 9, 2), strict=True) for n in range(count)
    ]
    assert said.count("END") == 6


@pytest.mark.usefixtures("faults")
class TestDeaths:
    @pytest.mark.parametrize("workers", [1, 3])
    def test_a_record_that_kills_its_reader_costs_only_itself(
        self, tmp_path: Path, workers: int, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr("search.workers._LARGE", 3000)
        file = records(tmp_path / "a.jsonl", "", "CRASH", "CRASH", "", "", "CRASH", "")
        other = records(tmp_path / "b.jsonl", "")
        died = f"unreadable: record {{}}: the process that read it died ({signal.SIGSEGV.name})"
        assert came([file, other], workers=workers) == [
            *("a0", died.format(2), died.format(3), "a3", "a4", died.format(6), "a6", "END", "b0", "END")
        ]

    def test_a_record_that_hangs_is_over_the_limit(self, tmp_path: Path) -> None:
        file = records(tmp_path / "a.jsonl", "HANG", "")
        said = came([file], workers=1, max_seconds=3.0)
        assert said == ["over limit: it takes longer than 3 seconds (max_seconds)", "a1", "END"]

    def test_a_record_that_bloats_is_over_the_limit(self, tmp_path: Path) -> None:
        said = came([records(tmp_path / "a.jsonl", "BLOAT", "")], workers=1)
        assert said == ["over limit: it takes more memory than max_memory_mb allows", "a1", "END"]

    def test_a_fault_of_ours_is_named_and_the_run_goes_on(self, tmp_path: Path) -> None:
        said = came([records(tmp_path / "a.jsonl", "FAULT", "")], workers=1)
        assert "KeyError" in said[0] and said[1:] == ["a1", "END"]


def test_a_file_that_vanished_is_named_and_in_doubt(tmp_path: Path) -> None:
    said = came([str(tmp_path / "gone.txt")])
    assert len(said) == 2 and said[0].startswith("unreadable: ") and said[1] == "END IN DOUBT"


def test_a_reader_that_can_t_start_is_one_clear_error(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "bs4.py").write_text("raise SystemExit(1)", encoding="utf-8")
    monkeypatch.syspath_prepend(tmp_path)
    file = records(tmp_path / "a.jsonl", "")
    with pytest.raises(ArchiveError, match="can be started"):
        came([file])


def test_all_end_with_the_one_who_asked(tmp_path: Path) -> None:
    files = [records(tmp_path / f"{n}.jsonl", "") for n in range(4)]
    workers = Workers(Settings(workers=2), {})

    def some() -> Iterator[object]:
        with workers:
            yield from workers.read((file, file) for file in files)

    with closing(some()) as outcomes:  # type: ignore[arg-type]
        next(outcomes)
    assert all(worker._process.returncode is not None for worker in workers._all)


def test_readers_of_files_give_way_to_those_who_search(
    tmp_path: Path, faults: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("NICE", str(tmp_path / "nice"))
    came([records(tmp_path / "a.jsonl", "NICE")])
    own = os.getpriority(os.PRIO_PROCESS, 0)
    assert min(own + 1, 19) <= int((tmp_path / "nice").read_text()) <= 19
