"""Which of several zones a name means on a page: is `IST` India's, Ireland's or Israel's?

Asked in turn: which place's zone fits every stamp with that name; a claimed instant; the country of the page's address and
language; the country of the places that it names about itself; how the stamp is written. Nothing else settles it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, time
from urllib.parse import urlsplit

from search.ingest.stamps import Stamp
from search.ingest.zones import Zone, candidates

# Words that speak for a country where they stand in the lines about the article: its names, cities, people.
_WORDS = {
    "IN": "india indian mumbai delhi bengaluru bangalore chennai kolkata hyderabad pune ahmedabad lucknow jaipur kochi bhopal "
    "patna chandigarh guwahati nagpur goa kerala gujarat punjab telangana lakh crore pti uni ani ians",
    "IE": "ireland irish dublin cork galway limerick waterford kilkenny sligo donegal kerry mayo gaa garda gardai taoiseach",
    "IL": "israel israeli jerusalem haifa tel-aviv knesset shekel haaretz",
    "GB": "britain british england scotland wales uk london manchester birmingham glasgow edinburgh cardiff belfast leeds",
    "BD": "bangladesh bangladeshi dhaka chittagong chattogram sylhet rajshahi khulna barisal",
    "US": "usa u.s america american washington york chicago angeles texas florida california boston houston",
    "CN": "china chinese beijing shanghai guangzhou shenzhen xinhua hong-kong",
    "AU": "australia australian sydney melbourne brisbane perth adelaide canberra nsw queensland",
    "CU": "cuba cuban havana habana",
    "MX": "mexico mexican méxico guadalajara monterrey",
    "PH": "philippines philippine filipino manila cebu davao",
    "CA": "canada canadian halifax toronto ottawa montreal nova-scotia newfoundland",
    "SA": "saudi riyadh jeddah mecca arabia",
    "JM": "jamaica jamaican kingston",
    "PR": "puerto-rico san-juan",
    "AM": "armenia armenian yerevan",
    "BR": "brazil brasil manaus amazonas",
}
_COUNTRY_OF_LANGUAGE = {"hi": "IN", "he": "IL", "bn": "BD", "zh": "CN", "ga": "IE", "ta": "IN", "te": "IN", "mr": "IN", "gu": "IN",
                        "kn": "IN", "ml": "IN", "hy": "AM"}  # fmt: skip
_DOMAINS = {"uk": "GB"}
_NO_COUNTRY = frozenset("tv me io co ai fm eu to ly gg cc ws".split())
"""Country domains that sites elsewhere use."""
_WORD = re.compile(r"[^\W\d_]+(?:[.-][^\W\d_]+)*")
_FAR_MORE = 3
_AMERICAN = re.compile(r"[^\W\d_]{3,}\.? \d{1,2}(?:st|nd|rd|th)?,? .*\d ?[ap]\.?m", re.I)


def country_of(address: str) -> str | None:
    """The country of an address's domain: `bbc.co.uk` → GB."""
    try:
        host = urlsplit(address if "//" in address else f"//{address}").hostname or ""
    except ValueError:
        return None
    last = host.rpartition(".")[2].lower()
    return (
        _DOMAINS.get(last, last.upper())
        if len(last) == 2 and last.isalpha() and last not in _NO_COUNTRY
        else None
    )


@dataclass(frozen=True, slots=True)
class Hints:
    """What a page says of where it is from: countries of its address and language tags, and the lines about the article,
    which few pages need.
    """

    countries: tuple[str, ...] = ()
    language: str | None = None
    lines: Callable[[], Iterable[str]] = tuple


def settle(
    stamp: Stamp, others: Iterable[Stamp], claims: Sequence[Stamp], hints: Hints
) -> tuple[Zone | None, str]:
    """The place that the stamp's zone name means, and why; None and what it may mean where nothing settles it."""
    name, places = stamp.zone_name or "", stamp.places
    if len({place.minutes for place in places}) == 1:
        return places[0], f"{name} is {_offset_names(places)}"
    fitting = [place for place in places if all(_fits(place, other, name) for other in others)]
    if len({place.country for place in fitting}) == 1:
        return fitting[
            0
        ], f"{name} is in use on all the days that the page writes it only in {fitting[0].place}"
    places = tuple(fitting) or places
    claimed = [place for place in places if any(_same_instant(stamp, place, claim) for claim in claims)]
    if len({place.minutes for place in claimed}) == 1:
        return claimed[0], f"{name} is {claimed[0].place}'s: the page claims the same instant"
    for country in hints.countries:
        if found := next((place for place in places if place.country == country), None):
            return found, f"{name} is {found.place}'s: the page's address or language is of {country}"
    if found := _named(places, hints):
        return found, f"{name} is {found.place}'s: the page names places there"
    text = " ".join(hints.lines())
    if places[0].country == "US" and hints.language == "en" and _AMERICAN.search(text):
        return places[0], f"{name} is {places[0].place}'s: the date is written in the American way"
    return None, f"{name} may be {' or '.join(place.place for place in places)}"


def _offset_names(places: Sequence[Zone]) -> str:
    return " and ".join(dict.fromkeys(place.place for place in places))


def _fits(place: Zone, other: Stamp, name: str) -> bool:
    """Whether the place writes the name on the other stamp's day too."""
    if other.zone_name is None or other.zone_name.upper() != name.upper() or other.date is None:
        return True
    moment = datetime.combine(other.date, time(other.hour or 0, other.minute or 0))
    return any(place.place == one.place for one in candidates(name, moment))


def _same_instant(stamp: Stamp, place: Zone, claim: Stamp) -> bool:
    if (
        stamp.date is None
        or claim.date is None
        or stamp.hour is None
        or claim.hour is None
        or claim.zone is None
    ):
        return False
    here = datetime.combine(stamp.date, time(stamp.hour, stamp.minute or 0))
    there = datetime.combine(claim.date, time(claim.hour, claim.minute or 0))
    return abs((here - there).total_seconds() / 60 - (place.minutes - claim.zone)) <= 1


def _named(places: Sequence[Zone], hints: Hints) -> Zone | None:
    """The one place whose country is spoken for: by the language, or by far more lines than any other's."""
    own = _COUNTRY_OF_LANGUAGE.get(hints.language or "")
    if found := next((place for place in places if place.country == own), None):
        return found
    lines = [{word.casefold() for word in _WORD.findall(line)} for line in hints.lines()]
    counts = {
        place.country: sum(1 for words in lines if words & set(_WORDS.get(place.country, "").split()))
        for place in places
    }
    first, *others = sorted(counts.items(), key=lambda item: -item[1])
    if not first[1] or any(first[1] < _FAR_MORE * count for _, count in others):
        return None
    return next(place for place in places if place.country == first[0])
