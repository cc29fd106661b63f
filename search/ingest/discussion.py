"""Where readers discuss an article: under a heading of comments or who says the first, what is signed with one time after
another."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from itertools import islice

from search.article import Block, Role
from search.ingest.boilerplate import Known

_HEADS = frozenset((Role.COMMENT, Role.COMMENT_POLICY))
_TIMED = re.compile(
    r"\d.{0,20}?\b[012]?\d[:.h][0-5]\d\b"
    r"|\b\d+\s?(?:minutes?|min|hours?|days?|weeks?|months?|years?)\s+ago\b"
    r"|\b(?:vor|hace|il y a|há)\s+\d+\s|\b\d+\s(?:fa|geleden|siden|sedan|önce|назад|temu)\b",
    re.IGNORECASE,
)
"""When something was written: a date with a time, or counted from now."""
_SAYS = re.compile(
    r"\w (?:says|said|writes|wrote|schreibt|schrieb|sagt|meint|dit|écrit|dice|dijo|escribió|diz|disse|escreveu|scrive|ha scritto|"
    r"zegt|schreef|skriver|skrev|pisze|napisał|napisała|пишет|говорит|berkata|dedi ki|yazdı)\s?:$"
)
"""`Anna says:`, over the first comment where no heading is."""
_LONGEST = 60
"""Characters of a line that says little else."""
_TO_FIRST, _TO_NEXT, _BEHIND, _LEAST = 25, 14, 6, 3
"""Blocks from the heading to the first such line, from one to the next, and of what the last one signs; and how many there
are at least."""
_SURE, _LEAST_ABOVE = 0.5, 3
"""How likely a block is the text, of which no paragraph can stand between the heading and who comes first, and how many must
stand above: a live blog has its times in the text."""


def find_discussion(blocks: Sequence[Block], known: Sequence[Known | None], likely: Sequence[float]) -> range:
    """The blocks of the first discussion, when it is known how likely each block is the text; none if there is none."""
    text = [i for i, p in enumerate(likely) if p > _SURE]
    if len(text) < _LEAST_ABOVE:
        return range(0)
    heads = [i for i in range(text[_LEAST_ABOVE - 1] + 1, len(blocks)) if _is_head(blocks[i], known[i])]
    if not heads:
        return range(0)
    timed = [
        i
        for i in range(heads[0] + 1, len(blocks))
        if len(blocks[i].clean) <= _LONGEST and _TIMED.search(blocks[i].clean)
    ]
    for head in heads:
        first = list(islice(_signed(head, timed), _LEAST))
        between = text[bisect_right(text, head) : bisect_left(text, first[0])] if first else []
        if len(first) == _LEAST and all(len(blocks[i].clean) <= _LONGEST for i in between):
            *_, last = _signed(head, timed)
            return range(head, min(last + _BEHIND + 1, len(blocks)))
    return range(0)


def _is_head(block: Block, words: Known | None) -> bool:
    if words and words.role in _HEADS:
        return True
    text = block.clean
    return text[-1:] == ":" and len(text) <= _LONGEST and _SAYS.search(text) is not None


def _signed(head: int, timed: Sequence[int]) -> Iterator[int]:
    """The lines with a time that follow each other below the heading."""
    before, reach = head, _TO_FIRST
    for at in range(bisect_right(timed, head), len(timed)):
        if timed[at] - before > reach:
            return
        yield timed[at]
        before, reach = timed[at], _TO_NEXT
