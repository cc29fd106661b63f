"""The words of dates in the languages of the world: months, weekdays, am and pm, zones, labels, and the words between.

What CLDR has comes from there (cldr.py); `datewords.toml` has what papers print besides.
"""

from __future__ import annotations

import re
import tomllib
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import IntFlag
from functools import cache, lru_cache
from importlib import resources
from typing import Any

from search.ingest import cldr, zones
from search.ingest.calendars import plain


class Kind(IntFlag):
    MONTH = 1
    WEEKDAY = 2
    MERIDIEM = 4
    ZONE = 8
    LINK = 16
    HOUR = 32
    PUBLISHED = 64
    UPDATED = 128


_NAMES = Kind.MONTH | Kind.WEEKDAY | Kind.MERIDIEM
AM, PM, NIGHT, NOON = range(4)
_PERIODS = {
    "am": AM, "pm": PM, "morning": AM, "afternoon": PM, "evening": PM, "night": NIGHT, "midnight": NIGHT, "noon": NOON,
}  # fmt: skip
JALALI = 100
"""Added to the number of a Solar Hijri month, to tell it from a Gregorian one."""

COMMON = tuple(
    "en es fr de pt it ru ar zh ja ko hi tr fa id nl pl uk sv da no fi cs hu ro el he th vi bg sr hr sk sl lt lv et sq "
    "mk ca gl eu is ms fil bn ur ta te mr gu kn ml pa ne si ka hy az kk uz ky mn km my lo am sw af be bs ga cy mt ps "
    "ckb".split()
)
"""Languages of news, the most printed first: whose words are known where no language is given."""


def _mark_ranges() -> str:
    """Combining marks, as the inside of a character class: many scripts spell with them, and `\\w` leaves them out."""
    marks = [c for c in range(0x300, 0x10000) if unicodedata.category(chr(c)) in ("Mn", "Mc")]
    firsts = [c for c in marks if c - 1 not in set(marks)]
    lasts = [c for c in marks if c + 1 not in set(marks)]
    return "".join(f"\\u{a:04x}-\\u{b:04x}" for a, b in zip(firsts, lasts, strict=True))


_LETTER = r"[^\W\d_]"
_HAN = r"\u3005-\u3007\u3041-\u30fa\u30fc-\u30ff\u3400-\u9fff"
_WORD = rf"(?:(?![{_HAN}]){_LETTER}|[{_mark_ranges()}])"
_THAI = r"[\u0e01-\u0e3a\u0e40-\u0e4e]"
PIECE = re.compile(
    rf"""
      (?P<space>[^\S\n]+)
    | (?P<era>(?:令和|平成|昭和|大正|民國|民国)\ ?(?:\d{{1,3}}|元)(?=\ ?年))
    | (?P<han>[〇零一二三四五六七八九十廿]{{1,4}}(?=\ ?[年月日號号時时点點分]))
    | (?P<number>(?:19|20)\d\d(?=\d{{1,2}}(?::\d\d|\ {_LETTER}))|\d+)
    | (?P<mark>[年月日號号時时点點分秒]|(?<=\d)[년월일시분초]|(?<=\d\ )[년월일시분초])
    | (?P<tee>(?<=\d)[Tt](?=\d))
    | (?P<dotted>{_THAI}{{1,4}}\.\ ?{_THAI}{{1,3}}(?!{_THAI})\.?
        |(?<!{_LETTER}){_LETTER}\.(?:{_LETTER}(?!{_LETTER})\.?|\ {_LETTER}\.))
    | (?P<word>[A-Z]{{2,4}}(?=[A-Z][a-z]{{2}})|{_LETTER}+?(?<=[a-zà-ÿ])(?=[A-Z][a-z]{{2}})|{_WORD}+(?:-{_WORD}+)*)
    | (?P<kanji>[{_HAN}])
    | (?P<other>.|\n)
    """,
    re.VERBOSE,
)
"""A plain text in pieces. Dotted: `a.m.`, `พ.ค.`; Han characters stand alone, as their words are not set apart.

Where a page's markup is gone, words run into each other: `Jane DoeDec 22, 2023`, `10:20 PMTags`, `20247:55 AM`.
"""

_DROPPED = re.compile(
    "[\u0300-\u036f\u0483-\u0487\u0591-\u05c7\u0610-\u061a\u0640\u064b-\u065f\u0670\u093c\u09bc. ]"
)
_SAME = str.maketrans("ىیېکہھڪı", "يييكههكi")


def _folded(text: str) -> str:
    """Without case, accents, vowel points, dots and spaces, and with one letter for each Arabic yeh, kaf and heh."""
    if text.isascii():
        return text.casefold().replace(".", "").replace(" ", "")
    decomposed = unicodedata.normalize("NFKD", text.casefold())
    return unicodedata.normalize("NFC", _DROPPED.sub("", decomposed)).translate(_SAME)


fold = lru_cache(maxsize=16384)(_folded)


@dataclass(frozen=True, slots=True)
class Word:
    """What a word or a run of words may be in a date; `weekdays` count from Monday, 0."""

    kinds: Kind
    month: int = 0
    weekdays: frozenset[int] = frozenset()
    meridiem: int = AM

    def without(self, kind: Kind) -> Word:
        return Word(self.kinds & ~kind, self.month, self.weekdays, self.meridiem)

    def __or__(self, other: Word) -> Word:
        """Both readings; the first one's month, weekday and half of the day win."""
        return Word(
            self.kinds | other.kinds,
            self.month or other.month,
            self.weekdays or other.weekdays,
            self.meridiem if self.kinds & Kind.MERIDIEM else other.meridiem,
        )


_Key = tuple[str, ...]
_UNSPACED = (("\u0e00", "\u0eff"), ("\u1000", "\u109f"), ("\u1780", "\u17ff"))


class Words:
    """A table of words. Keys are folded pieces without white space, found by their first one, the longest first."""

    def __init__(self, parts: Iterable[Mapping[_Key, Word]]) -> None:
        merged: dict[_Key, Word] = {}
        for part in parts:
            both = {key: merged[key] | part[key] for key in merged.keys() & part.keys()}
            merged = {**merged, **part, **both}
        self._by_first: dict[str, list[tuple[_Key, Word]]] = {}
        for key, word in sorted(merged.items(), key=lambda item: -len(item[0])):
            self._by_first.setdefault(key[0], []).append((key[1:], word))
        self._unspaced = [
            (key[0], word) for key, word in merged.items() if len(key) == 1 and _runs_on(key[0])
        ]

        self._months: list[str] = []
        for name in sorted("".join(key) for key, word in merged.items() if word.month):
            if not self._months or not name.startswith(self._months[-1]):
                self._months.append(name)  # `december` is found by `dec`

    def may_name_month(self, text: str) -> bool:
        """Whether the name of a month is among its letters; where it is not, none of its words is one."""
        folded = _folded("".join(text.split()))
        return any(map(folded.__contains__, self._months))

    def read(self, pieces: Sequence[str], at: int) -> tuple[Word, int] | None:
        """The longest entry that begins at a piece, and how many pieces it covers, white space among them."""
        first = fold(pieces[at])
        for rest, word in self._by_first.get(first, ()):
            end = at + 1
            for wanted in rest:
                if end < len(pieces) and pieces[end].isspace():
                    end += 1
                if end >= len(pieces) or fold(pieces[end]) != wanted:
                    break
                end += 1
            else:
                return word, end - at
        if _runs_on(first):
            inside = [word for key, word in self._unspaced if key in first]
            for word in inside[1:]:
                inside[0] |= word
            return (inside[0], 1) if inside else None
        return None


def _runs_on(word: str) -> bool:
    """Whether it may hold words that are not set apart: it is Thai, Lao, Burmese or Khmer, and no abbreviation."""
    return len(word) > 3 and "\u0e00" <= word[0] <= "\u17ff" and any(a <= word[0] <= b for a, b in _UNSPACED)


@lru_cache(maxsize=64)
def words_for(languages: tuple[str, ...]) -> Words:
    """The table for these languages and English, the first one's reading of a word first; for none, COMMON's."""
    return _words_of(tuple(dict.fromkeys((*map(cldr.base, languages), "en") if languages else COMMON)))


@lru_cache(maxsize=64)
def _words_of(languages: tuple[str, ...]) -> Words:
    return Words([*(_of_language(language) for language in languages), _of_all()])


class _Table(dict[_Key, Word]):
    """Words by key; a bare initial or number is no name of a month, a weekday or a half of the day."""

    def put(self, text: str, word: Word) -> None:
        key = tuple(piece for match in PIECE.finditer(plain(text)) if (piece := fold(match.group())))
        single = key[0] if len(key) == 1 else ""
        initial = len(single) == 1 and single.isascii() and word.kinds & _NAMES
        if key and not single.isdigit() and not initial:
            self[key] = self[key] | word if key in self else word


@cache
def _own_words() -> dict[str, Any]:
    return tomllib.loads(resources.files(__package__).joinpath("datewords.toml").read_text(encoding="utf-8"))


@cache
def _of_all() -> _Table:
    """What is read in any language."""
    own = _own_words()
    table = _Table()
    readings = {
        "published": Word(Kind.PUBLISHED), "updated": Word(Kind.UPDATED), "links": Word(Kind.LINK), "hours": Word(Kind.HOUR),
        "am": Word(Kind.MERIDIEM), "pm": Word(Kind.MERIDIEM, meridiem=PM), "night": Word(Kind.MERIDIEM, meridiem=NIGHT),
        "noon": Word(Kind.MERIDIEM, meridiem=NOON),
    }  # fmt: skip
    for section, word in readings.items():
        for text in re.split(r"[|\n]", own[section]):
            table.put(text, word)
    for name in zones.names():
        table.put(name, Word(Kind.ZONE))
    return table


@cache
def _of_language(language: str) -> _Table:
    table = _Table()
    words = cldr.date_words(language)
    for text, number in words.months:
        table.put(text, Word(Kind.MONTH, month=number))
        if numbered := re.fullmatch(r"(\D+)(\d)", text):
            table.put(f"{numbered[1]}0{numbered[2]}", Word(Kind.MONTH, month=number))
    for text, number in words.weekdays:
        table.put(text, Word(Kind.WEEKDAY, weekdays=frozenset((number,))))
    for text, period in words.periods:
        if period in _PERIODS:
            table.put(text, Word(Kind.MERIDIEM, meridiem=_PERIODS[period]))
    for text in words.joints:
        for match in PIECE.finditer(plain(text)):
            if match.lastgroup in ("word", "kanji"):
                table.put(match.group(), Word(Kind.LINK))
    own = _own_words()
    for section, first in (("months", 1), ("jalali", 1 + JALALI), ("weekdays", 0)):
        for number, spellings in enumerate(own[section].get(language, "").split("|"), first):
            for text in spellings.split(","):
                weekday = Word(Kind.WEEKDAY, weekdays=frozenset((number,)))
                table.put(text, weekday if section == "weekdays" else Word(Kind.MONTH, month=number))
    return table
