"""What the letters beside a clock time mean: `IST`, `ET`, `WIB`, `Eastern Time` → the places that use them that day.

A name stands for every place that writes it; which of them had that very abbreviation in force on the day is asked of
the tz database (https://www.iana.org/time-zones), so that IST in December is not Ireland's and EST in Sydney's winter is.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta, timezone
from functools import lru_cache
from zoneinfo import ZoneInfo

# `XX place`: the country and its tz database key; the place counts where its abbreviation is the name that day.
# `XX ~place`: the name is used there for the time in force, whatever the database calls it. `XX +hh:mm`: always so.
# The place that newspapers mean most often stands first.
_NAMES = {
    "UTC": "- +00:00", "GMT": "- +00:00", "Z": "- +00:00", "UT": "- +00:00", "ZULU": "- +00:00",
    "ET": "US ~America/New_York", "CT": "US ~America/Chicago", "MT": "US ~America/Denver",
    "PT": "US ~America/Los_Angeles",
    "EST": "US America/New_York, AU ~Australia/Sydney, JM America/Jamaica", "EDT": "US America/New_York, AU ~Australia/Sydney",
    "CST": "US America/Chicago, CN Asia/Shanghai, CU America/Havana, MX America/Mexico_City",
    "CDT": "US America/Chicago, CU America/Havana",
    "MST": "US America/Denver, US America/Phoenix", "MDT": "US America/Denver",
    "PST": "US America/Los_Angeles, PH Asia/Manila", "PDT": "US America/Los_Angeles",
    "AKST": "US America/Anchorage", "AKDT": "US America/Anchorage", "AKT": "US ~America/Anchorage",
    "HST": "US Pacific/Honolulu", "AST": "CA America/Halifax, SA ~Asia/Riyadh, PR America/Puerto_Rico",
    "ADT": "CA America/Halifax", "NST": "CA America/St_Johns", "NDT": "CA America/St_Johns",
    "IST": "IN Asia/Kolkata, IE Europe/Dublin, IL Asia/Jerusalem", "IDT": "IL Asia/Jerusalem",
    "BST": "GB Europe/London, BD ~Asia/Dhaka", "BDST": "BD +06:00", "BDT": "BD +06:00",
    "WET": "PT Europe/Lisbon", "WEST": "PT Europe/Lisbon", "CET": "FR Europe/Paris", "CEST": "FR Europe/Paris",
    "EET": "GR Europe/Athens", "EEST": "GR Europe/Athens", "MEZ": "DE +01:00", "MESZ": "DE +02:00",
    "HNEC": "FR +01:00", "HAEC": "FR +02:00", "SEČ": "CZ +01:00", "SELČ": "CZ +02:00",
    "MSK": "RU ~Europe/Moscow", "МСК": "RU ~Europe/Moscow", "MCK": "RU ~Europe/Moscow", "SAMT": "RU +04:00",
    "YEKT": "RU +05:00", "OMST": "RU +06:00", "KRAT": "RU +07:00", "NOVT": "RU +07:00", "IRKT": "RU +08:00",
    "YAKT": "RU +09:00", "VLAT": "RU +10:00", "TRT": "TR ~Europe/Istanbul", "TSİ": "TR ~Europe/Istanbul", "TSI": "TR ~Europe/Istanbul",
    "GET": "GE +04:00", "AMT": "AM +04:00, BR ~America/Manaus", "AZT": "AZ ~Asia/Baku",
    "GST": "AE +04:00", "UAE": "AE +04:00", "KSA": "SA +03:00", "IRST": "IR +03:30", "IRDT": "IR +04:30", "AFT": "AF +04:30",
    "PKT": "PK +05:00", "NPT": "NP +05:45", "LKT": "LK +05:30", "SLST": "LK +05:30", "BTT": "BT +06:00", "MVT": "MV +05:00",
    "MMT": "MM +06:30", "ICT": "TH +07:00", "WIB": "ID +07:00", "WITA": "ID +08:00", "WIT": "ID +09:00",
    "MYT": "MY +08:00", "SGT": "SG +08:00", "HKT": "HK +08:00", "PHT": "PH +08:00", "PHST": "PH +08:00", "JST": "JP +09:00",
    "KST": "KR +09:00", "AWST": "AU +08:00", "ACST": "AU +09:30", "ACDT": "AU +10:30", "AEST": "AU +10:00",
    "AEDT": "AU +11:00", "AET": "AU ~Australia/Sydney", "NZST": "NZ +12:00", "NZDT": "NZ +13:00", "NZT": "NZ ~Pacific/Auckland",
    "SAST": "ZA +02:00", "CAT": "ZW +02:00", "EAT": "KE +03:00", "WAT": "NG +01:00",
    "BRT": "BR ~America/Sao_Paulo", "BRST": "BR -02:00", "ART": "AR -03:00", "CLT": "CL -04:00", "CLST": "CL -03:00",
    "COT": "CO -05:00", "PET": "PE -05:00", "ECT": "EC -05:00", "VET": "VE ~America/Caracas", "BOT": "BO -04:00",
    "UYT": "UY -03:00", "PYT": "PY -04:00",
    "EASTERN TIME": "US ~America/New_York", "EASTERN STANDARD TIME": "US -05:00", "EASTERN DAYLIGHT TIME": "US -04:00",
    "CENTRAL TIME": "US ~America/Chicago", "CENTRAL STANDARD TIME": "US -06:00", "CENTRAL DAYLIGHT TIME": "US -05:00",
    "MOUNTAIN TIME": "US ~America/Denver", "PACIFIC TIME": "US ~America/Los_Angeles", "EASTERN": "US ~America/New_York",
    "PACIFIC STANDARD TIME": "US -08:00", "PACIFIC DAYLIGHT TIME": "US -07:00", "EST/EDT": "US ~America/New_York",
    "INDIA STANDARD TIME": "IN +05:30", "INDIAN STANDARD TIME": "IN +05:30", "BEIJING TIME": "CN +08:00",
    "MOSCOW TIME": "RU ~Europe/Moscow", "HONG KONG TIME": "HK +08:00", "ISRAEL TIME": "IL ~Asia/Jerusalem",
    "UK TIME": "GB ~Europe/London", "LONDON TIME": "GB ~Europe/London", "CENTRAL EUROPEAN TIME": "FR ~Europe/Paris",
    "GREENWICH MEAN TIME": "- +00:00", "UNIVERSAL TIME": "- +00:00", "BRASÍLIA": "BR ~America/Sao_Paulo",
    "HORÁRIO DE BRASÍLIA": "BR ~America/Sao_Paulo", "ПО МОСКВЕ": "RU ~Europe/Moscow", "غرينتش": "- +00:00",
    "جرينتش": "- +00:00", "بتوقيت غرينتش": "- +00:00", "بتوقيت جرينتش": "- +00:00",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Zone:
    """A place that a zone name stands for, its country (ISO 3166, `-` for none) and its offset in minutes that day."""

    place: str
    country: str
    minutes: int


def names() -> tuple[str, ...]:
    return tuple(_NAMES)


@lru_cache(maxsize=4096)
def candidates(name: str, moment: datetime) -> tuple[Zone, ...]:
    """The places where this was the name of the time in force at a local moment, the most usual first.

    Many write `EST` in July too, when no place that has summer time does: a standard time is then read as written, for the
    name's first place. So is any name that was in force nowhere.
    """
    stated = [part for part in _NAMES.get(name.upper(), "").split(", ") if part]
    found = [zone for part in stated if (zone := _in_force(part, name.upper(), moment))]
    if stated and not (found and _place(stated[0]) == found[0].place):
        as_written = _as_written(stated[0], name.upper(), moment)
        if as_written and (not found or as_written[1]):
            found.insert(0, as_written[0])
    return tuple(found)


def _place(part: str) -> str:
    return part.split()[1].removeprefix("~")


def _in_force(part: str, name: str, moment: datetime) -> Zone | None:
    country, place = part.split()
    if place[0] in "+-":
        sign = -1 if place[0] == "-" else 1
        return Zone(place, country, sign * (60 * int(place[1:3]) + int(place[4:6])))
    local = moment.replace(tzinfo=ZoneInfo(place.removeprefix("~")))
    if not place.startswith("~") and local.tzname() != name:
        return None
    return Zone(place.removeprefix("~"), country, _minutes(local.utcoffset()))


def _as_written(part: str, name: str, moment: datetime) -> tuple[Zone, bool] | None:
    """The offset that the name has in another part of the year, and whether that is the standard time."""
    for month in (1, 7):
        there = moment.replace(month=month, day=1, tzinfo=ZoneInfo(_place(part)))
        if there.tzname() == name:
            return Zone(_place(part), part.split(maxsplit=1)[0], _minutes(there.utcoffset())), not there.dst()
    return None


def _minutes(offset: timedelta | None) -> int:
    return round((offset or timedelta()).total_seconds() / 60)


def iso_offset(minutes: int) -> str:
    """`330` → `+05:30`."""
    return datetime(2000, 1, 1, tzinfo=timezone(timedelta(minutes=minutes))).isoformat()[-6:]
