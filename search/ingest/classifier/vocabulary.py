"""What the words of a block say: a learned weight for each word and each pair of words, by their hash.

Only the hashes are kept, in few buckets that all words share (Weinberger et al., 2009), so that the table is small and
holds no text. A block's score is the sum of its weights over the square root of their number.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from search.ingest.classifier import characters
from search.ingest.classifier.wording import Column, Columns

BUCKETS = 1 << 13
_SHIFT = np.uint64(64 - 13)
_PAIR, _FIRST, _LAST = (np.uint64(n) for n in (0x9E3779B97F4A7C15, 0xD6E8FEB86659FD93, 0xA0761D6478BD642F))
_SPREAD = np.uint64(0xBF58476D1CE4E5B9)
"""Odd constants, so that the same word in another place falls into another bucket."""
_NUMBER = np.uint64(1)
"""All numbers are one word."""

Table = npt.NDArray[np.float64]


def say(texts: Sequence[str], table: Table) -> Columns:
    """How much the words of each block speak for running text; 0 where it has none."""
    line, bucket = buckets(texts)
    counts = np.bincount(line, minlength=len(texts))
    sums = np.bincount(line, weights=table[bucket], minlength=len(texts))
    said: Column = sums / np.sqrt(np.maximum(counts, 1))
    return {"words say": said}


def buckets(texts: Sequence[str]) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.int64]]:
    """The block and the bucket of each word, of each pair of words, and of the first and last word of each block."""
    page = characters.read(texts)
    starts, sizes = page.words()
    if not len(starts):
        return np.zeros(0, np.int64), np.zeros(0, np.int64)
    line = page.line[starts]
    words = np.where(page.kinds[starts] == characters.DIGIT, _NUMBER, page.hashes(starts, sizes))
    together = line[1:] == line[:-1]
    first = np.flatnonzero(np.diff(line, prepend=-1))
    last = np.flatnonzero(np.diff(line, append=len(texts)))
    hashed = np.concatenate(
        [
            words,
            (words[:-1] * _PAIR + words[1:])[together],
            words[first] * _FIRST,
            words[last] * _LAST,
        ]
    )
    lines = np.concatenate([line, line[1:][together], line[first], line[last]])
    mixed = (hashed ^ (hashed >> np.uint64(29))) * _SPREAD
    return lines, (mixed >> _SHIFT).astype(np.int64)
