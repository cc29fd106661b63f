"""One run over every hostile file: each bad one is named with its reason, no good one is lost, and nothing is outside its bounds."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from search.article import Article
from search.engines import open_index
from search.settings import Settings
from tests.command import COMMAND, run
from tests.faults.counts import TRIED, times
from tests.faults.hostile import KINDS, all_cases
from tests.faults.hostile.case import page, story

CASES = all_cases()
_DEATHS = ("max_seconds", "died", "fault in Backfile")
_MOST_SECONDS = 10
_MOST_MB = 512
"""Of any process."""


_MEASURED = (
    "import resource, subprocess, sys; code = subprocess.run(sys.argv[1:]).returncode; "
    "print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss, file=sys.stderr); sys.exit(code)"
)
"""Runs a command and ends with the memory of its largest process in KB, apart from what other tests have run."""


class Came(NamedTuple):
    said: subprocess.CompletedProcess[str]
    tally: dict[str, Any]
    articles: list[Article]


@pytest.fixture(scope="module")
def came(tmp_path_factory: pytest.TempPathFactory) -> Came:
    folder = tmp_path_factory.mktemp("hostile")
    for kind in KINDS:
        (folder / "files" / kind).mkdir(parents=True)
        (folder / "files" / kind / "0 first.txt").write_text(story(f"first{kind}"), encoding="utf-8")
        (folder / "files" / kind / "z last.html").write_text(page(f"last{kind}"), encoding="utf-8")
    for path, case in CASES.items():
        (folder / "files" / path).parent.mkdir()
        (folder / "files" / path).write_bytes(case.make())
    program = (sys.executable, "-c", _MEASURED, *COMMAND)
    said = run(
        ["reindex", "files", "--json"], folder, program, timeout=times(550, 1700), BACKFILE_WORKERS="2"
    )
    TRIED["hostile files, each named with a reason or read, no good one lost"] += len(CASES)
    index = open_index(str(folder / "backfile-index"), Settings())
    articles = [article for id in index.ids() if (article := index.get(id))]
    index.close()
    return Came(said, json.loads(said.stdout), articles)


def of(path: str, locator: str) -> bool:
    """Whether it stands in this file."""
    rest = locator.removeprefix(f"files/{path}")
    return rest != locator and rest[:1] in ("", "!", "#")


@pytest.mark.timeout(times(600, 1800))
@pytest.mark.parametrize("path", CASES)
def test_each_file_gives_what_it_can_and_says_what_it_can_t(came: Came, path: str) -> None:
    reasons = [refusal["reason"] for refusal in came.tally["failed"] if of(path, refusal["locator"])]
    case = CASES[path]
    if case.reason is None:
        assert not reasons
    else:
        assert any(case.reason in reason for reason in reasons), reasons
    assert not [reason for reason in reasons if any(word in reason for word in _DEATHS)]
    texts = [f"{a.headline}\n{a.body}" for a in came.articles if of(path, a.locator)]
    assert not [words for words in case.kept if not any(words in text for text in texts)], texts[:3]


@pytest.mark.parametrize("kind", KINDS)
def test_good_files_beside_them_are_read(came: Came, kind: str) -> None:
    headlines = {article.headline for article in came.articles}
    assert {f"Council agrees on first{kind}", f"Council agrees on last{kind}"} <= headlines


def test_the_run_ends_as_one_in_which_files_failed(came: Came) -> None:
    assert came.said.returncode == 1
    assert not came.said.stderr.count("Traceback")
    assert came.tally["read"] == len(CASES) + 2 * len(KINDS)


def test_no_process_takes_more_memory_than_is_allowed(came: Came) -> None:
    assert int(came.said.stderr.split()[-1]) < _MOST_MB * 1000


@pytest.mark.timeout(times(900, 1800))
def test_no_file_takes_longer_or_more_than_is_allowed(tmp_path: Path) -> None:
    some = [*CASES.items()][:: times(12, 1)]
    for path, case in some:
        (tmp_path / path).parent.mkdir(parents=True)
        (tmp_path / path).write_bytes(case.make())
    program = (sys.executable, "-m", "tests.faults.hostile.bounds", str(tmp_path))
    said = run([], Path.cwd(), program, timeout=times(800, 1700)).stdout
    costs = [json.loads(line) for line in said.splitlines()]
    assert len(costs) == len(some)
    slowest, largest = max(costs, key=lambda cost: cost[1]), max(costs, key=lambda cost: cost[2])
    assert slowest[1] < _MOST_SECONDS, slowest
    assert largest[2] < _MOST_MB, largest
    TRIED[f"hostile files read, in {slowest[1]:.1f} s and {largest[2]:.0f} MB each at most"] += len(costs)
    assert not [cost for cost in costs if cost[3]]


def test_nothing_is_written_outside_the_archive(came: Came) -> None:
    assert came.tally
    assert not Path("/tmp/escaped.txt").exists()
