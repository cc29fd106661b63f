"""Dates and times as papers print them: `Published : May 25, 2016, 6:31 am IST`, `۳ خرداد ۱۳۹۵`, `2020年7月11日(土)`.

Patterns on a row of signs (daterow) read them; dateparser is asked where the patterns leave a short text open.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime, time
from functools import lru_cache

import dateparser

from search.article import record
from search.ingest import daterow
from search.ingest.calendars import FIRST_YEAR, full_year, plain, to_gregorian
from search.ingest.cldr import month_first, year_first
from search.ingest.clocktimes import read_clock, read_zone
from search.ingest.daterow import Piece, may_hold_date, read_row
from search.ingest.datewords import COMMON, JALALI, Kind
from search.ingest.zones import Zone, iso_offset

LONGEST = 400
"""Characters that are looked at: a stamp stands in a short line, or at its start."""
_LONGEST_OPEN = 64
"""Characters that dateparser may be asked about; in running text it sees dates that are none."""

PUBLISHED, UPDATED = "published", "updated"


@record
class Stamp:
    """One date as it stands in a text. What is not stated is None; `day` is None for `May 2016`, `year` for `May 23`.

    `zone` is the offset in minutes, `zone_name` as written, `places` all that the name may stand for that day (more than
    one: it is open, and `zone` is the most usual). `weekday` counts from Monday, 0. `span` is (start, end) in characters.
    `label` is `published`, `updated` or None; `retimed`: only the time is of the change, as in `May 23 | Updated: 9 am`.
    `either_way`: day and month could be the other way round.
    """

    year: int | None
    month: int
    day: int | None
    hour: int | None = None
    minute: int | None = None
    second: int | None = None
    zone: int | None = None
    zone_name: str | None = None
    places: tuple[Zone, ...] = ()
    weekday: int | None = None
    span: tuple[int, int] = (0, 0)
    label: str | None = None
    retimed: bool = False
    either_way: bool = False

    @property
    def precision(self) -> str:
        if self.day is None or self.hour is None:
            return "month" if self.day is None else "day"
        return "second" if self.second is not None else "minute" if self.minute is not None else "hour"

    @property
    def date(self) -> date | None:
        return date(self.year, self.month, self.day) if self.year and self.day else None

    @property
    def consistent(self) -> bool:
        """Whether the weekday that is named, if one is, is that day's."""
        return self.weekday is None or self.date is None or self.date.weekday() == self.weekday

    def iso(self) -> str:
        """ISO 8601 cut at the precision; `--05-23` without a year (ISO 8601:2000, truncated)."""
        day = "" if self.day is None else f"-{self.day:02}"
        text = f"{'-' if self.year is None else f'{self.year:04}'}-{self.month:02}{day}"
        if self.day is None or self.hour is None:
            return text
        clock = ":".join(f"{part:02}" for part in (self.hour, self.minute, self.second) if part is not None)
        return f"{text}T{clock}" + ("" if self.zone is None else iso_offset(self.zone))


def find_stamps(text: str, languages: Sequence[str] = ()) -> tuple[Stamp, ...]:
    """All stamps in the first LONGEST characters of a text, in their order.

    `languages` are tags, the likeliest first (`("en-GB", "hi")`); they settle words that languages share and the order of
    day and month. Without any, the words of all common languages are read, and 5/6/2016 is taken for the 5th of June.
    """
    return _stamps(text[:LONGEST], tuple(languages)) if _NUMBER.search(text, 0, LONGEST) else ()


@lru_cache(maxsize=512)  # several stages ask about the lines around a headline
def _stamps(text: str, languages: tuple[str, ...]) -> tuple[Stamp, ...]:
    return tuple(_Reader(text, languages).stamps()) if may_hold_date(text, languages) else ()


def read_stamp(text: str, languages: Sequence[str] = ()) -> Stamp | None:
    """The stamp that dates the text: a publication label wins, an `updated` label loses, else the first."""
    found = find_stamps(text, languages)
    if languages and any(map(str.isalpha, text)) and not any(stamp.day for stamp in found):
        found = find_stamps(text, (*languages, *COMMON)) or found
    if not any(stamp.day for stamp in found) and (opened := _ask_dateparser(text, languages)):
        found = (opened,)
    return min(found, key=_standing, default=None)


_NUMBER = re.compile(r"\d|[〇一二三四五六七八九十] ?月")
_NUMBERS = re.compile(r"\d+(?![\d:.h]|\s*:)(?<!:\d\d)")


def _standing(stamp: Stamp) -> tuple[bool, bool, int]:
    return stamp.date is None, not stamp.consistent, {PUBLISHED: 0, None: 1, UPDATED: 2}[stamp.label]


class _Reader:
    """One text on its way to stamps."""

    def __init__(self, text: str, languages: tuple[str, ...]) -> None:
        self._text = text
        self._first = languages[0] if languages else ""
        self._thai = "th" in languages or bool(re.search("[\u0e01-\u0e5b]", text))
        self._persian = any(tag[:2] in ("fa", "ps") for tag in languages) or bool(re.search("[۰-۹]", text))
        self._pieces, self._row = read_row(text, languages)

    def stamps(self) -> list[Stamp]:
        whole = self._found(daterow.DATE, 0, len(self._row))
        edges = [0, *(edge for _, first, end in whole for edge in (first, end)), len(self._row)]
        between = zip(edges[::2], edges[1::2], strict=True)
        parts = [found for start, end in between for found in self._found(daterow.PART, start, end)]
        return self._labelled(sorted(whole + parts, key=lambda found: found[1]))

    def _found(self, pattern: re.Pattern[str], start: int, limit: int) -> list[tuple[Stamp, int, int]]:
        """Stamps between two pieces, each with its first piece and the one after it."""
        found: list[tuple[Stamp, int, int]] = []
        done = at = start
        while match := pattern.search(self._row, at, limit):
            at = match.start() + 1
            if stamp := self._date(match):
                stamp, first, at = self._full(stamp, match, done, limit)
                span = self._pieces[first].start, self._pieces[at - 1].end
                found.append((replace(stamp, span=span), first, at))
                done = at
        return found

    # ── the day ──

    def _date(self, match: re.Match[str]) -> Stamp | None:
        kind = str(match.lastgroup)
        pieces = self._pieces[match.start() : match.end()]
        numbers = [piece for piece in pieces if piece.number]
        named = {piece.word.month for piece in pieces if piece.word and piece.may_be(Kind.MONTH)}
        if len(named) > 1:
            return None
        if kind in ("dmy", "short"):
            return self._numeric(kind, *numbers)
        if kind == "eight":
            value = numbers[0].value
            return self._checked(value // 10000, value // 100 % 100, value % 100)
        values = {part: piece.value for part, piece in zip(daterow.ORDERS[kind], numbers, strict=False)}
        if kind == "ctime":
            values["y"] = numbers[-1].value
        elif kind in ("dn2", "nd2"):
            values["y"] = self._year(numbers[1])
        month = next(iter(named), 0) or values.get("m", 0)
        if "y" in values and "d" in values:
            return self._checked(values["y"], month, values["d"])
        prose = self._first[:2] == "en" and self._text[pieces[0].start : pieces[-1].end].islower()
        return None if prose else self._partly(values.get("y"), month, values.get("d"))

    def _checked(self, year: int, month: int, day: int) -> Stamp | None:
        jalali = month > JALALI or (self._persian and year < FIRST_YEAR)
        bikram = self._first[:2] == "ne" and year > 2055
        found = None if bikram else to_gregorian(year, month % JALALI, day, jalali)
        return Stamp(found.year, found.month, found.day) if found else None

    def _partly(self, year: int | None, month: int, day: int | None) -> Stamp | None:
        """`May 23` and `May 2016`, in the Gregorian calendar only: elsewhere they are not a month of ours."""
        found = to_gregorian(2016 if year is None else year, month, day or 1, jalali=False)
        return Stamp(found.year if year else None, month, day) if found else None

    def _numeric(self, kind: str, a: Piece, b: Piece, c: Piece) -> Stamp | None:
        """Three numbers: the order is the language's, unless it makes no day and another one does."""
        orders = [(c, b, a), (c, a, b)]
        if self._first and month_first(self._first) and "." not in self._text[a.end : b.start]:
            orders.reverse()
        if kind == "short" and self._first and year_first(self._first):
            orders.insert(0, (a, b, c))
        years = [(self._year(y), m.value, d.value) for y, m, d in orders if len(y.text) > 1]
        possible = dict.fromkeys(stamp for parts in years if (stamp := self._checked(*parts)))
        return replace(next(iter(possible)), either_way=len(possible) > 1) if possible else None

    def _year(self, piece: Piece) -> int:
        return full_year(piece.text, self._thai) if len(piece.text) == 2 else piece.value

    # ── its time, zone and weekday ──

    def _full(self, stamp: Stamp, match: re.Match[str], done: int, limit: int) -> tuple[Stamp, int, int]:
        """The stamp with what stands around its date, between two pieces; and its first piece and the one after it."""
        first, end = match.span()
        weekdays: frozenset[int] = frozenset()
        if match.lastgroup == "ctime":
            stamp, _ = self._zoned(self._timed(stamp, *match.span("at")), match.end("at"))
        elif stamp.day is not None:
            after = daterow.TIME_AFTER.match(self._row, end, limit)
            before = daterow.TIME_BEFORE.search(self._row, done, first)
            changed = after is not None and self._has(Kind.UPDATED, end, after.start("clock"))
            if after is not None and not (changed and (before or self._has(Kind.PUBLISHED, done, first))):
                clock = after.span("iso" if after["iso"] else "clock")
                weekdays = self._weekdays(end, clock[0])
                timed = self._timed(stamp, *clock)
                if timed.hour is not None:
                    stamp, end = self._zoned(timed, clock[1], iso=match.lastgroup in ("ymd", "eight"))
                    if after["zone"] and stamp.zone_name is None:
                        stamp, _ = self._zoned(stamp, after.start("zone"))
                    stamp = replace(stamp, label=UPDATED, retimed=True) if changed else stamp
            elif before:
                weekdays = self._weekdays(before.end("clock"), first)
                first = before.start()
                stamp, _ = self._zoned(self._timed(stamp, *before.span("clock")), before.end("clock"))
                if stamp.zone_name is None:
                    stamp, end = self._zoned(stamp, end)
        if not weekdays and (named := daterow.WEEKDAY_BEFORE.search(self._row, done, first)):
            first, weekdays = named.start(), self._weekdays(*named.span(1))
        if not weekdays and (named := daterow.WEEKDAY_AFTER.match(self._row, end, limit)):
            end, weekdays = named.end(), self._weekdays(*named.span(1))
        return self._on(stamp, weekdays), first, end

    def _timed(self, stamp: Stamp, start: int, end: int) -> Stamp:
        clock = read_clock(self._pieces[start:end])
        return replace(stamp, hour=clock[0], minute=clock[1], second=clock[2]) if clock else stamp

    def _zoned(self, stamp: Stamp, at: int, iso: bool = False) -> tuple[Stamp, int]:
        """With the zone that stands at a piece, and the piece after it."""
        moment = None
        if stamp.date is not None and stamp.hour is not None:
            moment = datetime.combine(stamp.date, time(stamp.hour, stamp.minute or 0))
        read = read_zone(self._text, self._pieces, self._row, at, moment=moment, iso=iso)
        if read is None or stamp.hour is None:
            return stamp, at
        return replace(stamp, zone=read.minutes, zone_name=read.name, places=read.places), read.end

    def _on(self, stamp: Stamp, weekdays: frozenset[int]) -> Stamp:
        """With its weekday, which also settles which number is the month."""
        if not weekdays:
            return stamp
        if stamp.either_way and stamp.year and stamp.day:
            turned = date(stamp.year, stamp.day, stamp.month)
            if turned.weekday() in weekdays and stamp.date and stamp.date.weekday() not in weekdays:
                stamp = replace(stamp, month=turned.month, day=turned.day)
        agrees = stamp.date is not None and stamp.date.weekday() in weekdays
        weekday = stamp.date.weekday() if agrees and stamp.date else min(weekdays)
        return replace(stamp, weekday=weekday, either_way=stamp.either_way and not agrees)

    # ── words around it ──

    def _has(self, kind: Kind, start: int, end: int) -> bool:
        return any(piece.may_be(kind) for piece in self._pieces[start : max(start, end)])

    def _weekdays(self, start: int, end: int) -> frozenset[int]:
        named = (piece.word.weekdays for piece in self._pieces[start:end] if piece.word)
        return next((days for days in named if days), frozenset())

    def _labelled(self, found: list[tuple[Stamp, int, int]]) -> list[Stamp]:
        """Each with the label that stands before it; the last one may have it after it, at the end."""
        stamps: list[Stamp] = []
        before = 0
        for stamp, first, end in found:
            label = stamp.label or self._label(before, first)
            if label is None and len(stamps) + 1 == len(found) and daterow.LABEL_AFTER.match(self._row, end):
                label = self._label(end, len(self._pieces))
            stamps.append(stamp if label == stamp.label else replace(stamp, label=label))
            before = end
        return stamps

    def _label(self, start: int, end: int) -> str | None:
        kind = daterow.read_label(self._pieces, self._row, start, end)
        return None if kind is None else UPDATED if kind & Kind.UPDATED else PUBLISHED


def _ask_dateparser(text: str, languages: Sequence[str]) -> Stamp | None:
    """The day that dateparser reads in a short text: a day and a year in figures, and a word that is its to know.

    Where the month is a figure too the patterns have read it or found it wanting. Its times and zones are not taken.
    """
    text = plain(text).strip()
    if len(text) > _LONGEST_OPEN or len(_NUMBERS.findall(text)) != 2:
        return None
    known = [tag.split("-")[0] for tag in languages if tag.split("-")[0] in COMMON]
    settings = {
        "STRICT_PARSING": True,
        "REQUIRE_PARTS": ["day", "month", "year"],
        "RETURN_AS_TIMEZONE_AWARE": False,
    }
    try:
        found = dateparser.parse(text, languages=known or None, settings=settings)
    except Exception:  # its many parsers raise many things, and what it can't read is simply open
        return None
    if not isinstance(found, datetime) or found.year < FIRST_YEAR or str(found.year) not in text:
        return None
    return Stamp(found.year, found.month, found.day, span=(0, len(text)))
