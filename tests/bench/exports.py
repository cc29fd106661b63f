"""An export of a whole archive from the server as it is run: `python -m tests.bench.exports --material stories.jsonl.gz`.

How long it takes, what the process that answers takes of memory before, meanwhile and after, and how long a reader waits
for a page meanwhile. The built archive is kept in the folder and used again.
"""

from __future__ import annotations

import argparse
import http.client
import statistics
import threading
import time
from pathlib import Path

from tests.bench.archive import articles, sentences
from tests.bench.ours import Ours
from tests.web.server import Server

FLAT = 8
"""Megabytes that any process may grow by over the last nine tenths of an export; before, both load what they need."""


def main() -> None:
    ask = argparse.ArgumentParser(description=__doc__)
    ask.add_argument("--articles", type=int, default=100_000)
    ask.add_argument("--material", type=Path, required=True, help="JSON lines with a `body`, packed or not")
    ask.add_argument("--folder", type=Path, default=Path("/tmp/backfile-bench"))
    ask.add_argument("--formats", nargs="*", default=["csv", "json", "ris"])
    given = ask.parse_args()
    place = given.folder / f"ours-{given.articles}"
    if not place.exists():
        Ours(place).build(articles(given.articles, sentences(given.material)))
    server = Server(place)
    try:
        server.get("/search?q=the")
        for form in given.formats:
            for coding in ("identity", "gzip"):
                _export(server, form, coding)
    finally:
        server.stop()


def _export(server: Server, form: str, coding: str) -> None:
    before = _memory(server)
    seen: list[list[int]] = []
    waits: list[float] = []
    over = threading.Event()

    def watch() -> None:
        while not over.wait(0.2):
            asked = time.monotonic()
            server.get("/search?q=the")
            waits.append(1000 * (time.monotonic() - asked))
            seen.append(_memory(server))

    watcher = threading.Thread(target=watch)
    watcher.start()
    begun = time.monotonic()
    connection = http.client.HTTPConnection(server.host, server.port, timeout=60)
    connection.request("GET", f"/search.{form}", headers={"Accept-Encoding": coding})
    answer = connection.getresponse()
    size = 0
    while block := answer.read(1 << 16):
        size += len(block)
    seconds = time.monotonic() - begun
    over.set()
    watcher.join()
    early = seen[len(seen) // 10]
    grown = max(max(of) - of_early for of, of_early in zip(zip(*seen, strict=True), early, strict=True))
    print(
        f"{form:9}{coding:9}{answer.headers['Backfile-Count']:>8} articles {size / 1e6:7.0f} MB {seconds:6.1f} s, "
        f"memory {max(before)} MB before, {max(early)} after a tenth, at most {max(map(max, seen))}, grown by {grown}"
        f"   {'reached' if grown <= FLAT else f'short of {FLAT}'}; "
        f"a page meanwhile {statistics.median(waits):.0f} ms, at most {max(waits):.0f}",
        flush=True,
    )


def _memory(server: Server) -> list[int]:
    """Resident megabytes of each of the server's processes."""
    children = Path(f"/proc/{server.process.pid}/task/{server.process.pid}/children").read_text().split()
    lines = [Path(f"/proc/{pid}/status").read_text() for pid in children]
    return [int(text.partition("VmRSS:")[2].split()[0]) >> 10 for text in lines]


if __name__ == "__main__":
    main()
