"""How likely each block of a page is running text, learned from labelled pages.

Two models: for blocks with markup, and for plain lines. Each first weighs the block by itself (logistic regression),
finds the runs that weigh most, and then asks decision trees about the block, its neighbours and its place.
tests/bench/train_classifier.py makes the models; rules with a name for what a block is come before, in boilerplate.py.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from search.article import Block
from search.ingest.boilerplate import Known
from search.ingest.classifier import sequence, structure, trees, vocabulary, wording
from search.ingest.classifier.wording import Columns

_MOST_BLOCKS = 20_000
"""A longer page is judged in parts, so that memory is bounded."""
_BESIDE = 2


def probabilities(blocks: Sequence[Block], known: Sequence[Known | None]) -> list[float]:
    """For each block, how likely it is running text, from 0 to 1. `known` is what boilerplate.known says of each."""
    judged: list[float] = []
    for i in range(0, len(blocks), _MOST_BLOCKS):
        part, words = blocks[i : i + _MOST_BLOCKS], known[i : i + _MOST_BLOCKS]
        model = trees.load(model_name(part))
        columns = alone(part, words)
        if model.words is not None:
            columns |= vocabulary.say([block.clean for block in part], model.words)
        columns |= together(part, columns, model)
        judged += model.judge(columns, asked(columns, model)).tolist()
    return judged


def threshold(blocks: Sequence[Block]) -> float:
    """Where the F1 of pages is best if all blocks at or above it are taken: what neither speaks for a block nor against."""
    return trees.load(model_name(blocks)).threshold


def model_name(blocks: Sequence[Block]) -> str:
    return "html" if all(block.markup for block in blocks) else "text"


def alone(blocks: Sequence[Block], known: Sequence[Known | None]) -> Columns:
    """What each block says by itself, and where it stands on the page."""
    columns = wording.measure([block.clean for block in blocks])
    columns |= wording.told(known)
    markups = [block.markup for block in blocks if block.markup]
    if len(markups) == len(blocks):
        columns |= structure.own(markups)
    else:
        columns |= wording.told_nearby(known)
    return columns | sequence.surround(len(blocks))


def together(blocks: Sequence[Block], columns: Columns, model: trees.Model) -> Columns:
    """What the runs of likely text say, and its neighbours."""
    placed = sequence.place(columns, model.weigh(columns))
    markups = [block.markup for block in blocks if block.markup]
    if len(markups) == len(blocks):
        placed |= structure.stand(markups, columns)
    return placed


def asked(columns: Columns, model: trees.Model) -> npt.NDArray[np.bool_]:
    """Which blocks are worth a question: not hopeless, or in a run, or beside such a one."""
    likely = (columns["weight"] > model.hopeless) | (columns["wide run: in"] > 0)
    reach = np.concatenate([np.zeros(_BESIDE, bool), likely, np.zeros(_BESIDE, bool)])
    near: npt.NDArray[np.bool_] = np.any([reach[i : i + len(likely)] for i in range(2 * _BESIDE + 1)], axis=0)
    return near
