"""A pattern → whether an article has it, as rules over intervals (Lucene's minimal intervals: Clarke, Cormack and Burkowski,
An Algebra for Structured Text Search, 1995).

Of intervals that lie in each other the inner one alone is seen, so what is joined must not differ in length: rows are
grouped by width. Where only the beginning of a row counts, its first position stands for it.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import product
from typing import Any, TypeAlias

from search.clauses import TEXT, Unit
from search.engines.opensearch.layout import GAP
from search.engines.opensearch.rows import Compounds, Row, Slot, rows
from search.engines.opensearch.streams import END, MARK, REST, marker
from search.engines.words import stream_of
from search.errors import OverBudget
from search.notes import Note
from search.patterns import Close, Either, Often, Pattern, Sharing
from search.schema import FIELDS, LEAD, PARTS

Rule: TypeAlias = dict[str, Any]

_EDGES = {Unit.SENTENCE: ("S", "E"), Unit.PARAGRAPH: ("P", "Q")}
"""The terms on the first and the last word of a unit that has more than one."""

_NOWHERE = f"{MARK}nowhere"
"""A term that no text has."""

_LISTED = 64
"""Terms at a position that are listed; more are one pattern of letters, as a search may list so many terms only."""
_ALTERNATIVES = 200
_MOST_TIMES = 1000


def found(pattern: Pattern, words: Compounds) -> dict[str, Any]:
    """The query for the articles that have it; it does not score."""
    match pattern:
        case Either(parts) if any(isinstance(part, (Close, Sharing, Often)) for part in parts):
            return _any([found(part, words) for part in parts])
        case Close(left, right, distance, ordered):
            pairs = _pairs(rows(left, words), rows(right, words))
            return _any([_query(s, _close(a, b, distance, ordered)) for s, a, b in pairs])
        case Sharing(left, right, unit):
            pairs = _pairs(rows(left, words), rows(right, words))
            return _any([_query(s, _sharing(a, b, unit)) for s, a, b in pairs])
        case Often(part, times):
            return _often(rows(part, words), times)
    return _any([_query(s, _any_of(map(_row, own))) for s, own in _by_stream(rows(pattern, words)).items()])


def _query(stream: str, rule: Rule) -> dict[str, Any]:
    return {"intervals": {stream: rule}}


def _any(queries: list[dict[str, Any]]) -> dict[str, Any]:
    if len(queries) == 1:
        return queries[0]
    return {"bool": {"should": queries, "minimum_should_match": 1}} if queries else {"match_none": {}}


def _by_stream(several: Iterable[Row]) -> dict[str, list[Row]]:
    made: dict[str, list[Row]] = {}
    for row in several:
        made.setdefault(stream_of(row.field), []).append(row)
    return made


def _pairs(left: list[Row], right: list[Row]) -> list[tuple[str, list[Row], list[Row]]]:
    one, other = _by_stream(left), _by_stream(right)
    return [(stream, one[stream], other[stream]) for stream in one if stream in other]


def _by_width(several: Iterable[Row]) -> list[Rule]:
    """One rule for the rows of each width."""
    made: dict[int, list[Row]] = {}
    for row in several:
        made.setdefault(row.width, []).append(row)
    return [_any_of(map(_row, own)) for own in made.values()]


def _close(left: list[Row], right: list[Row], distance: int, ordered: bool) -> Rule:
    gaps = min(distance, GAP) - 1  # else two texts would be near each other
    ways = []
    for one, other in product(_by_width(left), _by_width(right)):
        apart = other if one != other else _unlike(other)
        ways.append(_ordered([one, apart], gaps))
        if not ordered and one != other:
            ways.append(_ordered([other, one], gaps))
    return _any_of(ways)


def _unlike(rule: Rule) -> Rule:
    """The same, but not to Lucene, which takes two alike for any two in a row, even if they overlap."""
    return _all_of([rule], filter={"not_containing": _terms([_NOWHERE])})


def _sharing(left: list[Row], right: list[Row], unit: Unit) -> Rule:
    one, other = _any_of(map(_start, left)), _any_of(map(_start, right))
    ways = [_ordered([one, other]), *([_ordered([other, one])] if one != other else [])]
    return _all_of(
        [_any_of(ways)], filter={"contained_by": _ordered([_terms([edge]) for edge in _EDGES[unit]])}
    )


def _often(several: list[Row], times: int) -> dict[str, Any]:
    if times > _MOST_TIMES:
        raise OverBudget(Note("Words can be asked for at most {most} times.", most=_MOST_TIMES))
    streams = _by_stream(several)
    if len(streams) < 2:
        return _any([_query(s, _repeated(own, times, s)) for s, own in streams.items()])
    ways = []
    for counts in product(range(times + 1), repeat=len(streams)):
        if sum(counts) == times:
            each = [
                _query(s, _repeated(own, count, s))
                for (s, own), count in zip(streams.items(), counts, strict=True)
                if count
            ]
            ways.append({"bool": {"filter": each}})
    return _any(ways)


def _repeated(several: list[Row], times: int, stream: str) -> Rule:
    if len({row.width for row in several}) > 1 or all(row.whole for row in several):
        one = _any_of(map(_start, several))
    else:
        one = _any_of(map(_row, several))
    rule = _ordered([one] * times) if times > 1 else one
    return _before_end(rule) if stream == TEXT else rule


def _before_end(rule: Rule) -> Rule:
    """Without what stands behind the end, where the headline is repeated."""
    return _all_of([rule], filter={"before": _terms([END])})


def _row(row: Row) -> Rule:
    return _inside(row.field, _ordered([_slot(slot) for slot in row.slots], 0))


def _start(row: Row) -> Rule:
    """Where the row begins, as a single position."""
    first = _slot(row.slots[0])
    if not row.whole:
        first = _all_of([first], filter={"contained_by": _ordered([_slot(slot) for slot in row.slots], 0)})
    return _inside(row.field, first)


def _inside(field: str, rule: Rule) -> Rule:
    """Where it stands in the field's parts."""
    own = set(FIELDS[field])
    stream = stream_of(field)
    parts = [part.name for part in PARTS if part.stream == stream]
    if own == set(parts):
        return rule
    ways = []
    for n, part in enumerate(parts):
        if part not in own and not (part == "body" and LEAD in own):
            continue
        within = rule
        if n:
            within = _all_of([within], filter={"after": _terms([marker(part)])})
        after = REST if part not in own else marker(parts[n + 1]) if n + 1 < len(parts) else END
        if stream == TEXT or n + 1 < len(parts):
            within = _all_of([within], filter={"before": _terms([after])})
        ways.append(within)
    return _any_of(ways)


def _slot(slot: Slot) -> Rule:
    terms = sorted(slot)
    if len(terms) <= _LISTED:
        return _terms(terms)
    some = [terms[n : n + _ALTERNATIVES] for n in range(0, len(terms), _ALTERNATIVES)]
    return _any_of(
        {"regexp": {"pattern": "|".join(map(_literal, few)), "max_expansions": _ALTERNATIVES}} for few in some
    )


def _literal(term: str) -> str:
    return "".join(c if c.isalnum() else f"\\{c}" for c in term)


def _terms(terms: Sequence[str]) -> Rule:
    return {"match": {"query": "¦".join(terms)}}


def _any_of(rules: Iterable[Rule]) -> Rule:
    several: list[Rule] = []
    for rule in rules:
        if rule not in several:
            several.append(rule)
    return several[0] if len(several) == 1 else {"any_of": {"intervals": several}}


def _ordered(rules: list[Rule], gaps: int | None = None) -> Rule:
    if len(rules) == 1:
        return rules[0]
    rule: Rule = {"ordered": True, "intervals": rules}
    return {"all_of": rule if gaps is None else {**rule, "max_gaps": gaps}}


def _all_of(rules: list[Rule], filter: Rule) -> Rule:
    return {"all_of": {"intervals": rules, "filter": filter}}
