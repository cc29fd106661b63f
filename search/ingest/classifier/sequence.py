"""Where each block stands among the others: its neighbours, and in which run of likely text it lies."""

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
_ASKED = (*_NEIGHBOURS, ("weight", _OF_WEIGHT))
_FURTHEST = max(step for _, steps in _ASKED for step in steps)
_MOST_BLOCKS = 1000
_CHAINS = (("near run", 1.0, 2.0), ("wide run", 2.0, 5.0))
"""For each chain, what is added to every weight, and what it costs to enter a run."""


def surround(count: int) -> Columns:
    """How far down a page of so many blocks each of them stands."""
    here = np.arange(count, dtype=np.float64)
    return {
        "position": here / count,
        "log index": np.log1p(here),
        "log from end": np.log1p(count - 1 - here),
        "blocks": np.full(count, float(min(count, _MOST_BLOCKS))),
    }


def place(columns: Columns, weight: Column) -> Columns:
    """`weight` is how much speaks for each block as running text before its runs are known (log odds)."""
    placed: Columns = {"weight": weight}
    for name, steps in _ASKED:
        column = weight if name == "weight" else columns.get(name)
        if column is not None:
            # What stands beyond the ends is -1.
            padded = np.full(len(column) + 2 * _FURTHEST, -1.0)
            padded[_FURTHEST:-_FURTHEST] = column
            for step in steps:
                placed[f"{name} {step:+d}"] = padded[_FURTHEST + step : _FURTHEST + step + len(column)]
    for name, more, enter in _CHAINS:
        _runs(placed, name, weight + more, enter)
    return placed


def _runs(placed: Columns, name: str, weight: Column, enter: float) -> None:
    """Where the block stands to the runs that weigh most together (Viterbi, 1967), above all to the weightiest."""
    count = len(weight)
    inside = chosen(weight, enter)
    edged = np.zeros(count + 2, bool)
    edged[1:-1] = inside
    steps = np.flatnonzero(edged[1:] != edged[:-1])
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
