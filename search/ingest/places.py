"""Places as CLDR knows them: the territories of the world, and the cities after which time zones are named."""

from __future__ import annotations

import re
import unicodedata
from functools import cache
from itertools import filterfalse

from babel import Locale, UnknownLocaleError
from babel.core import get_global

_EDGE = re.compile(r"^[\W_]+|[\W_]+$")
PARTICLES = frozenset(
    "al an and am au aux bei cum da de del der di do dos du e el en et i in la las le les los of on sous sul sur the upon und van y ya".split()
)
_INITIALS = frozenset(
    ("D.C.", "DC", "U.K.", "UK", "U.S.", "US", "U.S.A.", "USA", "UAE", "U.A.E.", "U.N.", "UN")
)

_ALSO = frozenset(
    (
        "america", "bosnia", "britain", "burma", "cape verde", "congo", "czech republic", "dr congo", "east timor",
        "england", "gaza", "great britain", "holland", "hong kong", "ivory coast", "macau", "macedonia",
        "northern ireland", "palestine", "scotland", "swaziland", "turkey", "uae", "uk", "us", "usa", "vatican", "wales",
        "west bank",
    )
)  # fmt: skip
"""English names in use that CLDR does not have, or has in another form."""


def country(text: str, language: str | None) -> str | None:
    """The territory's name as written, where the text is one in the language or in English."""
    key = fold_place(text)
    return text.strip() if any(key in _territories(code) for code in _codes(language)) else None


def is_place(text: str, language: str | None) -> bool:
    """Whether CLDR names a territory or a time zone's city so. Few cities are, so False means little."""
    key = fold_place(text)
    return any(key in _territories(code) or key in _cities(code) for code in _codes(language))


def place_case(text: str, language: str | None = None) -> str:
    """`WASHINGTON` as Washington, `PORT-AU-PRINCE` as Port-au-Prince; what is not in capitals stays as it is."""
    return " ".join(_word_case(word, i, language) for i, word in enumerate(text.split()))


def fold_place(text: str) -> str:
    if text.isascii():
        return _EDGE.sub("", text.replace("&", "and").casefold())
    decomposed = unicodedata.normalize("NFKD", text.replace("’", "'").replace("&", "and")).casefold()
    return _EDGE.sub("", "".join(filterfalse(unicodedata.combining, decomposed)))


def _word_case(word: str, position: int, language: str | None) -> str:
    if not word.isupper() or word in _INITIALS or len(word) == 1:
        return word
    pieces = re.split(r"([-/'’])", word)
    cased = []
    for i, piece in enumerate(pieces):
        low = _lower(piece, language)
        inner = i > 0 or position > 0
        after_mark = i > 1 and pieces[i - 1] in "'’"
        small = (inner and low in PARTICLES and (len(pieces) > 1 or position > 0)) or (
            after_mark and len(low) == 1
        )
        cased.append(low if small and low != "st" else piece[:1] + low[len(_lower(piece[:1], language)) :])
    return "".join(cased)


def _lower(text: str, language: str | None) -> str:
    """Lower case; in Turkish and Azeri I is ı and İ is i, and elsewhere İ never leaves its dot behind."""
    if language in ("tr", "az"):
        text = text.replace("I", "ı")
    return text.replace("İ", "i").lower()


def _codes(language: str | None) -> tuple[str, ...]:
    return ("en",) if language in (None, "en") else (language, "en")


@cache
def _territories(language: str) -> frozenset[str]:
    locale = _locale(language)
    named = locale.territories.items() if locale else ()
    return frozenset(fold_place(name) for code, name in named if len(code) == 2) | _ALSO


@cache
def _cities(language: str) -> frozenset[str]:
    """Named by the language where it has a name of its own for the city, else by the identifier of the zone."""
    locale = _locale(language)
    named = (names["city"] for names in locale.time_zones.values() if "city" in names) if locale else ()
    return _zones().union(map(fold_place, named))


@cache
def _zones() -> frozenset[str]:
    """The cities by which zones are identified."""
    zones = (zone for zone in get_global("zone_territories") if "/" in zone and not zone.startswith("Etc"))
    return frozenset(fold_place(zone.rsplit("/", 1)[-1].replace("_", " ")) for zone in zones)


@cache
def _locale(language: str) -> Locale | None:
    try:
        return Locale.parse(language)
    except (UnknownLocaleError, ValueError):
        return None
