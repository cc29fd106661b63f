"""The parameters of a search, each stated once: `web.params` reads addresses by this table, `web.api.strict` what is asked of
the API, and the API's document is written from it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum

from search.index import FACETS, Sort
from search.notes import Note
from search.relax import Match
from search.settings import INTERFACES
from search.trends import Period

MOST_VALUES = 200
"""Of one filter; how many there are in all is bounded by the length of an address."""

LONGEST_VALUE = 300

MOST_QUERIES = 6
"""Searches side by side: as many as can be told apart."""

SIZES = (10, 20, 50, 100)
DEFAULT_SIZE = 20

PARAMETERS = {facet: {"language": "lang"}.get(facet, facet) for facet in FACETS}
"""What each facet is called in an address, after `f.` or `-f.`."""

DAY = (
    r"^(?:(?:1[5-9]|2[01])[0-9]{2}|2200)"
    r"(?:-(?:0[1-9]|1[0-2])|-(?:0[1-9]|1[0-2])-(?:0[1-9]|1[0-9]|2[0-8])"
    r"|-(?:0[13-9]|1[0-2])-(?:29|30)|-(?:0[13578]|1[02])-31)?$"
    r"|^(?:(?:1[5-9]|2[01])(?:0[48]|[2468][048]|[13579][26])|1600|2000)-02-29$"
)
"""A year, month or day that there was: the years are those of `search.spans`."""

_NUMBER = re.compile(r"[0-9]{1,18}")


class Layout(StrEnum):
    LIST = "list"
    COMPACT = "compact"
    KWIC = "kwic"


class Theme(StrEnum):
    """AUTO is as the reader's system has it."""

    AUTO = "auto"
    LIGHT = "light"
    DARK = "dark"


class Measure(StrEnum):
    SHARE = "share"
    COUNT = "count"


class Order(StrEnum):
    """Of the values of a facet."""

    COUNT = "count"
    NAME = "name"


class Kind(StrEnum):
    """CHOICES are one or more with commas between them, CURSOR is what an answer of the API gave."""

    TEXT = "text"
    DATE = "date"
    CHOICE = "choice"
    CHOICES = "choices"
    NUMBER = "number"
    CURSOR = "cursor"


@dataclass(frozen=True, slots=True)
class Parameter:
    """`least` and `most` bound a number, `most` the characters of a text. `default` is None where leaving it out asks
    for nothing, or where it depends on the others, as `about` says then. One that may be given more than once may be
    given `times`."""

    name: str
    kind: Kind
    about: str
    choices: tuple[str, ...] = ()
    least: int = 0
    most: int | None = None
    default: str | int | None = None
    example: str | int | None = None
    required: bool = False
    times: int = 1

    def fault(self, text: str, most: int | None = None) -> Note | None:
        """What is wrong with a value as a machine writes it; `most` is a bound that an archive's settings make."""
        most = self.most if most is None else most
        match self.kind:
            case Kind.CHOICE if text not in self.choices:
                return self._unknown(text)
            case Kind.CHOICES if unknown := [one for one in text.split(",") if one not in self.choices]:
                return self._unknown(unknown[0])
            case Kind.NUMBER if not (_NUMBER.fullmatch(text) and self.least <= int(text) <= (most or 0)):
                return Note(
                    "“{text}” can't be used. It must be a whole number from {least} to {most}.",
                    text=text[:40],
                    least=self.least,
                    most=most,
                )
            case Kind.DATE if not re.search(DAY, text) or text.endswith("\n"):
                return Note(
                    "“{text}” is no date that there was. Write 2016, 2016-05 or 2016-05-23.", text=text[:40]
                )
            case Kind.TEXT if most is not None and len(text) > most:
                return Note(
                    "A value may have {most} characters; this one has {length}.", most=most, length=len(text)
                )
        return None

    def _unknown(self, text: str) -> Note:
        return Note(
            "“{text}” is not known here. It can be {known}.", text=text[:40], known=", ".join(self.choices)
        )


def _values(sign: str, about: str) -> tuple[Parameter, ...]:
    return tuple(
        Parameter(
            f"{sign}f.{name}", Kind.TEXT, about.format(facet=facet), most=LONGEST_VALUE, times=MOST_VALUES
        )
        for facet, name in PARAMETERS.items()
    )


TYPED = Parameter(
    "q",
    Kind.TEXT,
    "The search as a reader types it. Nothing that is typed is an error; `notes` say what was ignored.",
    default="",
    example="truce OR ceasefire",
)
CHOSEN = _values(
    "", "Only articles with this {facet}; several mean any of them, empty means that it is not known."
)
EXCLUDED = _values("-", "No article with this {facet}; empty means articles of which it is not known.")
SINCE = Parameter(
    "from", Kind.DATE, "Published in this year, in this month or on this day, or later.", example="2014-06"
)
UNTIL = Parameter(
    "to", Kind.DATE, "Published in this year, in this month or on this day, or earlier.", example="2016-05-23"
)
ORDER = Parameter(
    "sort",
    Kind.CHOICE,
    "Ties go by newest, undated articles are last. Left out it is relevance, and newest where nothing is searched for.",
    tuple(Sort),
)
MATCH = Parameter(
    "match",
    Kind.CHOICE,
    "How many of the words an article must have; `auto` is all, and `also` then has articles with some of them.",
    tuple(Match),
    default=Match.AUTO,
)
LAYOUT = Parameter("view", Kind.CHOICE, "How a page shows its results.", tuple(Layout), default=Layout.LIST)
SIZE = Parameter("size", Kind.NUMBER, "How many at once.", least=1, most=SIZES[-1], default=DEFAULT_SIZE)
PAGE = Parameter("page", Kind.NUMBER, "Which page of results, from 1.", least=1, default=1)
INTERFACE = Parameter(
    "ui",
    Kind.CHOICE,
    "The language of what is said to the reader; left out it is what Accept-Language prefers.",
    INTERFACES,
)

SEARCH = (TYPED, *CHOSEN, *EXCLUDED, SINCE, UNTIL, ORDER, MATCH, LAYOUT, SIZE, PAGE, INTERFACE)
"""All that the address of a page may hold, in its order."""

COUNTED = Parameter(
    "facets",
    Kind.CHOICES,
    "What to count the articles by: names as they stand after `f.`, with commas between them or given more than once.",
    tuple(PARAMETERS.values()),
    example="source,lang",
    times=len(PARAMETERS),
)
THEME = Parameter(
    "theme",
    Kind.CHOICE,
    "The colours of what stands on a page of another site.",
    tuple(Theme),
    default=Theme.AUTO,
)
SPOKEN = Parameter("lang", Kind.CHOICE, "The language of a search box for other sites.", INTERFACES)
CURSOR = Parameter("cursor", Kind.CURSOR, "Where to go on: `next` of the answer before, for the same search.")
PREFIX = Parameter("q", Kind.TEXT, "What has been typed so far.", example="dam", required=True)
LIMIT = Parameter("limit", Kind.NUMBER, "At most so many.", least=1, most=20, default=8)
PERIOD = Parameter(
    "by",
    Kind.CHOICE,
    "Left out it is month for a few years, and year for more.",
    tuple(Period),
)
MEASURE = Parameter(
    "as", Kind.CHOICE, "What a chart shows of each period.", tuple(Measure), default=Measure.SHARE
)
CONTAINS = Parameter(
    "contains",
    Kind.TEXT,
    "Only values whose name has this in it, case and accents aside.",
    default="",
    most=LONGEST_VALUE,
    example="post",
)
VALUES_ORDER = Parameter(
    "order",
    Kind.CHOICE,
    "Left out, years and months come by name, others by count. A value that is not known has the empty name.",
    tuple(Order),
)
VALUES_SIZE = Parameter("size", Kind.NUMBER, "How many at once.", least=1, most=1000, default=100)
QUERIES = Parameter(
    "q",
    Kind.TEXT,
    "A search as a reader types it; several are counted side by side.",
    example="truce",
    times=MOST_QUERIES,
)
FIELD = Parameter(
    "field", Kind.CHOICE, "What the articles are told apart by.", FACETS, example="source", required=True
)
ID = Parameter("id", Kind.TEXT, "As it stands in results; it may hold slashes.", required=True)
