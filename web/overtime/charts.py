"""Where the lines and columns of a chart over time lie, as numbers for SVG.

All places are in per cent of the chart's width and height, so that it fits any window without script; a line's path is
in thousandths, in a box that is stretched. Time runs as the interface is read: from the right where that is Arabic.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby
from math import ceil, floor, log10

MOST_LABELS = 8
"""Periods that are named under the chart."""

_NARROW = 4
"""So many have room on a phone."""

MOST_MARKS = 60
"""Periods at each of which a line has its mark; with more, only some have."""

_GRID = 4
_APART = 8.0
"""Per cent of the height that two labels at the lines' ends need."""


@dataclass(frozen=True, slots=True)
class Tick:
    """A value on an axis: its place, and what stands there. `minor` ones may be left out where it is narrow."""

    at: str
    label: str
    minor: bool = False


@dataclass(frozen=True, slots=True)
class Band:
    """Neighbouring periods, from edge to edge."""

    at: str
    width: str


@dataclass(frozen=True, slots=True)
class Spot:
    """One period of a line. `marked`: the line has its mark there."""

    period: int
    x: str
    y: str
    marked: bool


@dataclass(frozen=True, slots=True)
class Line:
    """`path` breaks where there is nothing to draw. `label` is the place of its name beside its end, None without any."""

    path: str
    spots: tuple[Spot, ...]
    label: str | None


@dataclass(frozen=True, slots=True)
class Across:
    """The axis of time: so many periods side by side, the first on the right when `mirrored`."""

    periods: int
    mirrored: bool

    def centre(self, period: int) -> float:
        at = 100 * (period + 0.5) / self.periods
        return 100 - at if self.mirrored else at

    def bands(self, where: Callable[[int], bool]) -> tuple[Band, ...]:
        """The runs of periods of which that is so."""
        runs = (list(run) for so, run in groupby(range(self.periods), where) if so)
        return tuple(self.band(run[0], len(run)) for run in runs)

    def band(self, first: int, count: int = 1) -> Band:
        width = 100 * count / self.periods
        start = 100 * first / self.periods
        return Band(_percent(100 - start - width if self.mirrored else start), _percent(width))

    def ticks(self, names: Sequence[str]) -> tuple[Tick, ...]:
        """Names of some of the periods, at even distances."""
        step = ceil(self.periods / MOST_LABELS)
        places = range(0, self.periods, step)
        return tuple(
            Tick(_percent(self.centre(n)), names[n], len(places) > _NARROW and at % 2 == 1)
            for at, n in enumerate(places)
        )


@dataclass(frozen=True, slots=True)
class Up:
    """The axis of values, from 0 to a round one that is no less than the highest."""

    top: float
    step: float

    @classmethod
    def to(cls, highest: float, least: float) -> Up:
        """`least` is the smallest step that makes sense, such as one article."""
        wanted = max(highest, least) / _GRID
        ten = 10.0 ** floor(log10(wanted))
        round_ones = (n * ten for n in (1, 2, 2.5, 5, 10) if n != 2.5 or ten > least)
        step = max(next(n for n in round_ones if n >= wanted * 0.999), least)
        return cls(step * max(1, ceil(highest / step - 1e-9)), step)

    def place(self, value: float) -> float:
        return 100 - 100 * value / self.top

    def ticks(self, named: Callable[[float], str]) -> tuple[Tick, ...]:
        values = (self.step * n for n in range(round(self.top / self.step) + 1))
        return tuple(Tick(_percent(self.place(value)), named(value)) for value in values)


def lines(values: Sequence[Sequence[float | None]], across: Across, up: Up) -> tuple[Line, ...]:
    """One of each row of values, which has one for every period; None is a gap."""
    labels = _spread([_end(row, up) for row in values])
    return tuple(_line(row, across, up, label) for row, label in zip(values, labels, strict=True))


def _line(values: Sequence[float | None], across: Across, up: Up, label: float | None) -> Line:
    step = ceil(across.periods / MOST_MARKS)
    path: list[str] = []
    spots: list[Spot] = []
    joined = False
    for period, value in enumerate(values):
        if value is not None:
            x, y = across.centre(period), up.place(value)
            path.append(f"{'L' if joined else 'M'}{x * 10:.1f} {y * 10:.1f}")
            alone = not joined and (period + 1 == len(values) or values[period + 1] is None)
            spots.append(Spot(period, _percent(x), _percent(y), alone or period % step == 0))
        joined = value is not None
    return Line("".join(path), tuple(spots), None if label is None else _percent(label))


def _end(values: Iterable[float | None], up: Up) -> float | None:
    known = [value for value in values if value is not None]
    return up.place(known[-1]) if known else None


def _spread(places: Sequence[float | None]) -> list[float | None]:
    """Moved apart as far as labels need, none over the chart's ends if there is room."""
    order = sorted((place, n) for n, place in enumerate(places) if place is not None)
    spread = list(places)
    lowest = -_APART
    for place, n in order:
        lowest = max(place, lowest + _APART)
        spread[n] = lowest
    highest = 100 + _APART
    for _, n in reversed(order):
        highest = min(spread[n] or 0.0, highest - _APART)
        spread[n] = highest
    return spread


def _percent(value: float) -> str:
    return f"{value:.2f}".rstrip("0").rstrip(".") + "%"
