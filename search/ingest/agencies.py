"""Which news agency a piece of text names. The agencies are data (agencies.toml)."""

from __future__ import annotations

import re
import tomllib
import unicodedata
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from importlib import resources

from search.article import Block

_EDGE = re.compile(r"^[\W_]+|[\W_]+$")
_BETWEEN = re.compile(r"\s*(?:[/,;|+&·]|\s[-–—]\s|\b(?:and|und|et|y|e|with|avec|mit)\b)\s*", re.IGNORECASE)
_ARTICLE = re.compile(r"^(?:the|la|l'|die|der|das|el|al|агентство)\s+|^(?:ל|ל)", re.IGNORECASE)
_LONGEST = 60
"""Characters of the longest text that can be nothing but an agency's name."""

_SPOKEN_TO = (
    r"\b(?:told|telling|tells|interview(?:ed)? (?:with|by)|speaking to|spoke to|said to)\s+(?:the\s+)?({names})\b",
    r"\b(?:an?|the)\s+({names})\s+(?:reporter|correspondent|journalist|photographer|cameraman|witness|question)",
    r"\bsagten?\b[^.]{{0,40}}\b(?:der|dem)\s+({names})\b",
    r"\b(?:dit|déclaré|indiqué|affirmé|confié|expliqué)\s+(?:à|a)\s+(?:l['’]\s?)?({names})\b",
    r"\b(?:dijo|declaró|informó|aseguró|explicó|contó|señaló)\s+a\s+(?:la\s+)?({names})\b",
    r"\b(?:disse|afirmou|declarou|contou|explicou)\s+(?:à|a|ao)\s+({names})\b",
    r"\b(?:detto|dichiarato|spiegato)\s+all?['’a]\s?({names})\b",
    r"\b({names})(?:['’]\w+)?\s+(?:muhabirine|muhabirinin)\b",
    r"\b(?:сказал|сообщил|рассказал|заявил)[аи]?\s+({names})\b",
    r"(?<!\w)(?:لوكالة|لـ|ل)\s?(?:الأنباء\s)?({names})(?!\w)",
)
"""Turns of phrase in which a person speaks to the writer's own agency, by language."""


@dataclass(frozen=True, slots=True)
class Agency:
    """`code` is the credit as an article shows it. `release` marks a wire that carries press releases."""

    code: str
    name: str
    release: bool = False

    def __str__(self) -> str:
        return self.code if self.code == self.name else f"{self.code} ({self.name})"


def agency(text: str) -> Agency | None:
    """The agency, where the text is nothing but its name: `AFP`, `the Associated Press`, `(Reuters)`, `كونا`."""
    if len(text) > _LONGEST:
        return None
    key = _fold(text)
    return _by_name().get(key) or _by_name().get(_ARTICLE.sub("", key))


def agencies_named(text: str) -> tuple[Agency, ...]:
    """The agencies, where the text is a list of names of which at least the first is one: `AFP/Reuters`, `AP and staff`."""
    whole = agency(text)
    if whole:
        return (whole,)
    if len(text) > 2 * _LONGEST:
        return ()
    found = [agency(part) for part in _BETWEEN.split(text)]
    return tuple(dict.fromkeys(one for one in found if one)) if found and found[0] else ()


def agency_spoken_to(blocks: Iterable[Block]) -> tuple[Agency, int, Block] | None:
    """The agency whose own reporters speak in the text (`told Reuters`), how often, and where first.

    Agencies quote one another, so it is None where two are spoken to equally often.
    """
    counts: Counter[Agency] = Counter()
    first: dict[Agency, Block] = {}
    pattern = _spoken_to()
    for block in blocks:
        for match in pattern.finditer(block.clean):
            found = agency(next(group for group in match.groups() if group))
            if found:
                counts[found] += 1
                first.setdefault(found, block)
    ranked = counts.most_common(2)
    if not ranked or (len(ranked) == 2 and ranked[0][1] == ranked[1][1]):
        return None
    one, times = ranked[0]
    return one, times, first[one]


def _fold(text: str) -> str:
    return _EDGE.sub(
        "", unicodedata.normalize("NFKC", text.replace("’", "'")).casefold().replace("\u0307", "")
    ).strip()


@cache
def _agencies() -> dict[Agency, list[str]]:
    table = tomllib.loads(resources.files(__package__).joinpath("agencies.toml").read_text(encoding="utf-8"))
    return {
        Agency(code, entry["name"], entry.get("release", False)): [
            code,
            entry["name"],
            *entry.get("spelled", []),
        ]
        for code, entry in table.items()
    }


@cache
def _by_name() -> dict[str, Agency]:
    """Every spelling, folded. Where two agencies share one, the one that stands first in the table has it."""
    names: dict[str, Agency] = {}
    for one, spellings in _agencies().items():
        for spelling in spellings:
            names.setdefault(_fold(spelling), one)
    return names


@cache
def _spoken_to() -> re.Pattern[str]:
    """Spellings of letter case as in the table: `ani` and `map` are words, `ANI` and `MAP` are not."""
    spellings = {name for one, names in _agencies().items() if not one.release for name in names}
    alternatives = "|".join(re.escape(name) for name in sorted(spellings, key=len, reverse=True))
    return re.compile("|".join(_SPOKEN_TO).format(names=alternatives))
