"""Which generation an archive is at, and who may write it: one document in NAME-state, changed only as it was last seen.

A writer holds the lease and beats while it lives. It sends what nobody sees yet (an index shows nothing before it is
refreshed), then is SEALING while what it sent comes to be seen in one part of the index after the other, and then counts
the generation up. So a reader who finds the same generation before and after it took hold of the index, and nobody
sealing, has that generation.

Who died while writing may have left a part that the next refresh, or a node that starts anew, brings to light. The next
writer therefore first makes a generation of its own of it, and the ledger, which is of another, compares. Until then the
generation's name ends in ~.
"""

from __future__ import annotations

import os
import secrets
import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass, replace
from functools import cache
from pathlib import Path
from typing import Any

from search.engines.opensearch.client import Answer, Cluster, NotThere, Refusal
from search.engines.opensearch.layout import state_body, state_name
from search.errors import IndexBusy, IndexProblem
from search.settings import Settings

IDLE, HELD, SEALING, TORN = "idle", "held", "sealing", "torn"

LEASE = 90.0
"""Seconds after which a writer that has not been heard of is taken for dead. Clocks that differ by more let a second writer in,
of which only one can write: the versions of the documents see to that."""
BEAT = 20.0

_DOCUMENT = "state"
_CONFLICT = 409


@dataclass(frozen=True, slots=True)
class Holder:
    """Who writes: `key` is of one lease, `place` of a machine as processes see it; `until` is in seconds since 1970."""

    key: str
    host: str
    place: str
    pid: int
    until: float

    @property
    def dead(self) -> bool:
        return self.until < time.time() or (self.place == _place() and not _lives(self.pid))


@dataclass(frozen=True, slots=True)
class State:
    """`counter` is 0 as long as nothing was ever written to the end. `seen` is what a change has to name."""

    counter: int = 0
    token: str = ""
    phase: str = IDLE
    holder: Holder | None = None
    seen: tuple[int, int] | None = None

    @property
    def torn(self) -> bool:
        """Whether a writer did not come to its end."""
        return self.phase == TORN or (self.holder is not None and self.holder.dead)

    @property
    def steady(self) -> bool:
        return self.phase != SEALING or self.torn

    @property
    def name(self) -> str:
        """Of the generation."""
        return f"{self.counter}-{self.token}{'~' if self.torn else ''}"


def read(cluster: Cluster) -> State:
    """As it is now, on whatever node. Raises IndexProblem; an archive that never was is an empty state."""
    try:
        found = cluster.ask("GET", f"/{state_name(cluster.address.name)}/_doc/{_DOCUMENT}")
    except NotThere:
        return State()
    except Refusal as e:
        if e.status == 404:
            return State()
        raise
    return _of_document(found["_source"], (found["_seq_no"], found["_primary_term"]))


def search_for(cluster: Cluster) -> tuple[str, dict[str, Any]]:
    """The index and the search that find the state, as every change of it is made to be seen by searches at once."""
    return state_name(cluster.address.name), {"size": 1, "query": {"ids": {"values": [_DOCUMENT]}}}


def found_in(answer: Answer) -> State | None:
    """What that search found; None where it failed."""
    hits = answer.get("hits", {}).get("hits")
    return _of_document(hits[0]["_source"], None) if hits else None


def _of_document(kept: dict[str, Any], seen: tuple[int, int] | None) -> State:
    holder = Holder(**kept["holder"]) if kept["holder"] else None
    return State(kept["counter"], kept["token"], kept["phase"], holder, seen)


class Lease:
    """Held by the one writer, from `held` on."""

    def __init__(self, cluster: Cluster, state: State) -> None:
        self._cluster = cluster
        self._state = state
        self._lock = threading.Lock()
        self._ended = threading.Event()

    @property
    def number(self) -> int:
        """Of the generation that is being made: the version of its documents, which those of an earlier writer yield to."""
        return self._state.counter + 1

    def seal(self) -> None:
        """What was sent is about to be seen. Raises IndexBusy when another writer has taken over."""
        self._change(phase=SEALING)

    def done(self) -> None:
        """It is seen: the next generation."""
        self._change(counter=self.number, token=secrets.token_hex(4), phase=IDLE, holder=None)

    def release(self, *, torn: bool) -> None:
        """Nothing is to be seen; `torn`: but a part may come to be."""
        with suppress(IndexProblem), self._lock:  # then the lease runs out
            after = replace(self._state, phase=TORN if torn else IDLE, holder=None)
            self._state = _changed(self._cluster, after, self._cluster.ask)

    def _change(self, **to: Any) -> None:
        with self._lock:
            self._state = _changed(self._cluster, replace(self._state, **to), self._cluster.insist)

    def beat(self) -> None:
        while not self._ended.wait(BEAT):
            with suppress(IndexProblem), self._lock:
                holder = self._state.holder
                if holder is None:
                    return
                beaten = replace(self._state, holder=replace(holder, until=time.time() + LEASE))
                self._state = _changed(self._cluster, beaten, self._cluster.ask)

    def end(self) -> None:
        self._ended.set()


@contextmanager
def held(cluster: Cluster, settings: Settings) -> Iterator[Lease]:
    """The lease, let go in the end as `release` or `done` said. Raises IndexBusy when another writer is at work."""
    lease = Lease(cluster, _taken(cluster, settings))
    beating = threading.Thread(target=lease.beat, name="lease", daemon=True)
    beating.start()
    try:
        yield lease
    finally:
        lease.end()


def _taken(cluster: Cluster, settings: Settings) -> State:
    state = read(cluster)
    if state.seen is None:
        _create(cluster, settings)
    if state.holder and not state.holder.dead:
        raise _busy(state.holder)
    holder = Holder(secrets.token_hex(8), socket.gethostname(), _place(), os.getpid(), time.time() + LEASE)
    if not state.torn:
        return _changed(cluster, replace(state, phase=HELD, holder=holder), cluster.insist)
    state = _changed(cluster, replace(state, phase=SEALING, holder=holder), cluster.insist)
    with suppress(NotThere):
        cluster.insist("POST", f"/{cluster.address.name}/_refresh")
    # An archive that never came to be stays none
    counter = state.counter + 1 if state.counter else 0
    healed = replace(state, counter=counter, token=secrets.token_hex(4), phase=HELD)
    return _changed(cluster, healed, cluster.insist)


def _create(cluster: Cluster, settings: Settings) -> None:
    try:
        cluster.ask("PUT", f"/{state_name(cluster.address.name)}", state_body(settings))
    except Refusal as e:
        if e.kind != "resource_already_exists_exception":
            raise


def _changed(cluster: Cluster, state: State, ask: Callable[..., Answer]) -> State:
    """Written, if nobody has written since it was seen; `ask` is one of the cluster's. Raises IndexBusy when somebody has."""
    kept = {
        "counter": state.counter,
        "token": state.token,
        "phase": state.phase,
        "holder": state.holder and asdict(state.holder),
    }
    name = state_name(cluster.address.name)
    try:
        if state.seen is None:
            answer = ask("PUT", f"/{name}/_create/{_DOCUMENT}", kept, refresh=True)
        else:
            number, term = state.seen
            expected = {"if_seq_no": number, "if_primary_term": term}
            answer = ask("PUT", f"/{name}/_doc/{_DOCUMENT}", kept, **expected, refresh=True)
    except Refusal as e:
        if e.status != _CONFLICT:
            raise
        now = read(cluster)
        if replace(now, seen=state.seen) == state:
            cluster.insist("POST", f"/{name}/_refresh")
            return now  # the answer to a first try was lost
        raise _busy(now.holder) from None
    return replace(state, seen=(answer["_seq_no"], answer["_primary_term"]))


def _busy(holder: Holder | None) -> IndexBusy:
    who = f" (process {holder.pid} on {holder.host})" if holder else ""
    return IndexBusy(
        f"Another writer{who} is at work on the archive. Run this again when it has finished; one that died is forgotten "
        f"after {LEASE:g} seconds."
    )


@cache
def _place() -> str:
    """The same for processes that know each other by their numbers."""
    told = [socket.gethostname()]
    with suppress(OSError):
        told.append(Path("/proc/sys/kernel/random/boot_id").read_text("ascii").strip())
        told.append(str(Path("/proc/self/ns/pid").readlink()))
    return " ".join(told)


def _lives(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True
