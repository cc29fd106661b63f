"""Searches compared over time, as a page and as a file of its numbers."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby

from babel import Locale
from babel.numbers import format_percent
from flask import Blueprint, Response, render_template, request, url_for

from search.export import safe
from search.trends import FEW, Period, Trend
from web import wording
from web.api import problems
from web.archive import Archive
from web.languages import current, direction
from web.languages import gettext as _
from web.overtime import charts
from web.overtime.comparison import Comparison, read_comparison
from web.parameters import MOST_QUERIES, Measure
from web.params import View
from web.results.listing import Box, Option

blueprint = Blueprint("trends", __name__)

MOST_LINKED = 240
"""Periods of which each is a link in the chart too, not in the table alone."""

_MOST_GAPS = 6
_LETTERS = "ABCDEF"


@dataclass(frozen=True, slots=True)
class Compared:
    """One query: `letter` names it in the chart. `address` is its search, `without` this page without it."""

    letter: str
    typed: str
    understood: str
    notes: tuple[str, ...]
    total: int
    address: str
    without: str


@dataclass(frozen=True, slots=True)
class Cell:
    """What matches in one period: how many, as a share in words (empty in a gap), and the search for it."""

    count: int
    share: str
    address: str


@dataclass(frozen=True, slots=True)
class Row:
    period: str
    held: int
    address: str
    few: bool
    cells: tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class Column:
    """The archive's articles of one period, with a height in per cent."""

    band: charts.Band
    height: float
    few: bool
    row: Row


@dataclass(frozen=True, slots=True)
class Chart:
    """`few` and `none` are where the archive has few articles, or none. `linked`: each period is a link of its own."""

    across: tuple[charts.Tick, ...]
    up: tuple[charts.Tick, ...]
    lines: tuple[charts.Line, ...]
    few: tuple[charts.Band, ...]
    none: tuple[charts.Band, ...]
    columns: tuple[Column, ...]
    tallest: int
    linked: bool


def compared(asked: Comparison, found: Trend, path: str) -> tuple[Compared, ...]:
    return tuple(
        Compared(
            letter,
            view.typed,
            view.query.understood if view.query.understood != view.typed else "",
            view.query.notes,
            series.total,
            view.address(),
            asked.without(view).address(path),
        )
        for letter, view, series in zip(_LETTERS, asked.views, found.matching, strict=False)
    )


def rows(asked: Comparison, found: Trend) -> tuple[Row, ...]:
    return tuple(
        Row(
            wording.span(period),
            found.archive.counts[n],
            _within(asked.filters, found.by, period),
            found.few(n),
            tuple(
                Cell(series.counts[n], _share(found.share(line, n)), _within(view, found.by, period))
                for line, (view, series) in enumerate(zip(asked.views, found.matching, strict=True))
            ),
        )
        for n, period in enumerate(found.periods)
    )


def undated(asked: Comparison, found: Trend) -> Row | None:
    """The articles of no period, as a row; None where there are none."""
    if not found.archive.undated:
        return None
    cells = (
        Cell(series.undated, _share(series.undated / found.archive.undated), _within(view, found.by, ""))
        for view, series in zip(asked.views, found.matching, strict=True)
    )
    address = _within(asked.filters, found.by, "")
    few = found.archive.undated < FEW
    return Row(wording.value(found.by, ""), found.archive.undated, address, few, tuple(cells))


def _within(view: View, by: Period, period: str) -> str:
    return replace(view, chosen={**view.chosen, by.value: frozenset({period})}, page=1).address()


def _share(share: float | None) -> str:
    return "" if share is None else format_percent(share, format=_precise(share), locale=current())


def _precise(share: float) -> str:
    """Two digits that say something, as a share of a thousandth is no 0 %. Turkish has the sign before them."""
    digits = "#,##0" if share == 0 or share >= 0.1 else "#,##0.0" if share >= 0.01 else "#,##0.0##"
    pattern: str = Locale.parse(current()).percent_formats[None].pattern
    return pattern.replace("#,##0", digits)


def chart(asked: Comparison, found: Trend, rows: Sequence[Row]) -> Chart | None:
    """None where the archive has no dated article within the filters."""
    if not found.periods:
        return None
    across = charts.Across(len(found.periods), direction() == "rtl")
    shares = asked.measure is Measure.SHARE
    values = [
        [
            found.share(line, n) if shares else series.counts[n] if held else None
            for n, held in enumerate(found.archive.counts)
        ]
        for line, series in enumerate(found.matching)
    ]
    highest = max((value for row in values for value in row if value is not None), default=0)
    up = charts.Up.to(highest, 0.001 if shares else 1)
    tallest = max(found.archive.counts)
    return Chart(
        across.ticks([_short(period) for period in found.periods]),
        up.ticks(_share if shares else lambda value: wording.count(round(value))),
        charts.lines(values, across, up),
        across.bands(found.few) if shares else (),
        across.bands(lambda n: not found.archive.counts[n]),
        tuple(
            Column(across.band(n), 100 * row.held / tallest, shares and row.few, row)
            for n, row in enumerate(rows)
            if row.held
        ),
        tallest,
        len(found.periods) <= MOST_LINKED,
    )


def _short(period: str) -> str:
    return f"{wording.short_month(period)} {period[:4]}" if "-" in period else period


def gaps(found: Trend) -> tuple[str, ...]:
    """The stretches without an article, in words; the first of them where there are many."""
    runs = [
        [n for n, _held in run]
        for empty, run in groupby(enumerate(found.archive.counts), lambda c: not c[1])
        if empty
    ]
    words = [wording.stretch(found.periods[run[0]], found.periods[run[-1]]) for run in runs[:_MOST_GAPS]]
    if len(runs) > _MOST_GAPS:
        words.append(_("and %(count)s more") % {"count": wording.count(len(runs) - _MOST_GAPS)})
    return tuple(words)


def cells(asked: Comparison, found: Trend) -> Iterator[tuple[str, ...]]:
    """The same numbers as rows of a file, a query after the other, each with its undated articles in a last row."""
    yield ("query", "understood", "period", "articles", "archive", "share", "uncertain", "generation")
    lines = [(v.typed, v.query.understood, s) for v, s in zip(asked.views, found.matching, strict=True)]
    for typed, understood, series in lines or [("", "", found.archive)]:
        periods = zip((*found.periods, ""), (*series.counts, series.undated), strict=True)
        for (period, count), held in zip(
            periods, (*found.archive.counts, found.archive.undated), strict=True
        ):
            yield (
                typed,
                understood,
                period,
                str(count),
                str(held),
                f"{count / held:.6f}" if held else "",
                "yes" if 0 < held < FEW else "no",
                found.generation,
            )


@blueprint.get("/trends")
def page() -> str:
    archive = Archive.current()
    asked = read_comparison(request.args.items(multi=True), archive.settings, url_for("pages.search"))
    found = asked.counted(archive.index)
    numbers = rows(asked, found)
    here = url_for("trends.page")
    return render_template(
        "trends.html",
        box=Box.of(asked.filters),
        state=archive.index.status(),
        problems=asked.problems,
        queries=compared(asked, found, here),
        room=len(asked.views) < MOST_QUERIES,
        kept=[pair for pair in asked.pairs() if pair[0] not in ("from", "to")],
        since=asked.filters.since_typed,
        until=asked.filters.until_typed,
        search=asked.filters.address(),
        filtered=asked.filters != asked.filters.cleared(),
        shares=asked.measure is Measure.SHARE,
        monthly=found.by is Period.MONTH,
        measures=_measures(asked, here),
        periods=_periods(asked, found, here),
        unmonthly=asked.by is Period.MONTH and found.by is Period.YEAR,
        held=found.archive.total,
        span=wording.stretch(found.periods[0], found.periods[-1]) if found.periods else "",
        chart=chart(asked, found, numbers),
        rows=numbers,
        undated=undated(asked, found),
        gaps=gaps(found),
        few=FEW,
        file=asked.address(url_for("trends.file")),
    )


def _measures(asked: Comparison, path: str) -> tuple[Option, ...]:
    names = {Measure.SHARE: _("share of the archive"), Measure.COUNT: _("number of articles")}
    return tuple(
        Option(name, replace(asked, measure=measure).address(path), measure is asked.measure)
        for measure, name in names.items()
    )


def _periods(asked: Comparison, found: Trend, path: str) -> tuple[Option, ...]:
    names = {Period.YEAR: _("years"), Period.MONTH: _("months")}
    return tuple(
        Option(name, replace(asked, by=by).address(path), by is found.by) for by, name in names.items()
    )


@blueprint.get("/trends.csv")
def file() -> Response:
    """Refuses an address that the page would find fault with: a file has no place to say so."""
    archive = Archive.current()
    asked = read_comparison(request.args.items(multi=True), archive.settings, url_for("pages.search"))
    if asked.problems:
        problems.refuse_parameters(asked.problems)
    out = io.StringIO()
    csv.writer(out).writerows(
        [safe(cell) for cell in row] for row in cells(asked, asked.counted(archive.index))
    )
    headers = {"Content-Disposition": 'attachment; filename="trends.csv"'}
    return Response(out.getvalue(), content_type="text/csv; charset=utf-8", headers=headers)
