"""Documents → the cluster: in bulks of bounded size, each item's outcome looked at. Several are under way at once, each on a
lane of its own; what becomes of one document always goes by the same lane, so that it comes in order.

To send a bulk again is harmless: a document has the number of the write as its version, and yields to none but a later write's.
"""

from __future__ import annotations

import json
import queue
import threading
import time
import zlib
from collections.abc import Callable, Sequence
from functools import partial
from typing import Any, NamedTuple

from search.engines.opensearch.client import (
    FIRST_PAUSE,
    LONGEST_PAUSE,
    PERSISTENCE,
    Answer,
    Cluster,
    Refusal,
    Unreachable,
)
from search.engines.opensearch.wording import KEEPER, blocked, may_pass
from search.errors import IndexBusy, IndexProblem

MOST_BYTES = 3_000_000
"""Of a bulk, but for one that is a single document."""
_MOST_ITEMS = 10_000
_AHEAD = 1
"""Bulks that wait on a lane while one is under way."""
_LANES = 2

_FALLBACK_LIMIT = 10_000_000
"""Bytes of a document where the cluster does not say: what the smallest of managed ones take."""


_OUTCOMES = "errors,items.*.status,items.*.error"
"""What an answer has to hold."""


class Item(NamedTuple):
    """What becomes of a document: its JSON, or None for a deletion."""

    id: str
    document: bytes | None


def largest(cluster: Cluster) -> int:
    """Bytes that a document may have: a request as a whole, and half of what a node takes under way at once."""
    try:
        told = cluster.ask("GET", "/_nodes/http", filter_path="nodes.*.http.max_content_length_in_bytes")
        pressed = cluster.ask(
            "GET",
            "/_nodes/stats/indexing_pressure",
            filter_path="nodes.*.indexing_pressure.memory.limit_in_bytes",
        )
        requests = [node["http"]["max_content_length_in_bytes"] for node in told["nodes"].values()]
        at_once = [
            node["indexing_pressure"]["memory"]["limit_in_bytes"] for node in pressed["nodes"].values()
        ]
    except (Refusal, KeyError):
        return _FALLBACK_LIMIT
    return int(min((*requests, *(most // 2 for most in at_once)), default=_FALLBACK_LIMIT)) - 1_000


class Sender:
    """Sends what is added. Of what failed, `add` or `drain` raises it, and then nothing more is sent."""

    def __init__(self, cluster: Cluster, index: str, version: int, **parameters: bool) -> None:
        """`parameters` of every bulk; `version` of every document."""
        asked = {**parameters, "filter_path": _OUTCOMES}
        self._lanes = [
            _Lane(partial(self._asked, cluster, index, asked), cluster.address.shown, version)
            for _ in range(_LANES)
        ]

    @staticmethod
    def _asked(cluster: Cluster, index: str, parameters: dict[str, Any], body: bytes) -> Answer:
        return cluster.ask("POST", f"/{index}/_bulk", body, seconds=PERSISTENCE, **parameters)

    def add(self, item: Item) -> None:
        self._lanes[zlib.crc32(item.id.encode()) % _LANES].add(item)

    def drain(self) -> None:
        """All that was added is with the cluster."""
        for lane in self._lanes:
            lane.pass_on()
        for lane in self._lanes:
            lane.drain()

    def stop(self) -> None:
        """In the end; what is not under way by then is left."""
        for lane in self._lanes:
            lane.stop()
        for lane in self._lanes:
            lane.join()


class _Lane:
    """Sends what is added, in order, from a thread of its own."""

    def __init__(self, ask: Callable[[bytes], Answer], shown: str, version: int) -> None:
        """`ask` sends a bulk to the cluster, which is `shown` in messages."""
        self._ask = ask
        self._shown, self._version = shown, version
        self._items: list[Item] = []
        self._bytes = 0
        self._queue: queue.Queue[list[Item] | None] = queue.Queue(_AHEAD)
        self._failure: BaseException | None = None
        self._stopped = threading.Event()
        self._thread = threading.Thread(target=self._run, name="bulk", daemon=True)
        self._thread.start()

    def add(self, item: Item) -> None:
        size = len(item.document or b"") + len(item.id)
        if self._items and (self._bytes + size > MOST_BYTES or len(self._items) == _MOST_ITEMS):
            self.pass_on()
        self._items.append(item)
        self._bytes += size

    def pass_on(self) -> None:
        self._check()
        if self._items:
            self._queue.put(self._items)
            self._items, self._bytes = [], 0

    def drain(self) -> None:
        self._queue.join()
        self._check()

    def stop(self) -> None:
        self._stopped.set()
        self._queue.put(None)

    def join(self) -> None:
        self._thread.join()

    def _check(self) -> None:
        if self._failure:
            raise self._failure

    def _run(self) -> None:
        """After a failure the queue is emptied, so that who adds to it does not wait."""
        while (items := self._queue.get()) is not None:
            try:
                if self._failure is None:
                    self._send(items)
            except BaseException as e:
                self._failure = e
            finally:
                self._queue.task_done()

    def _send(self, items: list[Item]) -> None:
        """Until each is taken, or one is refused for good."""
        pause, until = FIRST_PAUSE, time.monotonic() + PERSISTENCE
        while items and not self._stopped.is_set():
            try:
                left, why = self._taken(items)
            except (Refusal, Unreachable) as e:
                if isinstance(e, Refusal) and e.status == 413 and len(items) > 1:
                    self._send(items[: len(items) // 2])
                    items = items[len(items) // 2 :]
                    continue
                if isinstance(e, Refusal) and not e.passes:
                    raise
                left, why = items, str(e)
            if len(left) < len(items):
                pause, until = FIRST_PAUSE, time.monotonic() + PERSISTENCE
            items = left
            if items:
                if time.monotonic() + pause > until:
                    raise Unsent(
                        f"The cluster has not taken {len(items):,} documents in {PERSISTENCE:g} seconds: {why} What it had "
                        "taken is kept; run this again when it is well."
                    )
                self._stopped.wait(pause)
                pause = min(2 * pause, LONGEST_PAUSE)

    def _taken(self, items: Sequence[Item]) -> tuple[list[Item], str]:
        """Those that the cluster can't take now, and why. Raises for one that it never will."""
        body = b"".join(self._lines(item) for item in items)
        answer = self._ask(body)
        left: list[Item] = []
        why = ""
        if answer["errors"] or len(answer["items"]) != len(items):
            for item, told in zip(items, answer["items"], strict=True):
                (outcome,) = told.values()
                if error := outcome.get("error"):
                    self._consider(item, outcome["status"], error)
                    left.append(item)
                    why = f"{error['reason']}."
        return left, why

    def _lines(self, item: Item) -> bytes:
        told: dict[str, Any] = {"_id": item.id, "version": self._version, "version_type": "external_gte"}
        verb = "delete" if item.document is None else "index"
        head = json.dumps({verb: told}, ensure_ascii=False).encode("utf-8", "replace")
        return b"%s\n%s\n" % (head, item.document) if item.document is not None else b"%s\n" % head

    def _consider(self, item: Item, status: int, error: dict[str, Any]) -> None:
        """Raises for an item that is refused for good."""
        kind, reason = error["type"], error["reason"]
        if kind == "version_conflict_engine_exception":
            raise IndexBusy("Another writer has taken over the archive. Run this again when it has finished.")
        if kind == "cluster_block_exception":
            raise Unsent(blocked(self._shown, reason))
        if kind == "index_not_found_exception":
            raise Unsent(
                f"The index that was being written is gone ({reason}). Ask {KEEPER}; then run this again."
            )
        if not may_pass(status, kind):
            raise Unsent(f"The cluster refuses {item.id!r} ({status}, {kind}: {reason}). Please report this.")


class Unsent(IndexProblem):
    """What was to be written has not all been taken."""
