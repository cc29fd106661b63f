"""Whole pages out of a cluster: `python -m tests.bench.opensearch_pages http://127.0.0.1:9200 --material stories.jsonl.gz`.

Ours beside the client alone. Of a page both give ten hits with what a list shows of them and marked passages, the total, the
ten most frequent values of three facets, and how many values each has.

    new     ours, when the search's words are asked for for the first time
    first   the client that asks plainly, likewise, of other words
    ours    ours, when the words are known
    same    the client, which sends the requests that ours sends for the page, noted on the way, to an index that has the plain
            texts too, and has the cluster mark these with its own highlighter
    plain   the client, which asks as one would without ours: English words by their stems, in headline and body; of several
            words, the 200 best again with those in front that have the words near each other; cardinalities, which are
            estimates, for numbers of values; and the texts as highlights alone

But for the first two all are asked before; of each page the least time of several counts, in milliseconds by the clock.
"""

from __future__ import annotations

import argparse
import json
import secrets
import statistics
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing, contextmanager
from itertools import chain, islice
from pathlib import Path
from typing import Any

from opensearchpy import OpenSearch
from opensearchpy.helpers import streaming_bulk

from search.engines import open_index
from search.engines.opensearch.asking import Asking
from search.engines.opensearch.feed import fed
from search.engines.opensearch.layout import index_body
from search.index import Index, Search, Sort
from search.settings import Settings
from tests.bench.archive import articles, invented, sentences
from tests.bench.cases import FACETS, Case, cases

_SETTINGS = Settings(opensearch_replicas=0, search_seconds=60.0)
_EACH, _TIMES = 14, 5
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
        beside = f"{name}-beside"
        _beside(client, beside, number, material)
        timed = cases(islice(articles(number, material), 2000), _EACH)
        page = _Page(index, client, beside)
        print(f"{'pages of ten, ms':28}{'new':>8}{'first':>8}{'ours':>8}{'same':>8}{'plain':>8}")
        rows = [(kind, page.first(some), [*map(page.known, some)]) for kind, some in timed.items()]
    for kind, begun, known in rows:
        medians = map(statistics.median, zip(*known, strict=True))
        print(f"{kind:28}" + "".join(f"{one:8.1f}" for one in (*begun, *medians)))
    new, first = map(sum, zip(*(begun for _, begun, _ in rows), strict=True))
    ours, same, plain = map(sum, zip(*chain(*(known for _, _, known in rows)), strict=True))
    print(
        f"ours {ours / same:.2f} × the client that sends the same, {ours / plain:.2f} × that which asks plainly, "
        f"new words {new / first:.2f} ×; at most {_MOST}"
    )


class _Page:
    def __init__(self, index: Index, client: OpenSearch, beside: str) -> None:
        self._index, self._client, self._beside = index, client, beside

    def first(self, several: list[Case]) -> tuple[float, float]:
        """Medians of ours and of the client that asks plainly, each of half of the searches."""
        ours = [_spent(lambda c=case: self._ours(c)) for case in several[::2]]
        plain = [_spent(lambda c=case: self._ask([_plain(c)])) for case in several[1::2]]
        return statistics.median(ours), statistics.median(plain)

    def known(self, case: Case) -> tuple[float, float, float]:
        """Ours, the client's that sends the same, and the client's that asks plainly."""
        self._ours(case)
        with _noted() as bodies:
            self._ours(case)
        same, plain = [_marking(body, case) for body in bodies], [_plain(case)]
        works = (lambda: self._ours(case), lambda: self._ask(same), lambda: self._ask(plain))
        rounds = [[_spent(work) for work in works] for _ in range(_TIMES)]
        one, other, third = map(min, zip(*rounds, strict=True))
        return one, other, third

    def _ours(self, case: Case) -> None:
        sort = Sort.NEWEST if case.kind == "newest" else Sort.RELEVANCE
        self._index.search(Search(case.clause, facets=FACETS, sort=sort, limit=10))

    def _ask(self, bodies: list[dict[str, Any]]) -> None:
        for body in bodies:
            self._client.search(body=body, index=self._beside)


@contextmanager
def _noted() -> Iterator[list[dict[str, Any]]]:
    """What is searched for meanwhile."""
    bodies: list[dict[str, Any]] = []
    asked = Asking.__call__

    def noting(self: Asking, body: Mapping[str, Any], **told: Any) -> dict[str, Any]:
        bodies.append(dict(body))
        return asked(self, body, **told)

    Asking.__call__ = noting  # type: ignore[method-assign,assignment]
    try:
        yield bodies
    finally:
        Asking.__call__ = asked  # type: ignore[method-assign]


_ENGLISH = {"type": "text", "analyzer": "stems", "index_options": "offsets"}
_STEMS = {"tokenizer": "standard", "filter": ["lowercase", "stems"]}
"""As its analyzer `english`, without leaving out the most common words, which ours finds too."""

_MARKS = {"number_of_fragments": 2, "fragment_size": 130}
_TEXTS = ("headline", "body")


def _marking(body: dict[str, Any], case: Case) -> dict[str, Any]:
    """What ours asks, of the index beside, with highlights where it asks for texts."""
    if "_source" not in body:
        return body
    marks = {"highlight": _highlights(case)} if case.words else {}
    return {**body, **marks}


def _plain(case: Case) -> dict[str, Any]:
    facets: dict[str, Any] = {facet: {"terms": {"field": facet, "size": 10}} for facet in FACETS}
    facets |= {f"{facet} values": {"cardinality": {"field": facet}} for facet in FACETS}
    body: dict[str, Any] = {
        "query": _query(case),
        "size": 10,
        "track_total_hits": True,
        "_source": {"includes": ["shown"], "excludes": ["shown.body"]},
        "aggs": facets,
    }
    if case.words:
        body["highlight"] = _highlights(case)
    else:
        body["sort"] = [{"instant": "desc"}, {"id": "asc"}]
    if len(case.words) > 1 and case.kind != "phrase":
        near = {"match_phrase": {"shown.body": {"query": " ".join(case.words), "slop": 40}}}
        body["rescore"] = {"window_size": 200, "query": {"rescore_query": near}}
    return body


def _query(case: Case) -> dict[str, Any]:
    """In the words of OpenSearch."""
    words = " ".join(case.words)
    match case.kind:
        case "phrase":
            return _in_texts(words, type="phrase")
        case "prefix":
            return _in_texts(words, type="phrase_prefix", max_expansions=1000)
        case "fuzzy":
            return _in_texts(words, fuzziness=1)
        case "all":
            return _in_texts(words, type="cross_fields", operator="and")
        case "dates":
            dated = {"range": {"day": {"gte": 20050101, "lte": 20071231}}}
            return {"bool": {"must": [_in_texts(words)], "filter": [dated]}}
        case "newest":
            return {"match_all": {}}
    return _in_texts(words)


def _in_texts(words: str, **told: Any) -> dict[str, Any]:
    fields = [f"shown.{name}" for name in _TEXTS]
    return {"multi_match": {"query": words, "fields": fields, **told}}


def _highlights(case: Case) -> dict[str, Any]:
    told = {"highlight_query": _query(case), **_MARKS}
    return {"fields": {f"shown.{name}": told for name in _TEXTS}}


def _beside(client: OpenSearch, name: str, number: int, material: list[str]) -> None:
    """An index that has both the terms that ours asks for and the plain texts; stored are these alone."""
    made = index_body(_SETTINGS)
    told = {"properties": dict.fromkeys(_TEXTS, _ENGLISH), "dynamic": False}
    made["mappings"]["properties"]["shown"] = told
    made["settings"]["analysis"]["analyzer"]["stems"] = {"type": "custom", **_STEMS}
    made["settings"]["analysis"]["filter"]["stems"] = {"type": "stemmer", "language": "english"}
    made["mappings"]["_source"] = {"includes": ["shown"]}
    client.indices.create(index=name, body=made)

    def actions() -> Iterator[dict[str, object]]:
        for article in articles(number, material):
            document = json.loads(fed(article).document)
            del document["rest"]
            yield {"_index": name, "_id": article.id, "_source": {**document, "shown": document.pop("card")}}

    for taken, outcome in streaming_bulk(client, actions(), chunk_size=200, max_retries=9):
        assert taken, outcome
    client.indices.refresh(index=name)


def _spent(work: Callable[[], None]) -> float:
    begun = time.perf_counter()
    work()
    return (time.perf_counter() - begun) * 1000


if __name__ == "__main__":
    main()
