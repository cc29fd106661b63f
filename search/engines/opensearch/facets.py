"""Facets → aggregations and back: exact counts, each facet without its own choice, and how many values each has."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any, NamedTuple

from search.engines.opensearch.asking import Asking
from search.engines.opensearch.queries import Query, valued
from search.errors import SearchError
from search.index import FACETS, Count, Search

MOST = 65_535
"""Buckets in one answer, by OpenSearch's default (`search.max_buckets`)."""

_A_PART = 20_000
"""Values that are asked for at once where there are more than buckets in one answer."""

PATH = "-aggregations.**.every.buckets"
"""Of an answer, what it need not hold: values that only were to be counted."""


class Part(NamedTuple):
    """One of several parts into which the values of a facet are divided."""

    number: int
    of: int


class Facet(NamedTuple):
    """The counts of its values from most to fewest, ties by value; and how many values there are."""

    counts: tuple[Count, ...]
    size: int


def check_facets(search: Search) -> None:
    """Raises SearchError for a facet that there is not."""
    unknown = {*search.chosen, *search.excluded, *search.facets} - {*FACETS}
    if unknown:
        raise SearchError(f"There is no facet “{min(unknown)}”; the facets are {', '.join(FACETS)}.")


class Choices:
    """What is chosen, divided: `always` holds for all that is counted, `after` for hits only, as a facet that is asked for
    ignores its own choice."""

    def __init__(self, search: Search) -> None:
        chosen = {facet: valued(facet, sorted(values)) for facet, values in search.chosen.items() if values}
        self._search = search
        self.always = [query for facet, query in chosen.items() if facet not in search.facets]
        self.after = {facet: query for facet, query in chosen.items() if facet in search.facets}

    def aggregations(self) -> dict[str, Any]:
        """Of all facets that are asked for."""
        return {facet: self.aggregation(facet) for facet in self._search.facets}

    def aggregation(self, facet: str, part: Part | None = None) -> dict[str, Any]:
        others = [query for other, query in self.after.items() if other != facet]
        limit, chosen = self._search.facet_limit, self._search.chosen.get(facet, ())
        own: dict[str, Any] = {"terms": {"field": facet, "size": MOST}}
        if part:
            own["terms"]["include"] = {"partition": part.number, "num_partitions": part.of}
        made = {"all": own}
        if limit is not None:
            made = {"every": own, "size": {"stats_bucket": {"buckets_path": "every>_count"}}}
            if limit:
                made["top"] = {"terms": {**own["terms"], "size": min(limit, MOST), "shard_size": MOST}}
            if chosen:
                only = {"field": facet, "include": sorted(chosen), "size": len(chosen)}
                made["chosen"] = {"terms": only}
        return {"filter": {"bool": {"filter": others}}, "aggs": made}

    def read(self, answer: Mapping[str, Any]) -> dict[str, Facet] | None:
        """None where a facet has more values than one answer may hold."""
        found = answer.get("aggregations", {})
        if any(_cut(found[facet]) for facet in self._search.facets):
            return None
        return {facet: self._facet(facet, [found[facet]]) for facet in self._search.facets}

    def by_parts(self, query: Query, ask: Asking) -> dict[str, Facet]:
        """The same of facets of any number of values, a part of them at a time."""
        return {facet: self._facet(facet, [*self._parts(facet, query, ask)]) for facet in self._search.facets}

    def _parts(self, facet: str, query: Query, ask: Asking) -> Iterator[Mapping[str, Any]]:
        about = ask({"query": query, "size": 0, "aggs": {"n": {"cardinality": {"field": facet}}}})
        parts = 1 + int(about["aggregations"]["n"]["value"]) // _A_PART
        for number in range(parts):
            aggregation = self.aggregation(facet, Part(number, parts))
            answer = ask({"query": query, "size": 0, "aggs": {facet: aggregation}}, filter_path=PATH)
            yield answer["aggregations"][facet]

    def _facet(self, facet: str, parts: Iterable[Mapping[str, Any]]) -> Facet:
        limit, chosen = self._search.facet_limit, self._search.chosen.get(facet, frozenset())
        counts: dict[str, int] = {}
        size = 0
        for found in parts:
            for name in ("all", "top", "chosen"):
                counts |= {one["key"]: one["doc_count"] for one in found.get(name, {}).get("buckets", ())}
            size += len(found["all"].get("buckets", ())) if limit is None else found["size"]["count"]
        return Facet(_shown(counts, chosen, limit), size)


def _cut(found: Mapping[str, Any]) -> bool:
    own = found["all"] if "all" in found else found["every"]
    return bool(own["sum_other_doc_count"])


def _shown(counts: Mapping[str, int], chosen: frozenset[str], limit: int | None) -> tuple[Count, ...]:
    """The chosen ones, and of the others the most frequent."""
    shown = {value: counts.get(value, 0) for value in chosen}
    for value, count in sorted(counts.items(), key=_rank):
        if limit is not None and len(shown) >= limit:
            break
        shown[value] = count
    return tuple(Count(value, count) for value, count in sorted(shown.items(), key=_rank))


def _rank(item: tuple[str, int]) -> tuple[int, str]:
    return -item[1], item[0]
