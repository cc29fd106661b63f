"""What an archive covers, for a reader who has asked for nothing yet: years, publications, languages, and what is missing."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

from search.errors import OutOfTime
from search.index import Count, Index, Results
from web import wording
from web.languages import gettext as _
from web.languages import ngettext
from web.params import View
from web.results.facets import Choice, choice

MOST_NAMED = 6
"""Publications, languages and gaps that are named; the others are counted."""


@dataclass(frozen=True, slots=True)
class Named:
    """The values of a facet that most articles have. `more` leads to all, and `all` says so; empty when these are all."""

    name: str
    choices: tuple[Choice, ...]
    more: str
    all: str


@dataclass(frozen=True, slots=True)
class Coverage:
    """`years` and `gaps` are in words; the latter is empty where it can't be told."""

    years: str
    named: tuple[Named, ...]
    gaps: str
    undated: Choice | None


def coverage(index: Index, view: View, results: Results) -> Coverage | None:
    """For the first page of a view that narrows nothing; None for any other."""
    if view.narrows or view.page > 1 or not results.total:
        return None
    dated = replace(view.search, facets=("year", "month"), facet_limit=None, offset=0, limit=0)
    try:
        counts = index.search(dated).facets
    except OutOfTime:
        return None
    years = {int(c.value): c.count for c in counts["year"] if c.value.isdecimal()}
    undated = [c for c in counts["year"] if not c.value]
    ends = [f"{year:04}" for year in (min(years), max(years))] if years else []
    return Coverage(
        wording.stretch(*ends) if ends else "",
        tuple(_named(view, field, results) for field in ("source", "language") if _known(field, results)),
        _gaps(years, counts["month"]) if years else "",
        choice(view, "year", undated[0]) if undated else None,
    )


def _known(field: str, results: Results) -> list[Count]:
    return [c for c in results.facets.get(field, ()) if c.value]


def _named(view: View, field: str, results: Results) -> Named:
    known = _known(field, results)
    unknown = [c for c in results.facets[field] if not c.value]
    size = results.facet_sizes[field] - len(unknown)
    return Named(
        wording.facet_names(field) if size > 1 else wording.facet_name(field),
        tuple(choice(view, field, c) for c in known[:MOST_NAMED] + unknown),
        view.facet_address(field) if size > MOST_NAMED else "",
        wording.all_values(field, size) if size > MOST_NAMED else "",
    )


def _gaps(years: Mapping[int, int], months: Iterable[Count]) -> str:
    """The stretches of whole months without an article, the longest of them. Of a year of which some article's month is
    not known, no month can be told to be empty."""
    counted = {c.value: c.count for c in months if c.value}
    known: Counter[int] = Counter()
    for month, count in counted.items():
        known[int(month[:4])] += count
    told = {year for year, count in years.items() if known[year] == count}
    first, last = min(counted, default=""), max(counted, default="")
    runs: list[list[str]] = []
    follows = False
    for month in _months(min(years), max(years)):
        year = int(month[:4])
        empty = year not in years or (year in told and month not in counted)
        empty &= not (year == min(years) and month < first) and not (year == max(years) and month > last)
        if empty and follows:
            runs[-1].append(month)
        elif empty:
            runs.append([month])
        follows = empty
    if not runs:
        return (
            _("Every month has an article.") if len(told) == len(years) else _("Every year has an article.")
        )
    longest = sorted(runs, key=len, reverse=True)[:MOST_NAMED]
    named = [_stretch(run[0], run[-1]) for run in sorted(longest)]
    if rest := len(runs) - len(named):
        words = ngettext("%(count)s shorter stretch", "%(count)s shorter stretches", rest)
        named.append(words % {"count": wording.count(rest)})
    return _("Without any article: %(gaps)s.") % {"gaps": wording.names(named)}


def _months(first: int, last: int) -> Iterator[str]:
    return (f"{year:04}-{month:02}" for year in range(first, last + 1) for month in range(1, 13))


def _stretch(first: str, last: str) -> str:
    """Whole years as years."""
    if first.endswith("-01") and last.endswith("-12"):
        first, last = first[:4], last[:4]
    return wording.stretch(first, last)
