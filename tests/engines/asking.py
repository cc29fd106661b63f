"""How the tests of the contract ask."""

from __future__ import annotations

from collections.abc import Callable

from search.clauses import Clause
from search.index import Index, Search

Fill = Callable[..., Index]


def found(index: Index, clause: Clause, **more: object) -> list[str]:
    """The ids of what it finds, sorted."""
    return sorted(hit.id for hit in index.search(Search(clause, limit=1000, **more)).hits)  # type: ignore[arg-type]


def listed(index: Index, **search: object) -> list[str]:
    """The ids of a result list, in its order."""
    return [hit.id for hit in index.search(Search(**search)).hits]  # type: ignore[arg-type]
