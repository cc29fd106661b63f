"""What a cluster is sent of articles, ids and forms."""

from __future__ import annotations

from typing import Any

import pytest

from search.engines.opensearch.forms import STEPS, _grown
from search.errors import SourceError
from search.index import Index
from tests.articles import make_article
from tests.engines.opensearch.conftest import Node


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
