"""Digits of every script, and the calendars that news carries beside the Gregorian one.

Read: Buddhist (Thailand), Solar Hijri (Iran, Afghanistan), Japanese eras, Minguo (Taiwan). Not read: the lunar Hijri and
the Nepali year, which need tables of observed months; papers that print them print the Gregorian date beside them.
"""

from __future__ import annotations

import calendar
import unicodedata
from datetime import date
from functools import lru_cache

FIRST_YEAR, LAST_YEAR = 1600, 2100
"""Years of newspapers; the oldest that is printed and known is of 1605."""

_BUDDHIST = 543
_BUDDHIST_YEARS = range(2400, 2644)
_JALALI_YEARS = range(1250, 1472)
_ERAS = {"令和": 2018, "平成": 1988, "昭和": 1925, "大正": 1911, "民國": 1911, "民国": 1911}
_HAN_DIGITS = {c: i for i, c in enumerate("〇一二三四五六七八九")} | {"零": 0}

_LEAP = frozenset((1, 5, 9, 13, 17, 22, 26, 30))
_ANCHOR_YEAR, _ANCHOR = 1395, date(2016, 3, 20).toordinal()


def _plain_characters() -> dict[int, str]:
    """One character for one character, so that places in the plain text are places in the text."""
    plain = {c: chr(c - 0xFEE0) for c in range(0xFF01, 0xFF5F)}
    for c in range(0x80, 0x10000):
        character = chr(c)
        category = unicodedata.category(character)
        if category == "Nd":
            plain[c] = str(unicodedata.digit(character))
        elif category == "Pd":
            plain[c] = "-"
        elif category in ("Zs", "Cf"):
            plain[c] = " "
    plain |= {0x2212: "-", 0x2044: "/", 0x2215: "/", 0x060D: "/", 0x2236: ":", 0xFE55: ":", 0x0F0B: " "}
    plain |= dict.fromkeys((0x060C, 0x3001, 0xFF0C), ",") | dict.fromkeys((0x06D4, 0x3002, 0x0589), ".")
    plain |= dict.fromkeys((0x2019, 0x2018, 0x02BC, 0x00B4, 0x0060), "'")
    plain |= dict.fromkeys((0x00B7, 0x2022, 0x2219, 0x22C5, 0x30FB, 0x25CF, 0x2027), "·")
    return plain


_PLAIN = _plain_characters()


def plain(text: str) -> str:
    """The same text with ASCII digits, dashes, slashes, colons, commas and spaces, each character in its place."""
    return text.replace("`", "'") if text.isascii() else text.translate(_PLAIN)


def read_han(text: str) -> int:
    """`二〇一六` → 2016, `二十三` → 23. 0 for what is no number of a date."""
    if "十" not in text and "廿" not in text:
        return int("".join(str(_HAN_DIGITS[c]) for c in text))
    tens, _, ones = text.replace("廿", "二十").partition("十")
    if len(tens) > 1 or len(ones) > 1 or "十" in ones:
        return 0
    return 10 * _HAN_DIGITS.get(tens, 1) + _HAN_DIGITS.get(ones, 0)


def era_year(era: str, number: str) -> int:
    """`令和`, `5` → 2023; the first year of an era may be written 元."""
    return _ERAS[era] + (1 if number == "元" else int(number))


def full_year(digits: str, thai: bool) -> int:
    """The year that two digits mean: 69 to 99 are of the 1900s (POSIX strptime, %y). Thai papers write 59 for 2559."""
    short = int(digits)
    if thai and 2500 + short >= 2000 + _BUDDHIST:
        return 2500 + short - _BUDDHIST
    return short + (1900 if short >= 69 else 2000)


def may_be_year(year: int) -> bool:
    return FIRST_YEAR <= year <= LAST_YEAR or year in _BUDDHIST_YEARS or year in _JALALI_YEARS


def to_gregorian(year: int, month: int, day: int, jalali: bool) -> date | None:
    """The day on the Gregorian calendar, or None where there is no such day or the calendar is not read here."""
    if year in _BUDDHIST_YEARS:
        year -= _BUDDHIST
    if jalali:
        return _from_jalali(year, month, day)
    if not (FIRST_YEAR <= year <= LAST_YEAR and 1 <= month <= 12):
        return None
    return date(year, month, day) if 1 <= day <= calendar.monthrange(year, month)[1] else None


@lru_cache(maxsize=512)
def _new_year(year: int) -> int:
    """1 Farvardin as a proleptic Gregorian ordinal. Eight leap years in 33, which holds from AP 1178 to 1501

    (K. M. Borkowski, The Persian Calendar for 3000 Years, Earth, Moon and Planets 74, 1996).
    """
    step = 1 if year >= _ANCHOR_YEAR else -1
    years = range(_ANCHOR_YEAR, year) if step > 0 else range(year, _ANCHOR_YEAR)
    return _ANCHOR + step * sum(366 if y % 33 in _LEAP else 365 for y in years)


def _from_jalali(year: int, month: int, day: int) -> date | None:
    if year not in _JALALI_YEARS or not (1 <= month <= 12 and day >= 1):
        return None
    length = 31 if month <= 6 else 30 if month < 12 or year % 33 in _LEAP else 29
    if day > length:
        return None
    before = 31 * (month - 1) if month <= 7 else 186 + 30 * (month - 7)
    return date.fromordinal(_new_year(year) + before + day - 1)
