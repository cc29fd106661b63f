"""A search of a generation within the time that it may take."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from search.budget import Budget
from search.engines.opensearch.client import Answer, Refusal
from search.engines.opensearch.snapshot import Snapshot
from search.errors import OverBudget
from search.notes import Note

AT_ONCE = 10_000
"""The most hits that a cluster gives in one answer unless told otherwise."""

_GRACE = 2.0
"""Seconds in which the answer to a search that was ended is awaited."""


class Asking:
    """Asks one generation; all of it together has one budget."""

    def __init__(self, snapshot: Snapshot, budget: Budget) -> None:
        self.snapshot = snapshot
        self.budget = budget

    def __call__(self, body: Mapping[str, Any], **parameters: Any) -> Answer:
        """Raises OutOfTime, OverBudget for what has more parts than the cluster takes, IndexProblem."""
        self.budget.check()
        left = self.budget.left
        timed = {**body, "timeout": f"{max(int(left * 1000), 1)}ms"}
        try:
            answer = self.snapshot.search(timed, seconds=left + _GRACE, **parameters)
        except Refusal as e:
            if e.kind == "timeout":
                self.budget.end()
            if "maxClauseCount" in str(e) or (e.kind.startswith("too_many_") and "clauses" in e.kind):
                raise OverBudget(Note("The search has too many parts; ask for fewer words.")) from e
            raise
        if answer["timed_out"]:
            self.budget.end()
        return answer
