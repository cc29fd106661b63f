"""The dates that a document claims of itself: JSON-LD, meta elements, a record's own field, the day in its address."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime
from functools import lru_cache

from search.article import record
from search.ingest.calendars import FIRST_YEAR, LAST_YEAR, to_gregorian
from search.ingest.page import Claim
from search.ingest.stamps import Stamp, find_stamps, read_stamp

_ISO = re.compile(
    r"(\d{4})-(\d\d)-(\d\d)(?:[Tt ](\d\d):(\d\d)(?::(\d\d)(?:[.,]\d+)?)?\s?(?:([Zz])|([+-])(\d\d):?(\d\d)?)?)?(?:\[[\w/+-]+\])?"
)
_UNIX = re.compile(r"\d{10}(?:\d{3})?(?:\.\d+)?")
_UNIX_MILLIS = 13
_MONTH = re.compile(r"(\d{4})-(\d\d)")
_YEAR = re.compile(r"\d{4}")
_EPOCH = 1970
"""What systems fill in for no date begins with this year, on 1 January."""

# How much a claim says, by how its rule begins. A record's own field was put there by hand or by the paper's system.
_TRUST_STATED = 5.0
_TRUST = (
    ("stated ", _TRUST_STATED),
    ("json-ld datepublished", 3.0),
    ("meta article:published_time", 2.5),
    ("microdata datepublished", 2.0),
    ("date in the address", 1.5),
    ("json-ld", 1.0),
    ("meta", 1.0),
    ("<time", 0.7),
)
_TRUST_OTHER = 0.7
_OF_PUBLICATION, _TRUST_PUBLICATION = re.compile("publi|pub-?date|issued"), 1.5


@record
class Claimed:
    """A claim and what it says: a stamp, or only a year."""

    claim: Claim
    trust: float
    stamp: Stamp | None = None
    year: int | None = None


def read_claims(claims: Sequence[Claim], languages: tuple[str, ...]) -> list[Claimed]:
    """Those that can be read, in their order."""
    return [read for claim in claims if (read := _read(claim, languages))]


def _read(claim: Claim, languages: tuple[str, ...]) -> Claimed | None:
    trust, value = _trust(claim.rule), claim.value.strip()
    if _YEAR.fullmatch(value) and FIRST_YEAR <= int(value) <= LAST_YEAR:
        return Claimed(claim, trust, year=int(value))
    stamp = _stamp(value, languages, by_hand=trust == _TRUST_STATED)
    if stamp is None or stamp.year is None or (stamp.year, stamp.month, stamp.day) == (_EPOCH, 1, 1):
        return None
    if (stamp.hour, stamp.minute, stamp.second or 0) == (0, 0, 0):
        stamp = replace(stamp, hour=None, minute=None, second=None, zone=None, zone_name=None, places=())
    return Claimed(claim, trust, stamp, stamp.year)


@lru_cache(maxsize=256)  # pages have few rules between them
def _trust(rule: str) -> float:
    rule = rule.lower()
    trust = next((trust for name, trust in _TRUST if rule.startswith(name)), _TRUST_OTHER)
    if rule.startswith("meta") and _OF_PUBLICATION.search(rule):
        return max(trust, _TRUST_PUBLICATION)
    return trust


@lru_cache(maxsize=64)  # a page makes one claim in several places
def _stamp(value: str, languages: tuple[str, ...], by_hand: bool) -> Stamp | None:
    """A record's field may be in any language and form, so it is read with every means."""
    if found := _ISO.fullmatch(value):
        return _from_iso(found)
    if _UNIX.fullmatch(value):
        seconds = int(value[:_UNIX_MILLIS]) / (
            1000 if len(value.split(".", maxsplit=1)[0]) == _UNIX_MILLIS else 1
        )
        at = datetime.fromtimestamp(seconds, UTC)
        return Stamp(at.year, at.month, at.day, at.hour, at.minute, at.second, zone=0)
    if (found := _MONTH.fullmatch(value)) and to_gregorian(int(found[1]), int(found[2]), 1, jalali=False):
        return Stamp(int(found[1]), int(found[2]), None)
    if by_hand:
        return read_stamp(value, languages)
    return next((stamp for stamp in find_stamps(value, languages) if stamp.date), None)


def _from_iso(found: re.Match[str]) -> Stamp | None:
    """ISO 8601, and its usual neighbours: a space for the T, no colon in the offset, fractions of a second."""
    year, month, day = (int(found[i]) for i in (1, 2, 3))
    if to_gregorian(year, month, day, jalali=False) is None:
        return None
    hour, minute, second = (None if found[i] is None else int(found[i]) for i in (4, 5, 6))
    if hour is None or minute is None or hour > 23 or minute > 59:
        return Stamp(year, month, day)
    zone = 0 if found[7] else None
    if found[8]:
        zone = (60 * int(found[9]) + int(found[10] or 0)) * (-1 if found[8] == "-" else 1)
    return Stamp(year, month, day, hour, minute, None if second is None else min(second, 59), zone=zone)
