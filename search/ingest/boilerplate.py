"""Boilerplate that is known by its words: which class a line is of, and why.

The words are data, a file for each class under phrases/, a line for each language, entries separated by `|`:
    why      completes "the line …"
    whole    the line is this and nothing more
    opens    likewise, and it is a heading: what stands under it is of the class too, until running text resumes
    starts   the line begins so
    holds    the line has this anywhere
    longest  a longer line (characters) is never of the class by `starts` or `holds`
Before they are compared, letter case, arrows, bullets and final punctuation are laid aside, and a number becomes #.
Nothing here knows what the article's running text is; that is body.py.
"""

from __future__ import annotations

import re
import tomllib
import unicodedata
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from importlib import resources

from search.article import Role

_NUMBER = re.compile(r"\d+(?:[.,:’']\d+)*(?:[km](?!\w))?")
_BRACKETED = re.compile(r"[(\[（]\s*#\s*[)\]）]")
_EDGE = re.compile(r"^[^\w#@©(\[【▶☞▲△ⓒ<>]+|[^\w#*)\]】?%>©]+$")
_WORD = re.compile(r"[\w#@]+")
_QUOTED = re.compile(r"\s*(?:“.*”|\".*\"|„.*[“”]|「.*」)[.,]?\s*$")
"""What somebody said is no boilerplate, were it only “No.”."""
_LONGEST = 1500
"""Characters: no phrase of any class tells of a longer line."""
_KEY = 2
"""Characters by which beginnings are looked up."""


_CLASSES = (
    Role.CORRECTION,
    Role.READ_COUNTER,
    Role.COMMENT_POLICY,
    Role.COMMENT_FORM,
    Role.COMMENT,
    Role.PAGER,
    Role.SOURCE_CREDIT,
    Role.COPYRIGHT,
    Role.SHARE,
    Role.SUBSCRIBE,
    Role.RELATED_POSTS,
    Role.ADVERT,
    Role.TAGS,
    Role.AUTHOR_NOTE,
    Role.CAPTION,
    Role.LOCATION_FOOTER,
    Role.SITE_SLOGAN,
    Role.NAVIGATION,
)
"""The first class that fits is taken."""


@dataclass(frozen=True, slots=True)
class Known:
    """What the words of a line say: its class, whether it heads a section of the class, and the words themselves."""

    role: Role
    why: str
    opens: bool = False

    @property
    def reason(self) -> str:
        return f"{self.role}: the line {self.why}"


@dataclass(slots=True)
class _Class:
    role: Role
    why: str
    longest: int
    starts: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))
    holds: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))


def known(text: str) -> Known | None:
    """The class that the words of the line give away, or None."""
    if len(text) > _LONGEST:
        return None
    folded = fold_phrase(text)
    if not folded or _QUOTED.match(text):
        return None
    whole, classes = _table()
    if found := whole.get(folded):
        return found
    words = set(_WORD.findall(folded))
    for one in classes:
        if len(folded) > one.longest:
            continue
        for phrase in one.starts.get(folded[:_KEY], ()):
            if folded.startswith(phrase) and _at_end(folded, phrase):
                return Known(one.role, f"{one.why} (“{phrase}”)")
        for word in words & one.holds.keys():
            for phrase in one.holds[word]:
                if phrase in folded:
                    return Known(one.role, f"{one.why} (“{phrase}”)")
    return None


def fold_phrase(text: str) -> str:
    """Letter case, width, numbers and the signs around a phrase laid aside, so that phrases can be compared."""
    text = _lower(text)
    return _EDGE.sub("", _BRACKETED.sub("#", _NUMBER.sub("#", " ".join(text.split()))))


def _lower(text: str) -> str:
    """Turkish writes I and İ for ı and i: both are laid aside with the letter case."""
    if text.isascii():
        return text.lower()
    folded = unicodedata.normalize("NFKC", text.replace("’", "'")).casefold()
    return folded.replace("\u0307", "").replace("ı", "i")


def _at_end(folded: str, phrase: str) -> bool:
    """Whether the phrase ends where a word ends. Scripts without spaces have no such place."""
    after = folded[len(phrase) : len(phrase) + 1]
    return (
        not after
        or not phrase[-1].isalnum()
        or not after.isalnum()
        or unicodedata.east_asian_width(after) == "W"
    )


@cache
def _table() -> tuple[dict[str, Known], list[_Class]]:
    """The phrases that are whole lines, and the classes with those that begin or stand in one."""
    whole: dict[str, Known] = {}
    classes = []
    for role in _CLASSES:
        file = resources.files(__package__) / "phrases" / f"{role}.toml"
        entry = tomllib.loads(file.read_text(encoding="utf-8"))
        one = _Class(role, entry["why"], entry["longest"])
        classes.append(one)
        for key in ("opens", "whole"):
            for phrase in _phrases(entry.get(key, "")):
                whole.setdefault(fold_phrase(phrase), Known(role, f"{one.why} (“{phrase}”)", key == "opens"))
        for phrase in map(_beginning, _phrases(entry.get("starts", ""))):
            one.starts[phrase[:_KEY]].append(phrase)
        for phrase in map(_beginning, _phrases(entry.get("holds", ""))):
            one.holds[_WORD.findall(phrase)[0]].append(phrase)
    return whole, classes


def _beginning(phrase: str) -> str:
    """Folded like a line, but with its last sign, which is part of what is looked for."""
    return _NUMBER.sub("#", _lower(phrase))


def _phrases(text: str) -> Iterator[str]:
    for line in text.strip().splitlines():
        _, _, phrases = line.partition(": ")
        yield from (phrase.strip() for phrase in phrases.split("|") if phrase.strip())
