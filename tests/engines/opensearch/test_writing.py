"""What a cluster is sent, what becomes of it when something fails on the way, and who may send."""

from __future__ import annotations

import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest

from search.engines import open_index
from search.engines.opensearch import bulk
from search.engines.opensearch.forms import STEPS, _grown
from search.engines.opensearch.layout import index_body
from search.errors import IndexBusy, IndexOutdated, IndexProblem, SourceError
from search.index import Index, Search
from tests.articles import make_article
from tests.engines.opensearch.between import Asked, Said, between, error
from tests.engines.opensearch.conftest import SETTINGS, Node


@pytest.fixture
def archive(location: str) -> Index:
    """Of three articles, a0 to a2."""
    index = open_index(location, SETTINGS, create=True)
    with index.rebuild() as batch:
        for n in range(3):
            batch.put(make_article(f"a{n}"))
    return index


def _write(index: Index, *ids: str) -> None:
    with index.write() as batch:
        for id in ids:
            batch.put(make_article(id, body=f"New in {id}."))


class Failing:
    """Says of the first bulks what it is given, in turn, and then what the node says."""

    def __init__(self, *said: Said) -> None:
        self.left = list(said)
        self.bulks: list[bytes] = []

    def __call__(self, asked: Asked) -> Said | None:
        if "/_bulk" not in asked.path:
            return None
        self.bulks.append(asked.body)
        return self.left.pop(0) if self.left else None


PASSING = {
    "too busy": Said(429, error(429, "rejected_execution_exception").body),
    "no manager": Said(503, error(503, "cluster_block_exception", "no cluster-manager").body),
    "line cut": Said(0),
    "an item refused": Said(
        200,
        {
            "errors": True,
            "items": [
                {
                    "index": {
                        "status": 429,
                        "error": {"type": "rejected_execution_exception", "reason": "full"},
                    }
                }
            ],
        },
    ),
}


@pytest.mark.parametrize("what", PASSING)
def test_what_passes_is_sent_again_until_it_is_taken(
    archive: Index, node: Node, name: str, what: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bulk, "FIRST_PAUSE", 0.01)
    monkeypatch.setattr(bulk, "_MOST_ITEMS", 1)
    says = Failing(PASSING[what], PASSING[what])
    with between(node.url, says) as host:
        index = open_index(f"opensearch+http://{host}/{name}", SETTINGS, create=True)
        _write(index, "b")
        index.close()
    assert says.bulks[0] == says.bulks[1] == says.bulks[2]
    assert sorted(archive.ids()) == ["a0", "a1", "a2", "b"]


def test_an_answer_that_was_lost_is_asked_for_again_without_harm(
    archive: Index, node: Node, name: str
) -> None:
    taken: list[Asked] = []

    def says(asked: Asked) -> Said | None:
        if "/_bulk" in asked.path and not taken:
            taken.append(asked)
            url, version = asked.path, asked.body
            assert node.raw("POST", url, version)["errors"] is False
            return Said(0)
        return None

    with between(node.url, says) as host:
        index = open_index(f"opensearch+http://{host}/{name}", SETTINGS, create=True)
        _write(index, "b", "a1")
        index.close()
    assert taken and sorted(archive.ids()) == ["a0", "a1", "a2", "b"]
    got = archive.get("a1")
    assert got is not None and got.body == "New in a1."


def test_a_bulk_that_is_too_large_is_cut(archive: Index, node: Node, name: str) -> None:
    def says(asked: Asked) -> Said | None:
        too_large = "/_bulk" in asked.path and len(asked.body) > 4_000
        return error(413, "content_too_long_exception") if too_large else None

    with between(node.url, says) as host:
        index = open_index(f"opensearch+http://{host}/{name}", SETTINGS, create=True)
        _write(index, *(f"b{n}" for n in range(20)))
        index.close()
    assert len([*archive.ids()]) == 23


def test_a_full_disk_is_told_and_what_was_taken_stays(archive: Index, node: Node, name: str) -> None:
    node.ask("PUT", f"/{name}/_settings", {"index.blocks.read_only_allow_delete": True})
    with pytest.raises(IndexProblem, match=r"disk of it is nearly full.*make room"):
        _write(archive, "b")
    assert sorted(archive.ids()) == ["a0", "a1", "a2"] and archive.status().ok
    with pytest.raises(IndexProblem, match="make room"):
        _write(archive, "b")
    node.ask("PUT", f"/{name}/_settings", {"index.blocks.read_only_allow_delete": None})
    _write(archive, "b")
    assert sorted(archive.ids()) == ["a0", "a1", "a2", "b"] and archive.verify() == ()


def test_after_a_failure_midway_the_generation_is_another(
    archive: Index, node: Node, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """So that the ledger, which is of the one before, compares."""
    monkeypatch.setattr(bulk, "_MOST_ITEMS", 2)
    before = archive.status().generation

    class Second(Failing):
        def __call__(self, asked: Asked) -> Said | None:
            if len(self.bulks) == 1:
                self.left = [error(400, "illegal_argument_exception", "on purpose")]
            return super().__call__(asked)

    with between(node.url, Second()) as host:
        index = open_index(f"opensearch+http://{host}/{name}", SETTINGS, create=True)
        with pytest.raises(IndexProblem, match="on purpose"):
            _write(index, *(f"b{n}" for n in range(9)))
        index.close()
    assert archive.status().generation == f"{before}~" and len([*archive.ids()]) == 3
    assert "did not come to its end" in " ".join(archive.verify())
    again = open_index(archive.status().location, SETTINGS, create=True)
    again.sweep()
    healed = again.status().generation
    assert healed.partition("-")[0] != before.partition("-")[0] and not healed.endswith("~")
    assert sorted(again.ids()) == ["a0", "a1", "a2", "b0", "b1"] and again.verify() == ()


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
    _write(archive, "c")
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
        _write(archive, "b")
    _hold(node, name, time.time() - 1)
    _write(archive, "b")
    assert sorted(archive.ids()) == ["a0", "a1", "a2", "b"]


def test_who_was_taken_for_dead_writes_nothing_more(archive: Index, node: Node, name: str) -> None:
    with pytest.raises(IndexBusy), archive.write() as batch:
        batch.put(make_article("a1", body="Late."))
        _hold(node, name, time.time() - 1)
        other = open_index(archive.status().location, SETTINGS, create=True)
        _write(other, "a1")
    got = archive.get("a1")
    assert got is not None and got.body == "New in a1."
    _write(archive, "b")


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


def test_the_last_word_on_an_id_counts_in_a_rebuild_too(archive: Index) -> None:
    with archive.rebuild() as batch:
        for n in range(3):
            batch.put(make_article("a", body=f"Round {n}."))
        batch.put(make_article("b"))
        batch.delete("b")
        batch.delete("a0")
    got = archive.get("a")
    assert [*archive.ids()] == ["a"] and got is not None and got.body == "Round 2."


def test_ids_that_no_article_can_have_are_absent(archive: Index, node: Node, name: str) -> None:
    words = node.ask("POST", f"/{name}/_search", {"query": {"term": {"kind": "word"}}, "size": 1})
    inside = words["hits"]["hits"][0]["_id"]
    with archive.write() as batch:
        for id in ("", "\ud800", "x" * 600, inside):
            batch.delete(id)
    after = node.ask(
        "POST", f"/{name}/_search", {"query": {"term": {"kind": "word"}}, "track_total_hits": True}
    )
    assert after["hits"]["total"] == words["hits"]["total"]
    for id in ("", "\ud800", "x" * 600, inside, "..", "a/b?c#d"):
        assert archive.get(id) is None


def test_an_article_that_no_request_holds_is_refused_alone(archive: Index) -> None:
    long = "Forty thousand readers wrote. " * 700_000
    with archive.write() as batch:
        with pytest.raises(SourceError, match=r"sent as .* MB.*http.max_content_length"):
            batch.put(make_article("long", body=long))
        batch.put(make_article("whole", body=long[:2_000_000]))
    assert sorted(archive.ids()) == ["a0", "a1", "a2", "whole"]
    got = archive.get("whole")
    assert got is not None and got.body == long[:2_000_000]


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


def test_common_forms_are_counted_in_steps_that_are_right_in_the_mean() -> None:
    n, written = 0, 0
    for number in range(20_000):
        after = _grown(n, 1, f"form{number}") if n else 1
        written += after != n
        n = after
    assert 10_000 < n < 40_000 and written < 40 * STEPS


def test_forms_are_counted_over_writes(archive: Index, node: Node, name: str) -> None:
    for n in range(4):
        with archive.write() as batch:
            batch.put(make_article(f"b{n}", body="zeppelin"))
    query: dict[str, Any] = {"query": {"bool": {"filter": [{"term": {"form": "zeppelin"}}]}}}
    (hit,) = node.ask("POST", f"/{name}/_search", query)["hits"]["hits"]
    assert hit["_source"]["n"] == 4 and hit["_source"]["folded"] == "zeppelin"
