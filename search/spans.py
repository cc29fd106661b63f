"""What a reader types for a stretch of time → its first and last day, month or year.

Numbers are read by the patterns here, words by dateparser (https://dateparser.readthedocs.io). Nothing is filled in: a
date without a year, or one that can mean two days (5/4/2016), is no date.
"""

from __future__ import annotations

import calendar
import re
import unicodedata
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import lru_cache
from typing import Any

LONGEST = 64
"""Characters of a text that may be a date; no longer one is looked at."""

MOST_WORDS = 6
"""Of one date, as in `the 3rd of June in 2016`; the library takes long over many."""

FIRST_YEAR, LAST_YEAR = 1500, 2200
"""Years outside are other calendars' or slips of the finger."""

LANGUAGES = "en de fr es pt it nl pl ru uk tr ar fa he hi id zh ja".split()
"""Whose words for dates are understood."""


@dataclass(frozen=True, slots=True)
class Span:
    """From the first to the last, both inclusive, each as YYYY, YYYY-MM or YYYY-MM-DD; None is open."""

    since: str | None
    until: str | None


def read_span(text: str, today: date) -> Span | None:
    """`2016`, `May 2016`, `23.5.2016`, `last week`, `since mai 2016`, `2016-02..2016-05`, `1990s`; None for all else."""
    folded = "".join(_plain(c) for c in text[: LONGEST + 1]).strip(" ,;")
    return _read(folded, today) if 0 < len(folded) <= LONGEST else None


def following(day: str) -> str:
    """The day, month or year after this one, at its own precision."""
    return _step(day, 1)


def preceding(day: str) -> str:
    """The day, month or year before this one, at its own precision."""
    return _step(day, -1)


def _plain(c: str) -> str:
    """Digits of all scripts as 0–9, other characters in lower case; what cannot be seen is left out."""
    if c.isdecimal():
        return str(unicodedata.decimal(c))
    if c.isspace():
        return " "
    return "" if unicodedata.category(c) in ("Cc", "Cf", "Cs") else c.lower()


def _step(day: str, by: int) -> str:
    parts = [int(part) for part in day.split("-")]
    if len(parts) == 3:
        return (date(*parts) + timedelta(days=by)).isoformat()
    if len(parts) == 2:
        months = parts[0] * 12 + parts[1] - 1 + by
        return f"{months // 12:04}-{months % 12 + 1:02}"
    return f"{parts[0] + by:04}"


_YEAR = re.compile(r"(?<!\d)\d{4}(?!\d)")
_OPEN = (
    (re.compile(r"(?:since|from|seit|ab|depuis|desde|dal|vanaf|od|с|منذ|от)\s+(.+)"), "since"),
    (re.compile(r"(?:after|aft|nach|après|después de|dopo|na|po|после|بعد)\s+(.+)"), "after"),
    (re.compile(r"(?:until|till|by|up to|bis|jusqu'en|hasta|fino a|tot|до|حتى)\s+(.+)"), "until"),
    (re.compile(r"(?:before|bef|vor|avant|antes de|prima del|voor|przed|перед|قبل)\s+(.+)"), "before"),
)
_ALSO_AGO = ("vor", "na", "po")
"""`vor 2017` is before 2017; but `vor 2 Jahren` is two years ago, not before two years."""

_RANGES = (
    re.compile(
        r"(?:from|between|de|von|desde|entre|zwischen)\s+(.+?)\s+(?:to|and|until|till|à|bis|hasta|a|et|und|y)\s+(.+)"
    ),
    re.compile(r"(.+?)\s+(?:to|until|till|through|bis|à|au|hasta|до|إلى)\s+(.+)"),
    re.compile(r"(.+?)\s*[–—]\s*(.+)"),
    re.compile(r"(.+?)\s+-\s+(.+)"),
    re.compile(r"(\d{4})-(\d{4})"),
    re.compile(r"(.+?)-([^\W\d].*)"),
    re.compile(r"(\d{1,2})-(\d{1,2}[. ].*)"),
)


@lru_cache(maxsize=1024)
def _read(text: str, today: date) -> Span | None:
    before, dots, after = text.partition("..")
    if dots:
        since, until = before.strip(" ."), after.strip(" .")
        return _between(since, until, today) if since or until else None
    for pattern, kind in _OPEN:
        found = pattern.fullmatch(text)
        stated = found and (_YEAR.search(text) or not text.startswith(_ALSO_AGO))
        span = _single(found[1], today) if found and stated else None
        if span and span.since and span.until:
            return {
                "since": Span(span.since, None),
                "after": Span(following(span.until), None),
                "until": Span(None, span.until),
                "before": Span(None, preceding(span.since)),
            }[kind]
    for pattern in _RANGES:
        found = pattern.fullmatch(text)
        span = _between(found[1], found[2], today) if found else None
        if span:
            return span
    return _single(text, today)


def _between(left: str, right: str, today: date) -> Span | None:
    """Both ends, an empty one open. `May to June 2016`: a left end without a year takes that of the right one."""
    last = _single(right, today) if right else Span(None, None)
    if last is None:
        return None
    first = _single(left, today) if left else Span(None, None)
    if first is None and last.since:
        first = _single(f"{left} {last.since[:4]}", today)
        if first is None and re.fullmatch(r"\d{1,2}", left) and len(last.since) == 10:
            first = _single(f"{last.since[:8]}{int(left):02}", today)
    if first is None or (first.since and last.until and first.since > last.until[: len(first.since)]):
        return None
    return Span(first.since, last.until)


_NUMBERS = tuple(
    re.compile(pattern)
    for pattern in (
        r"(?P<y>\d{4})",
        r"(?P<y>\d{4})[-/.](?P<m>\d{1,2})",
        r"(?P<m>\d{1,2})[-/.](?P<y>\d{4})",
        r"(?P<y>\d{4})(?P<s>[-/.])(?P<m>\d{1,2})(?P=s)(?P<d>\d{1,2})(?:t.*)?",
        r"(?P<y>\d{4})(?P<m>\d{2})(?P<d>\d{2})",
        r"(?P<d>\d{1,2})\.\s?(?P<m>\d{1,2})\.\s?(?P<y>\d{4})",
    )
)
_SLASHED = re.compile(r"(\d{1,2})([-/])(\d{1,2})\2(\d{4})")
_DECADE = re.compile(r"(?:the )?(\d{3})0(?:'?s|er|'?l[ae]r|-e)")
_QUARTER = re.compile(r"(?:q([1-4])[ /-]?(\d{4})|(\d{4})[ /-]?q([1-4]))")
_LAST = re.compile(r"(?:in )?(?:the )?(?:last|past|previous) (\d{1,4}) (day|week|month|year)s?")


def _single(text: str, today: date) -> Span | None:
    for pattern in _NUMBERS:
        found = pattern.fullmatch(text)
        if found:
            parts = found.groupdict()
            return _at(*(int(parts[k]) for k in "ymd" if parts.get(k)))
    if found := _SLASHED.fullmatch(text):
        return _slashed(int(found[1]), int(found[3]), int(found[4]))
    if found := _DECADE.fullmatch(text):
        return Span(f"{found[1]}0", f"{found[1]}9") if _at(int(found[1]) * 10) else None
    if found := _QUARTER.fullmatch(text):
        year, last = found[2] or found[3], int(found[1] or found[4]) * 3
        return Span(f"{year}-{last - 2:02}", f"{year}-{last:02}") if _at(int(year)) else None
    if found := _LAST.fullmatch(text):
        return _back(int(found[1]), found[2], today)
    return _worded(text, today)


def _at(year: int, month: int | None = None, day: int | None = None) -> Span | None:
    """One year, month or day; None where the calendar has no such."""
    if not FIRST_YEAR <= year <= LAST_YEAR:
        return None
    if month is None:
        return Span(f"{year:04}", f"{year:04}")
    if not 1 <= month <= 12:
        return None
    if day is None:
        return Span(f"{year:04}-{month:02}", f"{year:04}-{month:02}")
    if not 1 <= day <= calendar.monthrange(year, month)[1]:
        return None
    return Span(f"{year:04}-{month:02}-{day:02}", f"{year:04}-{month:02}-{day:02}")


def _slashed(first: int, second: int, year: int) -> Span | None:
    """23/5/2016 and 5/23/2016 are one day each; 5/4/2016 is two, and so none."""
    readings = {_at(year, second, first), _at(year, first, second)} - {None}
    return readings.pop() if len(readings) == 1 else None


def _back(count: int, unit: str, today: date) -> Span | None:
    """The last so many days, weeks, months or years up to today."""
    try:
        if unit in ("day", "week"):
            first = today - timedelta(days=count * (7 if unit == "week" else 1) - 1)
        else:
            months = today.year * 12 + today.month - 1 - count * (12 if unit == "year" else 1)
            year, month = months // 12, months % 12 + 1
            first = date(year, month, min(today.day, calendar.monthrange(year, month)[1])) + timedelta(days=1)
    except (ValueError, OverflowError, IndexError):
        return None
    return Span(first.isoformat(), today.isoformat()) if first.year >= FIRST_YEAR and count else None


_BASES = (datetime(2003, 3, 4), datetime(2007, 10, 17))
_UNIT_LETTER = re.compile(r"\d+\s*[a-z]{1,2}")


def _worded(text: str, today: date) -> Span | None:
    """dateparser's reading, of texts with a word in them: it takes `5s` for five seconds ago and `a 2016` for August.

    What it fills in from the present day is found by reading the text from two different presents: only the parts
    that come out the same were stated. A number that it passes over makes the text no date.
    """
    if (
        len(text.split()) > MOST_WORDS
        or _UNIT_LETTER.fullmatch(text)
        or sum(c.isalpha() for c in text) < (1 if not text.isascii() else 2)
    ):
        return None
    year = _YEAR.search(text)
    if not year:
        return _relative(text, today)
    one, other = (_dateparser("absolute-time", text, base)[0] for base in _BASES)
    if one is None or other is None or not one.year == other.year == int(year[0]):
        return None
    stated = [one.year]
    if one.month == other.month:
        stated += [one.month, one.day] if one.day == other.day else [one.month]
    return _at(*stated) if {int(n) for n in re.findall(r"\d+", text)} <= set(stated) else None


def _relative(text: str, today: date) -> Span | None:
    """`yesterday`, `last week` (Monday to Sunday), `3 months ago` (that month), in any of the languages."""
    day, period = _dateparser("relative-time", text, datetime(today.year, today.month, today.day, 23, 59))
    if day is None:
        return None
    if period == "week":
        monday = day.date() - timedelta(days=day.weekday())
        return Span(monday.isoformat(), (monday + timedelta(days=6)).isoformat())
    if period == "year":
        return _at(day.year)
    return _at(day.year, day.month, None if period == "month" else day.day)


def _dateparser(kind: str, text: str, base: datetime) -> tuple[datetime | None, str]:
    """What the library reads, as of `base`, and the stretch it takes it for: day, week, month or year."""
    try:
        found = _reader(kind, base).get_date_data(text)
    except Exception:  # a reader's text must never raise, and the library documents no errors
        return None, ""
    return found.date_obj, found.period


@lru_cache(maxsize=8)
def _reader(kind: str, base: datetime) -> Any:
    from dateparser.date import DateDataParser  # noqa: PLC0415 – a fifth of a second that few searches need

    return DateDataParser(
        languages=LANGUAGES,
        try_previous_locales=False,
        settings={"PARSERS": [kind], "RELATIVE_BASE": base, "PREFER_DATES_FROM": "past", "DATE_ORDER": "DMY"}
        | ({"REQUIRE_PARTS": ["year"]} if kind == "absolute-time" else {}),
    )
