"""When the articles of a search were published: years or decades as bars, the months of one year, and the undated."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, replace

from search.errors import OutOfTime
from search.index import Count, Index, Results
from web import wording
from web.params import View
from web.results.facets import Choice, choice, left_out

MOST_BARS = 25
"""Columns side by side; a longer run of years is drawn by decades."""

BAR_HEIGHT = 48


@dataclass(frozen=True, slots=True)
class Bar:
    """A year, decade or month. `height` is between 0 and BAR_HEIGHT; a bar that is not empty is at least 2 high.

    `first` and `last` are its years or its month as they stand in an address. `within`: the stretch that was asked for
    takes it in, or a part of it. `share` is of all articles of the search, in words.
    """

    label: str
    full: str
    count: int
    share: str
    height: int
    address: str
    first: str
    last: str
    chosen: bool = False
    left_out: bool = False
    within: bool = False


@dataclass(frozen=True, slots=True)
class Timeline:
    """`decades`: the bars of `years` are longer than a year. `lists` lead to all years and months by themselves."""

    years: tuple[Bar, ...]
    months: tuple[Bar, ...]
    undated: Choice | None
    decades: bool
    lists: tuple[tuple[str, str], ...]


def timeline(index: Index, view: View, results: Results) -> Timeline:
    """Every year from the first to the last, empty ones too: a gap in an archive is worth seeing."""
    whole = _whole(index, view, results)
    apart = left_out(index, view.between(None, None), ("year", "month"))
    kept = {*view.chosen.get("year", ()), *view.excluded.get("year", ())}
    counts = {c.value: c.count for c in whole.facets.get("year", ()) if c.count or c.value in kept}
    counts.update(apart.get("year", {}))
    undated = counts.pop("", None)
    years = {int(value): count for value, count in counts.items() if value.isdecimal()}
    step = _step(years)
    only = _only(view, years)
    return Timeline(
        tuple(_years(view, years, step, whole.total)),
        tuple(_months(view, whole, apart.get("month", {}), only)) if only is not None else (),
        None if undated is None else choice(view.between(None, None), "year", Count("", undated)),
        step > 1,
        tuple(
            (wording.all_values(field, results.facet_sizes[field]), view.facet_address(field))
            for field in ("year", "month")
        ),
    )


def _whole(index: Index, view: View, results: Results) -> Results:
    """The counts of years and months whatever stretch was asked for, if there is time for it: who sees that alone can't widen it."""
    if not (view.since or view.until):
        return results
    search = replace(view.search, since=None, until=None, facets=("year", "month"), facet_limit=None)
    with suppress(OutOfTime):
        return index.search(replace(search, offset=0, limit=0))
    return results


def _only(view: View, years: Mapping[int, int]) -> int | None:
    """The year whose months are shown: the one that was chosen or that the dates keep to, or the only one there is."""
    chosen = {int(value) for value in view.chosen.get("year", ()) if value.isdecimal()}
    if not chosen and view.since and view.until and view.since[:4] == view.until[:4]:
        chosen = {int(view.since[:4])}
    only = chosen or set(years)
    return only.pop() if years and len(only) == 1 else None


def _step(years: Mapping[int, int]) -> int:
    if not years:
        return 1
    first, last = min(years), max(years)
    return next(s for s in (1, 10, 50, 100, 500, 1000, 10_000) if last // s - first // s < MOST_BARS)


def _years(view: View, years: Mapping[int, int], step: int, total: int) -> Iterator[Bar]:
    if not years:
        return
    first, last = min(years), max(years)
    sums: dict[int, int] = dict.fromkeys(range(first // step * step, last + 1, step), 0)
    for year, count in years.items():
        sums[year // step * step] += count
    tallest = max(sums.values())
    for start, count in sums.items():
        ends = f"{start:04}", f"{start + step - 1:04}"
        label = str(start)
        full = label if step == 1 else f"{start}–{start + step - 1}"
        yield _bar(view, "year", ends, (label, full), (count, tallest, total))


def _months(view: View, whole: Results, apart: Mapping[str, int], year: int) -> Iterator[Bar]:
    counts = {**{c.value: c.count for c in whole.facets.get("month", ())}, **apart}
    months = [f"{year:04}-{month:02}" for month in range(1, 13)]
    tallest = max(counts.get(month, 0) for month in months)
    for month in months:
        names = wording.short_month(month), wording.span(month)
        yield _bar(view, "month", (month, month), names, (counts.get(month, 0), tallest, whole.total))


def _bar(
    view: View, field: str, ends: tuple[str, str], names: tuple[str, str], numbers: tuple[int, int, int]
) -> Bar:
    """Where dates were typed, and for a decade, a bar leads to other dates; else to a choice among several."""
    first, last = ends
    count, tallest, total = numbers
    dates = bool(view.since or view.until)
    if dates or first != last:
        chosen = (view.since, view.until) == ends
        rest = {name: values for name, values in view.chosen.items() if name != field}
        address = replace(view, chosen=rest).between(*((None, None) if chosen else ends)).address()
    else:
        chosen = first in view.chosen.get(field, ())
        address = view.toggled_address(field, first)
    return Bar(
        *names,
        count,
        wording.share(count, total),
        max(2, round(BAR_HEIGHT * count / tallest)) if count else 0,
        address,
        first,
        last,
        chosen=chosen,
        left_out=first == last and first in view.excluded.get(field, ()),
        within=dates and _meet(view, first, last),
    )


def _meet(view: View, first: str, last: str) -> bool:
    """Whether the stretch that was asked for has a day of it."""
    since, until = view.since or "", view.until or "9999"
    return last >= since[: len(last)] and first[: len(until)] <= until
