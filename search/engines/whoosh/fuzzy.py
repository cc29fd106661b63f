"""Words a few edits away, where swapping two neighbours is one edit (optimal string alignment; Boytsov, Indexing
Methods for Approximate Dictionary Searching, 2011)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence


def within(words: Sequence[str], wanted: str, most: int) -> Iterator[tuple[int, int]]:
    """The places of the words that are at most so many edits off, and how many it are."""
    size = len(wanted)
    for n, word in enumerate(words):
        if abs(len(word) - size) <= most:
            edits = distance(word, wanted, most)
            if edits <= most:
                yield n, edits


def distance(one: str, other: str, most: int) -> int:
    """Edits between the two, or more than `most`."""
    before: list[int] = []
    last = list(range(len(other) + 1))
    for i, c in enumerate(one, 1):
        row = [i]
        for j, d in enumerate(other, 1):
            least = min(last[j] + 1, row[j - 1] + 1, last[j - 1] + (c != d))
            if i > 1 and j > 1 and c == other[j - 2] and one[i - 2] == d:
                least = min(least, before[j - 2] + 1)
            row.append(least)
        if min(row) > most and min(last) > most:
            return most + 1
        before, last = last, row
    return last[-1]
