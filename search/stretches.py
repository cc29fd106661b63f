"""Which stretches of a text have to be read to find a few words in it: a look for their letters, before any analysis.

It is for speed alone: what is found in the stretches is what reading the whole text finds. So it works on texts whose
letters have one small form of the same length, and leaves the others alone.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence

MOST_WORDS = 64
"""To look for; a pattern that stands for more of them is found sooner by reading the text."""

_BETWEEN = "[^ ]{0,80}(?: ++[^ ]{0,80}){0,3}?"
"""What may stand between two words that follow each other: signs, and dashes and the like in two runs of their own."""

_SIGNS = "\t\n ‘’“”„–—…«»£€§°·©"


def _is_plain(c: str) -> bool:
    """Whether it is written as it is analysed, but for its case."""
    if c in _SIGNS or " " <= c <= "~":
        return True
    small = c.lower()
    kept = unicodedata.normalize("NFKC", c) == c and not c.isspace() and c.isprintable() and len(small) == 1
    return kept and c.casefold() == small


_ODD = re.compile(f"[^{re.escape(''.join(filter(_is_plain, map(chr, range(0x250)))) + _SIGNS)}]")
_SMALL = str.maketrans("\n\t’‘", "  ''")


def is_plain(text: str) -> bool:
    return text.isascii() or _ODD.search(text) is None


def shortest(words: Iterable[str]) -> list[str]:
    """Without those that begin with another one, as where that one is found, they are."""
    kept: list[str] = []
    for word in sorted({word.rstrip(".").lower() for word in words}):
        if not kept or not word.startswith(kept[-1]):
            kept.append(word)
    return kept


def stretches(text: str, words: Sequence[str], around: int) -> list[tuple[int, int]]:
    """Of a plain text, the runs without spaces in which one of the words may stand, with so many runs on both sides; in
    order, and apart."""
    small = text.lower().translate(_SMALL)
    places: list[int] = []
    for word in words:
        at = small.find(word)
        while at >= 0:
            places.append(at)
            at = small.find(word, at + len(word))
    found: list[tuple[int, int]] = []
    for at in sorted(places):
        if found and at < found[-1][1]:
            if around:
                found[-1] = found[-1][0], _onwards(small, at, around)
            continue
        _join(found, _back(small, at, around), _onwards(small, at, around))
    return found


def pair(words: Sequence[str], after: Sequence[str]) -> re.Pattern[str]:
    """One of the words, and one of those after it in the same run or in one of the next. Linear in a text's length."""
    first, second = ("|".join(map(re.escape, some)) for some in (words, after))
    return re.compile(f"(?:{first})(?=({_BETWEEN}(?:{second})))")


def stretches_of(text: str, words: re.Pattern[str]) -> list[tuple[int, int]]:
    """Of a plain text, the runs in which a `pair` may stand; in order, and apart."""
    small = text.lower().translate(_SMALL)
    found: list[tuple[int, int]] = []
    for match in words.finditer(small):
        if not found or match.end(1) > found[-1][1]:
            _join(found, _back(small, match.start(), 0), _onwards(small, match.end(1), 0))
    return found


def _join(found: list[tuple[int, int]], start: int, end: int) -> None:
    if found and start <= found[-1][1]:
        found[-1] = found[-1][0], end
    else:
        found.append((start, end))


def _back(text: str, at: int, runs: int) -> int:
    """Where the run at this place begins, or that so many runs before."""
    for _ in range(runs + 1):
        start = text.rfind(" ", 0, at)
        if start < 0:
            return 0
        at = start
        while at and text[at - 1] == " ":
            at -= 1
    return start + 1


def _onwards(text: str, at: int, runs: int) -> int:
    """Where the run at this place ends, or that so many runs after."""
    for _ in range(runs + 1):
        end = text.find(" ", at)
        if end < 0:
            return len(text)
        at = end
        while at < len(text) and text[at] == " ":
            at += 1
    return end
