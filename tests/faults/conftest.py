"""The counts at the end of a run, as each of them is promised."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.faults.counts import TRIED
from tests.faults.rerun import CASES, Prepared, Rerun


@pytest.fixture(scope="session")
def prepared(tmp_path_factory: pytest.TempPathFactory, project: Path) -> Prepared:
    return Prepared(tmp_path_factory.mktemp("prepared"), project)


@pytest.fixture(params=CASES)
def rerun(prepared: Prepared, request: pytest.FixtureRequest) -> Rerun:
    return Rerun(prepared, request.param)


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    if TRIED:
        terminalreporter.section("faults")
        for what, count in TRIED.items():
            terminalreporter.write_line(f"{count:5,} {what}")
