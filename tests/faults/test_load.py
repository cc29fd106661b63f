"""Readers while the archive is written, and beside clients that dribble: no error, and no answer of two archives.

How long they wait is measured by `python -m tests.bench.load`, as a busy machine must not fail a test.
"""

from __future__ import annotations

import contextlib
import socket
import threading
from collections import defaultdict
from pathlib import Path

from search.engines import open_index
from search.index import Index
from search.settings import Settings
from tests.articles import make_article
from tests.bench.served import served
from tests.bench.visitors import addresses, visit, words_of
from tests.faults.counts import TRIED, times

CLIENTS = 8
SLOW = 4


def _fill(index: Index, first: int, number: int, fresh: bool) -> None:
    with index.rebuild() if fresh else index.write() as batch:
        for n in range(first, first + number):
            batch.put(
                make_article(
                    f"a{n}", body=f"The ferry number{n % 40} waits {'again ' * (n % 9)}for the strike."
                )
            )


def test_readers_see_one_whole_archive_whatever_is_written(tmp_path: Path) -> None:
    asked, writes = times(100, 4000), times(2, 10)
    index = open_index(str(tmp_path / "index"), Settings(), create=True)
    _fill(index, 0, 200, fresh=True)
    known = {index.status().generation}
    words = words_of(index)
    written = threading.Event()

    def write() -> None:
        for n in range(1, writes + 1):
            _fill(index, 200 * n * (n % 2), 200, fresh=n % 2 == 0)
            known.add(index.status().generation)
        written.set()

    with served(str(tmp_path / "index")) as (where, _), contextlib.ExitStack() as stack:
        for _ in range(SLOW):
            connection = stack.enter_context(socket.create_connection(where))
            connection.sendall(b"GET / HTTP/1.1\r\nHost: a\r\n")
        writing = threading.Thread(target=write)
        writing.start()
        visited = visit(where, addresses(words, ["a0"]), CLIENTS, lambda n: n >= asked and written.is_set())
        writing.join()
    index.close()
    assert not [error for error in visited.errors if "/a/a0: 404" not in error]
    bodies: defaultdict[tuple[str, str], set[bytes]] = defaultdict(set)
    for answer in visited.answers:
        if answer.generation and not answer.cut:
            bodies[answer.address, answer.generation].add(answer.digest)
    assert not [at for at, digests in bodies.items() if len(digests) > 1]
    assert {generation for _, generation in bodies} <= known
    TRIED["requests beside writers and slow clients"] += len(visited.answers)
