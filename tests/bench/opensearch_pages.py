"""Whole pages out of a cluster: `python -m tests.bench.opensearch_pages http://127.0.0.1:9200 --material stories.jsonl.gz`.

Ours beside the client alone, which asks the same and has the cluster mark what was found.

The client's requests are those that ours sends for the page, noted on the way: the same queries, facets, orders and stored
texts. They are sent to an index that has the plain texts too, and ask for highlights of these by OpenSearch's own highlighter,
where ours has snippets. Both are asked before; of each page the least time of several counts, in milliseconds by the clock.
`new` is ours when nothing of the search's words is known yet.
"""

from __future__ import annotations

import argparse
import json
import secrets
import statistics
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from itertools import chain, islice
from pathlib import Path
from typing import Any

from opensearchpy import OpenSearch
from opensearchpy.helpers import streaming_bulk

from search.engines import open_index
from search.engines.opensearch.client import Cluster
from search.engines.opensearch.feed import fed
from search.engines.opensearch.layout import index_body
from search.index import Index, Search, Sort
from search.settings import Settings
from tests.bench.archive import articles, invented, sentences
from tests.bench.cases import FACETS, Case, cases

_SETTINGS = Settings(opensearch_replicas=0, search_seconds=60.0)
_EACH, _TIMES = 7, 5
_MOST = 1.2
"""Times the client's, that ours may take."""


def main() -> None:
    ask = argparse.ArgumentParser(description=__doc__)
    ask.add_argument("url", help="of a node, as http://127.0.0.1:9200")
    ask.add_argument("--articles", type=int, default=100_000)
    ask.add_argument(
        "--material", type=Path, help="JSON lines with a `body`, packed or not; by default made up"
    )
    given = ask.parse_args()
    material = sentences(given.material) if given.material else invented()
    name = f"bench-{secrets.token_hex(4)}"
    client = OpenSearch([given.url], timeout=600)
    try:
        _pages(given.url, client, name, given.articles, material)
    finally:
        client.indices.delete(index=f"{name}-*")


def _pages(url: str, client: OpenSearch, name: str, number: int, material: list[str]) -> None:
    """Builds both archives under the name, and prints a line for each type of search."""
    location = f"opensearch+{url}/{name}"
    with closing(open_index(location, _SETTINGS, create=True)) as index:
        with index.rebuild() as batch:
            for article in articles(number, material):
                batch.put(article)
        plain = f"{name}-plain"
        _plain(client, plain, number, material)
        timed = cases(islice(articles(number, material), 2000), _EACH)
        print(f"{'pages of ten, ms':28}{'new':>8}{'ours':>8}{'client':>8}{'marked':>8}")
        every = {kind: [*map(_Page(index, client, plain).timed, several)] for kind, several in timed.items()}
    for kind, figures in every.items():
        print(
            f"{kind:28}"
            + "".join(f"{statistics.median(column):8.1f}" for column in zip(*figures, strict=True))
        )
    new, ours, bare, marked = map(sum, zip(*chain(*every.values()), strict=True))
    print(
        f"ours {ours / marked:.2f} × the client that has hits marked, {ours / bare:.2f} × without, new {new / marked:.2f} ×; "
        f"at most {_MOST}"
    )


class _Page:
    def __init__(self, index: Index, client: OpenSearch, plain: str) -> None:
        self._index, self._client, self._plain = index, client, plain

    def timed(self, case: Case) -> tuple[float, float, float, float]:
        """When it is new, ours, the client's, and the client's with hits marked."""
        sort = Sort.NEWEST if case.kind == "newest" else Sort.RELEVANCE
        search = Search(case.clause, facets=FACETS, sort=sort, limit=10)

        def ours() -> None:
            self._index.search(search)

        new = _spent(ours)
        with _noted() as bodies:
            ours()
        marking = [_marking(body, case) for body in bodies]
        works = (ours, lambda: self._ask(bodies), lambda: self._ask(marking))
        rounds = [[_spent(work) for work in works] for _ in range(_TIMES)]
        one, bare, marked = map(min, zip(*rounds, strict=True))
        return new, one, bare, marked

    def _ask(self, bodies: list[dict[str, Any]]) -> None:
        for body in bodies:
            self._client.search(
                body=body, index=self._plain, params={"filter_path": "-aggregations.**.every.buckets"}
            )


@contextmanager
def _noted() -> Iterator[list[dict[str, Any]]]:
    """What is searched for meanwhile."""
    bodies: list[dict[str, Any]] = []
    plain = Cluster.ask

    def noting(self: Cluster, method: str, path: str, body: Any = None, **parameters: Any) -> dict[str, Any]:
        if path == "/_search":
            bodies.append({name: part for name, part in body.items() if name not in ("pit", "timeout")})
        return plain(self, method, path, body, **parameters)

    Cluster.ask = noting  # type: ignore[method-assign,assignment]
    try:
        yield bodies
    finally:
        Cluster.ask = plain  # type: ignore[method-assign]


def _marking(body: dict[str, Any], case: Case) -> dict[str, Any]:
    if not body["_source"] or not case.words:
        return body
    words = " ".join(case.words)
    query: dict[str, Any] = {
        "phrase": {"match_phrase": {"body": words}},
        "prefix": {"match_phrase_prefix": {"body": words}},
        "fuzzy": {"match": {"body": {"query": words, "fuzziness": 1}}},
    }.get(case.kind, {"match": {"body": words}})
    told = {"highlight_query": query, "number_of_fragments": 2, "fragment_size": 130}
    return {**body, "highlight": {"fields": {"body": told}}}


def _plain(client: OpenSearch, name: str, number: int, material: list[str]) -> None:
    made = index_body(_SETTINGS)
    made["mappings"]["properties"]["body"] = {
        "type": "text",
        "analyzer": "english",
        "index_options": "offsets",
    }
    made["mappings"]["_source"]["includes"].append("body")
    client.indices.create(index=name, body=made)

    def actions() -> Iterator[dict[str, object]]:
        for article in articles(number, material):
            document = {**json.loads(fed(article).document), "body": article.body}
            yield {"_index": name, "_id": article.id, "_source": document}

    for taken, outcome in streaming_bulk(client, actions(), chunk_size=500):
        assert taken, outcome
    client.indices.refresh(index=name)


def _spent(work: Callable[[], None]) -> float:
    begun = time.perf_counter()
    work()
    return (time.perf_counter() - begun) * 1000


if __name__ == "__main__":
    main()
