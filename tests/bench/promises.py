"""What is promised of faults and load, and what came of it, in one table: `./test faults` runs the tests at length and then
`python -m tests.bench.promises FILE`, with what the tests told. A part of the load that has an archive of its own to ask is a
module here, run as `python -m tests.bench.NAME FOLDER`: it says what it measured in its last line, and ends with 1 where that
breaks a promise.
"""

from __future__ import annotations

import argparse
import json
import re
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import NamedTuple

from tests.bench.archive import articles, invented, sentences
from tests.bench.ours import Ours
from tests.faults.counts import Line, table


class Load(NamedTuple):
    what: str
    module: str
    promise: str


LOADS = (
    Load(
        "queries of death",
        "death",
        "each within 1.2 s in all, a plain search beside them within 100 ms at p95",
    ),
    Load("requests beside reindexes", "load", "no error, no half answer, p95 at most 3 times that in quiet"),
    Load("requests to one process", "soak", "memory flat within 5 % after warming up"),
)


_TRIED = re.compile(r"([\d,]+) (?:searches|requests)\b")
"""As they go and in the end."""


def main() -> int:
    ask = argparse.ArgumentParser(description=__doc__)
    ask.add_argument("told", type=Path, help="what the tests of faults wrote to FAULTS_TOLD")
    ask.add_argument("--index", type=Path, help="of as many articles, used as it is; else one is made")
    ask.add_argument("--articles", type=int, default=100_000)
    ask.add_argument("--material", type=Path, help="JSON lines with a `body`; else words are made up")
    given = ask.parse_args()
    rows = [Line(*row) for row in json.loads(given.told.read_text("utf-8"))]
    with tempfile.TemporaryDirectory() as folder:
        if not (index := given.index):
            index = Path(folder, "index")
            made = Ours(index)
            made.build(articles(given.articles, sentences(given.material) if given.material else invented()))
        rows += [measured(load, index) for load in LOADS]
    print("\n".join(table(rows)))
    return not all(row.kept for row in rows)


def measured(load: Load, index: Path) -> Line:
    program = [sys.executable, "-m", f"tests.bench.{load.module}", str(index)]
    done = subprocess.run(program, stdout=subprocess.PIPE, text=True, check=False)
    *shown, last = done.stdout.splitlines() or [""]
    print(f"{load.what}:", *shown, last, sep="\n  ", flush=True)
    tried = max((int(n.replace(",", "")) for n in _TRIED.findall(done.stdout)), default=0)
    return Line(
        load.what, f"{tried:,}", load.promise, "BROKEN: " + last if done.returncode else "kept: " + last
    )


if __name__ == "__main__":
    sys.exit(main())
