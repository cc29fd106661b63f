"""Which blocks to take for running text, when it is known how likely each is.

The likeliest ones, as many as make the sum of the expected precision and the expected recall highest, by length. A fixed
threshold can't do that: where all of a page is doubtful it takes too little, and beside a long and certain text it need
not take what is doubtful. (Ranked by probability such a set is optimal: Lewis, 1995.)
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from search.ingest.classifier.wording import Column

LEAST = 0.15
"""What is less likely is never taken."""
_RECALL = 1.2
"""What recall weighs for each of precision. How long the text is, is not known, and a share of its expected length is less
than the share expected of its length (Jensen's inequality)."""


def choose(likely: Sequence[float] | Column, lengths: Sequence[float] | Column) -> list[bool]:
    """`likely` are probabilities, `lengths` in any unit that is proportional to the text."""
    probability, length = np.asarray(likely, np.float64), np.asarray(lengths, np.float64)
    order = np.argsort(-probability, kind="stable")
    right = np.cumsum((probability * length)[order])
    if not len(order) or right[-1] <= 0:
        return [False] * len(order)
    taken = np.cumsum(length[order])
    best = int(np.argmax(right / np.maximum(taken, 1) + _RECALL * right / right[-1]))
    chosen = np.zeros(len(order), bool)
    chosen[order[: best + 1]] = True
    answer: list[bool] = (chosen & (probability >= LEAST)).tolist()
    return answer
