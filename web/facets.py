"""What a reader can narrow a search by, each choice with its exact count and the address that it leads to."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from search.index import Count, Results
from web import wording
from web.params import View

ASIDE = ("source", "place", "language", "credit", "byline", "section")
"""The facets beside the results; years and months stand over them, as bars."""

TOP = 8
"""Values shown of each facet; the rest is on a page of its own."""

OPEN = 4
"""How many facets stand open at first."""

MOST_BARS = 25
"""Columns side by side; a longer run of years is drawn by decades."""

BAR_HEIGHT = 48

LIMIT = 300
"""Values counted of each facet: enough for every year that newspapers have, and for the months of one."""


@dataclass(frozen=True, slots=True)
class Choice:
    """`address` chooses it, or takes the choice back. `exclude` leaves its articles out; empty where it can't."""

    label: str
    count: int
    address: str
    chosen: bool = False
    exclude: str = ""


@dataclass(frozen=True, slots=True)
class Facet:
    """`more` leads to all values; empty when these are all."""

    name: str
    plural: str
    choices: tuple[Choice, ...]
    size: int
    more: str
    open: bool


@dataclass(frozen=True, slots=True)
class Bar:
    """A year, decade or month. `height` is between 0 and BAR_HEIGHT; a bar that is not empty is at least 2 high."""

    label: str
    full: str
    count: int
    height: int
    address: str
    chosen: bool


@dataclass(frozen=True, slots=True)
class Timeline:
    years: tuple[Bar, ...]
    months: tuple[Bar, ...]
    undated: Choice | None


def refine(view: View, results: Results) -> tuple[Facet, ...]:
    """The facets beside the results; one that would not tell any two articles apart is left out."""
    facets: list[Facet] = []
    for field in ASIDE:
        chosen = view.chosen.get(field, frozenset())
        counts = [c for c in results.facets.get(field, ()) if c.count or c.value in chosen]
        if not any(c.value for c in counts):
            continue
        known = [c for c in counts if c.value]
        listed = known[:TOP] + [c for c in known[TOP:] if c.value in chosen]
        listed += [c for c in counts if not c.value]
        size = results.facet_sizes.get(field, len(counts))
        facets.append(
            Facet(
                wording.facet_name(field),
                wording.facet_names(field),
                tuple(choice(view, field, c) for c in listed),
                size,
                view.facet_address(field) if size > len(listed) else "",
                bool(chosen) or len(facets) < OPEN,
            )
        )
    return tuple(facets)


def choice(view: View, field: str, counted: Count) -> Choice:
    chosen = counted.value in view.chosen.get(field, frozenset())
    return Choice(
        wording.value(field, counted.value),
        counted.count,
        view.toggled(field, counted.value).address(),
        chosen,
        "" if chosen else view.excluding(field, counted.value).address(),
    )


def timeline(view: View, results: Results) -> Timeline:
    """Every year from the first to the last, empty ones too: a gap in an archive is worth seeing."""
    chosen = view.chosen.get("year", frozenset())
    counts = {c.value: c.count for c in results.facets.get("year", ()) if c.count or c.value in chosen}
    undated = counts.pop("", None)
    years = {int(value): count for value, count in counts.items() if value.isdecimal()}
    only = {int(value) for value in chosen if value.isdecimal()} or set(years)
    return Timeline(
        tuple(_year_bars(view, years)),
        tuple(_month_bars(view, results, only.pop())) if len(only) == 1 else (),
        choice(view, "year", Count("", undated)) if undated is not None else None,
    )


def _year_bars(view: View, years: Mapping[int, int]) -> Iterable[Bar]:
    if not years:
        return
    first, last = min(years), max(years)
    step = next(s for s in (1, 10, 50, 100, 500, 1000) if last // s - first // s < MOST_BARS)
    sums: dict[int, int] = dict.fromkeys(range(first // step * step, last + 1, step), 0)
    for year, count in years.items():
        sums[year // step * step] += count
    tallest = max(sums.values())
    for start, count in sums.items():
        if step == 1:
            chosen = f"{start:04}" in view.chosen.get("year", frozenset())
            address = view.toggled("year", f"{start:04}").address()
            name = str(start)
        else:
            chosen = False
            address = view.between(f"{start:04}", f"{start + step - 1:04}").address()
            name = f"{start}–{start + step - 1}"
        yield Bar(str(start), name, count, _height(count, tallest), address, chosen)


def _month_bars(view: View, results: Results, year: int) -> Iterable[Bar]:
    counts = {c.value: c.count for c in results.facets.get("month", ())}
    months = [f"{year:04}-{month:02}" for month in range(1, 13)]
    tallest = max(counts.get(month, 0) for month in months)
    for month in months:
        count = counts.get(month, 0)
        yield Bar(
            wording.short_month(month),
            wording.span(month),
            count,
            _height(count, tallest),
            view.toggled("month", month).address(),
            month in view.chosen.get("month", frozenset()),
        )


def _height(count: int, tallest: int) -> int:
    return max(2, round(BAR_HEIGHT * count / tallest)) if count else 0
