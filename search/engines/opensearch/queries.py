"""A clause → OpenSearch's query.

Words that stand anywhere in a stream are terms and phrases, which both match and score by BM25. What else there is of words
is matched by intervals, and scored by its words. Conditions score nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any as Anything
from typing import TypeAlias

from search.clauses import (
    All,
    Any,
    AtLeast,
    Clause,
    Dates,
    Everything,
    Fuzzy,
    Ids,
    Length,
    Near,
    Not,
    Phrase,
    Prefix,
    Wildcard,
    Within,
    Word,
)
from search.engines.opensearch.intervals import found
from search.engines.opensearch.layout import ARTICLE
from search.engines.opensearch.rows import Compounds, Row, rows
from search.engines.words import stream_of
from search.patterns import Chain, Close, Either, Leaf, Often, Pattern, Sharing, Terms
from search.schema import FIELDS, PARTS, first_day, last_day

Query: TypeAlias = dict[str, Anything]

EVERYTHING: Query = {"bool": {"filter": [{"term": {"kind": ARTICLE}}]}}
"""Every article. All other queries are of fields that no other kind of document has."""
NOTHING: Query = {"match_none": {}}

_AT_ONCE = 1000
"""Terms that one query may take for one word; more are several words."""
_MOST_IDS = 65_536
"""Values in one `terms`, by OpenSearch's default."""


class Queries:
    """`pattern` reads a leaf; `words` knows the archive's compounds."""

    def __init__(self, pattern: Callable[[Leaf], Pattern | None], words: Compounds) -> None:
        self._pattern = pattern
        self._words = words

    def query(self, clause: Clause) -> Query | None:
        """None when there is no word in it to look for; such a part counts as not typed. Raises SearchError."""
        match clause:
            case All(parts):
                return self._all(parts)
            case Any(parts):
                several = [query for part in parts if (query := self.query(part)) is not None]
                return either(several) if several else None
            case Not():
                return self._all((clause,))
            case Everything():
                return EVERYTHING
            case Dates(since, until):
                return unscored(between(since, until))
            case Length(least, most):
                return unscored({"range": {"length": _bounds(least, most)}})
            case Ids(ids):
                return unscored(valued("id", sorted(ids)))
            case Word() | Phrase() | Near() | Within() | AtLeast() | Prefix() | Wildcard() | Fuzzy():
                pattern = self._pattern(clause)
                return None if pattern is None else self.leaf(pattern)

    def leaf(self, pattern: Pattern) -> Query:
        """What has the pattern, scored."""
        if isinstance(pattern, (Terms, Chain, Either)) and not joins(pattern):
            own = rows(pattern, self._words)
            if all(_whole(row.field) for row in own):
                return _scored(own)
        return {
            "bool": {
                "must": [_scored([row for part in _plain(pattern) for row in rows(part, self._words)])],
                "filter": [found(pattern, self._words)],
            }
        }

    def _all(self, parts: Sequence[Clause]) -> Query | None:
        wanted: list[Query] = []
        unwanted: list[Query] = []
        for part in parts:
            inner, into = (part.part, unwanted) if isinstance(part, Not) else (part, wanted)
            if (query := self.query(inner)) is not None:
                into.append(query)
        if not wanted and not unwanted:
            return None
        if len(wanted) == 1 and not unwanted:
            return wanted[0]
        return {"bool": {"must": wanted or [EVERYTHING], "must_not": unwanted}}


def unscored(query: Query) -> Query:
    return {"bool": {"filter": [query]}}


def either(several: list[Query]) -> Query:
    return several[0] if len(several) == 1 else {"bool": {"should": several, "minimum_should_match": 1}}


def between(since: str | None, until: str | None) -> Query:
    """Dated in the span. Raises SearchError for what is no date."""
    return {"range": {"day": {"gte": max(first_day(since), 1), "lte": last_day(until)}}}


def _bounds(least: int | None, most: int | None) -> dict[str, int]:
    return {"gte": max(least or 0, 0), **({} if most is None else {"lte": most})}


def valued(field: str, values: Sequence[str]) -> Query:
    some = [values[n : n + _MOST_IDS] for n in range(0, len(values), _MOST_IDS)]
    return either([{"terms": {field: few}} for few in some or [[]]])


def joins(pattern: Pattern) -> bool:
    """Whether words have to be near each other, or many, in it."""
    match pattern:
        case Chain(parts) | Either(parts):
            return any(map(joins, parts))
    return isinstance(pattern, (Close, Sharing, Often))


def _plain(pattern: Pattern) -> list[Pattern]:
    """The patterns in it that have rows."""
    match pattern:
        case Close(left, right) | Sharing(left, right):
            return [*_plain(left), *_plain(right)]
        case Often(part):
            return _plain(part)
        case Either(parts) if joins(pattern):
            return [inner for part in parts for inner in _plain(part)]
    return [pattern]


def _whole(field: str) -> bool:
    """Whether the field is all of its stream."""
    stream = stream_of(field)
    return len(FIELDS[field]) == sum(part.stream == stream for part in PARTS)


def _scored(several: Sequence[Row]) -> Query:
    """What has one of the rows anywhere in its stream; the best of them counts. All that begin with terms of their own are
    as one word. Of a word that is also written apart, the parts are not to count for more than the word."""
    words: dict[str, set[str]] = {}
    phrases: list[Query] = []
    for row in several:
        if row.whole:
            words.setdefault(stream_of(row.field), set()).update(row.slots[0])
    for row in several:
        if not row.whole:
            told = {"query": " ".join("¦".join(sorted(slot)) for slot in row.slots)}
            weight = {"boost": 1 / row.width} if words else {}
            phrases.append({"match_phrase": {stream_of(row.field): {**told, **weight}}})
    queries: list[Query] = []
    for stream, found_by in words.items():
        terms = sorted(found_by)
        some = [terms[n : n + _AT_ONCE] for n in range(0, len(terms), _AT_ONCE)]
        queries += [{"match": {stream: "¦".join(few)}} for few in some]
    queries += [query for n, query in enumerate(phrases) if query not in phrases[:n]]
    if len(queries) == 1:
        return queries[0]
    return {"dis_max": {"queries": queries}} if queries else NOTHING
