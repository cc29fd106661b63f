"""A trained model, as text, and its evaluation: decision trees over the columns of a page, all blocks at once.

The file is JSON, an object a line. The first has `words` (weights by vocabulary.py, absent where words are not asked), `threshold`, `weights` and `intercept` (log odds of a block by itself),
`hopeless` (below it no tree is asked), and `columns`. Each further line is a tree: at node i a block whose value in
`column[i]` is at most `split[i]` goes to node `left[i]`, else to `right[i]`; a number below 0 is the leaf -1 - number,
whose `value` is added to the log odds.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any

import numpy as np
import numpy.typing as npt

from search.ingest.classifier.wording import Column, Columns

_MOST_CELLS = 40_000
"""Nodes at once, as many as lie in a processor's cache."""


@dataclass(frozen=True, slots=True)
class Model:
    """`weigh` is the logistic regression on a block by itself, `judge` the trees."""

    words: npt.NDArray[np.float64] | None
    threshold: float
    weights: dict[str, float]
    intercept: float
    hopeless: float
    columns: tuple[str, ...]
    forest: Forest

    def weigh(self, columns: Columns) -> Column:
        """How much speaks for each block by itself, as log odds."""
        factors = np.fromiter(self.weights.values(), np.float64)[:, None]
        weight: Column = self.intercept + (factors * [columns[name] for name in self.weights]).sum(axis=0)
        return weight

    def judge(self, columns: Columns, asked: npt.NDArray[np.bool_]) -> Column:
        """The probability of each block; 0 where it is not asked."""
        probability = np.zeros(len(asked))
        if asked.any():
            values = np.array([columns[name] for name in self.columns])[:, asked].T
            probability[asked] = 1 / (1 + np.exp(-np.clip(self.forest.sum(values), -30, 30)))
        return probability


@dataclass(frozen=True, slots=True)
class Forest:
    """Nodes of all trees in a row, the right child behind the left; a leaf points to itself, so that each block takes as
    many steps as the deepest."""

    column: npt.NDArray[np.int64]
    split: npt.NDArray[np.float64]
    left: npt.NDArray[np.int64]
    value: npt.NDArray[np.float64]
    roots: npt.NDArray[np.int64]
    depth: int

    def sum(self, values: npt.NDArray[np.float64]) -> Column:
        """The sum of the leaves that each row of values ends in."""
        rows = max(1, _MOST_CELLS // len(self.roots))
        parts = [self._sum(values[i : i + rows]) for i in range(0, len(values), rows)]
        return np.concatenate(parts)

    def _sum(self, values: npt.NDArray[np.float64]) -> Column:
        flat = np.ascontiguousarray(values).ravel()
        start = (np.arange(len(values)) * values.shape[1])[:, None]
        node = np.repeat(self.roots[None, :], len(values), axis=0)
        for _ in range(self.depth):
            cell = self.column.take(node)
            cell += start
            right = flat.take(cell) > self.split.take(node)
            node = self.left.take(node)
            node += right
        total: Column = self.value.take(node).sum(axis=1)
        return total


@cache
def load(name: str) -> Model:
    file = resources.files(__package__) / f"{name}.jsonl"
    return read(file.read_text(encoding="utf-8"))


def read(text: str) -> Model:
    first, *rest = [json.loads(line) for line in text.splitlines()]
    return Model(
        words=np.array(first["words"], np.float64) if "words" in first else None,
        threshold=first["threshold"],
        weights=first["weights"],
        intercept=first["intercept"],
        hopeless=first["hopeless"],
        columns=tuple(first["columns"]),
        forest=plant(rest),
    )


def plant(trees: list[dict[str, Any]]) -> Forest:
    column: list[int] = []
    split: list[float] = []
    left: list[int] = []
    value: list[float] = []
    roots, depth = [], 0
    for tree in trees:
        roots.append(len(column))
        level, levels = [0 if tree["column"] else -1], 0
        while level:
            below: list[int] = []
            under = len(column) + len(level)
            for node in level:
                is_leaf = node < 0
                left.append(len(column) if is_leaf else under + len(below))
                column.append(0 if is_leaf else tree["column"][node])
                split.append(np.inf if is_leaf else tree["split"][node])
                value.append(tree["value"][-1 - node] if is_leaf else 0.0)
                below += [] if is_leaf else [tree["left"][node], tree["right"][node]]
            level, levels = below, levels + 1
        depth = max(depth, levels - 1)
    return Forest(np.array(column), np.array(split), np.array(left), np.array(value), np.array(roots), depth)
