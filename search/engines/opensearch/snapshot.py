"""One generation, held open for reading: a point in time of its index, which nothing that is written changes."""

from __future__ import annotations

import threading
import time
import weakref
from collections.abc import Callable, Mapping
from contextlib import suppress
from typing import Any, TypeVar

from search.budget import held
from search.engines.opensearch.client import PATIENCE, Answer, Cluster, Lost, NotThere
from search.engines.opensearch.layout import ARTICLE, FORMAT
from search.engines.opensearch.state import LEASE, State, found_in, read, search_for
from search.engines.opensearch.wording import missing
from search.errors import IndexMissing, IndexOutdated, IndexProblem

KEPT = "10m"
"""For so long after it was last asked the cluster keeps a point in time."""

_TYPE = {"search_type": "dfs_query_then_fetch"}
"""Words are weighed by the whole archive, not by the part that an article is in; without effect where there is one."""

_PAUSE = 0.02

_T = TypeVar("_T")


class Snapshot:
    """`name` is the generation's, `index` that of its index. It is let go of when nobody has it any more."""

    def __init__(self, cluster: Cluster, name: str, index: str, pit: str) -> None:
        self.name, self.index = name, index
        self._cluster = cluster
        self._pit = pit
        self._articles: int | None = None
        weakref.finalize(self, _let_go, cluster, pit)

    def search(self, body: Mapping[str, Any], *, seconds: float = PATIENCE, without: str = "") -> Answer:
        """The cluster's answer to a search of the generation, without what is at a path of it; of both kinds of documents,
        unless the query says which.

        Raises Lost when the point in time is gone (`Snapshots.asked` then takes another), Refusal, Unreachable.
        """
        left_out = {"filter_path": f"-{without}"} if without else {}
        return self._cluster.search(self._own(body), seconds=seconds, **_TYPE, **left_out)

    def search_beside_state(
        self, body: Mapping[str, Any], *, seconds: float = PATIENCE, without: str = ""
    ) -> tuple[Answer, State | None]:
        """The same, in one request with a look at the archive's state, which is None where that failed."""
        index, look = search_for(self._cluster)
        left_out = {"filter_path": f"-responses.{without}"} if without else {}
        several = (_TYPE, self._own(body)), ({"index": index}, look)
        found, state = self._cluster.searches(several, seconds=seconds, **left_out)
        return self._cluster.answered(found), found_in(state)

    def _own(self, body: Mapping[str, Any]) -> dict[str, Any]:
        return {**body, "pit": {"id": self._pit, "keep_alive": KEPT}}

    @property
    def articles(self) -> int:
        """How many it has."""
        if self._articles is None:
            every = {"term": {"kind": ARTICLE}}
            found = self.search({"query": every, "size": 0, "track_total_hits": True})
            self._articles = int(found["hits"]["total"]["value"])
        return self._articles


class Superseded(Lost):
    """What was likely the newest generation is not."""


class Snapshots:
    """The newest generation of an archive, kept until there is a newer one. Safe to share between threads."""

    def __init__(self, cluster: Cluster) -> None:
        self._cluster = cluster
        self._lock = threading.Lock()
        self._held: Snapshot | None = None

    def current(self) -> Snapshot:
        """The newest generation; within a shared budget that which was the newest when it was first read. Raises
        IndexMissing, IndexOutdated, IndexProblem."""
        kept = held()
        if kept is None:
            return self._newest()
        if self not in kept:
            kept[self] = self._newest()
        snapshot: Snapshot = kept[self]
        return snapshot

    def _newest(self) -> Snapshot:
        until = time.monotonic() + LEASE
        while True:
            state = read(self._cluster)
            if not state.counter:
                raise IndexMissing(missing(self._cluster.address))
            known = self._held
            if known and (known.name == state.name or not state.steady):
                return known
            if state.steady or time.monotonic() > until:
                snapshot = self._opened(state.name)
                if snapshot:
                    return snapshot
            time.sleep(_PAUSE)

    def likely(self) -> Snapshot | None:
        """The generation that was the newest when it was last looked: whoever reads it has to `confirm` it."""
        return None if self in (held() or {}) else self._held

    def confirm(self, snapshot: Snapshot, state: State | None = None) -> None:
        """Raises Superseded where there is a newer generation than a likely one. `state` as it is now, if that is known."""
        state = state or read(self._cluster)
        if state.name != snapshot.name and state.steady:
            raise Superseded("There is a newer generation.")
        if (kept := held()) is not None:
            kept[self] = snapshot

    def asked(self, ask: Callable[[Snapshot], _T]) -> _T:
        """What is answered of the newest generation, asked again of another point in time where the first is gone."""
        snapshot = self.current()
        try:
            return ask(snapshot)
        except Lost:
            self.forget(snapshot)
            return ask(self.current())

    def forget(self, snapshot: Snapshot | None = None) -> None:
        """It, or whatever is held."""
        (held() or {}).pop(self, None)
        with self._lock:
            if snapshot is None or self._held is snapshot:
                self._held = None

    def _opened(self, name: str) -> Snapshot | None:
        """None where the archive went on meanwhile."""
        with self._lock:
            if self._held and self._held.name == name:
                return self._held
            index = generation_index(self._cluster)
            alias = self._cluster.address.name
            answer = self._cluster.ask("POST", f"/{alias}/_search/point_in_time", keep_alive=KEPT)
            snapshot = Snapshot(self._cluster, name, index, answer["pit_id"])
            after = read(self._cluster)
            if after.name != name or not after.steady:
                return None
            self._held = snapshot
            return snapshot


def generation_index(cluster: Cluster) -> str:
    """The index behind the archive's alias. Raises IndexMissing, IndexOutdated."""
    name = cluster.address.name
    try:
        found = cluster.ask("GET", f"/{name}/_mapping", filter_path="*.mappings._meta")
    except NotThere as e:
        raise IndexMissing(missing(cluster.address)) from e
    behind = {index: of["mappings"]["_meta"].get("format", "") for index, of in found.items()}
    if len(behind) != 1 or name in behind:
        raise IndexProblem(
            f"{name!r} at {cluster.address.shown} is no archive of Backfile. Give the archive another name in the setting "
            "`index`."
        )
    ((index, made),) = behind.items()
    if made != FORMAT:
        raise IndexOutdated(
            f"The archive {name!r} at {cluster.address.shown} is of format {made!r}, and this version reads {FORMAT!r}. Run "
            "`backfile reindex --full PATH…` to build it anew."
        )
    return index


def _let_go(cluster: Cluster, pit: str) -> None:
    with suppress(IndexProblem):
        cluster.ask("DELETE", "/_search/point_in_time", {"pit_id": [pit]}, seconds=2)
