"""Our engine as the benchmarks use it, and what they ask of a process that does nothing else.

`python -m tests.bench.ours FOLDER` opens an archive, runs the searches that come as JSON on its input, and says as JSON
what that took.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterable
from dataclasses import asdict
from pathlib import Path

from search.article import Article
from search.engines import open_index
from search.index import Search, Sort
from search.settings import Settings
from tests.bench.cases import FACETS, Case

_COUNTS = 50
"""Values of a facet."""


def spent(work: Callable[[], object]) -> float:
    """CPU milliseconds."""
    begun = time.process_time()
    work()
    return (time.process_time() - begun) * 1000


class Ours:
    def __init__(self, folder: Path, engine: str = "") -> None:
        """`engine` is how the folder's location begins."""
        self._folder = folder
        self._index = open_index(f"{engine}{folder}", Settings(search_seconds=60), create=True)

    def build(self, made: Iterable[Article]) -> None:
        with self._index.rebuild() as batch:
            for article in made:
                batch.put(article)

    def open(self) -> None:
        self._index.search(Search())

    def search(self, case: Case, facets: bool = True, snippets: bool = False, hits: int = 10) -> int:
        """Without snippets there are no hits at all: one can't be had without the other."""
        return self._index.search(
            Search(
                case.clause,
                facets=FACETS if facets else (),
                facet_limit=_COUNTS,
                sort=Sort.NEWEST if case.kind == "newest" else Sort.RELEVANCE,
                limit=hits if snippets else 0,
            )
        ).total

    def change(self, cases: Iterable[Case], added: Iterable[Article]) -> tuple[float, float]:
        """Seconds of adding articles to a copy that is warm from these searches, on the clock and of CPU, until a search
        has them."""
        copy = self._folder.with_name(f"{self._folder.name}-changed")
        shutil.rmtree(copy, ignore_errors=True)
        shutil.copytree(self._folder, copy, copy_function=os.link)
        try:
            changed = Ours(copy)
            before = changed._index.search(Search()).total
            for case in cases:
                changed.search(case, snippets=True)
            several = list(added)
            begun, used = time.monotonic(), time.process_time()
            with changed._index.write() as batch:
                for article in several:
                    batch.put(article)
            assert changed._index.search(Search(facets=FACETS)).total == before + len(several)
            return time.monotonic() - begun, time.process_time() - used
        finally:
            shutil.rmtree(copy)


def alone(folder: Path, cases: Iterable[Case]) -> dict[str, float]:
    """In a process of its own: milliseconds of CPU to open the archive and for the first search, and megabytes at most
    after all of them."""
    answer = subprocess.run(
        [sys.executable, "-m", "tests.bench.ours", str(folder)],
        input=json.dumps([asdict(case) for case in cases]),
        capture_output=True,
        text=True,
        check=True,
    )
    found: dict[str, float] = json.loads(answer.stdout)
    return found


def main() -> None:
    cases = [Case(case["kind"], tuple(case["words"])) for case in json.load(sys.stdin)]
    ours = Ours(Path(sys.argv[1]))
    opened = spent(ours.open)
    first = spent(lambda: ours.search(cases[0]))
    for case in cases:
        ours.search(case, snippets=True)
    json.dump({"opened": opened, "first": first, "megabytes": _most_memory()}, sys.stdout)


def _most_memory() -> float:
    """Megabytes that this process has had at most. `getrusage` answers for the process that started it, too."""
    lines = Path("/proc/self/status").read_text().splitlines()
    return next(int(line.split()[1]) / 1024 for line in lines if line.startswith("VmHWM"))


if __name__ == "__main__":
    main()
