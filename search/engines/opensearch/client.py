"""The only place where the cluster is asked, and where what it or the network says becomes an error of ours."""

from __future__ import annotations

import json
import logging
import os
import threading
import time
from collections.abc import Iterable, Mapping
from typing import Any, TypeAlias

from opensearchpy import ConnectionError as NoConnection
from opensearchpy import ConnectionTimeout, OpenSearch, OpenSearchException, SSLError, TransportError

from search.engines.opensearch.address import Address, password_of, trust
from search.engines.opensearch.wording import KEEPER, blocked, cause, may_pass, missing, short
from search.errors import EngineMissing, IndexMissing, IndexProblem
from search.settings import Settings

Answer: TypeAlias = dict[str, Any]

PATIENCE = 30.0
"""Seconds that anything but a search may take."""

PERSISTENCE = 120.0
"""Seconds for which a writer asks again for what the cluster can't do now: longer than it takes to elect a manager."""
FIRST_PAUSE, LONGEST_PAUSE = 0.25, 10.0

_CONNECTIONS = 8
_TRIES = 3
"""Times more that another node is asked when one can't be reached."""

_GONE = (
    *("search_context_missing_exception", "node_disconnected_exception", "node_not_connected_exception"),
    "node_closed_exception",
)
"""What is said of a point in time that ran out, or of which a part was on a node that died."""

logging.getLogger("opensearch").addHandler(logging.NullHandler())


class Refusal(IndexProblem):
    """What the cluster answers in place of what it was asked. `status` is HTTP's, 0 where there was no answer; `kind` is
    the cluster's own name for it."""

    def __init__(self, message: str, status: int = 0, kind: str = "") -> None:
        super().__init__(message)
        self.status, self.kind = status, kind

    @property
    def passes(self) -> bool:
        """Whether it may be otherwise in a moment."""
        return may_pass(self.status, self.kind)


class NotThere(IndexMissing):
    """An index is not there."""


class Lost(Refusal):
    """A point in time is no more: its time ran out, its node died or its index was deleted."""


class Unreachable(EngineMissing):
    """No node can be reached, or what answers is no OpenSearch."""


class Cluster:
    """Safe to share between threads, and to be used on both sides of a fork."""

    def __init__(self, address: Address, settings: Settings) -> None:
        """Raises SettingsError for a password or certificates that can't be read; nothing is asked yet."""
        self.address = address
        self._password = password_of(settings, address)
        self._trust = trust(settings) if address.secure else None
        self._lock = threading.Lock()
        self._opened: tuple[int, OpenSearch] | None = None

    def ask(
        self, method: str, path: str, body: Any = None, *, seconds: float = PATIENCE, **parameters: Any
    ) -> Answer:
        """The cluster's answer; `body` is what JSON holds, or bytes as they are to be sent. `path` begins with / and is
        quoted where it has to be. Raises IndexProblem: Unreachable, NotThere, Lost, Refusal."""
        if body is not None and not isinstance(body, bytes):
            body = json.dumps(body, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "replace")
        stated = {name: _stated(value) for name, value in parameters.items()}
        try:
            answer = self._client().transport.perform_request(
                method, path, params={**stated, "request_timeout": seconds}, body=body
            )
        except OpenSearchException as e:
            raise self._told(e) from e
        except (
            AttributeError,
            TypeError,
            ValueError,
        ) as e:  # the library takes for granted what an answer is like
            raise self._no_cluster(f"{type(e).__name__}: {e}") from e
        if not isinstance(answer, dict):
            raise self._no_cluster("what answers there speaks another language")
        return answer

    def insist(
        self, method: str, path: str, body: Any = None, *, seconds: float = PATIENCE, **parameters: Any
    ) -> Answer:
        """The same of what does no harm when it is asked twice: again and again for as long as what is in the way may pass."""
        pause, until = FIRST_PAUSE, time.monotonic() + PERSISTENCE
        while True:
            try:
                return self.ask(method, path, body, seconds=seconds, **parameters)
            except (Refusal, Unreachable) as e:
                if (isinstance(e, Refusal) and not e.passes) or time.monotonic() + pause > until:
                    raise
            time.sleep(pause)
            pause = min(2 * pause, LONGEST_PAUSE)

    def search(
        self, body: Mapping[str, Any], *, seconds: float = PATIENCE, index: str = "", **parameters: Any
    ) -> Answer:
        """A search of all of an index, or of the point in time that the body names: what can't be complete is refused."""
        path = f"/{index}/_search" if index else "/_search"
        stated = {**parameters, "allow_partial_search_results": False}
        return _complete(self.ask("POST", path, body, seconds=seconds, **stated))

    def searches(
        self,
        several: Iterable[tuple[Mapping[str, Any], Mapping[str, Any]]],
        *,
        seconds: float,
        **parameters: Any,
    ) -> list[Answer]:
        """Several searches at once, each with parameters of its own; of one that failed, what is said of it."""
        lines = [
            line
            for stated, body in several
            for line in ({**stated, "allow_partial_search_results": False}, body)
        ]
        text = "".join(f"{json.dumps(line, ensure_ascii=False, separators=(',', ':'))}\n" for line in lines)
        answer = self.ask("POST", "/_msearch", text.encode("utf-8", "replace"), seconds=seconds, **parameters)
        found: list[Answer] = answer["responses"]
        return found

    def answered(self, found: Answer) -> Answer:
        """What one of several searches found. Raises as `search` does."""
        if "error" in found:
            raise self._refused(found.get("status", 0), found)
        return _complete(found)

    def _client(self) -> OpenSearch:
        """One for each process, as two can't share a connection."""
        opened = self._opened
        if opened is None or opened[0] != os.getpid():
            with self._lock:
                opened = self._opened
                if opened is None or opened[0] != os.getpid():
                    opened = self._opened = os.getpid(), self._made()
        return opened[1]

    def _made(self) -> OpenSearch:
        user = (self.address.user, self._password) if self.address.user else None
        return OpenSearch(
            hosts=[{"host": host, "port": port} for host, port in self.address.hosts],
            http_auth=user,
            use_ssl=self.address.secure,
            ssl_context=self._trust,
            pool_maxsize=_CONNECTIONS,
            max_retries=_TRIES if len(self.address.hosts) > 1 else 1,
            retry_on_status=(),
            timeout=PATIENCE,
        )

    def close(self) -> None:
        with self._lock:
            opened, self._opened = self._opened, None
        if opened and opened[0] == os.getpid():
            opened[1].close()

    # What went wrong, in words

    def told(self, error: Mapping[str, Any]) -> IndexProblem:
        """What an answer says of one of the things that were asked for."""
        return self._refused(503, {"error": error})

    def _told(self, e: OpenSearchException) -> IndexProblem:
        if isinstance(e, SSLError):
            return self._untrusted(str(e.error))
        if isinstance(e, ConnectionTimeout):
            return Refusal(
                f"The cluster at {self.address.shown} took too long to answer. Try again, or ask {KEEPER}.",
                kind="timeout",
            )
        if isinstance(e, NoConnection):
            return self._unreached(str(e.error))
        if isinstance(e, TransportError) and isinstance(e.status_code, int):
            return self._refused(e.status_code, e.info)
        return self._no_cluster(str(e))

    def _no_cluster(self, what: str) -> Unreachable:
        return Unreachable(
            f"No OpenSearch answers at {self.address.shown} ({short(what)}). Check the address in the setting `index`."
        )

    def _unreached(self, why: str) -> Unreachable:
        if "CERTIFICATE" in why or "SSL" in why:
            return self._untrusted(why)
        reason = why.rpartition("] ")[2].rstrip(")") if "] " in why else why.rpartition(": ")[2]
        hint = ""
        if "closed connection without response" in why or "Connection aborted" in why:
            hint = " If it speaks TLS, write opensearch+https://."
        return Unreachable(
            f"The cluster at {self.address.shown} can't be reached ({short(reason)}). Check the address in the setting "
            f"`index`, or ask {KEEPER} whether it runs.{hint}"
        )

    def _untrusted(self, why: str) -> Unreachable:
        if "CERTIFICATE_VERIFY_FAILED" in why or "certificate verify failed" in why:
            reason = why.partition("certificate verify failed: ")[2].partition(" (_ssl")[0] or "unknown"
            return Unreachable(
                f"The certificate of {self.address.shown} can't be trusted ({short(reason)}). Ask {KEEPER} for the "
                "certificate of its authority, and name the file in the setting `opensearch_ca`."
            )
        return Unreachable(
            f"{self.address.shown} can't be asked by TLS ({short(why)}). If it has none, write opensearch+http://."
        )

    def _refused(self, status: int, info: Any) -> IndexProblem:
        kind, reason = cause(info)
        where = self.address.shown
        if kind == "index_not_found_exception":
            return NotThere(missing(self.address))
        if kind in _GONE or "no node found for id" in reason:
            return Lost(
                "The state of the archive that was being read is no longer kept. Read it again.", status, kind
            )
        if status == 401:
            who = f"the user {self.address.user!r}" if self.address.user else "a user without a name"
            message = (
                f"The cluster at {where} refuses {who} (401). Check the user in the address, and the password in "
                "BACKFILE_OPENSEARCH_PASSWORD or opensearch_password_file."
            )
        elif kind == "cluster_block_exception" or "blocked by" in reason:
            message = blocked(where, reason)
        elif status == 403:
            who = f"{self.address.user!r}" if self.address.user else "users without a name"
            message = f"The cluster at {where} does not let {who} do this ({short(reason)}). Ask {KEEPER} for the right."
        elif status == 429:
            message = (
                f"The cluster at {where} is too busy ({short(reason)}). Try again later, or ask {KEEPER}."
            )
        elif status == 503 or kind == "no_shard_available_action_exception":
            message = f"The cluster at {where} lacks parts of the archive for now ({short(reason or kind)}). Ask {KEEPER}."
        elif not isinstance(info, dict) or "error" not in info:
            return self._no_cluster(f"HTTP {status}")
        else:
            message = f"The cluster at {where} refuses what it was asked ({status}, {kind}: {short(reason)})."
        return Refusal(message, status, kind)


def _complete(answer: Answer) -> Answer:
    if answer["_shards"]["failed"]:
        raise Refusal("The cluster could not search every part of the archive. Try again in a moment.")
    return answer


def _stated(value: Any) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)
