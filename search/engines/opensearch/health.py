"""How an archive in a cluster is, in words."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from search.engines.opensearch.client import Cluster
from search.engines.opensearch.layout import state_name
from search.engines.opensearch.snapshot import Snapshots, generation_index
from search.engines.opensearch.state import read
from search.engines.opensearch.wording import KEEPER
from search.errors import ArchiveError
from search.index import Status


def status(cluster: Cluster, snapshots: Snapshots) -> Status:
    """Never raises."""
    location = cluster.address.location
    try:
        snapshot = snapshots.current()
        health, message = _health(cluster, snapshot.index)
        articles = snapshots.asked(lambda s: s.articles)
    except ArchiveError as e:
        return Status(False, "opensearch", location, "", 0, str(e))
    return Status(health != "red", "opensearch", location, snapshot.name, articles, message)


def doubts(cluster: Cluster, snapshots: Snapshots) -> Iterator[str]:
    """About the parts of the index and their copies."""
    try:
        index = generation_index(cluster)
        health, message = _health(cluster, index)
        if health == "red":
            yield message
            return
        state = read(cluster)
        if state.torn:
            yield (
                "A writer did not come to its end, and what it had sent may come to be seen. Run `backfile reindex PATH…` "
                "again."
            )
        yield from _differing(cluster, index)
        snapshots.asked(lambda s: s.articles)
    except ArchiveError as e:
        yield str(e)


def _health(cluster: Cluster, index: str) -> tuple[str, str]:
    """Its colour, and what it means; nothing for green."""
    names = f"{index},{state_name(cluster.address.name)}"
    found = cluster.ask("GET", f"/_cluster/health/{names}", level="shards", timeout="0s")
    shards = [
        (number, shard)
        for of in found["indices"].values()
        for number, shard in of["shards"].items()
        if shard["status"] != "green"
    ]
    where = cluster.address.shown
    if found["status"] == "red":
        gone = sum(not shard["primary_active"] for _, shard in shards)
        return "red", (
            f"The cluster at {where} lacks {_parts(gone)} of the archive (red): no search is answered and nothing is written "
            f"until the nodes that hold them are back. Ask {KEEPER}."
        )
    if found["status"] == "yellow":
        coming = sum(shard["initializing_shards"] for _, shard in shards)
        lacking = sum(shard["unassigned_shards"] for _, shard in shards) + coming
        return "yellow", (
            f"The cluster at {where} has too few copies of {_parts(len(shards))} of the archive (yellow; {lacking} missing"
            f"{f', {coming} being made' if coming else ''}): all of it can be searched, but another node that fails may "
            "take it along."
        )
    return "green", ""


def _parts(number: int) -> str:
    return "one part" if number == 1 else f"{number} parts"


def _differing(cluster: Cluster, index: str) -> Iterator[str]:
    """A copy of a part that has other documents than its first has missed something, or holds what should be gone."""
    found = cluster.ask("GET", f"/{index}/_stats/docs", level="shards")
    for number, copies in found["indices"].get(index, {}).get("shards", {}).items():
        counts: list[Any] = sorted({copy["docs"]["count"] for copy in copies})
        if len(counts) > 1:
            yield (
                f"The copies of part {number} of {index} differ: they have {' and '.join(f'{n:,}' for n in counts)} documents. "
                "Run `backfile reindex --full PATH…`."
            )
