"""The one table of what can be searched, counted and sorted; every engine builds its own schema from it.

An article has parts, each a text or several. A part is in a stream: a run of words with positions, in which the parts
lie so far apart that no phrase spans two. A field is what a reader names: one or several parts of one stream.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import lru_cache

from search.article import Article, Published
from search.clauses import TEXT
from search.errors import SearchError
from search.index import FACETS

Texts = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Part:
    name: str
    stream: str
    texts: Callable[[Article], Texts]


def _one(text: str | None) -> Texts:
    return (text,) if text else ()


PARTS = (
    Part("headline", TEXT, lambda a: _one(a.own_headline)),
    Part("standfirst", TEXT, lambda a: _one(a.standfirst)),
    Part("byline", TEXT, lambda a: a.bylines),
    Part("body", TEXT, lambda a: _one(a.body)),
    Part("place", "about", lambda a: _one(a.place)),
    Part("source", "about", lambda a: _one(a.source)),
    Part("credit", "about", lambda a: _one(a.credit)),
    Part("section", "about", lambda a: _one(a.section)),
    Part("language", "about", lambda a: _one(a.language)),
    Part("removed", "removed", lambda a: _one(a.removed)),
)

HEADLINE_WEIGHT = 3
"""How often a headline's word counts for `text`: a headline stands for more than its length."""

STREAMS = tuple(dict.fromkeys(part.stream for part in PARTS))

LEAD = "lead"
"""The first paragraph of the body: no part of its own, as a phrase may run on from it."""

FIELDS: dict[str, tuple[str, ...]] = {
    TEXT: ("headline", "standfirst", "byline", "body"),
    "hlead": ("headline", "standfirst", LEAD),
    **{part.name: (part.name,) for part in PARTS},
}


def parts_of(field: str) -> tuple[str, ...]:
    """The parts that a field covers. Raises SearchError for a field that there is not."""
    try:
        return FIELDS[field]
    except KeyError:
        raise SearchError(f"There is no field “{field}”; the fields are {', '.join(FIELDS)}.") from None


def lead_end(body: str) -> int:
    """Where the lead ends in the body."""
    start = len(body) - len(body.lstrip())
    return start + len(body[start:].partition("\n")[0])


def facet_values(article: Article) -> dict[str, Texts]:
    """The values of each facet; an article without one has the value "", Unknown."""
    values: dict[str, Texts] = {
        "source": _one(article.source),
        "place": _one(article.place),
        "year": _one(article.published.year),
        "month": _one(article.published.month),
        "language": _one(article.language),
        "credit": _one(article.credit),
        "byline": tuple(dict.fromkeys(name for name in article.bylines if name)),
        "section": _one(article.section),
    }
    return {facet: values[facet] or ("",) for facet in FACETS}


_ISO = re.compile(
    r"(\d{4})(?:-(\d\d)(?:-(\d\d)(?:[T ](\d\d)(?::(\d\d)(?::(\d\d)(?:\.\d+)?)?)?(Z|[+-]\d\d:?\d\d)?)?)?)?"
)


_DATES = 10_000
"""That are remembered as they were read: many articles have the same."""


def moment(published: Published) -> tuple[int, int] | None:
    """The day on the article's own clock as yyyymmdd, the first one of a month or year; and the instant as seconds
    since 1970 in UTC, in local time where no zone is known. None for an article without a date."""
    return _moment(published.value or "")


@lru_cache(_DATES)
def _moment(value: str) -> tuple[int, int] | None:
    found = _ISO.match(value)
    if not found:
        return None
    year, month, day = (int(n) if n else 1 for n in found.groups()[:3])
    hour, minute, second = (int(n) if n else 0 for n in found.groups()[3:6])
    try:
        seconds = int(datetime(year, month, day, tzinfo=UTC).timestamp())
    except ValueError:
        return None
    seconds += hour * 3600 + minute * 60 + second
    zone = found[7]
    if zone and zone != "Z":
        seconds -= int(f"{zone[0]}1") * (int(zone[1:3]) * 3600 + int(zone[-2:]) * 60)
    return year * 10000 + month * 100 + day, seconds


_DAY = re.compile(r"(\d{4})(?:-(\d\d)(?:-(\d\d))?)?")


def first_day(since: str | None) -> int:
    """The first day of YYYY, YYYY-MM or YYYY-MM-DD as yyyymmdd; 1 for None. Raises SearchError for anything else."""
    return _bound(since, 1, "0101")


def last_day(until: str | None) -> int:
    """The last day likewise, 31 for any month's; 99991231 for None."""
    return _bound(until, 9999_12_31, "1231")


def _bound(day: str | None, open_end: int, rest: str) -> int:
    if day is None:
        return open_end
    found = _DAY.fullmatch(day)
    if not found:
        raise SearchError(f"“{day}” is no date; write it as 2016, 2016-05 or 2016-05-23.")
    given = "".join(part for part in found.groups() if part)
    return int(given + (rest[len(given) - 4 :] if len(given) < 8 else ""))
