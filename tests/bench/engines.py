"""Our engine beside others on one archive: `python -m tests.bench.engines --articles 100000 --material stories.jsonl.gz`.

CPU milliseconds at the median, warm, one process; for each search the ten best, then with three facets, then with ten
snippets besides. Built archives are kept in the folder and used again.
"""

from __future__ import annotations

import argparse
import itertools
import resource
import statistics
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path

from search.engines import open_index
from search.index import Search, Sort
from search.settings import Settings
from tests.bench.archive import articles, sentences
from tests.bench.cases import FACETS, Case, cases
from tests.bench.rivals import RIVALS

_PARTS = ("top 10", "facets", "snippets")


class Ours:
    def __init__(self, folder: Path) -> None:
        self._index = open_index(str(folder), Settings(search_seconds=60), create=True)

    def build(self, made) -> None:  # type: ignore[no-untyped-def]
        with self._index.rebuild() as batch:
            for article in made:
                batch.put(article)

    def open(self) -> None:
        self._index.search(Search())

    def search(self, case: Case, facets: bool, snippets: bool) -> int:
        """Without snippets there are no hits at all: one can't be had without the other."""
        return self._index.search(
            Search(
                case.clause,
                facets=FACETS if facets else (),
                sort=Sort.NEWEST if case.kind == "newest" else Sort.RELEVANCE,
                limit=10 if snippets else 0,
            )
        ).total


def spent(work: Callable[[], object]) -> float:
    """CPU milliseconds."""
    begun = time.process_time()
    work()
    return (time.process_time() - begun) * 1000


def main() -> None:
    ask = argparse.ArgumentParser(description=__doc__)
    ask.add_argument("--articles", type=int, default=10_000)
    ask.add_argument("--material", type=Path, required=True, help="JSON lines with a `body`, packed or not")
    ask.add_argument("--folder", type=Path, default=Path("/tmp/backfile-bench"))
    ask.add_argument("--engines", nargs="*", default=["ours", "tantivy"], choices=["ours", *RIVALS])
    ask.add_argument("--rounds", type=int, default=15)
    given = ask.parse_args()
    material = sentences(given.material)
    timed = cases(itertools.islice(articles(given.articles, material), 2000))
    print(f"{given.articles} articles; {given.rounds} rounds")
    opened = {}
    for name in given.engines:
        folder = given.folder / f"{name}-{given.articles}"
        fresh = not folder.exists()
        opened[name] = (Ours if name == "ours" else RIVALS[name])(folder)
        if fresh:
            making = spent(lambda: sum(1 for _ in articles(given.articles, material)))
            used = spent(lambda e=opened[name]: e.build(articles(given.articles, material))) - making
            print(f"{name}: built {given.articles / used * 1000:.0f} articles per CPU second")
        print(f"{name}: opened in {spent(opened[name].open):.0f} ms")
    print(f"{'':24}{'found':>8}" + "".join(f"{name:>30}" for name in opened))
    print(
        f"{'':32}"
        + "".join(f"{'first':>8}" + "".join(f"{p:>9}" for p in _PARTS) for _ in opened)[: -0 or None]
    )
    for case in timed:
        row, totals = "", []
        for engine in opened.values():
            row += f"{spent(lambda e=engine, c=case, t=totals: t.append(e.search(c, False, False))):8.2f}"
            for parts in ((False, False), (True, False), (True, True)):
                ask_once = partial(engine.search, case, *parts)
                row += f"{statistics.median(spent(ask_once) for _ in range(given.rounds)):9.2f}"
        print(f"{case.name:24}{'/'.join(map(str, dict.fromkeys(totals))):>14}{row}", flush=True)
    print(f"memory: {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MB at most")


if __name__ == "__main__":
    main()
