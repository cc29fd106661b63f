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
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from importlib import resources
from operator import itemgetter

from search.article import Role, record
from search.ingest.wording import finder, recalled

_NUMBER = re.compile(r"\d+(?:[.,:’']\d+)*(?:[km](?!\w))?")
_BRACKETED = re.compile(r"[(\[（]\s*#\s*[)\]）]")
_FIRST, _LAST = re.compile(r"[\w#@©(\[【▶☞▲△ⓒ<>]"), re.compile(r"[\w#*)\]】?%>©]")
"""With what a phrase begins and ends."""
_words = finder(re.compile(r"[\w#@]+"))
_QUOTED = re.compile(r"\s*(?:“.*”|\".*\"|„.*[“”]|「.*」)[.,]?\s*$")
"""What somebody said is no boilerplate, were it only “No.”."""
_ARROW, _ARROWED = re.compile(r"^\s*[←⟵◄]|[→⟶►]\s*$"), 120
_MARKS = re.compile("[\u0307\u0640\u064b-\u0652\u0670]")
_SAME = str.maketrans("ıأإآٱىيكة", "iااااییکه")
_VARIED = re.compile("[\u0131\u0307\u0622\u0623\u0625\u0629\u0640\u0643\u0649-\u0652\u0670\u0671]")
"""What these two turn on."""
_LONGEST = 1500
"""Characters: no phrase of any class tells of a longer line."""
_GAP = re.compile(r"[\s|/•·,:]+")
_ROW, _ROW_PHRASE = 3, 4
"""Words that a row has at least, and a phrase of it at most."""
_KEY, _LEAST_KEY = 4, 2
"""Characters by which beginnings are looked up: four, or all of a shorter one. A single letter begins anything."""
_RUNNING, _BEGINNING = 130, 60
"""Characters: a longer line is no phrase and no row of them; and those of it that are compared with how phrases begin."""


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
    Role.CONSENT,
    Role.NAVIGATION,
)
"""The first class that fits is taken."""
_ROWS = (Role.SHARE, Role.NAVIGATION)


@record
class Known:
    """What the words of a line say: its class, whether it heads a section of the class, and the words themselves."""

    role: Role
    why: str
    opens: bool = False

    @property
    def reason(self) -> str:
        return f"{self.role}: the line {self.why}"


@dataclass(frozen=True, slots=True)
class _Class:
    """`rank`: the first class that fits is taken."""

    rank: int
    role: Role
    why: str
    longest: int


@dataclass(frozen=True, slots=True)
class _Table:
    """Phrases that are whole lines; and those that begin a line or stand in one, by their first characters or word."""

    whole: dict[str, Known] = field(default_factory=dict)
    row_words: set[str] = field(default_factory=set)
    """The first words of phrases that a row may begin with."""
    starts: dict[str, list[tuple[str, _Class]]] = field(default_factory=dict)
    keys: dict[str, list[int]] = field(default_factory=dict)
    """How many characters those have by which `starts` are looked up, by their first: nearly all have four."""
    holds: dict[str, list[tuple[str, _Class]]] = field(default_factory=dict)
    rarest: set[str] = field(default_factory=set)
    """The rarest words of `holds`, one of which is in every line that has such a phrase."""
    held: dict[str, list[str]] = field(default_factory=dict)
    """Those of `holds` that a long line may have, by their rarest word."""


@recalled(longest=80, lines=8192)
def known(text: str) -> Known | None:
    """The class that the words of the line give away, or None."""
    if len(text) > _LONGEST or (len(text) > _RUNNING and not _may_tell(text)):
        return None
    folded = fold_phrase(text)
    found = _told(folded, text) if folded else None
    return None if found and _QUOTED.match(text) else found


def _may_tell(text: str) -> bool:
    """Whether a long line begins with a phrase or has one, as few paragraphs do; numbers stand in no long line's phrase."""
    table = _table()
    lowered = _lower(text)
    if _may_begin(lowered[:_BEGINNING], table):
        return True
    for word in table.held.keys() & _words(lowered):
        for phrase in table.held[word]:
            if phrase in lowered:
                return True
    return False


def _may_begin(begins: str, table: _Table) -> bool:
    """Whether the beginning of a long line, in lower case, is a phrase."""
    first, sizes = begins[:_KEY], table.keys.get(begins[:1], ())
    if first.replace(" ", "").isalpha() and not any(first[:size] in table.starts for size in sizes):
        return False  # as letters are the same when the line is folded
    begins = fold_phrase(begins)
    for size in table.keys.get(begins[:1], ()):
        for phrase, _ in table.starts.get(begins[:size], ()):
            if begins.startswith(phrase):
                return True
    return False


def _told(folded: str, text: str) -> Known | None:
    if len(folded) <= _ARROWED and not text.isascii() and _ARROW.search(text):
        return Known(Role.PAGER, "points elsewhere with an arrow")
    table = _table()
    if found := table.whole.get(folded):
        return found
    words = _words(folded)
    if words and words[0] in table.row_words and (found := _row(folded, table)):
        return found
    fits: list[tuple[int, str, _Class]] = []
    for size in table.keys.get(folded[:1], ()):
        for phrase, one in table.starts.get(folded[:size], ()):
            if len(folded) <= one.longest and folded.startswith(phrase) and _at_end(folded, phrase):
                fits.append((one.rank, phrase, one))
    if not table.rarest.isdisjoint(words):
        for word in words:
            for phrase, one in table.holds.get(word, ()):
                if len(folded) <= one.longest and phrase in folded:
                    fits.append((one.rank, phrase, one))
    if not fits:
        return None
    _, phrase, one = min(fits, key=itemgetter(0))
    return Known(one.role, f"{one.why} (“{phrase}”)")


def _row(folded: str, table: _Table) -> Known | None:
    """`Share Facebook Twitter Print`: a line of nothing but such phrases, all of one class."""
    words = _GAP.split(folded) if len(folded) <= _ARROWED else []
    if len(words) < _ROW:
        return None
    found: list[Known] = []
    at = 0
    while at < len(words):
        for end in range(min(at + _ROW_PHRASE, len(words)), at, -1):
            one = table.whole.get(" ".join(words[at:end]))
            if one and not one.opens and one.role in (_ROWS if not found else (found[0].role,)):
                break
        else:
            return None
        found.append(one)
        at = end
    return Known(found[0].role, f"is a row of such words (“{folded}”)")


def fold_phrase(text: str) -> str:
    """Letter case, width, numbers and the signs around a phrase laid aside, so that phrases can be compared."""
    words = _lower(text).split()
    text = " ".join(words)
    if "".join(words).isalpha():
        return text
    text = _NUMBER.sub("#", text)
    if "#" in text:
        text = _BRACKETED.sub("#", text)
    if text[:1].isalnum() and text[-1:].isalnum():
        return text
    first = _FIRST.search(text)
    if first is None:
        return ""
    end = len(text)
    while end > first.start() and not _LAST.match(text, end - 1):
        end -= 1
    return text[first.start() : end]


def _lower(text: str) -> str:
    """Also what is written now so, now so: the dots of Turkish i, the carriers of the Arabic alif, vowel signs."""
    if text.isascii():
        return text.lower()
    folded = unicodedata.normalize("NFKC", text.replace("’", "'")).casefold()
    return _MARKS.sub("", folded).translate(_SAME) if _VARIED.search(folded) else folded


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
def _table() -> _Table:
    table = _Table()
    for rank, role in enumerate(_CLASSES):
        file = resources.files(__package__) / "phrases" / f"{role}.toml"
        entry = tomllib.loads(file.read_text(encoding="utf-8"))
        one = _Class(rank, role, entry["why"], entry["longest"])
        for key in ("opens", "whole"):
            for phrase in phrases(entry.get(key, "")):
                found = Known(role, f"{one.why} (“{phrase}”)", key == "opens")
                table.whole.setdefault(folded := fold_phrase(phrase), found)
                if role in _ROWS and not found.opens:
                    table.row_words.update(_words(folded)[:1])
        for phrase in map(_beginning, phrases(entry.get("starts", ""))):
            table.starts.setdefault(phrase[:_KEY], []).append((phrase, one))
        for phrase in map(_beginning, phrases(entry.get("holds", ""))):
            table.holds.setdefault(_words(phrase)[0], []).append((phrase, one))
            table.rarest.add(rarest := _rarest_word(phrase))
            if one.longest > _RUNNING:
                table.held.setdefault(rarest, []).append(phrase)
    for key in sorted(table.starts, key=len, reverse=True):
        sizes = table.keys.setdefault(key[:1], [])
        if (size := max(len(key), _LEAST_KEY)) not in sizes:
            sizes.append(size)
    return table


def _beginning(phrase: str) -> str:
    """Folded like a line, but with its last sign, which is part of what is looked for."""
    return _NUMBER.sub("#", _lower(phrase))


def _rarest_word(phrase: str) -> str:
    """Its longest word, by which it is looked up; not the last, with which a longer one may begin."""
    words = _words(phrase)
    return max(reversed(words[:-1] or words), key=len)


def phrases(text: str) -> Iterator[str]:
    """Of a list with a line for each language."""
    for line in text.strip().splitlines():
        _, _, phrases = line.partition(": ")
        yield from (phrase.strip() for phrase in phrases.split("|") if phrase.strip())
