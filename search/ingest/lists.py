"""Lists that are told by how their lines go with each other, where each line says too little by itself."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import groupby

from search.article import Block
from search.ingest.boilerplate import Known
from search.ingest.insets import is_boilerplate

_NUMBERED = re.compile(r"[#(]?(\d{1,3})[.):] ?[^\W\d]")
"""How an item of a numbered list begins; no date, sum or score does."""
_BEFORE_NUMBER = ("#", "(")
_BEGINNING, _NEAR = 3, 6
"""A list that the text leads to has so many items in so many blocks."""
_DASHED, _BEGUN = re.compile(r".{1,60}? ([–—-]) "), re.compile(r"(\w[\w.]{2,}|[*•▪◦‣])(?: |(?<!\w)\w)")
"""How lines of one list are alike: the dash in them, or the word or point with which they begin, as those of a menu may."""
_LEAST_ALIKE, _LONGEST_ALIKE, _BESIDE = 5, 120, 2
"""Such lines, the characters of each, and how near the text must stand."""
_LEAST_COUNTED, _LONGEST_COUNTED = 4, 80
"""Lines like `Economy (16)`, a section and how much stands in it, that are a menu; and the characters of each."""


def with_numbered(
    blocks: Sequence[Block], known: Sequence[Known | None], chosen: Sequence[bool]
) -> list[bool]:
    """Which blocks are running text, when it is known which read like it: a list from one to three and more right below
    the text, each next number, and what stands alone between two numbers. Of 116 blocks that this adds on labelled pages,
    114 are labelled as text."""
    added = list(chosen)
    last: dict[str, tuple[int, int]] = {}
    for i, block in enumerate(blocks):
        if block.clean[:1].isalpha() or (number := _number(block)) is None:
            continue  # nearly all begin with a letter, which is quicker to see
        markup = block.markup
        before, at = last.get(markup.path if markup else "", (0, -1))
        goes_on = number == before + 1 > 1
        begins = number == 1 and added[i - 1 : i] == [True] and _counts_up(blocks[i : i + _NEAR])
        added[i] = added[i] or ((goes_on or begins) and not is_boilerplate(block, known[i]))
        if goes_on and added[i] and at == i - 2:
            added[i - 1] = added[i - 1] or not is_boilerplate(blocks[i - 1], known[i - 1])
        if added[i]:
            last[markup.path if markup else ""] = number, i
    return added


def with_alike(blocks: Sequence[Block], known: Sequence[Known | None], chosen: Sequence[bool]) -> list[bool]:
    """Likewise, of plain lines: where the text leads to five lines and more that are alike, they are a list of it. All
    92 that this adds on labelled pages are labelled as text."""
    added = list(chosen)
    for shape in (_DASHED, _BEGUN):
        marks = [_mark(block, words, shape) for block, words in zip(blocks, known, strict=True)]
        for start, end in _runs(marks, _LEAST_ALIKE):
            below = shape is _DASHED or any(chosen[end : end + _BESIDE])
            if below and any(chosen[max(0, start - _BESIDE) : start]):
                added[start:end] = [True] * (end - start)
    return added


def counted(blocks: Sequence[Block]) -> frozenset[int]:
    """The lines of menus that say how much stands in each section: in none of 39 is a line labelled as text."""
    found = {i for i, block in enumerate(blocks) if block.clean[-1:] == ")" and _is_counted(block.clean)}
    if len(found) < _LEAST_COUNTED:
        return frozenset()
    marks = [i in found or None for i in range(len(blocks))]
    return frozenset(i for run in _runs(marks, _LEAST_COUNTED) for i in range(*run))


def _number(block: Block) -> int | None:
    text = block.clean
    found = _NUMBERED.match(text) if text[:1].isdigit() or text[:1] in _BEFORE_NUMBER else None
    return int(found[1]) if found else None


def _counts_up(blocks: Sequence[Block]) -> bool:
    """Whether the numbers from one on are there in their order, among other blocks."""
    reached = 0
    for number in map(_number, blocks):
        reached += number == reached + 1
    return reached >= _BEGINNING


def _mark(block: Block, words: Known | None, shape: re.Pattern[str]) -> str | None:
    """What a line shares with those like it."""
    found = shape.match(block.clean) if words is None and len(block.clean) <= _LONGEST_ALIKE else None
    return found[1].casefold() if found else None


def _is_counted(text: str) -> bool:
    """Of a line that ends with a bracket."""
    if len(text) > _LONGEST_COUNTED:
        return False
    name, _, count = text[:-1].rpartition("(")
    return count.replace(",", "").isdecimal() and any(map(str.isalpha, name))


def _runs(marks: Sequence[object], least: int) -> Iterator[tuple[int, int]]:
    """The spans of so many and more that bear one mark; None is no mark."""
    for mark, group in groupby(range(len(marks)), marks.__getitem__):
        run = list(group)
        if mark is not None and len(run) >= least:
            yield run[0], run[-1] + 1
