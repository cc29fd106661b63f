"""How values read to a person: dates at the precision that is known, languages and months by name, counts."""

from __future__ import annotations

import re
from datetime import date
from functools import lru_cache

from babel import Locale, UnknownLocaleError
from babel.dates import format_date
from babel.numbers import format_decimal

from search.article import Published

LOCALE = "en"

FACET_NAMES = {
    "source": ("Publication", "Publications"),
    "place": ("Filed from", "Places"),
    "year": ("Year", "Years"),
    "month": ("Month", "Months"),
    "language": ("Language", "Languages"),
    "credit": ("Credit", "Credits"),
    "byline": ("Byline", "Bylines"),
    "section": ("Section", "Sections"),
}
"""For each facet its name over a list of values, and the plural for a page of all of them."""

_UNKNOWN = {"year": "Undated", "month": "Month not known", "byline": "No byline", "credit": "No credit"}
_CLOCK = re.compile(r"T(?P<time>\d\d(?::\d\d){0,2})(?:[.,]\d+)?(?P<zone>Z|[+-]\d\d(?::?\d\d)?)?$")


@lru_cache(maxsize=4096)
def count(number: int) -> str:
    return format_decimal(number, locale=LOCALE)


def articles(number: int) -> str:
    return f"{count(number)} {'article' if number == 1 else 'articles'}"


@lru_cache(maxsize=4096)
def value(facet: str, raw: str) -> str:
    """One value of a facet by the name that a reader knows it by."""
    if not raw:
        return _UNKNOWN.get(facet, "Unknown")
    if facet == "language":
        return language(raw)
    if facet == "month":
        return span(raw)
    return raw


@lru_cache(maxsize=512)
def language(code: str) -> str:
    """The language's English name; the code itself where CLDR has no name for it."""
    try:
        return Locale.parse(code, sep="-").get_display_name(LOCALE) or code
    except (UnknownLocaleError, ValueError):
        return code


@lru_cache(maxsize=4096)
def span(text: str) -> str:
    """`2016`, `2016-05` or `2016-05-23` in words; any other text as it is."""
    parts = text.split("-")
    try:
        day = date(*(int(part) for part in (*parts, "1", "1")[:3]))
    except ValueError:
        return text
    return format_date(day, ("y", "MMMM y", "d MMMM y")[len(parts) - 1], locale=LOCALE)


def day(published: Published) -> str:
    """The day, month or year, whichever is known; empty when nothing is."""
    return span(published.day) if published.day else ""


def clock(value: str | None) -> str:
    """The time of day of an ISO instant with its zone, as far as known: `15:41:59 +06:00`; empty for a day."""
    match = _CLOCK.search(value or "")
    if not match:
        return ""
    zone = "UTC" if match["zone"] == "Z" else match["zone"] or ""
    return f"{match['time']} {zone}".strip()


def moment(value: str) -> str:
    """An ISO date or instant in words."""
    return f"{span(value[:10])} {clock(value)}".strip()


def stretch(since: str | None, until: str | None) -> str:
    """The days from one to the other, both included; either may be open."""
    if since and until:
        return span(since) if since == until else f"{span(since)} to {span(until)}"
    return f"{span(since)} or later" if since else f"{span(until or '')} or earlier"


@lru_cache(maxsize=512)
def short_month(month: str) -> str:
    """`2016-05` as `May`."""
    return format_date(date(2000, int(month[5:7]), 1), "MMM", locale=LOCALE)


def shortened(text: str, most: int = 80) -> str:
    return text if len(text) <= most else text[: most - 1].rstrip() + "…"
