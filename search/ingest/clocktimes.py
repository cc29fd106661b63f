"""The clock time and the zone of a stamp: `6:31 am IST`, `18h35`, `오후 8:06`, `kl 10.23`, `22:11 GMT+10`."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from search.ingest import daterow
from search.ingest.daterow import Piece
from search.ingest.datewords import AM, NIGHT, NOON, PM, Kind
from search.ingest.zones import Zone, candidates

_FURTHEST = 14 * 60
"""Minutes: no place is further from Greenwich."""


def read_clock(pieces: Sequence[Piece]) -> tuple[int, int | None, int | None] | None:
    """Hour, minute and second of a time that a pattern found, on the 24-hour clock. None for 25:00."""
    half = next((piece.word.meridiem for piece in pieces if piece.word and piece.may_be(Kind.MERIDIEM)), None)
    numbers = [piece for piece in pieces if piece.number]
    values = [piece.value for piece in numbers[:3]]
    if len(numbers) == 1 and len(text := numbers[0].text) in (4, 6):
        values = [int(text[i : i + 2]) for i in range(0, len(text), 2)]
    if not values:
        return None
    hour = _in_half(values[0], half)
    minute = values[1] if len(values) > 1 else None if half is not None else 0
    second = values[2] if len(values) > 2 else None
    if hour > 23 or (minute or 0) > 59 or (second or 0) > 60:
        return None
    return hour, minute, second if second is None else min(second, 59)


def _in_half(hour: int, half: int | None) -> int:
    """What is called night runs from six in the evening to six in the morning; noon from six to six."""
    if hour == 12 and half in (AM, NIGHT):
        return 0
    later = (half == PM and hour < 12) or (half == NIGHT and 6 <= hour < 12) or (half == NOON and hour < 6)
    return hour + 12 if later else hour


@dataclass(frozen=True, slots=True)
class ReadZone:
    """A zone as written, its minutes east of Greenwich, the places it may mean, and the piece after it."""

    name: str
    minutes: int | None
    places: tuple[Zone, ...]
    end: int


def read_zone(
    text: str, pieces: Sequence[Piece], row: str, at: int, *, moment: datetime | None, iso: bool
) -> ReadZone | None:
    """The zone at a piece. What a name means depends on the local moment; without one its minutes stay open.

    `iso` says that it follows an ISO 8601 date: after others `10:20 - 11:30` is a stretch of time.
    """
    found = daterow.OFFSET.match(row, at)
    if found is None or not (found["name"] or found["sign"]):
        return None
    first, end = found.span("name") if found["name"] else found.span("sign")
    minutes: int | None = None
    if found["sign"]:
        hours = pieces[found.start("hours")]
        tight = len(hours.text) == 4 and pieces[found.start("sign")].end == hours.start
        if found["name"] or iso or tight:
            part = pieces[found.start("minutes")].text if found["minutes"] else ""
            minutes = _offset(found["sign"], hours.text, part)
    places: tuple[Zone, ...] = ()
    if minutes is not None:
        end = found.end()
    elif not found["name"]:
        return None
    name = text[pieces[first].start : pieces[end - 1].end]
    if minutes is None and moment is not None:
        places = candidates(name, moment)
        if not places:
            return None
        minutes = places[0].minutes
    return ReadZone(name, minutes, places, end + (row[end : end + 1] in (")", "]")))


def _offset(sign: str, hours: str, minutes: str) -> int | None:
    if len(hours) == 4 and not minutes:
        hours, minutes = hours[:2], hours[2:]
    if len(hours) > 2:
        return None
    total = 60 * int(hours) + int(minutes or 0)
    return (-total if sign == "-" else total) if total <= _FURTHEST else None
