"""The stretches of an article that show best why it was found: whole sentences, as many of the words as can be."""

from __future__ import annotations

import re
from collections.abc import Sequence

from search.index import Snippet
from search.marking import Mark, joined
from search.sentences import sentences

LENGTH = 260
"""Characters of all snippets of an article, about two lines."""

_SHORTEST = 90
"""Characters of a second snippet; with less room there is one."""

_TOGETHER = 20
"""Marks that are looked at for one snippet."""

_NEAR = 20
"""Characters before and after a snippet that say whether it is cut there."""

_CUT = "…"
_ENDS = '.!?…"”’»)。！？۔؟।'


def snippets(text: str, marks: Sequence[Mark], length: int = LENGTH) -> tuple[Snippet, ...]:
    """One or two of them, in the order of the text. `marks` are sorted by their starts; without any, how the text begins."""
    if not text or text.isspace():
        return ()
    if not marks:
        return (_cut(text, *_grown(text, (0, 0), length), ()),)
    best = _best(marks, length)
    shown = {mark.pattern for mark in best}
    missing = [mark for mark in marks if mark.pattern not in shown]
    room = length // 2 if missing else length
    first = _grown(text, (best[0].start, best[-1].end), max(room, min(best[-1].end - best[0].start, length)))
    windows = [first]
    left = length - (first[1] - first[0])
    other = [mark for mark in missing if mark.end <= first[0] or mark.start >= first[1]]
    if other and left >= _SHORTEST:
        fit = _best(other, left)
        second = _grown(text, (fit[0].start, fit[-1].end), left)
        if second[1] <= first[0] or second[0] >= first[1]:
            windows.append(second)
    return tuple(_cut(text, start, end, marks) for start, end in sorted(windows))


def _best(marks: Sequence[Mark], length: int) -> Sequence[Mark]:
    """The neighbouring marks that fit the length and are of most patterns, then the most, then the first."""
    best: tuple[tuple[int, int, int], Sequence[Mark]] = (-1, -1, 0), marks[:1]
    most = len({mark.pattern for mark in marks})
    for n, mark in enumerate(marks):
        patterns, beaten, _ = best[0]
        if patterns == most and (n + beaten >= len(marks) or marks[n + beaten].start - mark.start > length):
            continue  # no more marks than that fit here
        fit = [m for m in marks[n : n + _TOGETHER] if m.end - mark.start <= length] or [mark]
        rank = len({m.pattern for m in fit}), len(fit), -n
        if rank > best[0]:
            best = rank, fit
    return best[1]


def _grown(text: str, core: tuple[int, int], length: int) -> tuple[int, int]:
    """The core with what stands around it, from a sentence's start to a sentence's end where there is room for it."""
    start, end = core
    room = max(length - (end - start), 0)
    low, high = max(0, start - room), min(len(text), end + room)
    edges = [(low + a, low + b) for a, b, _ in sentences(text[low:high])]
    begins = [a for a, _ in edges if a <= start and (a > low or low == 0)]
    begin = begins[-1] if begins else _word_edge(text, max(0, start - room // 3), start)
    stop = begin + max(length, end - begin)
    if stop >= len(text):
        return begin, len(text)
    ends = [b for _, b in edges if end < b <= stop and b < high]
    if ends and ends[-1] - begin >= length // 2:
        return begin, ends[-1]
    return begin, max(_word_edge(text, stop, stop + 20, back=True), end)


def _word_edge(text: str, at: int, limit: int, back: bool = False) -> int:
    """The next start of a word from there on; or the end of the one before it."""
    if back:
        found = text.rfind(" ", max(0, at - 40), at)
        return found if found >= 0 else at
    found = text.find(" ", at, limit)
    return found + 1 if found >= 0 else at


_BREAK = re.compile(r"[^\S ]")


def _cut(text: str, start: int, end: int, marks: Sequence[Mark]) -> Snippet:
    """The stretch on one line, with signs where it begins or ends within a sentence, and its marks."""
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    before, after = text[max(0, start - _NEAR) : start].rstrip(" "), text[end : end + _NEAR].lstrip(" ")
    head = _CUT if before and before[-1] != "\n" and before[-1] not in _ENDS else ""
    tail = _CUT if after and after[0] != "\n" and text[end - 1] not in _ENDS else ""
    inside = [
        Mark(max(m.start, start), min(m.end, end), m.pattern)
        for m in marks
        if m.start < end and m.end > start
    ]
    shift = len(head) - start
    return Snippet(
        head + _BREAK.sub(" ", text[start:end]) + tail,
        tuple((a + shift, b + shift) for a, b in joined(inside)),
    )
