"""How large a clause may be, for those that did not come through the query parser, which has its own limits."""

from __future__ import annotations

from search.clauses import All, Any, AtLeast, Clause, Near, Not, Within
from search.errors import OverBudget
from search.notes import Note
from search.settings import Settings

DEEPEST = 100
"""Levels of a clause; evaluation descends by recursion."""

_LARGER = 50
"""Times `max_clauses` that a clause may have parts, as one typed word can become several."""


def check_size(clause: Clause, settings: Settings) -> None:
    """Raises OverBudget for a clause that is too deep or has too many parts."""
    left = settings.max_clauses * _LARGER
    level = [clause]
    for _ in range(DEEPEST):
        left -= len(level)
        if left < 0:
            raise OverBudget(Note("The search has too many parts; ask for fewer words."))
        level = [inner for outer in level for inner in _inside(outer)]
        if not level:
            return
    raise OverBudget(Note("The search is nested too deeply; use fewer brackets."))


def _inside(clause: Clause) -> tuple[Clause, ...]:
    match clause:
        case All(parts) | Any(parts):
            return parts
        case Not(part) | AtLeast(part):
            return (part,)
        case Near(left, right) | Within(left, right):
            return left, right
    return ()
