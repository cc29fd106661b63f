"""Whether two stamps may be of the same moment, and what they say of it together.

A local time without zone and the same instant in UTC give each other what they lack: 10:20 and 08:20Z are 10:20+02:00.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from search.ingest.stamps import Stamp

_WEST, _EAST = -11 * 60, 14 * 60
"""Minutes from Greenwich within which people live; -12:00 would be a clock of twelve hours without a.m. and p.m."""
_STEP, _ODD = 15, (345, 525, 765)
"""Offsets of places are whole half hours, but for Nepal, Eucla and Chatham."""


def agree(one: Stamp, other: Stamp) -> bool:
    """Whether they may be of the same publication: the same day, seen from one place or from two."""
    day, other_day = one.date, other.date
    if day is None or other_day is None:
        return (one.year, one.month) == (other.year, other.month)
    if day == other_day:
        return True
    if one.hour is not None and one.zone is not None and other.hour is not None and other.zone is not None:
        return abs(_minutes(one) - one.zone - (_minutes(other) - other.zone)) <= 1
    return _seen_from_utc(one, other) or _seen_from_utc(other, one)


def _seen_from_utc(utc: Stamp, local: Stamp) -> bool:
    """Whether the day of a local stamp can be that of an instant in UTC, somewhere on earth."""
    if utc.zone != 0 or utc.hour is None or local.zone is not None or local.date is None:
        return False
    if local.hour is not None:
        return offset_between(local, utc) is not None
    midnight = _minutes(replace(local, hour=0, minute=0))
    return midnight < _minutes(utc) + _EAST and _minutes(utc) + _WEST < midnight + 24 * 60


def is_later(one: Stamp, other: Stamp) -> bool:
    """Whether one is after the other, in instants where both have a zone and as far as both are precise where not."""
    if one.date is None or other.date is None or one.hour is None or other.hour is None:
        return (one.date or date.min) > (other.date or date.min)
    if one.zone is None or other.zone is None:
        return _minutes(one) > _minutes(other)
    return _minutes(one) - one.zone > _minutes(other) - other.zone


def is_same(one: Stamp, other: Stamp) -> bool:
    """Whether neither is later than the other."""
    return not is_later(one, other) and not is_later(other, one)


def offset_between(local: Stamp, instant: Stamp) -> int | None:
    """The offset in minutes at which a local clock shows the instant, where there is a place with that offset.

    A clock that shows no minutes, `5 AM`, shows any of its hour.
    """
    if (
        instant.zone is None
        or instant.hour is None
        or local.hour is None
        or not (local.date and instant.date)
    ):
        return None
    apart = _minutes(local) - (_minutes(instant) - instant.zone)
    whole_hour = local.minute is None and instant.minute is not None
    offset = 60 * -(-apart // 60) if whole_hour else _STEP * round(apart / _STEP)
    near = whole_hour or abs(apart - offset) <= 1
    return offset if near and _WEST <= offset <= _EAST and (offset % 30 == 0 or offset in _ODD) else None


def merge(shown: Sequence[Stamp], claimed: Sequence[Stamp]) -> Stamp:
    """One stamp from those that agree, each list the most trusted first: the finest time, and its zone where one has it."""
    local = next((stamp for stamp in shown if stamp.hour is not None), None)
    instant = next((stamp for stamp in claimed if stamp.hour is not None), None)
    if local is None:
        return instant or max((*shown, *claimed), key=lambda stamp: stamp.date is not None)
    if instant is None:
        return local
    offset = offset_between(local, instant)
    if offset is not None and (instant.zone in (0, offset) or local.zone == offset):
        return _at_offset(instant, offset) if local.second is None else replace(local, zone=offset, places=())
    if instant.zone is not None and (local.zone is None or local.places):
        return instant
    same = (local.hour, local.minute) == (instant.hour, instant.minute)
    return replace(local, second=instant.second) if same and local.second is None else local


def _at_offset(instant: Stamp, offset: int) -> Stamp:
    """The same instant on a clock with that offset."""
    day, minutes = divmod(_minutes(instant) - (instant.zone or 0) + offset, 24 * 60)
    there = date.fromordinal(day)
    hour, minute = divmod(minutes, 60)
    return replace(
        instant,
        year=there.year, month=there.month, day=there.day, hour=hour, minute=minute, zone=offset, weekday=None,
    )  # fmt: skip


def _minutes(stamp: Stamp) -> int:
    """On the stamp's own clock, from the first day of the calendar."""
    days = stamp.date.toordinal() if stamp.date else 0
    return (24 * days + (stamp.hour or 0)) * 60 + (stamp.minute or 0)
