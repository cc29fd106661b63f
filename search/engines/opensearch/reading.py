"""Whole articles out of a cluster: one by its id, all ids, and all that a query finds in an order."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from typing import Any

from search.article import Article
from search.engines.opensearch.client import Answer, Cluster
from search.engines.opensearch.feed import article_of
from search.engines.opensearch.layout import ARTICLE
from search.engines.opensearch.snapshot import Snapshot, generation_index
from search.engines.storing import possible
from search.errors import IndexProblem

_STORED = ["card", "rest"]
_IDS, _ARTICLES = 10_000, 200
"""Of one answer: the most that a cluster gives unless told otherwise; and so many that few long ones fit in memory."""

_SCROLL = "10m"


def article(cluster: Cluster, id: str, usable: set[str]) -> Article | None:
    """The article as the newest generation has it. `usable` are the indexes that are known to be of this version."""
    if not possible(id):
        return None
    asked = {"ids": [id]}
    found = cluster.ask(
        "POST", f"/{cluster.address.name}/_mget", asked, realtime=False, _source_includes="card,rest"
    )
    (one,) = found["docs"]
    if error := one.get("error"):
        raise cluster.told(error)
    if one["_index"] not in usable:
        usable.add(generation_index(cluster))
    return article_of(one["_source"]) if one["found"] else None


def article_of_generation(snapshot: Snapshot, id: str) -> Article | None:
    """As the generation has it."""
    query = {"term": {"id": id}}
    hits = snapshot.search({"query": query, "size": 1, "_source": _STORED, "track_total_hits": False})[
        "hits"
    ]["hits"]
    return article_of(hits[0]["_source"]) if hits else None


def ids(cluster: Cluster) -> Iterator[str]:
    """Of every article, as of one generation. Raises IndexProblem where the cluster loses its place, never ends early."""
    generation_index(cluster)
    body = {
        "query": {"term": {"kind": ARTICLE}},
        "size": _IDS,
        "sort": ["_doc"],
        "_source": False,
        "track_total_hits": True,
    }
    answer = cluster.search(body, index=cluster.address.name, scroll=_SCROLL)
    total, given = answer["hits"]["total"]["value"], 0
    try:
        while hits := answer["hits"]["hits"]:
            given += len(hits)
            yield from (hit["_id"] for hit in hits)
            answer = cluster.ask(
                "POST", "/_search/scroll", {"scroll": _SCROLL, "scroll_id": answer["_scroll_id"]}
            )
        if given != total:
            raise IndexProblem(f"The cluster gave {given:,} of {total:,} ids. Try again in a moment.")
    finally:
        with suppress(IndexProblem):
            cluster.ask("DELETE", "/_search/scroll", {"scroll_id": [answer["_scroll_id"]]})


def articles(
    snapshot: Snapshot,
    query: Mapping[str, Any],
    sort: Sequence[Mapping[str, Any]],
    after: Sequence[Any] | None = None,
) -> Iterator[Article]:
    """All that the query finds, in the order of `sort`, which has to end in the id; those behind the place `after`."""
    body = {"query": query, "sort": sort, "size": _ARTICLES, "_source": _STORED, "track_total_hits": False}
    while True:
        answer: Answer = snapshot.search({**body, **({"search_after": after} if after is not None else {})})
        hits = answer["hits"]["hits"]
        yield from (article_of(hit["_source"]) for hit in hits)
        if len(hits) < _ARTICLES:
            return
        after = hits[-1]["sort"]
