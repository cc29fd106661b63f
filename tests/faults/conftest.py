"""The counts at the end of a run, as each of them is promised."""

from __future__ import annotations

import pytest

from tests.faults.counts import TRIED


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    if TRIED:
        terminalreporter.section("faults")
        for what, count in TRIED.items():
            terminalreporter.write_line(f"{count:5,} {what}")
