"""The year of a date that is printed without one, where the page's own evidence leaves one year; else none.

Evidence is the weekday that is named for the day, the latest date on the page (it was read then or later, and the article
is older), and the dates that the article itself looks back on. The running year is no evidence.
"""

from __future__ import annotations

import calendar
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from search.article import Block, Evidence
from search.ingest.daterow import read_row
from search.ingest.datewords import Kind
from search.ingest.sightings import Place, Sighting
from search.ingest.stamps import Stamp, find_stamps

_CYCLE = 28
"""Years after which the days of a year fall on the same weekdays again: further back nothing new would be found."""
_DAYS = list(calendar.day_name)
_LEAD = 2
"""Blocks of the text that may name the weekday of the news, and characters of each that are looked at."""
_LEAD_LENGTH = 240
_LEAST_LETTERS = 4
"""A shorter name of a weekday is as likely another word."""
_OTHER_WEEK = re.compile(
    r"\b(?:last|next|previous|coming|past|every|each|letzten|nächsten|dernier|prochain)\W+$", re.I
)
_MOST_BLOCKS = 60
"""Blocks of the text that are read for days it looks back on."""
_COPYRIGHT = re.compile(r"(?:©|\(c\)|copyright)\D{0,40}(?:(?:19|20)\d\d\s?[-–]\s?)?((?:19|20)\d\d)", re.I)


@dataclass(frozen=True, slots=True)
class Part:
    """A date without its year, as printed."""

    stamp: Stamp
    text: str
    line: int


@dataclass(frozen=True, slots=True)
class Bound:
    """A day that the article can't be after, or can't be before, and where it stands."""

    day: date
    text: str
    line: int


@dataclass(frozen=True, slots=True)
class Clues:
    """What a page says of its year; `weekday` is (0 for Monday, the line that names it)."""

    weekday: tuple[int, int] | None = None
    latest: Bound | None = None
    looks_back: tuple[Bound, ...] = ()


def find_clues(
    blocks: Sequence[Block], sightings: Sequence[Sighting], languages: Sequence[str], today: date
) -> Clues:
    """From all dated lines of the page and from its text. No date after `today` counts."""
    text = [block for block in blocks if block.kept][:_MOST_BLOCKS]
    named = ((named_weekday(block.clean, languages), block.line) for block in text[:_LEAD])
    weekday = next(((day, line) for day, line in named if day is not None), None)
    dated = [
        Bound(s.stamp.date, s.text[slice(*s.stamp.span)], s.line)
        for s in sightings
        if s.place is not Place.IN_TEXT and s.stamp.date and s.stamp.date <= today
    ]
    latest = max(dated, key=lambda bound: bound.day, default=None)
    for block in blocks:
        if not block.kept and (found := _COPYRIGHT.search(block.clean)):
            year = Bound(min(date(int(found[1]), 12, 31), today), found[0], block.line)
            if latest is None or year.day.year > latest.day.year:
                latest = year
    looks_back = tuple(
        Bound(date(stamp.year, stamp.month, stamp.day or 1), block.clean[slice(*stamp.span)], block.line)
        for block in text
        for stamp in find_stamps(block.clean, languages)
        if stamp.year
    )
    return Clues(weekday, latest, looks_back)


def infer_year(part: Part, clues: Clues) -> tuple[Stamp, list[Evidence]] | None:
    """The whole stamp and why. None where more than one year is left, or none, or nothing says when the page was read."""
    latest, weekday = clues.latest, clues.weekday
    if part.stamp.weekday is not None:
        weekday = part.stamp.weekday, part.line
    if latest is None:
        return None
    years = range(latest.day.year, latest.day.year - _CYCLE, -1)
    days = [day for year in years if (day := _day(year, part.stamp)) and day <= latest.day]
    back = [bound for bound in clues.looks_back if bound.day <= latest.day]
    earliest = max(back, key=lambda bound: bound.day, default=None)
    since = [day for day in days if earliest is None or day >= earliest.day]
    evidence = [Evidence("published", "date without a year", part.text, part.line)]
    if weekday is not None:
        name = _DAYS[weekday[0]]
        days = [day for day in days if day.weekday() == weekday[0]]
        if not days or days[0] not in since:
            return None
        fitting = ", ".join(str(day.year) for day in reversed(days))
        why = (
            f"names {name}: {part.stamp.day} {calendar.month_name[part.stamp.month]} is a {name} in {fitting}"
        )
        evidence.append(Evidence("published", why, "", weekday[1]))
    elif earliest is None or len(since) != 1:
        return None
    if earliest is not None:
        evidence.append(Evidence("published", "the text looks back on", earliest.text, earliest.line))
    chosen = (days if weekday is not None else since)[0]
    read_then = f"the page was read on {latest.day} or later and the article is older, so it is of {chosen.year} at the latest"
    evidence.append(Evidence("published", read_then, latest.text, latest.line))
    return replace(part.stamp, year=chosen.year), evidence


def in_year(stamp: Stamp, year: int, latest: date) -> Stamp | None:
    """The stamp in that year, if it has that day, on that weekday, and it is not to come."""
    day = _day(year, stamp)
    whole = replace(stamp, year=year)
    return whole if day and day <= latest and whole.consistent else None


def named_weekday(text: str, languages: Sequence[str]) -> int | None:
    """The weekday that a lead names for its news (`said on Monday`), 0 for Monday; None where it names two, or none."""
    head = text[:_LEAD_LENGTH]
    pieces, _ = read_row(head, tuple(languages))
    named = {
        next(iter(piece.word.weekdays))
        for piece in pieces
        if piece.word and piece.may_be(Kind.WEEKDAY) and piece.end - piece.start >= _LEAST_LETTERS
        if not _OTHER_WEEK.search(head[: piece.start])
    }
    return named.pop() if len(named) == 1 else None


def _day(year: int, stamp: Stamp) -> date | None:
    day = stamp.day or 1
    return date(year, stamp.month, day) if day <= calendar.monthrange(year, stamp.month)[1] else None
