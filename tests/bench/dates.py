"""How dates are read, beside dateparser: `python -m tests.bench.dates FILE`.

FILE has tab-separated lines `language, text, date, time, offset` under a heading. A date is right when its day is, and its
hour and minute where they are stated; without an answer it counts as none.
"""

from __future__ import annotations

import sys
import time
import warnings
from collections.abc import Callable
from pathlib import Path
from typing import Any

import dateparser

from search.ingest.stamps import read_stamp
from search.ingest.zones import iso_offset

Answer = tuple[str, str] | None
"""Local date and time as in ISO 8601, and the offset as +hhmm or nothing."""


def ours(text: str, language: str) -> Answer:
    stamp = read_stamp(text, (language,))
    if stamp is None or stamp.date is None:
        return None
    return stamp.iso(), "" if stamp.zone is None else iso_offset(stamp.zone).replace(":", "")


def dateparser_alone(text: str, language: str) -> Answer:
    return _of(dateparser.parse(text))


def dateparser_told(text: str, language: str) -> Answer:
    return _of(dateparser.parse(text, languages=[language], settings={"STRICT_PARSING": True}))


def _of(found: Any) -> Answer:
    return None if found is None else (found.isoformat(), found.strftime("%z"))


def measure(read: Callable[[str, str], Answer], rows: list[list[str]]) -> str:
    right = wrong = none = zone = zones = 0
    for language, text, *_ in rows:
        _quiet(read, f"{text}.", language)  # tables are loaded, while each string that is timed is new
    start = time.process_time()
    answers = [_quiet(read, text, language) for language, text, *_ in rows]
    spent = (time.process_time() - start) / len(rows)
    for (_, _, day, clock, offset), answer in zip(rows, answers, strict=True):
        zones += bool(offset)
        if answer is None:
            none += 1
        elif answer[0][:10] == day and (not clock or answer[0][11:16] == clock):
            right += 1
            zone += bool(offset) and answer[1] == offset
        else:
            wrong += 1
    return f"{right:5d} {wrong:5d} {none:5d} {zone:6d}/{zones:<4d} {1000 * spent:8.3f}"


def _quiet(read: Callable[[str, str], Answer], text: str, language: str) -> Answer:
    try:
        return read(text, language)
    except ValueError:
        return None


def main(file: str) -> None:
    lines = Path(file).read_text(encoding="utf-8").splitlines()[1:]
    rows = [[*line.split("\t"), "", ""][:5] for line in lines]
    print(f"{'':34s} right wrong  none  zone right   ms each")
    for name, read in (
        ("patterns and CLDR (ours)", ours),
        ("dateparser as it comes", dateparser_alone),
        ("dateparser, language, strict", dateparser_told),
    ):
        print(f"{name:34s} {measure(read, rows)}")


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit("usage: python -m tests.bench.dates FILE")
    warnings.simplefilter("ignore")
    main(sys.argv[1])
