"""How often each fault is tried: in short with the other tests, at length by `./test faults`; and how often it was."""

from __future__ import annotations

import os
import re
from collections import Counter
from collections.abc import Iterable
from typing import NamedTuple

LONG = os.environ.get("FAULTS") == "long"

TRIED: Counter[str] = Counter()
"""What was tried, in words; each row of PROMISES counts those that its `counted` is found in."""

FULL = "runs on a disk that is full after ever more bytes"


def times(short: int, long: int) -> int:
    return long if LONG else short


class Promise(NamedTuple):
    """`counted` says what of TRIED is counted, else the tests are; a test that fails in a file that `rooms` is found in
    breaks it; `least`: how often it is tried at length."""

    what: str
    counted: str
    rooms: str
    least: int
    says: str


_WHOLE = "nothing acknowledged is lost, nothing half or unreadable, space returns"
PROMISES = (
    Promise("kills", r"\bkills", "kills|injected", 300, _WHOLE),
    Promise("injected errors", "errors injected", "injected", 200, _WHOLE),
    Promise("power cuts", "power cuts", "power_cuts", 50, _WHOLE),
    Promise("full disks", FULL, "full_disk", 100, "all or nothing; done when there is room"),
    Promise("damaged files", "damaged", "damage|replaced", 500, "check notices each; no answer is silently wrong"),
    Promise("hostile files", "", "faults/test_hostile", 150, "each named with a reason, ≤ 10 s, ≤ 512 MB, no good one lost"),
    Promise("changing files", "files that change", "changing_files", 30, "each named or as it was; the next run has them all"),
    Promise("fuzzed inputs", "inputs of fuzzers", r"test_fuzz|test_found", 10_000, "none crashes, hangs or is misread"),
    Promise("web checks", "", "tests/web/", 1, "all pass"),
)  # fmt: skip


class Line(NamedTuple):
    """Of the table: what was tried, how often, what is promised, and what came of it."""

    what: str
    tried: str
    promise: str
    came: str

    @property
    def kept(self) -> bool:
        return self.came.startswith("kept")


def lines(passed: Iterable[str], failed: Iterable[str]) -> list[Line]:
    """Of the promises that were tried, from the names of the tests that ran."""
    passed, failed = list(passed), list(failed)
    found = []
    for what, counted, rooms, least, says in PROMISES:
        broken = [name for name in failed if re.search(rooms, name)]
        ran = len(broken) + sum(bool(re.search(rooms, name)) for name in passed)
        tried = sum(n for name, n in TRIED.items() if re.search(counted, name)) if counted else ran
        if broken:
            came = f"BROKEN in {len(broken)} of {ran} tests"
        else:
            came = "kept" if tried >= least or not LONG else f"TOO FEW: {least:,} are promised"
        if ran:
            found.append(Line(what, f"{tried:,}", says, came))
    return found


def table(rows: Iterable[Line]) -> list[str]:
    rows = [Line("what", "tried", "promise", "result"), *rows]
    widths = [max(len(cell) for cell in column) for column in zip(*rows, strict=True)]
    return [
        f"{what:<{widths[0]}}  {tried:>{widths[1]}}  {promise:<{widths[2]}}  {came}"
        for what, tried, promise, came in rows
    ]
