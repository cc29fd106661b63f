"""What a search page costs over the engine's own time, and how much of it travels.

    python -m tests.bench.pages FOLDER [--articles 100000 --material stories.jsonl.gz]

FOLDER is an archive; with `--articles` it is built first from the material. Each page has six facets or more and twenty
results; the time that the engine takes for everything that the page asks of it is taken off.
"""

from __future__ import annotations

import argparse
import random
import statistics
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from werkzeug.test import EnvironBuilder, run_wsgi_app

from search.engines import open_index
from search.index import Index
from search.settings import Settings
from tests.bench.archive import articles, sentences
from tests.weight import first_visit
from web.app import create_app

SEARCHES = 40
ROUNDS = 5


class Timed:
    """An index that adds up the seconds that pass in it."""

    def __init__(self, index: Index) -> None:
        self._index = index
        self.seconds = 0.0

    def __getattr__(self, name: str) -> Any:
        member = getattr(self._index, name)
        return self._timed(member) if callable(member) else member

    def _timed(self, method: Callable[..., Any]) -> Callable[..., Any]:
        def call(*args: Any, **named: Any) -> Any:
            begun = time.process_time()
            try:
                return method(*args, **named)
            finally:
                self.seconds += time.process_time() - begun

        return call


def main() -> None:
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("folder", type=Path)
    asked.add_argument("--articles", type=int, default=0)
    asked.add_argument("--material", type=Path)
    args = asked.parse_args()
    settings = Settings(index=str(args.folder), search_seconds=60)
    index = open_index(settings.index, settings, create=True)
    if args.articles:
        with index.rebuild() as batch:
            for article in articles(args.articles, sentences(args.material)):
                batch.put(article)
    timed = Timed(index)
    app = create_app(settings, timed)
    client = app.test_client()
    over: list[float] = []
    own: list[float] = []
    for nth in range(ROUNDS):
        for query in _queries(index):
            asks = EnvironBuilder("/search", query_string={"q": query}, headers={"Accept-Encoding": "gzip"})
            environ = asks.get_environ()
            timed.seconds, begun = 0.0, time.process_time()
            page, status, _ = run_wsgi_app(app, environ, buffered=True)
            spent = time.process_time() - begun
            assert status == "200 OK" and page
            if nth:
                over.append((spent - timed.seconds) * 1000)
                own.append(timed.seconds * 1000)
    print(f"articles {index.status().articles:,}; pages {len(over)} of {SEARCHES} searches")
    print(f"over the engine: median {statistics.median(over):.2f} ms CPU, p95 {_p95(over):.2f} (asked: 5)")
    print(f"the engine's own: median {statistics.median(own):.2f} ms CPU, p95 {_p95(own):.2f}")
    print("first visit, compressed:")
    for address, size in (parts := first_visit(client, "/search?q=" + _queries(index)[0])).items():
        print(f"  {size:6,} bytes {address}")
    print(f"  {sum(parts.values()):6,} bytes in all (asked: 35,840)")


def _queries(index: Index) -> list[str]:
    """Words that are neither rare nor everywhere, taken from the archive itself."""
    chance = random.Random(7)
    ids = sorted(id for id, _ in zip(index.ids(), range(400), strict=False))
    found: list[str] = []
    while len(found) < SEARCHES:
        article = index.get(chance.choice(ids))
        words = [
            word
            for word in (article.body if article else "").lower().split()
            if word.isalpha() and len(word) > 5
        ]
        if len(words) > 2:
            found.append(" ".join(chance.sample(words, 2)) + " OR " + chance.choice(words))
    return found


def _p95(values: list[float]) -> float:
    return statistics.quantiles(values, n=20)[-1]


if __name__ == "__main__":
    main()
