"""Facets → aggregations and back: exact counts, each facet without its own choice, and how many values each has.

Of a facet with few values all are had, and counted here, for half of what it costs the cluster to count them. Those that turn
out to have more are asked for again, and differently for as long as there is no other generation.

An answer holds so many values only. Facets that have too many for one answer together are asked for one by one; of one that
has more than any answer holds, how many it has is estimated, unless all of them are wanted.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, NamedTuple

from search.engines.opensearch.asking import Asking
from search.engines.opensearch.client import Answer, Refusal
from search.engines.opensearch.queries import Query, valued
from search.errors import OverBudget, SearchError
from search.index import FACETS, Count, Search
from search.notes import Note

MOST = 65_535
"""Buckets in one answer, by OpenSearch's default (`search.max_buckets`)."""

_FEW = 300
"""Values of a facet, all of which are had."""

_PRECISION = 40_000
"""Values up to which the cluster's estimates are nearly exact."""
_ERROR = 1.05
"""By which they are taken too low."""

_COUNTED = "aggregations.**.every.buckets"
"""What an answer need not hold: values that only were to be counted."""


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

    def counted(self, body: Mapping[str, Any], ask: Asking, sizes: Sizes) -> tuple[Answer, dict[str, Facet]]:
        """The answer to a search, and the facets of it."""
        asked = self._search.facets
        answer, read = self._counted(asked, body, ask, sizes)
        if more := [facet for facet in asked if facet not in read]:
            read |= self._counted(more, {"query": body["query"], "size": 0}, ask, sizes)[1]
        return answer, {facet: read[facet] for facet in asked}

    def _counted(
        self, asked: Sequence[str], body: Mapping[str, Any], ask: Asking, sizes: Sizes
    ) -> tuple[Answer, dict[str, Facet]]:
        """Without those of which it is learned now that they have many values. These are too many for an answer only in few
        archives, so how many there are is looked at when one can't hold them."""
        few = [facet for facet in asked if facet not in sizes.many]
        while True:
            together, alone, vast = sizes.divided(
                [*sizes.many.intersection(asked)], self._search.facet_limit or 0
            )
            if self._search.facet_limit is None:
                alone, vast = [*alone, *vast], []
            several = {facet: self._filtered(facet, self._few(facet)) for facet in few}
            several |= {facet: self._filtered(facet, self._many(facet)) for facet in together}
            several |= {facet: self._filtered(facet, self._many(facet, estimated=True)) for facet in vast}
            counted = {"aggs": several} if several else {}
            try:
                answer = ask({**body, **counted}, without=_COUNTED if together else "")
                found = answer.get("aggregations", {})
                if not any(_cut(found[facet]) for facet in together):
                    break
            except Refusal as e:
                if e.kind != "too_many_buckets_exception":
                    raise
            if sizes.known:
                raise OverBudget(Note("The search counts more values than one may; ask for fewer facets."))
            sizes.learn(ask)
        sizes.many.update(facet for facet in few if _cut(found[facet]))
        read = {
            facet: self._facet(facet, [one])
            for facet, one in found.items()
            if facet not in few or not _cut(one)
        }
        for facet in alone:
            read[facet] = self._facet(facet, self._parts(facet, sizes.parts(facet), body["query"], ask))
        return answer, read

    def _filtered(self, facet: str, made: dict[str, Any]) -> dict[str, Any]:
        """The aggregations of a facet, over what is chosen of the others. A filter has its price, even one of nothing."""
        others = [query for other, query in self.after.items() if other != facet]
        if not others and [*made] == ["all"]:
            return dict(made["all"])
        return {"filter": {"bool": {"filter": others}}, "aggs": made}

    def _few(self, facet: str) -> dict[str, Any]:
        return {"all": {"terms": {"field": facet, "size": min(_FEW, MOST)}}}

    def _many(self, facet: str, *, estimated: bool = False, part: Part | None = None) -> dict[str, Any]:
        limit, chosen = self._search.facet_limit, self._search.chosen.get(facet, ())
        own: dict[str, Any] = {"field": facet, "size": MOST}
        if part:
            own["include"] = {"partition": part.number, "num_partitions": part.of}
        if limit is None:
            return {"all": {"terms": own}}
        made: dict[str, Any] = {
            "every": {"terms": own},
            "size": {"stats_bucket": {"buckets_path": "every>_count"}},
        }
        if estimated:
            made = {"size": {"cardinality": {"field": facet, "precision_threshold": _PRECISION}}}
        if limit:
            made["top"] = {"terms": {**own, "size": min(limit, MOST), "shard_size": MOST}}
        if chosen:
            made["chosen"] = {"terms": {"field": facet, "include": sorted(chosen), "size": len(chosen)}}
        return made

    def _parts(self, facet: str, parts: int, query: Query, ask: Asking) -> list[Mapping[str, Any]]:
        """The facet in so many parts, or in more where one of them does not fit."""
        found: list[Mapping[str, Any]] = []
        for number in range(parts):
            part = {facet: self._filtered(facet, self._many(facet, part=Part(number, parts)))}
            answer = ask({"query": query, "size": 0, "aggs": part}, without=_COUNTED)
            found.append(answer["aggregations"][facet])
            if _cut(found[-1]):
                return self._parts(facet, 2 * parts, query, ask)
        return found

    def _facet(self, facet: str, parts: Iterable[Mapping[str, Any]]) -> Facet:
        counts: dict[str, int] = {}
        size = 0
        for found in parts:
            for several in (_all(found), found.get("top"), found.get("chosen")):
                counts |= {one["key"]: one["doc_count"] for one in (several or {}).get("buckets", ())}
            if every := _all(found):
                size += len(every["buckets"])
            else:
                size += found["size"].get("count", found["size"].get("value", 0))
        chosen = self._search.chosen.get(facet, frozenset())
        return Facet(_shown(counts, chosen, self._search.facet_limit), size)


class Sizes:
    """Which facets of a generation have more than few values, and how many, as OpenSearch estimates it."""

    def __init__(self) -> None:
        self.many: set[str] = set()
        self._values: dict[str, int] = {}

    @property
    def known(self) -> bool:
        return bool(self._values)

    def learn(self, ask: Asking) -> None:
        told = {f: {"cardinality": {"field": f, "precision_threshold": _PRECISION}} for f in FACETS}
        found = ask({"query": {"match_all": {}}, "size": 0, "aggs": told})["aggregations"]
        self._values = {facet: int(found[facet]["value"] * _ERROR) + 1 for facet in FACETS}

    def divided(self, asked: Sequence[str], shown: int) -> tuple[list[str], list[str], list[str]]:
        """Those whose values fit in one answer; those that need one each; those of which no answer holds all."""
        together: list[str] = []
        alone: list[str] = []
        left = MOST
        for facet in sorted(asked, key=lambda facet: self._values.get(facet, 0)):
            left -= self._values.get(facet, 0) + shown if self.known else 0
            (together if left >= 0 else alone).append(facet)
        vast = [facet for facet in alone if self.parts(facet) > 1]
        return together, [facet for facet in alone if facet not in vast], vast

    def parts(self, facet: str) -> int:
        """In how many answers all its values are had."""
        return 1 + self._values[facet] // (MOST - MOST // 4)


def _all(found: Mapping[str, Any]) -> Mapping[str, Any] | None:
    """All values of a facet, where they were asked for."""
    own: Mapping[str, Any] | None = found if "buckets" in found else found.get("all")
    return own


def _cut(found: Mapping[str, Any]) -> bool:
    return bool((_all(found) or found["every"])["sum_other_doc_count"])


def _shown(counts: Mapping[str, int], chosen: frozenset[str], limit: int | None) -> tuple[Count, ...]:
    """The chosen ones, and of the others the most frequent."""
    others = [value for value in _ranked(counts) if value not in chosen]
    if limit is not None:
        others = others[: max(limit - len(chosen), 0)]
    shown = {value: counts.get(value, 0) for value in (*chosen, *others)}
    return tuple(Count(value, shown[value]) for value in _ranked(shown))


def _ranked(counts: Mapping[str, int]) -> list[str]:
    """From most to fewest, ties by value."""
    return sorted(sorted(counts), key=counts.__getitem__, reverse=True)
