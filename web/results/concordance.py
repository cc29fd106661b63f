"""Key words in context: every place of an article where the search's words stand, one under the other."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from search.clauses import Clause
from search.errors import OutOfTime
from search.index import Hit, Index, Snippet

AROUND = 50
"""Characters on either side of the words, fewer where a word would be cut."""

MOST_LINES = 6
"""Of one article; how many more there are is said."""

_LOOKED_THROUGH = 1_000_000
"""Characters of bodies that one page looks through; from then on the snippets give what they have."""


@dataclass(frozen=True, slots=True)
class Line:
    """The words as they stand in the text, and what stands before and after them on one line."""

    before: str
    words: str
    after: str


@dataclass(frozen=True, slots=True)
class Concordance:
    """`more` is how many places are not among the lines."""

    lines: tuple[Line, ...] = ()
    more: int = 0


def concordances(index: Index, clause: Clause, hits: tuple[Hit, ...]) -> Iterator[Concordance]:
    """One for each hit, in the order of the text."""
    left = _LOOKED_THROUGH
    for hit in hits:
        found = index.get(hit.id) if left > 0 else None
        if found is None:
            yield _of(hit.snippets)
            continue
        left -= len(found.body)
        try:
            marks = index.marks(clause, found.body, found.language)
        except OutOfTime:
            yield _of(hit.snippets)
        else:
            yield _of((Snippet(found.body, marks),))


def _of(texts: tuple[Snippet, ...]) -> Concordance:
    places = [(text.text, start, end) for text in texts for start, end in _joined(text)]
    return Concordance(
        tuple(_line(*place) for place in places[:MOST_LINES]), max(0, len(places) - MOST_LINES)
    )


def _joined(text: Snippet) -> list[tuple[int, int]]:
    """The marks, those of neighbouring words as one."""
    joined: list[tuple[int, int]] = []
    for start, end in text.marks:
        if joined and text.text[joined[-1][1] : start].strip(" ") == "":
            joined[-1] = joined[-1][0], end
        else:
            joined.append((start, end))
    return joined


def _line(text: str, start: int, end: int) -> Line:
    low, high = max(0, start - AROUND), min(len(text), end + AROUND)
    before, after = _one_line(text[low:start]), _one_line(text[end:high])
    if low and not text[low - 1].isspace():
        before = before.partition(" ")[2] or before
    if high < len(text) and not text[high].isspace():
        after = after.rpartition(" ")[0] or after
    return Line(before, _one_line(text[start:end]), after)


def _one_line(text: str) -> str:
    return "".join(" " if c.isspace() else c for c in text)
