"""Where each block stands among the others: its neighbours, how dense the text is around it, and in which run it lies."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from search.ingest.classifier.wording import Column, Columns

_NEIGHBOURS = (
    ("log length", (1, -1, 2, -2)),
    ("lower", (1, -1)),
    ("capitalised", (1, -1)),
    ("shared", (1, -1)),
    ("words say", (1, -1)),
)
_OF_WEIGHT = (1, -1, 2, -2, 3, -3)
_AVERAGED = (
    *(
        "log length",
        "ends sentence",
        "lower",
        "shared",
        "common",
        "sentences a word",
        "capitalised",
        "digits",
        "known",
        "words say",
    ),
    *("link", "named text"),
)
_WINDOWS = (5, 15)
_MASS_WINDOWS = (3, 10, 30)
_MOST_MASS, _MOST_DENSE, _DENSE_REACH = 600.0, 400.0, 7
_PROSE = 60
_FAR = 99.0
_MOST_BLOCKS = 1000
_CHAINS = (("near run", 1.0, 2.0), ("wide run", 2.0, 5.0))
"""For each chain, what is added to every weight, and what it costs to enter a run."""


def surround(columns: Columns) -> Columns:
    """How far down the page it stands, and how dense prose is around it."""
    count = len(columns["length"])
    here = np.arange(count, dtype=np.float64)
    around: Columns = {
        "position": here / count,
        "log index": np.log1p(here),
        "log from end": np.log1p(count - 1 - here),
        "blocks": np.full(count, float(min(count, _MOST_BLOCKS))),
    }
    _densities(around, columns, here)
    return around


def place(columns: Columns, weight: Column) -> Columns:
    """`weight` is how much speaks for each block as running text before its runs are known (log odds)."""
    placed: Columns = {"weight": weight}
    for name, steps in (*_NEIGHBOURS, ("weight", _OF_WEIGHT)):
        for step in steps if name in columns or name in placed else ():
            placed[f"{name} {step:+d}"] = _shifted(placed[name] if name == "weight" else columns[name], step)
    _average(placed, columns, weight)
    for name, more, enter in _CHAINS:
        _runs(placed, name, weight + more, enter)
    return placed


def _shifted(column: Column, step: int) -> Column:
    """The value of the block so many places further down; -1 beyond the ends."""
    moved = np.full(len(column), -1.0)
    if step > 0:
        moved[:-step] = column[step:]
    else:
        moved[-step:] = column[:step]
    return moved


def _average(placed: Columns, columns: Columns, weight: Column) -> None:
    names = [name for name in _AVERAGED if name in columns]
    values = np.column_stack([*(columns[name] for name in names), weight])
    for reach in _WINDOWS:
        for word, means in (
            ("above", window_means(values, -reach, -1)),
            ("below", window_means(values, 1, reach)),
        ):
            placed |= {f"{name} {word} {reach}": means[:, i] for i, name in enumerate([*names, "weight"])}


def window_means(values: npt.NDArray[np.float64], first: int, last: int) -> npt.NDArray[np.float64]:
    """Means over the blocks from `first` to `last`, counted from each block, as far as there are any; else 0."""
    count = len(values)
    sums = np.concatenate([np.zeros((1, *values.shape[1:])), np.cumsum(values, axis=0)])
    here = np.arange(count)
    begin, end = (np.minimum(np.maximum(here + step, 0), count) for step in (first, last + 1))
    size = np.maximum(end - begin, 1).reshape(-1, *([1] * (values.ndim - 1)))
    means: npt.NDArray[np.float64] = (sums[end] - sums[begin]) / size
    return means


def _densities(placed: Columns, columns: Columns, here: Column) -> None:
    length = columns["length"]
    count = len(length)
    capped = np.minimum(length, _MOST_MASS)
    for reach in _MASS_WINDOWS:
        placed[f"mass above {reach}"] = window_means(capped, -reach, -1)
        placed[f"mass below {reach}"] = window_means(capped, 1, reach)
    prose = length * columns["ends sentence"] * (length > _PROSE)
    total = max(float(prose.sum()), 1.0)
    density = window_means(np.minimum(prose, _MOST_DENSE), -_DENSE_REACH, _DENSE_REACH)
    is_prose = prose > 0
    places = np.flatnonzero(is_prose)
    first, last = (places[0], places[-1]) if len(places) else (0, count - 1)
    above = np.maximum.accumulate(np.where(is_prose, here, -np.inf))
    below = np.minimum.accumulate(np.where(is_prose, here, np.inf)[::-1])[::-1]
    placed |= {
        "relative length": length / max(float(length.max()), 1.0),
        "prose above": (np.cumsum(prose) - prose) / total,
        "log prose": np.full(count, np.log1p(total)),
        "prose share": np.full(count, total / max(float(length.sum()), 1.0)),
        "density": density,
        "relative density": density / max(float(density.max()), 1.0),
        "from longest": here - int(np.argmax(prose)),
        "from densest": here - int(np.argmax(density)),
        "from first prose": here - first,
        "to last prose": last - here,
        "gap in prose": np.minimum(here - np.append(-np.inf, above[:-1]), _FAR)
        + np.minimum(np.append(below[1:], np.inf) - here, _FAR),
    }


def _runs(placed: Columns, name: str, weight: Column, enter: float) -> None:
    """Where the block stands to the runs that weigh most together (Viterbi, 1967), above all to the weightiest."""
    count = len(weight)
    inside = chosen(weight, enter)
    steps = np.flatnonzero(np.diff(inside, prepend=False, append=False))
    starts, ends = steps[::2], steps[1::2]
    parts = ("in", "share", "from", "to", "from first", "to last", "outside", "path")
    if not len(starts):
        placed |= {f"{name}: {part}": np.full(count, -1.0) for part in parts}
        placed |= {f"{name}: best": np.zeros(count), f"{name}: runs": np.zeros(count)}
        return
    sums = np.concatenate([[0.0], np.cumsum(weight)])
    weights = sums[ends] - sums[starts]
    best = int(np.argmax(weights))
    start, end = int(starts[best]), int(ends[best])
    here = np.arange(count)
    run = np.maximum(np.searchsorted(starts, here, side="right") - 1, 0)
    outside = np.concatenate([[0], np.cumsum(~inside)])
    above, below = here < start, here >= end
    placed |= {
        f"{name}: in": inside.astype(np.float64),
        f"{name}: share": np.where(inside, weights[run] / weights[best], 0.0),
        f"{name}: from": (here - start).astype(np.float64),
        f"{name}: to": (end - 1 - here).astype(np.float64),
        f"{name}: from first": (here - starts[0]).astype(np.float64),
        f"{name}: to last": (ends[-1] - 1 - here).astype(np.float64),
        f"{name}: outside": np.where(
            above, outside[start] - outside[here], np.where(below, outside[here + 1] - outside[end], 0)
        ).astype(np.float64),
        f"{name}: path": np.where(
            above, sums[start] - sums[here], np.where(below, sums[here + 1] - sums[end], 0.0)
        ),
        f"{name}: best": np.full(count, float(weights[best])),
        f"{name}: runs": np.full(count, float(len(starts))),
    }


def chosen(weight: Column, enter: float) -> npt.NDArray[np.bool_]:
    """Which blocks lie in a run, when each run costs `enter`.

    `lead` is by how much the best path that has the block in a run outweighs the best that has not. Above 0 the block is in
    a run whatever follows, below `-enter` it is not, and between it goes with the next block.
    """
    ahead, leads = -enter, []
    for more in weight.tolist():
        ahead = more + (-enter if ahead < -enter else 0.0 if ahead > 0 else ahead)
        leads.append(ahead)
    lead = np.array(leads)
    settled = (lead > 0) | (lead < -enter)
    settled[-1:] = True
    next_settled = np.minimum.accumulate(np.where(settled, np.arange(len(lead)), len(lead))[::-1])[::-1]
    inside: npt.NDArray[np.bool_] = lead[next_settled] > 0
    return inside
