"""What the letters beside a clock time mean: `IST`, `ET`, `WIB`, `Eastern Time` → the places that use them that day.

A name stands for every place that writes it; which of them had that very abbreviation in force on the day is asked of
the tz database (https://www.iana.org/time-zones), so that IST in December is not Ireland's and EST in Sydney's winter is.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, timezone
from functools import lru_cache
from zoneinfo import ZoneInfo

# `XX place`: the country and its tz database key; the place counts where its abbreviation is the name that day.
# `XX ~place`: the name is used there for the time in force, whatever the database calls it. `XX +hh:mm`: always so.
# The place that newspapers mean most often stands first.
_NAMES = {
    "UTC": "- +00:00", "GMT": "- +00:00", "Z": "- +00:00", "UT": "- +00:00", "ZULU": "- +00:00",
    "ET": "US ~America/New_York", "CT": "US ~America/Chicago", "MT": "US ~America/Denver",
    "PT": "US ~America/Los_Angeles", "AT": "CA ~America/Halifax", "NT": "CA ~America/St_Johns",
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


def rank(name: str, country: str) -> int:
    """How far down its name's list a country stands; past the end where it is not in it."""
    countries = [part.split()[0] for part in _NAMES.get(name.upper(), "").split(", ")]
    return countries.index(country) if country in countries else len(countries)


@lru_cache(maxsize=4096)
def candidates(name: str, moment: datetime) -> tuple[Zone, ...]:
    """The places where this was the name of the time in force at a local moment, the most usual first.

    `EST` in July is in force nowhere that has summer time, and is then read as written, for its first place.
    """
    stated = _NAMES.get(name.upper(), "")
    zones = [_zone(part, name, moment, strict=True) for part in stated.split(", ") if part]
    found = tuple(zone for zone in zones if zone)
    if found or not stated:
        return found
    first = _zone(stated.split(", ")[0], name, moment, strict=False)
    return (first,) if first else ()


def _zone(part: str, name: str, moment: datetime, strict: bool) -> Zone | None:
    country, place = part.split()
    if place[0] in "+-":
        sign = -1 if place[0] == "-" else 1
        return Zone(place, country, sign * (60 * int(place[1:3]) + int(place[4:6])))
    loose = place.startswith("~")
    zone = ZoneInfo(place.removeprefix("~"))
    local = moment.replace(tzinfo=zone)
    offset = local.utcoffset()
    if not strict:
        wanted = {
            str(local.replace(month=m, day=1).tzname()): local.replace(month=m, day=1).utcoffset()
            for m in (1, 7)
        }
        offset = wanted.get(name.upper(), offset)
    elif not loose and local.tzname() != name.upper():
        return None
    return Zone(place.removeprefix("~"), country, round((offset or timedelta()).total_seconds() / 60))


def iso_offset(minutes: int) -> str:
    """`330` → `+05:30`."""
    return datetime(2000, 1, 1, tzinfo=timezone(timedelta(minutes=minutes))).isoformat()[-6:]


def as_utc(local: datetime, minutes: int) -> datetime:
    return local.replace(tzinfo=timezone(timedelta(minutes=minutes))).astimezone(UTC)
