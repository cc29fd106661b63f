"""A writer that is killed at each step: readers have what was or what is, and the next writer finds out."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from search.engines import open_index
from search.index import Index
from tests.articles import make_article
from tests.engines.opensearch.between import Asked, Said, between
from tests.engines.opensearch.conftest import SETTINGS, Node

BEFORE, AFTER = {"a0", "a1", "a2"}, {"a1", "a2", "b"}

WRITE = {
    "before anything is sent": ("/_bulk", b"", False),
    "when all is sent": ("/_bulk", b"", True),
    "before it is seen": ("/_refresh", b"", False),
    "when it is seen": ("/_refresh", b"", True),
    "when it is counted": ("/_doc/state", b'"phase":"idle"', True),
}
REBUILD = {
    "when all is sent": ("/_bulk", b"", True),
    "before the swap": ("/_aliases", b"", False),
    "after the swap": ("/_aliases", b"", True),
}

WRITER = """
import sys
from search.engines import open_index
from tests.articles import make_article
from tests.engines.opensearch.conftest import SETTINGS
index = open_index(sys.argv[1], SETTINGS, create=True)
with index.rebuild() if sys.argv[2] == "rebuild" else index.write() as batch:
    batch.delete("a0")
    for id in ("a1", "a2", "b"):
        batch.put(make_article(id, body=f"New in {id}."))
"""


class Deadly:
    """Ends the writer when it asks for what is named, before or after the node has done it."""

    def __init__(self, node: Node, path: str, body: bytes, after: bool) -> None:
        self._node, self._path, self._body, self._after = node, path, body, after
        self.victim: subprocess.Popen[bytes] | None = None

    def __call__(self, asked: Asked) -> Said | None:
        if self.victim is None or self._path not in asked.path or self._body not in asked.body:
            return None
        if self._after:
            self._node.raw(asked.method, asked.path, asked.body or None)
        self.victim.kill()
        self.victim.wait()
        self.victim = None
        return Said(0)


def _write(location: str, kind: str) -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        [sys.executable, "-c", WRITER, location, kind],
        cwd=Path(__file__).parents[3],
        stderr=subprocess.DEVNULL,
    )


@pytest.mark.parametrize(
    ("kind", "moment"),
    [("write", WRITE[what]) for what in WRITE] + [("rebuild", REBUILD[what]) for what in REBUILD],
    ids=[f"write, {what}" for what in WRITE] + [f"rebuild, {what}" for what in REBUILD],
)
def test_a_killed_writer_leaves_what_was_and_the_next_completes_it(
    node: Node, location: str, name: str, kind: str, moment: tuple[str, bytes, bool]
) -> None:
    index: Index = open_index(location, SETTINGS, create=True)
    with index.rebuild() as batch:
        for id in sorted(BEFORE):
            batch.put(make_article(id))
    before = index.status().generation
    deadly = Deadly(node, *moment)
    with between(node.url, deadly) as host:
        victim = deadly.victim = _write(f"opensearch+http://{host}/{name}", kind)
        assert victim.wait(100) == -9
    reader = open_index(location, SETTINGS)
    assert {*reader.ids()} in (BEFORE, AFTER)
    counted = reader.status().generation
    index.sweep()
    healed = index.status().generation
    assert healed != before and not healed.endswith("~"), "the ledger has to compare"
    assert healed == counted or counted.endswith("~")
    assert {*index.ids()} in (BEFORE, AFTER) and index.verify() == ()
    reader.close()
    index.close()
    assert _write(location, kind).wait(100) == 0
    assert {*index.ids()} == AFTER
    got = index.get("a1")
    assert got is not None and got.body == "New in a1."
    held = node.ask("GET", f"/{name}-*/_stats/docs")["indices"]
    assert len(held) == 2, held
