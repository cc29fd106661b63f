"""How fast a cluster is filled: `python -m tests.bench.opensearch http://127.0.0.1:9200 --material stories.jsonl.gz`.

Articles a second, by the clock: of an archive that is built anew, and beside it of a bare loop of bulks that sends the same
documents, made beforehand, to an index of the same layout with the client's own `bulk`. Both end when all can be searched.
`--times` goes through both several times, and the best of each counts, as others use the machine too.
"""

from __future__ import annotations

import argparse
import json
import secrets
import time
from collections.abc import Iterable, Iterator
from contextlib import closing
from pathlib import Path

from opensearchpy import OpenSearch
from opensearchpy.helpers import streaming_bulk

from search.article import Article
from search.engines import open_index
from search.engines.opensearch.feed import fed
from search.engines.opensearch.layout import index_body
from search.settings import Settings
from tests.bench.archive import articles, invented, sentences

_SETTINGS = Settings(opensearch_replicas=0)
_SHARE = 80
"""Per cent of the bare loop's speed that ours should have."""


def main() -> None:
    ask = argparse.ArgumentParser(description=__doc__)
    ask.add_argument("url", help="of a node, as http://127.0.0.1:9200")
    ask.add_argument("--articles", type=int, default=10_000)
    ask.add_argument(
        "--material", type=Path, help="JSON lines with a `body`, packed or not; by default made up"
    )
    ask.add_argument("--times", type=int, default=3)
    given = ask.parse_args()
    material = sentences(given.material) if given.material else invented()
    name = f"bench-{secrets.token_hex(4)}"
    client = OpenSearch([given.url], timeout=600)
    ours, bare = [], []
    try:
        for number in range(given.times):
            archive = list(articles(given.articles, material, seed=number))
            ours.append(_built(f"opensearch+{given.url}/{name}", archive))
            bare.append(_looped(client, f"{name}-bare", archive))
            print(f"built {ours[-1]:,.0f} a second, bare loop {bare[-1]:,.0f}", flush=True)
        added = _added(f"opensearch+{given.url}/{name}", articles(given.articles, material, seed=-1))
    finally:
        client.indices.delete(index=f"{name}-*")
    share = 100 * max(ours) / max(bare)
    print(f"{given.articles:,} articles: {share:.0f} % of the bare loop; at least {_SHARE}")
    print(f"written into the archive that there is: {added:,.0f} a second")


def _built(location: str, archive: list[Article]) -> float:
    with closing(open_index(location, _SETTINGS, create=True)) as index:
        begun = time.perf_counter()
        with index.rebuild() as batch:
            for article in archive:
                batch.put(article)
        return len(archive) / (time.perf_counter() - begun)


def _added(location: str, archive: Iterable[Article]) -> float:
    some = list(archive)
    with closing(open_index(location, _SETTINGS, create=True)) as index:
        begun = time.perf_counter()
        with index.write() as batch:
            for article in some:
                batch.put(article)
        return len(some) / (time.perf_counter() - begun)


def _looped(client: OpenSearch, index: str, archive: list[Article]) -> float:
    def actions() -> Iterator[dict[str, object]]:
        for article, document in zip(archive, documents, strict=True):
            yield {"_index": index, "_id": article.id, "_source": document}

    documents = [json.loads(fed(article).document) for article in archive]
    client.indices.delete(index=index, ignore=[404])
    client.indices.create(index=index, body=index_body(_SETTINGS))
    begun = time.perf_counter()
    for taken, outcome in streaming_bulk(client, actions(), chunk_size=500, max_chunk_bytes=10 << 20):
        assert taken, outcome
    client.indices.refresh(index=index)
    return len(archive) / (time.perf_counter() - begun)


if __name__ == "__main__":
    main()
