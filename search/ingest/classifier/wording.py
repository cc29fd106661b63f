"""What the text of each block looks like, measured over all blocks of a page at once; no language is assumed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from search.article import Role
from search.ingest.boilerplate import Known
from search.ingest.classifier import characters
from search.ingest.classifier.characters import (
    BRACKET,
    COLON,
    COMMA,
    DASH,
    DIGIT,
    END,
    LOWER,
    QUOTE,
    SIGN,
    SPACE,
    UPPER,
    WIDE,
    Characters,
)

Column = npt.NDArray[np.float64]
Columns = dict[str, Column]

_FOREIGN_END = 0x2FF
"""Sentence marks above this are followed by no space in their scripts."""

_LONG_BLOCK, _LONG_WORD, _TOP_WORDS, _NEAR = 100, 5, 30, 4
_MOST_COUNTED = 30.0
_MOST_REACH = 500.0
_MOST_COPIES = 5.0
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
    page = characters.read(texts)
    by_kind = page.by_kind()
    chars = np.maximum(page.lengths, 1)
    wide = by_kind[:, WIDE]
    length = page.lengths + 1.5 * wide
    columns = {
        "length": length,
        "log length": np.log1p(length),
        "letters": by_kind[:, UPPER : WIDE + 1].sum(axis=1) / chars,
        "digits": by_kind[:, DIGIT] / chars,
        "capitals": by_kind[:, UPPER] / chars,
        "signs": by_kind[:, SIGN] / chars,
        "wide": wide / chars,
        "commas": np.minimum(by_kind[:, COMMA], _MOST_COUNTED),
        "quotes": np.minimum(by_kind[:, QUOTE], _MOST_COUNTED),
        "colons": np.minimum(by_kind[:, COLON], 5.0),
    }
    _measure_words(columns, page)
    _measure_sentences(columns, page)
    words = np.maximum(np.expm1(columns["log words"]), 1)
    columns["commas a word"] = by_kind[:, COMMA] / words
    columns["dashes a word"] = by_kind[:, DASH] / words
    columns["brackets a word"] = by_kind[:, BRACKET] / words
    columns["sentences a word"] = columns["sentences"] / words
    columns["reach"] = np.minimum(length, _MOST_REACH) / 100
    columns["reach of a sentence"] = columns["reach"] * columns["ends sentence"]
    seen = Counter(texts)
    columns["copies"] = np.minimum(
        np.fromiter(map(seen.__getitem__, texts), np.float64, len(texts)), _MOST_COPIES
    )
    return columns


def _measure_words(columns: Columns, page: Characters) -> None:
    starts, sizes = page.words()
    at, first, second = page.line[starts], page.kinds[starts], page.kinds[starts + 1]

    def per_line(values: npt.NDArray[np.generic]) -> Column:
        return np.bincount(at, weights=values, minlength=page.count).astype(np.float64)

    by_first = page.by_kind(starts)
    words = by_first.sum(axis=1)
    some = np.maximum(words, 1)
    columns |= {
        "log words": np.log1p(words),
        "capitalised": by_first[:, UPPER] / some,
        "all capitals": per_line((first == UPPER) & (second == UPPER)) / some,
        "lower": by_first[:, LOWER] / some,
        "little words": per_line((first == LOWER) & (sizes <= 3)) / some,
        "numbers": by_first[:, DIGIT] / some,
        "word length": per_line(sizes) / some,
    }
    alphabetic = first != DIGIT
    starts, sizes, at = starts[alphabetic], sizes[alphabetic], at[alphabetic]
    _measure_vocabulary(columns, page.hashes(starts, sizes), sizes, at, page.count)


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


def _measure_sentences(columns: Columns, page: Characters) -> None:
    kinds = page.kinds
    marks = np.flatnonzero(kinds == END)
    behind = kinds[marks + 1]
    closes = (behind == SPACE) | (behind == QUOTE) | (behind == BRACKET) | (page.codes[marks] > _FOREIGN_END)
    sentences = np.bincount(page.line[marks[closes]], minlength=page.count)
    columns["sentences"] = np.minimum(sentences, _MOST_COUNTED).astype(np.float64)
    ends = np.cumsum(page.lengths + 1)
    starts = ends - page.lengths - 1
    visible = np.flatnonzero(kinds != SPACE)
    at = np.append(visible, len(kinds))[np.searchsorted(visible, starts)]
    first = np.where(at < ends, kinds.take(at, mode="clip"), SPACE)
    solid = visible[(kinds[visible] != QUOTE) & (kinds[visible] != BRACKET)]
    at = np.append(-1, solid)[np.searchsorted(solid, ends)]
    last = np.where(at >= starts, kinds[at], SPACE)
    columns |= {
        "ends sentence": (last == END).astype(np.float64),
        "ends in colon": (last == COLON).astype(np.float64),
        "ends in sign": (last == SIGN).astype(np.float64),
        "opens quoted": (first == QUOTE).astype(np.float64),
        "opens lower": (first == LOWER).astype(np.float64),
        "opens with sign": ((first == SIGN) | (first == DASH) | (first == BRACKET)).astype(np.float64),
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
