"""A search of a generation within the time that it may take."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from search.budget import Budget
from search.engines.opensearch.client import Answer, Refusal
from search.engines.opensearch.snapshot import Snapshot
from search.engines.opensearch.state import State
from search.errors import OverBudget
from search.notes import Note

AT_ONCE = 10_000
"""The most hits that a cluster gives in one answer unless told otherwise."""

_FIRST = 1000
"""Hits that are asked for at first where nobody knows how many there are: a cluster makes room for as many, and most often
there are few."""

_GRACE = 2.0
"""Seconds in which the answer to a search that was ended is awaited."""


class Asking:
    """Asks one generation; all of it together has one budget. `confirm`, of a generation that is only likely to be the newest,
    is given the state that the first answer comes with."""

    def __init__(
        self, snapshot: Snapshot, budget: Budget, confirm: Callable[[State | None], None] | None = None
    ) -> None:
        self.snapshot = snapshot
        self.budget = budget
        self._confirm = confirm

    def __call__(self, body: Mapping[str, Any], *, without: str = "") -> Answer:
        """An answer without what is at a path of it. Raises OutOfTime, OverBudget for what has more parts than the cluster
        takes, IndexProblem."""
        self.budget.check()
        left = self.budget.left
        timed = {**body, "timeout": f"{max(int(left * 1000), 1)}ms"}
        try:
            answer = self._searched(timed, left + _GRACE, without)
        except Refusal as e:
            if e.kind == "timeout":
                self.budget.end()
            if "maxClauseCount" in str(e) or (e.kind.startswith("too_many_") and "clauses" in e.kind):
                raise OverBudget(Note("The search has too many parts; ask for fewer words.")) from e
            raise
        if answer["timed_out"]:
            self.budget.end()
        return answer

    def _searched(self, body: Mapping[str, Any], seconds: float, without: str) -> Answer:
        if not self._confirm:
            return self.snapshot.search(body, seconds=seconds, without=without)
        answer, state = self.snapshot.search_beside_state(body, seconds=seconds, without=without)
        self.confirmed(state)
        return answer

    def confirmed(self, state: State | None = None) -> None:
        """Raises Superseded where there is a newer generation."""
        if self._confirm:
            self._confirm(state)
            self._confirm = None


def every(ask: Asking, body: dict[str, Any], most: int | None = None) -> Iterator[dict[str, Any]]:
    """The hits of a search, as many as there are or are wanted. Its `sort` has to tell any two apart."""
    after: dict[str, Any] = {}
    size = _FIRST
    while most is None or most > 0:
        size = size if most is None else min(most, size)
        hits = ask({**body, **after, "size": size, "track_total_hits": False})["hits"]["hits"]
        yield from hits
        if len(hits) < size:
            return
        after = {"search_after": hits[-1]["sort"]}
        most = None if most is None else most - size
        size = AT_ONCE
