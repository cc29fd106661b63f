"""Searches over time: how many articles of each year or month match, beside how many the archive holds of it.

A number of matches alone says more of the archive than of the news: the archive may hold ten times as many articles of
one year as of another, or none. So each count stands beside the count of what could have matched.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from search.clauses import Clause, Everything
from search.errors import IndexBusy
from search.index import Index, Search

FEW = 30
"""With fewer articles in a period than that, one article more or less moves its share by over three points."""

SHORT = 3
"""So many years or fewer are counted by months, unless years are asked for."""

MOST_MONTHS = 600
"""Longer stretches are counted by years."""

_TRIES = 3


class Period(StrEnum):
    """Also the name of the facet that counts it."""

    YEAR = "year"
    MONTH = "month"


@dataclass(frozen=True, slots=True)
class Series:
    """The articles of each period, those of none (undated, or of a month that is not known), and all of them."""

    counts: tuple[int, ...]
    undated: int

    @property
    def total(self) -> int:
        return sum(self.counts) + self.undated


@dataclass(frozen=True, slots=True)
class Trend:
    """`periods` are YYYY or YYYY-MM in order, each from the first that the archive has an article of to the last.

    `archive` are the articles that pass the filters, whatever is in them; `matching` those of each clause among them.
    """

    by: Period
    periods: tuple[str, ...]
    archive: Series
    matching: tuple[Series, ...]
    generation: str

    def share(self, line: int, period: int) -> float | None:
        """Of the archive's articles of the period, those that match, from 0 to 1; None where it has none."""
        held = self.archive.counts[period]
        return self.matching[line].counts[period] / held if held else None

    def few(self, period: int) -> bool:
        """Whether there are articles, but too few for a share to mean much."""
        return 0 < self.archive.counts[period] < FEW


def trend(index: Index, clauses: Sequence[Clause], filters: Search, by: Period | None = None) -> Trend:
    """Each clause over time within the filters of a search, whose own clause, order and page are not looked at.

    Exact, and of one generation. Without `by`, and where there are more months than MOST_MONTHS, the stretch of time
    decides. Raises what a search raises, and IndexBusy when the archive changes faster than it can be counted.
    """
    for _ in range(_TRIES):
        by_year, generation = _counted(index, filters, Everything(), Period.YEAR)
        period, counts = Period.YEAR, by_year
        if by is not Period.YEAR and by_year:
            by_month, generation = _counted(index, filters, Everything(), Period.MONTH)
            if _monthly(by_year, by_month, by):
                period, counts = Period.MONTH, by_month
        found = [_counted(index, filters, clause, period) for clause in clauses]
        if all(own == generation for _, own in found):
            periods = _from_first_to_last(period, counts)
            return Trend(
                period,
                periods,
                _series(counts, periods),
                tuple(_series(own, periods) for own, _ in found),
                generation,
            )
    raise IndexBusy("The archive changes while it is counted. Ask again in a moment.")


def _counted(index: Index, filters: Search, clause: Clause, period: Period) -> tuple[dict[str, int], str]:
    """A facet's counts ignore what is chosen in it; here only what is chosen counts."""
    search = replace(filters, clause=clause, facets=(period.value,), facet_limit=None, offset=0, limit=0)
    results = index.search(search)
    chosen = filters.chosen.get(period) or None
    counts = {
        c.value: c.count for c in results.facets[period] if c.count and (chosen is None or c.value in chosen)
    }
    return counts, results.generation


def _monthly(by_year: Mapping[str, int], by_month: Mapping[str, int], by: Period | None) -> bool:
    months = _from_first_to_last(Period.MONTH, by_month)
    if not months or len(months) > MOST_MONTHS:
        return False
    if by is Period.MONTH:
        return True
    dated = sum(by_year.values()) - by_year.get("", 0)
    known = sum(by_month.values()) - by_month.get("", 0)
    return len(_from_first_to_last(Period.YEAR, by_year)) <= SHORT and 2 * known > dated


def _from_first_to_last(period: Period, counts: Mapping[str, int]) -> tuple[str, ...]:
    """Those without an article too: a gap in an archive is worth seeing."""
    known = sorted(value for value in counts if value)
    if not known:
        return ()
    first, last = known[0], known[-1]
    if period is Period.YEAR:
        return tuple(f"{year:04}" for year in range(int(first), int(last) + 1))
    months = range(_month_number(first), _month_number(last) + 1)
    return tuple(f"{number // 12:04}-{number % 12 + 1:02}" for number in months)


def _month_number(month: str) -> int:
    return int(month[:4]) * 12 + int(month[5:7]) - 1


def _series(counts: Mapping[str, int], periods: Sequence[str]) -> Series:
    return Series(tuple(counts.get(period, 0) for period in periods), counts.get("", 0))
