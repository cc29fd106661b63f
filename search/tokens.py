"""What a search is made of, as typed: its tokens, and the names of fields in them."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum, auto

from search.clauses import Length, Unit

FIELDS = {
    "headline": "headline",
    "hd": "headline",
    "title": "headline",
    "hlead": "hlead",
    "hlp": "hlead",
    "standfirst": "standfirst",
    "body": "body",
    "byline": "byline",
    "by": "byline",
    "author": "byline",
    "place": "place",
    "source": "source",
    "sn": "source",
    "publication": "source",
    "credit": "credit",
    "lang": "language",
    "language": "language",
    "la": "language",
    "section": "section",
    "removed": "removed",
}
"""How a field may be spelled, in Lexis's and Factiva's ways too. `hlead` is the headline with the lead."""

DATES = ("date", "since", "until", "after", "before")


class Kind(Enum):
    WORD = auto()
    PHRASE = auto()
    PREFIX = auto()
    WILDCARD = auto()
    FUZZY = auto()
    LENGTH = auto()
    DATE = auto()
    OPEN = auto()
    CLOSE = auto()
    AND = auto()
    OR = auto()
    NOT = auto()
    NEAR = auto()
    NOT_NEAR = auto()
    FIELD = auto()
    ATLEAST = auto()
    NOTE = auto()


@dataclass(frozen=True, slots=True)
class Token:
    """`text`: what was typed, a field's name, which of DATES, or the words of a note.

    `count`: words apart, edits, or times. `value`: what follows `date:`. `exact`: an equals sign stood before it.
    """

    kind: Kind
    text: str = ""
    exact: bool = False
    count: int = 0
    ordered: bool = False
    unit: Unit | None = None
    value: str = ""
    length: Length | None = None


OPERANDS = frozenset((Kind.WORD, Kind.PHRASE, Kind.PREFIX, Kind.WILDCARD, Kind.FUZZY, Kind.LENGTH, Kind.DATE))
