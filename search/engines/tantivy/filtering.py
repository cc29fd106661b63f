"""A search's choices as queries, and what is counted of what passes them."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import islice, takewhile

from search.engines.tantivy.fields import UNKNOWN
from search.engines.tantivy.native import Query
from search.engines.tantivy.queries import Queries, among, both
from search.errors import SearchError
from search.index import FACETS, Count, Search


class Filtered:
    """`query` finds what passes all choices."""

    def __init__(self, search: Search, found: Query, queries: Queries) -> None:
        unknown = {*search.chosen, *search.excluded, *search.facets} - {*FACETS}
        if unknown:
            raise SearchError(f"There is no facet “{min(unknown)}”; the facets are {', '.join(FACETS)}.")
        self._snapshot = queries.snapshot
        self._found = found
        self._chosen = {facet: _having(facet, values) for facet, values in search.chosen.items() if values}
        self._values = search.chosen
        self._always = []
        if search.since is not None or search.until is not None:
            self._always.append(queries.between(search.since, search.until))
        self._never = [_having(facet, values) for facet, values in search.excluded.items() if values]
        self.query = self._but("")

    def _but(self, facet: str) -> Query:
        """What passes every choice but this one."""
        choices = [chosen for name, chosen in self._chosen.items() if name != facet]
        return both([self._found, *self._always, *choices], self._never)

    def counts(self, search: Search) -> dict[str, tuple[tuple[Count, ...], int]]:
        """Of each facet asked for its counts, which ignore its own choice, and how many values it has."""
        together = [facet for facet in search.facets if facet not in self._chosen]
        most = self._snapshot.most_values
        found = self._snapshot.native.counts(self.query, together, most)
        for facet in search.facets:
            if facet in self._chosen:
                found |= self._snapshot.native.counts(self._but(facet), [facet], most)
        return {
            facet: _most(found[facet], self._values.get(facet, frozenset()), search.facet_limit)
            for facet in search.facets
        }


def _having(facet: str, values: frozenset[str]) -> Query:
    return among(facet, sorted(value or UNKNOWN for value in values))


def _most(counts: dict[str, int], chosen: frozenset[str], limit: int | None) -> tuple[tuple[Count, ...], int]:
    """`counts` come with the most frequent first."""
    shown = {value or UNKNOWN: counts.get(value or UNKNOWN, 0) for value in chosen}
    for value, count in sorted(_largest(counts, limit), key=_order):
        if limit is not None and len(shown) >= limit:
            break
        shown[value] = count
    found = sorted(shown.items(), key=_order)
    return tuple(Count("" if value == UNKNOWN else value, count) for value, count in found), len(counts)


def _order(item: tuple[str, int]) -> tuple[int, str]:
    value, count = item
    return -count, value


def _largest(counts: dict[str, int], limit: int | None) -> Iterable[tuple[str, int]]:
    """As many as the limit, with those that are as many as the last of them."""
    if limit is None or not 0 < limit < len(counts):
        return counts.items()
    least = next(islice(counts.values(), limit - 1, None))
    return takewhile(lambda item: item[1] >= least, counts.items())
