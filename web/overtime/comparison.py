"""What the address of a comparison over time asks for: up to six searches, with the filters that they share."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import TypeVar
from urllib.parse import urlencode

from search.index import Index
from search.notes import Note
from search.settings import Settings
from search.trends import Period, Trend, trend
from web.parameters import MEASURE, MOST_QUERIES, PERIOD, Measure, Parameter
from web.params import Problem, View, read_params

_Choice = TypeVar("_Choice", bound=StrEnum)


@dataclass(frozen=True)
class Comparison:
    """What an address asks for: the search of each query, and the filters that they share, as a search of their own."""

    views: tuple[View, ...]
    filters: View
    by: Period | None
    measure: Measure
    problems: tuple[Problem, ...]

    def counted(self, index: Index) -> Trend:
        clauses = [view.search.clause for view in self.views]
        return trend(index, clauses, self.filters.search, self.by)

    def pairs(self) -> list[tuple[str, str]]:
        """The parameters without the queries."""
        kept = [pair for pair in self.filters.pairs() if pair[0] not in ("sort", "view", "size", "page")]
        own = [("by", self.by)] * (self.by is not None) + [("as", self.measure)] * (
            self.measure is not Measure.SHARE
        )
        return kept + [(name, str(value)) for name, value in own]

    def without(self, view: View) -> Comparison:
        return replace(self, views=tuple(other for other in self.views if other is not view))

    def address(self, path: str) -> str:
        return path + _query([("q", view.typed) for view in self.views] + self.pairs())


def read_comparison(args: Iterable[tuple[str, str]], settings: Settings, path: str) -> Comparison:
    """`q` as often as there are queries, the filters of any search, `by` and `as`. `path` is where searches are.
    Never raises; what can't be used is in `problems`."""
    pairs = list(args)
    typed = list(dict.fromkeys(value.strip() for name, value in pairs if name == "q" and value.strip()))
    others = [pair for pair in pairs if pair[0] != "q"]
    filters = read_params(others, settings, path=path)
    problems = list(filters.problems)
    if len(typed) > MOST_QUERIES:
        message = Note(
            "{most} searches can be compared at once; the others were left out.", most=MOST_QUERIES
        )
        problems.append(Problem("q", message))
    views = [
        read_params([("q", query), *others], settings, path=path).at(1) for query in typed[:MOST_QUERIES]
    ]
    return Comparison(
        tuple(views),
        filters.at(1),
        _stated(Period, PERIOD, others, problems),
        _stated(Measure, MEASURE, others, problems) or Measure.SHARE,
        tuple(problems),
    )


def _stated(
    kind: type[_Choice], parameter: Parameter, pairs: Iterable[tuple[str, str]], problems: list[Problem]
) -> _Choice | None:
    text = next((value.strip() for name, value in pairs if name == parameter.name), "")
    if not text:
        return None
    if fault := parameter.fault(text):
        problems.append(Problem(parameter.name, fault))
        return None
    return kind(text)


def _query(pairs: Sequence[tuple[str, str]]) -> str:
    return "?" * bool(pairs) + urlencode(pairs, safe=":,/", errors="replace")
