"""Who may write, what readers keep meanwhile, and what is left of writers that did not come to their end."""

from __future__ import annotations

import subprocess
import sys
import time
from pathlib import Path

import pytest

from search.engines import open_index
from search.engines.opensearch.layout import index_body
from search.errors import IndexBusy, IndexOutdated, IndexProblem
from search.index import Index, Search
from tests.articles import make_article
from tests.engines.opensearch.conftest import SETTINGS, Node, write


def test_a_writer_that_was_killed_is_known_for_dead_at_once(archive: Index, location: str) -> None:
    code = f"""
import os, signal
from search.engines import open_index
from tests.articles import make_article
from tests.engines.opensearch.conftest import SETTINGS
with open_index({location!r}, SETTINGS, create=True).write() as batch:
    batch.put(make_article("b"))
    os.kill(os.getpid(), signal.SIGKILL)
"""
    subprocess.run([sys.executable, "-c", code], check=False, cwd=Path(__file__).parents[3])
    assert archive.status().generation.endswith("~")
    write(archive, "c")
    assert sorted(archive.ids()) == ["a0", "a1", "a2", "c"]


def _hold(node: Node, name: str, until: float) -> None:
    """A writer on another machine."""
    kept = node.ask("GET", f"/{name}-state/_doc/state")["_source"]
    holder = {"key": "k", "host": "elsewhere", "place": "elsewhere", "pid": 7, "until": until}
    node.ask("PUT", f"/{name}-state/_doc/state", {**kept, "phase": "held", "holder": holder})


def test_a_writer_elsewhere_is_waited_for_until_its_lease_has_run_out(
    archive: Index, node: Node, name: str
) -> None:
    _hold(node, name, time.time() + 60)
    with pytest.raises(IndexBusy, match="process 7 on elsewhere"):
        write(archive, "b")
    _hold(node, name, time.time() - 1)
    write(archive, "b")
    assert sorted(archive.ids()) == ["a0", "a1", "a2", "b"]


def test_who_was_taken_for_dead_writes_nothing_more(archive: Index, node: Node, name: str) -> None:
    with pytest.raises(IndexBusy), archive.write() as batch:
        batch.put(make_article("a1", body="Late."))
        _hold(node, name, time.time() - 1)
        other = open_index(archive.status().location, SETTINGS, create=True)
        write(other, "a1")
    got = archive.get("a1")
    assert got is not None and got.body == "New in a1."
    write(archive, "b")


def test_readers_keep_their_generation_and_a_later_write_sweeps_it(
    archive: Index, node: Node, name: str
) -> None:
    reader = open_index(archive.status().location, SETTINGS)
    ids = reader.ids()
    assert next(ids) in ("a0", "a1", "a2")
    with archive.rebuild() as batch:
        batch.put(make_article("alone"))
    assert len([*ids]) == 2 and [*reader.ids()] == ["alone"]
    reader.close()
    archive.close()
    with archive.rebuild():
        pass
    held = node.ask("GET", f"/{name}-*/_stats/docs")["indices"]
    assert sorted(held) == [f"{name}-000003", f"{name}-state"]


def test_a_rebuild_that_fails_leaves_nothing(archive: Index, node: Node, name: str) -> None:
    generation = archive.status().generation
    with pytest.raises(RuntimeError), archive.rebuild() as batch:
        batch.put(make_article("b"))
        raise RuntimeError
    assert sorted(node.ask("GET", f"/{name}-*/_stats/docs")["indices"]) == [f"{name}-000001", f"{name}-state"]
    assert archive.status().generation == generation and len([*archive.ids()]) == 3


def test_what_a_rebuild_left_that_was_killed_is_swept(archive: Index, node: Node, name: str) -> None:
    node.ask("PUT", f"/{name}-000002", index_body(SETTINGS))
    archive.sweep()
    assert sorted(node.ask("GET", f"/{name}-*/_stats/docs")["indices"]) == [f"{name}-000001", f"{name}-state"]
    assert archive.status().ok and len([*archive.ids()]) == 3


def test_another_format_is_outdated_until_it_is_built_anew(archive: Index, node: Node, name: str) -> None:
    node.ask("PUT", f"/{name}/_mapping", {"_meta": {"format": "opensearch 0"}})
    location = archive.status().location
    with pytest.raises(IndexOutdated, match=r"opensearch 0.*--full"):
        open_index(location, SETTINGS)
    index = open_index(location, SETTINGS, create=True)
    assert not index.status().ok and "--full" in index.status().message
    with pytest.raises(IndexOutdated), index.write():
        pass
    for ask in (lambda: index.get("a0"), lambda: [*index.ids()], lambda: index.search(Search())):
        with pytest.raises(IndexOutdated):
            ask()
    with index.rebuild() as batch:
        batch.put(make_article("b"))
    assert [*index.ids()] == ["b"] and index.status().ok


def test_an_index_of_another_program_is_left_alone(node: Node, name: str) -> None:
    node.ask("PUT", f"/{name}-other")
    index = open_index(f"opensearch+{node.url}/{name}-other", SETTINGS, create=True)
    with pytest.raises(IndexProblem, match="no archive of Backfile"), index.write():
        pass
    assert f"{name}-other" in node.ask("GET", f"/{name}-*/_stats/docs")["indices"]
