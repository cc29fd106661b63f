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
from search.ingest.wording import words

_EDGE = re.compile(r"^[\W_]+|[\W_]+$")
_FIRST_WORD = re.compile(r"[^\W_]\w*")
_BETWEEN = re.compile(r"\s*(?:[/,;|+&·]|\s[-–—]\s|\b(?:and|und|et|y|e|with|avec|mit)\b)\s*", re.IGNORECASE)
_ARTICLE = re.compile(r"^(?:the|la|l'|die|der|das|el|al|агентство)\s+|^(?:ל|ל)", re.IGNORECASE)
_FILED = re.compile(r"\s(?:in|en|à|aus|from)\s[A-ZÀ-Þ][\w .'’-]*$")
"""`Reuters in Beirut`"""
_LONGEST = 60
"""Characters of the longest text that can be nothing but an agency's name."""

_NAME = r"([^\W\d_][\w.]*(?:[ -][A-ZÀ-ÞА-Я][\w.]*){0,3})"
_SPOKEN_TO = tuple(
    (language, tuple(signs.split("|")), re.compile(pattern.replace("NAME", _NAME)))
    for language, signs, pattern in (
        ("en", "told |tells |telling ", r"\b(?:told|tells|telling) (?:the )?NAME"),
        (
            "en",
            "interview|speaking to|spoke to|said to",
            r"\b(?:interview(?:ed)? (?:with|by)|speaking to|spoke to|said to) NAME",
        ),
        (
            "en",
            "reporter|correspondent|journalist|photographer|witness| question",
            r"\b(?:an?|the) NAME (?:reporter|correspondent|journalist|photographer|witness|question)",
        ),
        ("de", "sagte", r"\bsagten? [^.]{0,40}\b(?:der|dem) NAME"),
        (
            "fr",
            "dit |déclaré |indiqué |affirmé |confié |expliqué ",
            r"\b(?:dit|déclaré|indiqué|affirmé|confié|expliqué) (?:à|a) (?:l['’] ?)?NAME",
        ),
        (
            "es",
            "dijo a |declaró a |informó a |aseguró a |explicó a |contó a |señaló a ",
            r"\b(?:dijo|declaró|informó|aseguró|explicó|contó|señaló) a (?:la )?NAME",
        ),
        (
            "pt",
            "disse |afirmou |declarou |contou |explicou ",
            r"\b(?:disse|afirmou|declarou|contou|explicou) (?:à|ao?) NAME",
        ),
        ("it", "detto all|dichiarato all|spiegato all", r"\b(?:detto|dichiarato|spiegato) all?['’a] ?NAME"),
        ("tr", " muhabirin", r"\bNAME(?:['’]\w+)? (?:muhabirine|muhabirinin)\b"),
        ("ru", "сказал|сообщил|рассказал|заявил", r"\b(?:сказал|сообщил|рассказал|заявил)[аи]? NAME"),
        ("ar", "لوكالة|لـ|ل", r"(?<!\w)(?:لوكالة|لـ|ل) ?(?:الأنباء )?([^\W\d_]+(?: [^\W\d_]+){0,3})"),
    )
)
"""Turns of phrase in which a person speaks to the writer's own agency, each behind signs that are quicker to find."""


@dataclass(frozen=True, slots=True)
class Agency:
    """`code` is the credit as an article shows it. `release` marks a wire that carries press releases."""

    code: str
    name: str
    release: bool = False

    def __str__(self) -> str:
        return self.code if self.code == self.name else f"{self.code} ({self.name})"


def may_name_agency(text: str) -> bool:
    """Whether the longest word of an agency's name is in it, as it is in few texts."""
    return not _longest_words().isdisjoint(words(_lower(text)))


def agency(text: str) -> Agency | None:
    """The agency, where the text is nothing but its name: `AFP`, `the Associated Press`, `(Reuters)`, `كونا`."""
    if len(text) > _LONGEST:
        return None
    key = _fold(text)
    return _by_name().get(key) or _by_name().get(_ARTICLE.sub("", key))


def agencies_named(text: str) -> tuple[Agency, ...]:
    """The agencies, where the text is a list of names of which at least the first is one: `AFP/Reuters`, `AP and staff`."""
    if len(text) > 2 * _LONGEST or not _may_begin_with_one(text):
        return ()
    whole = agency(_FILED.sub("", text))
    if whole:
        return (whole,)
    first, *others = _BETWEEN.split(text)
    if (one := agency(first)) is None:
        return ()
    return tuple(dict.fromkeys((one, *filter(None, map(agency, others)))))


def agency_spoken_to(
    blocks: Iterable[Block], language: str | None = None
) -> tuple[Agency, int, Block] | None:
    """The agency whose own reporters speak in the text (`told Reuters`), how often, and where first.

    Only turns of phrase of the text's language are looked for, if it is known.
    Agencies quote one another, so it is None where two are spoken to equally often.
    """
    counts: Counter[Agency] = Counter()
    first: dict[Agency, Block] = {}
    texts = list(blocks)
    whole = "\n".join(block.clean for block in texts)
    spoken = ((signs, pattern) for code, signs, pattern in _SPOKEN_TO if language in (code, None))
    turns = [([sign for sign in signs if sign in whole], pattern) for signs, pattern in spoken]
    turns = [(signs, pattern) for signs, pattern in turns if signs]
    for block in texts:
        for signs, pattern in turns:
            for name in pattern.findall(block.clean) if any(map(block.clean.__contains__, signs)) else ():
                if (found := _begun_by(name)) and not found.release:
                    counts[found] += 1
                    first.setdefault(found, block)
    ranked = counts.most_common(2)
    if not ranked or (len(ranked) == 2 and ranked[0][1] == ranked[1][1]):
        return None
    one, times = ranked[0]
    return one, times, first[one]


def _may_begin_with_one(text: str) -> bool:
    folded = _lower(text[:_LONGEST])
    first = _FIRST_WORD.search(folded)
    if first is None:
        return False
    return first[0] in _first_words() or _ARTICLE.match(folded[first.start() :]) is not None


@cache
def _first_words() -> frozenset[str]:
    """One of these is in every text that names an agency."""
    return frozenset(found[0] for found in map(words, _by_name()) if found)


@cache
def _longest_words() -> frozenset[str]:
    """Likewise, and rarer."""
    return frozenset(max(found, key=len) for found in map(words, _by_name()) if found)


def _begun_by(phrase: str) -> Agency | None:
    """The agency with whose name the phrase begins. Its letter case is as in the table: `map` and `ani` are words."""
    parts = phrase.split(" ")
    for count in range(len(parts), 0, -1):
        name = " ".join(parts[:count]).rstrip(".")
        one = agency(name)
        if one and (not name.islower() or name == one.code):
            return one
    return None


def _fold(text: str) -> str:
    return _EDGE.sub("", _lower(text)).strip()


def _lower(text: str) -> str:
    if text.isascii():
        return text.lower()
    return unicodedata.normalize("NFKC", text.replace("’", "'")).casefold().replace("\u0307", "")


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
