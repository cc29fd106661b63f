"""What fails on the way to a cluster, and what becomes of what was sent."""

from __future__ import annotations

import re
import threading

import pytest

from search.engines import open_index
from search.engines.opensearch import bulk
from search.errors import IndexProblem
from search.index import Index
from tests.engines.opensearch.between import Asked, Said, between, error
from tests.engines.opensearch.conftest import SETTINGS, Node, write


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
        write(index, "b")
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
        write(index, "b", "a1")
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
        write(index, *(f"b{n}" for n in range(20)))
        index.close()
    assert len([*archive.ids()]) == 23


def test_a_full_disk_is_told_and_what_was_taken_stays(archive: Index, node: Node, name: str) -> None:
    node.ask("PUT", f"/{name}/_settings", {"index.blocks.read_only_allow_delete": True})
    with pytest.raises(IndexProblem, match=r"disk of it is nearly full.*make room"):
        write(archive, "b")
    assert sorted(archive.ids()) == ["a0", "a1", "a2"] and archive.status().ok
    with pytest.raises(IndexProblem, match="make room"):
        write(archive, "b")
    node.ask("PUT", f"/{name}/_settings", {"index.blocks.read_only_allow_delete": None})
    write(archive, "b")
    assert sorted(archive.ids()) == ["a0", "a1", "a2", "b"] and archive.verify() == ()


def test_after_a_failure_midway_the_generation_is_another(
    archive: Index, node: Node, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """So that the ledger, which is of the one before, compares."""
    monkeypatch.setattr(bulk, "_MOST_ITEMS", 2)
    before = archive.status().generation

    class Second(Failing):
        """Refuses the second bulk that comes, on whatever lane."""

        def __init__(self) -> None:
            super().__init__()
            self.refused, self.one_by_one = False, threading.Lock()

        def __call__(self, asked: Asked) -> Said | None:
            with self.one_by_one:
                if "/_bulk" in asked.path and self.bulks and not self.refused:
                    self.refused = True
                    return error(400, "illegal_argument_exception", "on purpose")
                return super().__call__(asked)

    says = Second()
    with between(node.url, says) as host:
        index = open_index(f"opensearch+http://{host}/{name}", SETTINGS, create=True)
        with pytest.raises(IndexProblem, match="on purpose"):
            write(index, *(f"b{n}" for n in range(9)))
        index.close()
    taken = {id for sent in says.bulks for id in re.findall(r'"_id": "(b\d)"', sent.decode())}
    assert archive.status().generation == f"{before}~" and len([*archive.ids()]) == 3
    assert "did not come to its end" in " ".join(archive.verify())
    again = open_index(archive.status().location, SETTINGS, create=True)
    again.sweep()
    healed = again.status().generation
    assert healed.partition("-")[0] != before.partition("-")[0] and not healed.endswith("~")
    assert 0 < len(taken) < 9 and again.verify() == ()
    assert {*again.ids()} == {"a0", "a1", "a2", *taken}
