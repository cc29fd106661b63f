"""Words a few edits away, where swapping two neighbours is one edit (optimal string alignment; Boytsov, Indexing Methods
for Approximate Dictionary Searching, 2011).

Most words are passed over by what letters they have: one edit changes the set of letters by two at most. The table of
distances is then filled for all that are left at once.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np

from search.engines.arrays import Array, Numbers


class Neighbours:
    """The words of a list by their lengths and letters."""

    def __init__(self, words: Sequence[str]) -> None:
        self._words = words
        self._lengths = np.fromiter(map(len, words), np.int32, len(words))
        self._letters = _letters(words)

    def within(self, wanted: str, most: int) -> Iterator[tuple[int, int]]:
        """The places of the words that are at most so many edits off, and how many it are."""
        if not self._words or not wanted:
            return
        differ = self._letters ^ _letters([wanted])[0]
        possible = np.abs(self._lengths - len(wanted)) <= most
        possible &= np.bitwise_count(differ) <= 2 * most
        places = np.flatnonzero(possible)
        if len(places):
            edits = _distances([self._words[n] for n in places.tolist()], self._lengths[places], wanted)
            near = edits <= most
            yield from zip(places[near].tolist(), edits[near].tolist(), strict=True)


def _letters(words: Sequence[str]) -> Array:
    """Which letters each word has, as 32 bits that the letters share."""
    codes = np.frombuffer("\n".join(("", *words)).encode("utf-32-le"), np.uint32)
    bits = np.uint32(1) << ((codes * np.uint32(2654435761)) >> np.uint32(27))
    starts = np.flatnonzero(codes == ord("\n"))
    bits[starts] = 0
    return np.bitwise_or.reduceat(bits, starts)


def _distances(words: Sequence[str], lengths: Array, wanted: str) -> Numbers:
    """Each word's edits."""
    letters = np.array(words).view(np.uint32).reshape(len(words), -1).T
    target = [ord(c) for c in wanted]
    before: list[Array] = []
    last = [np.full(len(words), j, np.int16) for j in range(len(target) + 1)]
    found = last[-1].copy()
    for i in range(1, len(letters) + 1):
        same = [letters[i - 1] == c for c in target]
        row = [np.full(len(words), i, np.int16)]
        for j in range(1, len(target) + 1):
            least = np.minimum(last[j], row[j - 1]) + np.int16(1)
            np.minimum(least, last[j - 1] + ~same[j - 1], out=least)
            if i > 1 and j > 1:
                swapped = same[j - 2] & (letters[i - 2] == target[j - 1])
                np.minimum(least, np.where(swapped, before[j - 2] + 1, least), out=least)
            row.append(least)
        before, last = last, row
        np.copyto(found, last[-1], where=lengths == i)
    return found.astype(np.int64)
