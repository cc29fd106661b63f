"""One archive for all that goes wrong with it; and at the end of a run the promises, with how often each was tried."""

from __future__ import annotations

import json
import os
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.cli.archive import Archive
from tests.faults.counts import TRIED, lines, table
from tests.faults.rerun import CASES, Prepared, Rerun
from tests.faults.warm import Warm, warm


@pytest.fixture(scope="session")
def command() -> Iterator[Warm]:
    with warm() as command:
        yield command


class _Forked(Archive):
    """With the command in forks, which cost a tenth of what a process of its own does."""

    def __init__(self, command: Warm, folder: Path, project: Path) -> None:
        super().__init__(folder, project)
        self._command = command

    def done(self, *words: str, **environment: str) -> subprocess.CompletedProcess[str]:
        return self._command.completed(self.folder, words, **environment)


@pytest.fixture
def news(command: Warm, tmp_path: Path, project: Path) -> Archive:
    return _Forked(command, tmp_path, project)


@pytest.fixture(scope="session")
def prepared(command: Warm, tmp_path_factory: pytest.TempPathFactory, project: Path) -> Prepared:
    return Prepared(command, tmp_path_factory.mktemp("prepared"), project)


@pytest.fixture(params=CASES)
def rerun(prepared: Prepared, request: pytest.FixtureRequest) -> Rerun:
    return Rerun(prepared, request.param)


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Written too where FAULTS_TOLD names a file, for `python -m tests.bench.promises`."""
    if not TRIED:
        return
    passed, failed = (
        [report.nodeid for came in ways for report in terminalreporter.stats.get(came, ())]
        for ways in (("passed",), ("failed", "error"))
    )
    rows = lines(passed, failed)
    if told := os.environ.get("FAULTS_TOLD"):
        Path(told).write_text(json.dumps(rows), encoding="utf-8")
    terminalreporter.section("faults")
    for what, count in sorted(TRIED.items()):
        terminalreporter.write_line(f"{count:6,} {what}")
    terminalreporter.write_line("")
    for line in table(rows):
        terminalreporter.write_line(line)
