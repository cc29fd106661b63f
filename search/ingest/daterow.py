"""A text as a row of signs, one for each number, word of dates and mark, and what dates and clock times look like on it.

`Mon 23 May 2016, 14:05` becomes `W 2 M 4, 2:2` with private letters for W and M, so that one small pattern serves every
language and script, and the work is bounded whatever the text is.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from search.article import record
from search.ingest.calendars import era_year, may_be_year, plain, read_han
from search.ingest.datewords import PIECE, Kind, Word, words_for

# The signs. 1: one digit · 2: two digits, 01 to 31 · 3: 00 and 32 to 59 · 5: 60 to 99 · 4: a year · 6: four other digits
# 8: eight digits · 0: any other number · 年月日時分秒: those marks, Korean ones too · T: as in ISO 8601 · w: a short unknown
# word · x: any other · a private letter for a word of dates, by what it may be · marks and spaces as they are
_FIRST = 0xE000
_MARKS = str.maketrans("號号时点點년월일시분초", "日日時時時年月日時分秒")
_IN_NUMBERS, _MARKED = re.compile(r"\d(?:\s*[./-]\s*\d\d?\s*[./-]\s*\d|\d{7})"), re.compile("[年月년월]")
_NUMBERS, _WORDS = frozenset(("number", "han", "era")), frozenset(("number", "word", "dotted", "kanji"))
_SHORT = 4
_MOST_BETWEEN = 4
"""Words that may stand between a label and its date: `Published by Jane Doe on`."""


@record
class Piece:
    """A number, a word or a mark of a text, its place in characters, and what it may be in a date."""

    start: int
    end: int
    text: str
    value: int = 0
    word: Word | None = None
    number: bool = False

    def may_be(self, kind: Kind) -> bool:
        return self.word is not None and bool(self.word.kinds & kind)


def may_hold_date(text: str, languages: tuple[str, ...]) -> bool:
    """Quicker than a row: whether there is a date in numbers, a mark of one or the name of a month."""
    text = plain(text)
    if _IN_NUMBERS.search(text) or (not text.isascii() and _MARKED.search(text)):
        return True
    return words_for(languages).may_name_month(text)


def read_row(text: str, languages: tuple[str, ...]) -> tuple[list[Piece], str]:
    """The pieces of a text and its row of signs; both have the same length."""
    words = words_for(languages)
    matches = list(PIECE.finditer(plain(text)))
    texts = [match.group() for match in matches]
    pieces: list[Piece] = []
    row: list[str] = []
    at = 0
    while at < len(matches):
        kind, sign = str(matches[at].lastgroup), texts[at]
        start, end = matches[at].span()
        if kind == "space":
            pieces.append(Piece(start, end, sign))
            row.append(" ")
            at += 1
            continue
        value, covered = 0, 1
        word: Word | None = None
        if kind in _NUMBERS:
            value, sign = _number(sign, kind)
        elif kind == "mark":
            sign = sign.translate(_MARKS)
        elif kind == "tee":
            sign = "T"
        elif kind == "other":
            sign = sign if sign.isascii() or sign == "·" else "x"
        else:
            sign = "w" if len(sign) <= _SHORT else "x"
        # 月 and 日 are also weekdays where they stand in brackets
        if kind in _WORDS or (kind == "mark" and row[-1:] == ["("]):
            read = words.read(texts, at)
            if read is not None:
                word, covered = read
                end = matches[at + covered - 1].end()
        if word is not None:
            if covered == 1 and text[start:end].islower() and word.kinds & Kind.ZONE:
                # `est` and `ist` are words too; after am and pm they are not
                before = next((piece for piece in reversed(pieces) if not piece.text.isspace()), None)
                if before is None or not before.may_be(Kind.MERIDIEM):
                    word = word.without(Kind.ZONE)
            sign = chr(_FIRST + word.kinds)
        pieces.append(Piece(start, end, texts[at], value, word, word is None and kind in _NUMBERS))
        row.append(sign)
        at += covered
    return pieces, "".join(row)


def _number(text: str, kind: str) -> tuple[int, str]:
    if kind == "era":
        return era_year(text[:2], text[2:].strip()), "4"
    value = read_han(text) if kind == "han" else int(text[:9])
    digits = str(value) if kind == "han" else text
    if len(digits) == 1:
        return value, "1"
    if len(digits) == 2:
        return value, "2" if 1 <= value <= 31 else "3" if value < 60 else "5"
    if len(digits) == 4:
        return value, "4" if may_be_year(value) else "6"
    return value, "8" if len(digits) == 8 else "0"


def _of(kind: Kind) -> str:
    """All private letters of words that may be this, as ranges of a character class."""
    letters = [chr(_FIRST + mask) for mask in range(_LAST + 1) if mask & kind]
    edges = [0, *(i for i, (a, b) in enumerate(pairwise(letters), 1) if ord(b) != ord(a) + 1), len(letters)]
    return "[" + "".join(f"{letters[a]}-{letters[b - 1]}" for a, b in pairwise(edges)) + "]"


_LAST = sum(Kind)
_MON, _DAY, _HALF, _ZONE = _of(Kind.MONTH), _of(Kind.WEEKDAY), _of(Kind.MERIDIEM), _of(Kind.ZONE)
_LINK, _HOUR, _DATED, _LABEL = (
    _of(Kind.LINK),
    _of(Kind.HOUR),
    _of(Kind.PUBLISHED),
    _of(Kind.PUBLISHED | Kind.UPDATED),
)

_GAP = rf"(?:[ .,/'-]|{_LINK}|\({_LINK}\)){{0,6}}"
_MONTH = rf"{_MON}(?: ?[/(-] ?{_MON}\)?)?"
_CLOCK = (
    rf"(?:(?:{_HALF} ?)?(?:"
    rf"[123] ?: ?[23](?: ?: ?[23](?:[.,][0-9])?)?(?: ?{_HALF}| ?{_HOUR})?"
    rf"|[123]\.[23](?:\.[23])?(?: ?{_HALF}| ?{_HOUR})?(?![./]?[0-9])"
    rf"|[123] ?{_HOUR} ?(?:[23](?![0-9.:]))?(?: ?{_HALF})?"
    rf"|[12] ?{_HALF}"
    rf"|[123] ?時(?: ?[123] ?分(?: ?[123] ?秒)?)?)"
    rf"|[46](?= ?(?:{_HOUR}|{_ZONE})))"
)
_NO_TIME = rf"(?! ?[:h時.]| ?{_HOUR}| ?{_HALF})"

TIME_AFTER = re.compile(
    rf"(?:[ ,|/·@()\[\]\n:;.~*-]|w(?= [123]:)|{_LINK}|{_DAY}|{_LABEL}){{0,10}}?"
    rf"(?:(?P<zone>{_ZONE}) ?:? ?)?(?P<clock>{_CLOCK})"
    rf"|T(?P<iso>[123]:[23](?::[23](?:[.,][0-9])?)?|[123](?![0-9])|[0468])"
)
"""From the end of a date: what stands between, and the clock time."""

TIME_BEFORE = re.compile(
    rf"(?P<clock>{_CLOCK})(?: ?\(?{_ZONE}\)?)?(?: \({_CLOCK} ?{_ZONE}\))?(?:[ ,|/·@()\n.:-]|{_LINK}|{_DAY}|{_DATED}){{0,8}}\Z"
)
OFFSET = re.compile(
    rf" ?[(\[]? ?(?P<name>{_ZONE}(?:/{_ZONE})?)?(?: ?(?P<sign>[+-]) ?(?P<hours>[0-9])(?::(?P<minutes>[23]))?(?![0-9:]))?"
)
WEEKDAY_BEFORE = re.compile(rf"({_DAY})(?:[ .,()·|/-]|{_LINK}){{0,5}}\Z")
WEEKDAY_AFTER = re.compile(rf"[ ,.(]{{0,3}}({_DAY})")
_UNKNOWN = re.compile("[wx]")
LABEL_AFTER = re.compile(rf"[ ,.(|·/-]{{0,4}}({_LABEL})[ ).]*\Z")

DATE = re.compile(
    rf"(?=[1-58{_MON[1:-1]}])(?:"
    rf"(?P<ymd>(?<![0-9][./-])4 ?(?P<s1>[./-]) ?[12] ?(?P=s1) ?[12](?![0-9]))"
    rf"|(?P<cjk>4 ?年 ?[12] ?月 ?[12] ?日)"
    rf"|(?P<eight>(?<![0-9./:-])8(?![0-9./:-]))"
    rf"|(?P<dmy>(?<![0-9][./-])[12] ?(?P<s2>[./-]) ?[12] ?(?P=s2) ?4(?![./]?[0-9])(?!-[0-9](?!:)))"
    rf"|(?P<short>(?<![0-9][./-])[1235](?P<s3>[./-])[12](?P=s3)[1235](?![./-]?[0-9]))"
    rf"|(?P<dny>(?<![.:/])[12]{_GAP}{_MONTH}{_GAP}4)"
    rf"|(?P<ndy>{_MONTH}{_GAP}[12]{_GAP}4)"
    rf"|(?P<dn2>(?<![.:/])[12]{_GAP}{_MONTH}{_GAP}[235](?!{_GAP}4){_NO_TIME})"
    rf"|(?P<ctime>{_MONTH} [12] (?P<at>{_CLOCK})(?P<off> [+-][46]| {_ZONE})? 4)"
    rf"|(?P<ynd>4{_GAP}{_MONTH}{_GAP}[12](?!{_GAP}4| ?:))"
    rf"|(?P<ydn>4{_GAP}[12]{_GAP}{_MONTH}(?!{_GAP}4))"
    rf"|(?P<nd2>{_MONTH}{_GAP}[12] ?, ?'?[235]{_NO_TIME}))"
)
"""A whole date, by the name of its group. What each begins with is asked first: few signs do."""

PART = re.compile(
    rf"(?=[124{_MON[1:-1]}])(?:"
    rf"(?P<md>[12] ?月 ?[12] ?日)"
    rf"|(?P<ny>{_MONTH}{_GAP}4)"
    rf"|(?P<yn>4{_GAP}{_MONTH})"
    rf"|(?P<ym>4 ?年 ?[12] ?月)"
    rf"|(?P<dn>(?<![.:/])[12]{_GAP}{_MONTH})"
    rf"|(?P<nd>{_MONTH}{_GAP}[12](?! ?:)))"
)
"""A month and its day, or a month and its year."""

ORDERS = {
    "ymd": "ymd", "cjk": "ymd", "md": "md", "eight": "y", "dmy": "dmy", "short": "dmy", "dny": "dy", "ndy": "dy",
    "dn2": "dy", "ctime": "d", "ynd": "yd", "ydn": "yd", "nd2": "dy", "dn": "d", "nd": "d", "ny": "y", "yn": "y", "ym": "ym",
}  # fmt: skip
"""What the numbers of each kind of date are, in their order; where `m` is missing, the month is a word."""


def read_label(pieces: Sequence[Piece], row: str, start: int, end: int) -> Kind | None:
    """What the last label of a stretch before a date is, where only joints follow it, or where it opens the stretch."""
    for at in range(end - 1, start - 1, -1):
        word = pieces[at].word
        if word is not None and word.kinds & (Kind.PUBLISHED | Kind.UPDATED):
            between = len(_UNKNOWN.findall(row, at + 1, end))
            opens = not _UNKNOWN.search(row, start, at)
            return word.kinds if not between or (opens and between <= _MOST_BETWEEN) else None
    return None
