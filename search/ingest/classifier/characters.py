"""All characters of a page at once, each with its kind, and the words that they make; no language is assumed."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

import numpy as np
import numpy.typing as npt

Numbers = npt.NDArray[np.int64]

SPACE, UPPER, LOWER, LETTER, WIDE, DIGIT, END, COMMA, COLON, QUOTE, DASH, BRACKET, SIGN = range(13)
KINDS = 13
_SIGNS = (
    (END, ".!?…。！？؟।۔።။｡"),
    (COMMA, ",،、;；，؛"),
    (COLON, ":："),
    (QUOTE, "\"'“”„«»‹›「」『』‘’‟＂"),
    (DASH, "-–—―"),
    (BRACKET, "()[]{}（）【】"),
)
_WIDE_RANGES = (
    (0x3040, 0x30FF),
    (0x3400, 0x4DBF),
    (0x4E00, 0x9FFF),
    (0xAC00, 0xD7A3),
    (0xE00, 0xE7F),
    (0xF900, 0xFAFF),
)
"""Kana, Chinese characters, Hangul and Thai: a character says as much as two and a half of an alphabet."""
_BY_CATEGORY = {"Lu": UPPER, "Lt": UPPER, "Ll": LOWER, "Lo": LETTER, "Lm": LETTER, "Mn": LETTER, "Mc": LETTER,
                "Nd": DIGIT, "Zs": SPACE, "Zl": SPACE, "Zp": SPACE, "Cc": SPACE, "Cf": SPACE}  # fmt: skip
_BASIC_PLANE = 0x10000
_BASE = 0x9E3779B97F4A7C15
_INVERSE = pow(_BASE, -1, 1 << 64)
_FEW = 1 << 16
"""Powers that are remembered: pages have some 10,000 characters."""


@dataclass(frozen=True, slots=True)
class Characters:
    """`lengths` of the texts; and of each character, with a newline behind each text, its code, text (`line`) and kind."""

    lengths: Numbers
    codes: npt.NDArray[np.uint32]
    line: Numbers
    kinds: npt.NDArray[np.uint8]

    @property
    def count(self) -> int:
        """Of texts."""
        return len(self.lengths)

    def by_kind(self, at: slice | Numbers = slice(None)) -> npt.NDArray[np.float64]:
        """For each text, how many characters of each kind are among these."""
        cells = self.line[at] * KINDS + self.kinds[at]
        return np.bincount(cells, minlength=self.count * KINDS).reshape(-1, KINDS).astype(np.float64)

    def words(self) -> tuple[Numbers, Numbers]:
        """Where each word or number starts, and its size."""
        # There is none before the first character, and the last one is a newline.
        of_word = np.zeros(len(self.kinds) + 1, bool)
        of_word[1:] = (self.kinds >= UPPER) & (self.kinds <= DIGIT)
        steps = np.flatnonzero(of_word[1:] != of_word[:-1])
        return steps[::2], steps[1::2] - steps[::2]

    def hashes(self, starts: Numbers, sizes: Numbers) -> npt.NDArray[np.uint64]:
        """A number for each word, the same for the same letters in either case (a polynomial in 64 bits, wrapping).

        Each character is multiplied by the power of its place in the text, and each word's sum is divided by that of its start.
        """
        if not len(starts):
            return np.zeros(0, np.uint64)
        folded = _powers(_BASE, len(self.codes)) * _lower().take(self.codes, mode="clip")
        edges = np.column_stack([starts, starts + sizes]).ravel()
        hashes: npt.NDArray[np.uint64] = np.add.reduceat(folded, edges)[::2]
        return hashes * _powers(_INVERSE, len(self.codes))[starts]


def read(texts: Sequence[str]) -> Characters:
    lengths = np.fromiter(map(len, texts), np.int64, len(texts))
    codes = np.frombuffer(("\n".join(texts) + "\n").encode("utf-32-le", "surrogatepass"), np.uint32)
    line = np.repeat(np.arange(len(texts)), lengths + 1)
    return Characters(lengths, codes, line, _kinds()[np.minimum(codes, _BASIC_PLANE)])


@cache
def _kinds() -> npt.NDArray[np.uint8]:
    """The kind of each character of the basic plane; one place more for all others, which are mostly signs."""
    kinds = np.full(_BASIC_PLANE + 1, SIGN, np.uint8)
    for first, last in _WIDE_RANGES:
        kinds[first : last + 1] = WIDE
    for code in np.flatnonzero(kinds[:_BASIC_PLANE] != WIDE).tolist():
        kinds[code] = _BY_CATEGORY.get(unicodedata.category(chr(code)), SIGN)
    for kind, signs in _SIGNS:
        kinds[[ord(sign) for sign in signs]] = kind
    return kinds


@cache
def _lower() -> npt.NDArray[np.uint64]:
    """One more than the lower case of each character, all in one call; İ alone has two letters for it, of which the first
    is taken."""
    letters = "".join(map(chr, range(_BASIC_PLANE))).replace("İ", "i").lower()
    return np.frombuffer(letters.encode("utf-32-le", "surrogatepass"), np.uint32).astype(np.uint64) + 1


def _powers(base: int, count: int) -> npt.NDArray[np.uint64]:
    """The first power of it and those after, in 64 bits, wrapping."""
    return _few_powers(base)[:count] if count <= _FEW else _raised(base, count)


@cache
def _few_powers(base: int) -> npt.NDArray[np.uint64]:
    return _raised(base, _FEW)


def _raised(base: int, count: int) -> npt.NDArray[np.uint64]:
    return np.cumprod(np.full(count, base, np.uint64), dtype=np.uint64)
