"""The tree of a search: frozen, plain values. Text is RAW, as the reader typed it; each engine analyses it for itself."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TypeAlias

TEXT = "text"
"""The default field: headline, standfirst, body and bylines together."""


@dataclass(frozen=True, slots=True)
class Word:
    """One word as typed. It may analyse to several terms (`al-Assad`): then they stand next to each other.

    `exact` asks for the surface form: no stem, no folding but case.
    """

    text: str
    field: str = TEXT
    exact: bool = False


@dataclass(frozen=True, slots=True)
class Phrase:
    """Words next to each other, in order."""

    text: str
    field: str = TEXT
    exact: bool = False


@dataclass(frozen=True, slots=True)
class Near:
    """Both sides within `distance` words of each other: the positions of two matches differ by at most `distance`.

    A side is a Word, a Phrase, a Prefix, a Wildcard or an Any of these. Ordered: left before right.
    """

    left: Clause
    right: Clause
    distance: int
    ordered: bool = False


class Unit(StrEnum):
    """A stretch of text that two words can share."""

    SENTENCE = "sentence"
    PARAGRAPH = "paragraph"


@dataclass(frozen=True, slots=True)
class Within:
    """Both sides in one sentence or paragraph of the field, in either order. The sides are those of Near."""

    left: Clause
    right: Clause
    unit: Unit


@dataclass(frozen=True, slots=True)
class AtLeast:
    """The part's matches stand `times` times or more in its field, all its forms counted together.

    The part is a Word, a Phrase, a Prefix, a Wildcard, a Fuzzy or an Any of these in one field; times is 2 or more.
    """

    part: Clause
    times: int


@dataclass(frozen=True, slots=True)
class Prefix:
    """Terms that begin so: `head*`. Matched on surface forms, never on stems."""

    text: str
    field: str = TEXT


@dataclass(frozen=True, slots=True)
class Wildcard:
    """`wom?n`: ? is one character, * any number. Matched on surface forms."""

    text: str
    field: str = TEXT


@dataclass(frozen=True, slots=True)
class Fuzzy:
    """Surface forms within `edits` insertions, deletions, substitutions or swaps of neighbours (1 or 2)."""

    text: str
    field: str = TEXT
    edits: int = 1


@dataclass(frozen=True, slots=True)
class Dates:
    """Published in this span; both ends inclusive, as YYYY, YYYY-MM or YYYY-MM-DD, None is open."""

    since: str | None
    until: str | None


@dataclass(frozen=True, slots=True)
class Length:
    """Body length in words, both ends inclusive, None is open."""

    least: int | None
    most: int | None


@dataclass(frozen=True, slots=True)
class Ids:
    """One of these articles, as far as they are there. No reader types it: a program asks which of them match a search."""

    ids: frozenset[str]


@dataclass(frozen=True, slots=True)
class All:
    """Every part matches."""

    parts: tuple[Clause, ...]


@dataclass(frozen=True, slots=True)
class Any:
    """At least one part matches."""

    parts: tuple[Clause, ...]


@dataclass(frozen=True, slots=True)
class Not:
    """The part does not match. It adds nothing to the score."""

    part: Clause


@dataclass(frozen=True, slots=True)
class Everything:
    """Every article, with score 0."""


Clause: TypeAlias = (
    Word
    | Phrase
    | Near
    | Within
    | AtLeast
    | Prefix
    | Wildcard
    | Fuzzy
    | Dates
    | Length
    | Ids
    | All
    | Any
    | Not
    | Everything
)
