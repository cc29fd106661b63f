"""What the text of each block looks like, measured over all blocks of a page at once; no language is assumed."""

from __future__ import annotations

import unicodedata
from collections import Counter
from collections.abc import Sequence
from functools import cache

import numpy as np
import numpy.typing as npt

from search.article import Role
from search.ingest.boilerplate import Known

Column = npt.NDArray[np.float64]
Columns = dict[str, Column]
Codes = npt.NDArray[np.uint32]

_SPACE, _UPPER, _LOWER, _LETTER, _WIDE, _DIGIT, _END, _COMMA, _COLON, _QUOTE, _DASH, _BRACKET, _SIGN = range(
    13
)
_KINDS = 13
_SIGNS = (
    (_END, ".!?…。！？؟।۔።။｡"),
    (_COMMA, ",،、;；，؛"),
    (_COLON, ":："),
    (_QUOTE, "\"'“”„«»‹›「」『』‘’‟＂"),
    (_DASH, "-–—―"),
    (_BRACKET, "()[]{}（）【】"),
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
_BY_CATEGORY = {"Lu": _UPPER, "Lt": _UPPER, "Ll": _LOWER, "Lo": _LETTER, "Lm": _LETTER, "Mn": _LETTER, "Mc": _LETTER,
                "Nd": _DIGIT, "Zs": _SPACE, "Zl": _SPACE, "Zp": _SPACE, "Cc": _SPACE, "Cf": _SPACE}  # fmt: skip
_BASIC_PLANE = 0x10000
_FOREIGN_END = 0x2FF
"""Sentence marks above this are followed by no space in their scripts."""

_LONG_BLOCK, _LONG_WORD, _TOP_WORDS, _NEAR = 100, 5, 30, 4
_BASE = 0x9E3779B97F4A7C15
_INVERSE = pow(_BASE, -1, 1 << 64)
_MOST_COUNTED = 30.0
_MOST_REACH = 500.0
_FAR = 60.0

_TOLD = {
    "comment": (Role.COMMENT, Role.COMMENT_FORM, Role.COMMENT_POLICY, Role.READ_COUNTER),
    "share": (Role.SHARE,),
    "subscribe": (Role.SUBSCRIBE,),
    "related": (Role.RELATED_POSTS,),
    "navigation": (Role.NAVIGATION, Role.PAGER, Role.TAGS, Role.SITE_SLOGAN, Role.CONSENT),
    "credit": (Role.SOURCE_CREDIT, Role.COPYRIGHT),
    "caption": (Role.CAPTION,),
    "author": (Role.AUTHOR_NOTE,),
    "advert": (Role.ADVERT,),
}
_KIND_OF_ROLE = {role: kind for kind, roles in enumerate(_TOLD.values(), 1) for role in roles}
_DISTANT = ("comment", "related", "subscribe", "navigation")


def measure(texts: Sequence[str]) -> Columns:
    """Length, kinds of characters, and what words the blocks share; `length` is in characters of an alphabet."""
    count = len(texts)
    lengths, codes, line, kinds = _characters(texts)
    by_kind = (
        np.bincount(line * _KINDS + kinds, minlength=count * _KINDS).reshape(count, _KINDS).astype(np.float64)
    )
    chars = np.maximum(lengths, 1)
    wide = by_kind[:, _WIDE]
    length = lengths + 1.5 * wide
    columns = {
        "length": length,
        "log length": np.log1p(length),
        "letters": by_kind[:, _UPPER : _WIDE + 1].sum(axis=1) / chars,
        "digits": by_kind[:, _DIGIT] / chars,
        "capitals": by_kind[:, _UPPER] / chars,
        "signs": by_kind[:, _SIGN] / chars,
        "wide": wide / chars,
        "commas": np.minimum(by_kind[:, _COMMA], _MOST_COUNTED),
        "quotes": np.minimum(by_kind[:, _QUOTE], _MOST_COUNTED),
        "colons": np.minimum(by_kind[:, _COLON], 5.0),
    }
    _measure_words(columns, codes, kinds, line, count)
    _measure_sentences(columns, codes, kinds, line, count)
    words = np.maximum(np.expm1(columns["log words"]), 1)
    columns["commas a word"] = by_kind[:, _COMMA] / words
    columns["dashes a word"] = by_kind[:, _DASH] / words
    columns["brackets a word"] = by_kind[:, _BRACKET] / words
    columns["sentences a word"] = columns["sentences"] / words
    columns["reach"] = np.minimum(length, _MOST_REACH) / 100
    columns["reach of a sentence"] = columns["reach"] * columns["ends sentence"]
    seen = Counter(texts)
    columns["copies"] = np.fromiter((min(seen[text], 5) for text in texts), np.float64, count)
    return columns


def _characters(
    texts: Sequence[str],
) -> tuple[npt.NDArray[np.int64], Codes, npt.NDArray[np.int64], npt.NDArray[np.uint8]]:
    """The length of each text; and of each character, with a newline behind each text, its code, text and kind."""
    lengths = np.fromiter(map(len, texts), np.int64, len(texts))
    codes = np.frombuffer(("\n".join(texts) + "\n").encode("utf-32-le", "surrogatepass"), np.uint32)
    return (
        lengths,
        codes,
        np.repeat(np.arange(len(texts)), lengths + 1),
        _kinds()[np.minimum(codes, _BASIC_PLANE)],
    )


@cache
def _kinds() -> npt.NDArray[np.uint8]:
    """The kind of each character of the basic plane; one place more for all others, which are mostly signs."""
    kinds = np.full(_BASIC_PLANE + 1, _SIGN, np.uint8)
    for first, last in _WIDE_RANGES:
        kinds[first : last + 1] = _WIDE
    for code in np.flatnonzero(kinds[:_BASIC_PLANE] != _WIDE).tolist():
        kinds[code] = _BY_CATEGORY.get(unicodedata.category(chr(code)), _SIGN)
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
    return np.cumprod(np.full(count, base, np.uint64), dtype=np.uint64)


def split_words(
    texts: Sequence[str],
) -> tuple[Codes, npt.NDArray[np.int64], npt.NDArray[np.int64], npt.NDArray[np.int64], npt.NDArray[np.bool_]]:
    """The codes of all characters; and of each word where it starts, its size, its text, and whether it is a number."""
    _, codes, line, kinds = _characters(texts)
    starts, sizes = _words(kinds)
    return codes, starts, sizes, line[starts], kinds[starts] == _DIGIT


def _words(kinds: npt.NDArray[np.uint8]) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.int64]]:
    steps = np.flatnonzero(np.diff((kinds >= _UPPER) & (kinds <= _DIGIT), prepend=False, append=False))
    return steps[::2], steps[1::2] - steps[::2]


def _measure_words(
    columns: Columns, codes: Codes, kinds: npt.NDArray[np.uint8], line: npt.NDArray[np.int64], count: int
) -> None:
    starts, sizes = _words(kinds)
    at = line[starts]
    first = kinds[starts]

    def per_line(values: npt.NDArray[np.generic]) -> Column:
        return np.bincount(at, weights=values, minlength=count).astype(np.float64)

    words = np.bincount(at, minlength=count).astype(np.float64)
    some = np.maximum(words, 1)
    second = kinds[np.minimum(starts + 1, len(kinds) - 1)]
    columns |= {
        "log words": np.log1p(words),
        "capitalised": per_line(first == _UPPER) / some,
        "all capitals": per_line((first == _UPPER) & (second == _UPPER)) / some,
        "lower": per_line(first == _LOWER) / some,
        "little words": per_line((first == _LOWER) & (sizes <= 3)) / some,
        "numbers": per_line(first == _DIGIT) / some,
        "word length": per_line(sizes) / some,
    }
    alphabetic = first != _DIGIT
    starts, sizes, at = starts[alphabetic], sizes[alphabetic], at[alphabetic]
    _measure_vocabulary(columns, hash_words(codes, starts, sizes), sizes, at, count)


def hash_words(
    codes: Codes, starts: npt.NDArray[np.int64], sizes: npt.NDArray[np.int64]
) -> npt.NDArray[np.uint64]:
    """A number for each word, the same for the same letters in either case (a polynomial in 64 bits, wrapping).

    Each character is multiplied by the power of its place in the text, and each word's sum is divided by that of its start.
    """
    if not len(starts):
        return np.zeros(0, np.uint64)
    folded = _powers(_BASE, len(codes)) * _lower().take(codes, mode="clip")
    edges = np.column_stack([starts, starts + sizes]).ravel()
    hashes: npt.NDArray[np.uint64] = np.add.reduceat(folded, edges)[::2]
    return hashes * _powers(_INVERSE, len(codes))[starts]


def _measure_vocabulary(
    columns: Columns,
    words: npt.NDArray[np.uint64],
    sizes: npt.NDArray[np.int64],
    at: npt.NDArray[np.int64],
    count: int,
) -> None:
    """How far the words of each block are those of other long blocks, and its long words those of blocks close by.

    A page's running text keeps to its subject, and a paragraph takes up the one before.
    """
    for name in ("shared", "shared long", "log shared", "common", "taken up", "goes on"):
        columns[name] = np.zeros(count)
    if not len(words):
        return
    order = np.argsort(words, kind="stable")  # the same words together, as the blocks follow each other
    words, sizes, at = words[order], sizes[order], at[order]
    is_new = np.append(True, words[1:] != words[:-1])
    is_new_here = is_new | np.append(True, at[1:] != at[:-1])
    word, pair = np.cumsum(is_new) - 1, np.cumsum(is_new_here) - 1
    in_long = columns["length"][at] >= _LONG_BLOCK
    frequency = np.bincount(word, weights=in_long)
    others = frequency[word] - np.bincount(pair)[pair] * in_long
    long = sizes >= _LONG_WORD
    top = np.zeros(len(frequency), bool)
    top[np.argsort(-frequency, kind="stable")[:_TOP_WORDS]] = True

    def total(which: npt.NDArray[np.int64], values: npt.NDArray[np.generic] | None = None) -> Column:
        return np.bincount(which, weights=values, minlength=count).astype(np.float64)

    number, number_long = np.maximum(total(at), 1), np.maximum(total(at, long), 1)
    columns["shared"] = total(at, others > 0) / number
    columns["shared long"] = total(at, (others > 0) & long) / number_long
    columns["log shared"] = total(at, np.log1p(others)) / number
    columns["common"] = total(at, top[word]) / number
    once = is_new_here & long
    of_word, in_block = word[once], at[once]
    near = (np.diff(of_word) == 0) & (np.diff(in_block) <= _NEAR)
    number_once = np.maximum(total(in_block), 1)
    columns["taken up"] = total(in_block[1:][near]) / number_once
    columns["goes on"] = total(in_block[:-1][near]) / number_once


def _measure_sentences(
    columns: Columns, codes: Codes, kinds: npt.NDArray[np.uint8], line: npt.NDArray[np.int64], count: int
) -> None:
    following = np.append(kinds[1:], _SPACE)
    closes = (following == _SPACE) | (following == _QUOTE) | (following == _BRACKET) | (codes > _FOREIGN_END)
    ends = np.bincount(line[(kinds == _END) & closes], minlength=count)
    columns["sentences"] = np.minimum(ends, _MOST_COUNTED).astype(np.float64)
    last, first = np.full(count, _SPACE), np.full(count, _SPACE)
    solid = np.flatnonzero((kinds != _SPACE) & (kinds != _QUOTE) & (kinds != _BRACKET))
    last[line[solid]] = kinds[solid]
    visible = np.flatnonzero(kinds != _SPACE)[::-1]
    first[line[visible]] = kinds[visible]
    columns |= {
        "ends sentence": (last == _END).astype(np.float64),
        "ends in colon": (last == _COLON).astype(np.float64),
        "ends in sign": (last == _SIGN).astype(np.float64),
        "opens quoted": (first == _QUOTE).astype(np.float64),
        "opens lower": (first == _LOWER).astype(np.float64),
        "opens with sign": ((first == _SIGN) | (first == _DASH) | (first == _BRACKET)).astype(np.float64),
    }


def told(known: Sequence[Known | None]) -> Columns:
    """What the phrases say of each block."""
    opens, kinds = _told(known)
    columns: Columns = {"known": (kinds >= 0).astype(np.float64), "heads a section": opens.astype(np.float64)}
    return columns | {f"known {name}": (kinds == n).astype(np.float64) for n, name in enumerate(_TOLD, 1)}


def told_nearby(known: Sequence[Known | None]) -> Columns:
    """How far each block stands from the nearest ones that the phrases know, of each kind."""
    opens, kinds = _told(known)
    columns: Columns = {}
    for number, name in enumerate(_TOLD, 1):
        if name in _DISTANT:
            of_it = kinds == number
            columns[f"since {name}"] = _since(of_it)
            columns[f"until {name}"] = _since(of_it[::-1])[::-1]
            columns[f"under {name}"] = _since(of_it & opens)
    return columns


def _told(known: Sequence[Known | None]) -> tuple[npt.NDArray[np.bool_], npt.NDArray[np.int64]]:
    """Whether each block heads a section, and its kind: 0 for another one that is known, -1 for none."""
    count = len(known)
    opens = np.fromiter((one is not None and one.opens for one in known), bool, count)
    kinds = np.fromiter((_KIND_OF_ROLE.get(one.role, 0) if one else -1 for one in known), np.int64, count)
    return opens, kinds


def _since(mark: npt.NDArray[np.bool_]) -> Column:
    """Blocks since the last marked one, at most _FAR."""
    here = np.arange(len(mark))
    last = np.maximum.accumulate(np.where(mark, here, -1))
    return np.where(last < 0, _FAR, np.minimum(here - last, _FAR))
