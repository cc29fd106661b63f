"""What a search has to answer, worked out the slow way; see reader.py for where words stand."""

from __future__ import annotations

import math
from collections import Counter
from typing import TypeAlias

from search.clauses import (
    All,
    Any,
    AtLeast,
    Clause,
    Dates,
    Everything,
    Ids,
    Length,
    Near,
    Not,
    Within,
)
from search.index import Count, Search, Sort
from search.schema import FIELDS, facet_values, first_day, last_day, moment
from tests.engines.differences import NONE, Differences
from tests.engines.reader import Reader, Span, near

HEADLINE_WEIGHT = 3


Answer: TypeAlias = tuple[list[tuple[str, float]], dict[str, dict[str, int]]]
"""Every hit in order with its score, and every facet's counts."""


class Oracle(Reader):
    """`differences` are those of the engine that it is compared with."""

    def __init__(self, differences: Differences = NONE) -> None:
        super().__init__()
        self.differences = differences

    def begun(self, id: str, leaf: Clause) -> set[Span]:
        return super().begun(id, leaf) | (self.again(id, leaf) if self.differences.recurring else set())

    def answer(self, search: Search) -> Answer:
        scored = self.scores(search.clause) or {}
        if search.sort is Sort.RELEVANCE and search.offset >= 0 and search.limit > 0:
            scored = {id: score + self._closeness(id, search.clause) for id, score in scored.items()}

        def passes(id: str, but: str = "") -> bool:
            article = self.articles[id]
            values = facet_values(article)
            when = moment(article.published)
            if (search.since or search.until) and not (
                when and first_day(search.since) <= when[0] <= last_day(search.until)
            ):
                return False
            if any({*values[f]} & wanted for f, wanted in search.excluded.items()):
                return False
            return all({*values[f]} & wanted for f, wanted in search.chosen.items() if wanted and f != but)

        def place(id: str) -> tuple[object, ...]:
            when = moment(self.articles[id].published)
            instant = when[1] if when else 0
            date = (when is None, instant if search.sort is Sort.OLDEST else -instant, id)
            return (-scored[id], *date) if search.sort is Sort.RELEVANCE else date

        hits = [(id, scored[id]) for id in sorted(filter(passes, scored), key=place)]
        facets = {
            facet: dict(
                Counter(
                    value
                    for id in scored
                    if passes(id, facet)
                    for value in facet_values(self.articles[id])[facet]
                )
            )
            for facet in search.facets
        }
        return hits, facets

    def scores(self, clause: Clause) -> dict[str, float] | None:
        match clause:
            case Everything():
                return dict.fromkeys(self.articles, 0.0)
            case Dates(since, until):
                return {
                    id: 0.0
                    for id, article in self.articles.items()
                    if (when := moment(article.published)) and first_day(since) <= when[0] <= last_day(until)
                }
            case Ids(ids):
                return {id: 0.0 for id in self.articles if id in ids}
            case Length(least, most):
                return {
                    id: 0.0
                    for id in self.articles
                    if (least or 0) <= self.length(id, ("body",)) <= (math.inf if most is None else most)
                }
            case All(parts):
                return self._all(parts)
            case Not():
                return self._all((clause,))
            case Any(parts):
                several = [found for part in parts if (found := self.scores(part)) is not None]
                return (
                    {
                        id: sum(found.get(id, 0.0) for found in several)
                        for id in self.articles
                        if any(id in found for found in several)
                    }
                    if several
                    else None
                )
        return self._leaf(clause)

    def _all(self, parts: tuple[Clause, ...]) -> dict[str, float] | None:
        wanted = [s for p in parts if not isinstance(p, Not) and (s := self.scores(p)) is not None]
        unwanted = [s for p in parts if isinstance(p, Not) and (s := self.scores(p.part)) is not None]
        if not wanted and not unwanted:
            return None
        return {
            id: sum(found[id] for found in wanted)
            for id in self.articles
            if all(id in found for found in wanted) and not any(id in found for found in unwanted)
        }

    def _closeness(self, id: str, clause: Clause) -> float:
        """Of an archive with few articles, in which all are among the best."""
        worded = (leaf for leaf in _scoring(clause) if not self.wordless(leaf))
        leaves = [leaf for leaf in worded if self._field(leaf) == "text"]
        if len(leaves) < 2:
            return 0.0
        spans = [self.spans(id, leaf) for leaf in leaves]
        idfs = [self._idf(leaf) for leaf in leaves]
        starts = [{(text, first) for text, first, _ in own} for own in spans]
        passages = [
            sum(idf * f / (f + 1.2) for idf, own in zip(idfs, starts, strict=True)
                if (f := sum(t == text and first <= at < first + 40 for t, at in own)))
            for text, first in set().union(*starts)
        ]  # fmt: skip
        pairs = 0.0
        burden = self._burden(id, "text")
        for n in range(len(leaves) - 1):
            f = min(_beside(spans[n], spans[n + 1]), _beside(spans[n + 1], spans[n]))
            pairs += max(idfs[n : n + 2]) * f / (f + burden)
        return 0.4 * max(passages, default=0.0) + 0.3 * pairs

    def _idf(self, leaf: Clause) -> float:
        n, total = sum(bool(self.spans(id, leaf)) for id in self.articles), len(self.articles)
        return math.log(1 + (total - n + 0.5) / (n + 0.5))

    def _burden(self, id: str, field: str) -> float:
        weight = HEADLINE_WEIGHT if field == "text" else 1
        lengths = {id: self.length(id, FIELDS[field], weight) for id in self.articles}
        filled = [n for n in lengths.values() if n]
        average = sum(filled) / len(filled) if filled else 1.0
        return 1.2 * (0.25 + 0.75 * lengths[id] / average)

    def _field(self, leaf: Clause) -> str:
        """Of the first part of it in which there is a word."""
        match leaf:
            case Near(left, right) | Within(left, right):
                return self._field(right if self.wordless(left) else left)
            case AtLeast(part):
                return self._field(part)
            case Any(parts):
                return self._field(next(part for part in parts if not self.wordless(part)))
        field: str = leaf.field  # type: ignore[union-attr]
        return field

    def _leaf(self, leaf: Clause) -> dict[str, float] | None:
        if self.wordless(leaf):
            return None
        field = self._field(leaf)
        found = {id: spans for id in self.articles if (spans := self.spans(id, leaf))}
        idf = self._idf(leaf)
        scores = {}
        for id, spans in found.items():
            starts = {(text, first) for text, first, _ in spans}
            headline = [field == "text" and self.texts[id][text].part == "headline" for text, _ in starts]
            f = sum(HEADLINE_WEIGHT if h else 1 for h in headline)
            scores[id] = idf * f / (f + self._burden(id, field))
        return scores


def _scoring(clause: Clause) -> list[Clause]:
    match clause:
        case All(parts) | Any(parts):
            return [leaf for part in parts for leaf in _scoring(part)]
        case Not() | Dates() | Length() | Ids() | Everything():
            return []
    return [clause]


def _beside(some: set[Span], others: set[Span]) -> int:
    return len({a[:2] for a in some if any(near(a, b, 8, False) for b in others)})


def counts_of(found: dict[str, int], limit: int | None, chosen: frozenset[str]) -> list[Count]:
    """A facet's counts as they are shown."""
    ranked = sorted(found.items(), key=lambda item: (-item[1], item[0]))
    shown = {value: found.get(value, 0) for value in chosen}
    for value, count in ranked:
        if limit is None or len(shown) < limit:
            shown.setdefault(value, count)
    return [Count(value, count) for value, count in sorted(shown.items(), key=lambda i: (-i[1], i[0]))]
