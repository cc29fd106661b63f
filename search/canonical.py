"""A clause → the canonical spelling of it in the readers' own language, which reads back as the same clause."""

from __future__ import annotations

from search.clauses import (
    TEXT,
    All,
    Any,
    AtLeast,
    Clause,
    Dates,
    Everything,
    Fuzzy,
    Length,
    Near,
    Not,
    Phrase,
    Prefix,
    Unit,
    Wildcard,
    Within,
    Word,
)

DEEPEST = 20
"""Brackets within brackets; deeper ones are not read."""

_NAMES = {"language": "lang"}
_ONE, _NEAR, _ALL, _ANY = range(4)
"""How tightly a clause holds together, from a single word to alternatives."""


def spell(clause: Clause) -> str:
    """With brackets wherever words of different operators meet; or only the needed ones, where that is too deep."""
    generous = _spell(clause, generous=True)
    return generous if _depth(generous) <= DEEPEST else _spell(clause, generous=False)


def _depth(text: str) -> int:
    depth = deepest = 0
    for c in text:
        depth += (c == "(") - (c == ")")
        deepest = max(deepest, depth)
    return deepest


def _spell(clause: Clause, generous: bool) -> str:
    joiner = " AND " if _mixed(clause) else " "
    return _write(clause, joiner, generous)[0]


def _mixed(clause: Clause) -> bool:
    match clause:
        case Any() | Near() | Within():
            return True
        case All(parts):
            return any(_mixed(part) for part in parts)
        case Not(part):
            return _mixed(part)
    return False


def _write(clause: Clause, joiner: str, generous: bool) -> tuple[str, int]:
    """The spelling, and how tightly it holds together."""

    def inside(part: Clause, level: int) -> str:
        text, own = _write(part, joiner, generous)
        loose = own > level or (generous and own != _ONE)
        return f"({text})" if loose else text

    match clause:
        case Any(parts):
            return " OR ".join(inside(part, _ALL) for part in parts), _ANY
        case All(parts):
            written = [inside(part, _NEAR) for part in parts if not isinstance(part, Everything)]
            return joiner.join(written), _ALL if len(written) > 1 else _ONE
        case Not(part):
            return f"-{inside(part, _NEAR)}", _ONE
        case Near(left, right, distance, ordered):
            return f"{inside(left, _ONE)} {'pre' if ordered else 'w'}/{distance} {inside(right, _ONE)}", _NEAR
        case Within(left, right, unit):
            return (
                f"{inside(left, _ONE)} w/{'s' if unit == Unit.SENTENCE else 'p'} {inside(right, _ONE)}",
                _NEAR,
            )
        case AtLeast(part, times):
            return f"atleast{times}({_write(part, joiner, generous)[0]})", _ONE
    return _leaf(clause), _ONE


def _leaf(clause: Clause) -> str:
    match clause:
        case Word(text, field, exact):
            return f"{_prefix(field)}{'=' if exact else ''}{text}"
        case Phrase(text, field, exact):
            return f'{_prefix(field)}{"=" if exact else ""}"{text}"'
        case Prefix(text, field):
            return f"{_prefix(field)}{text}*"
        case Wildcard(text, field):
            question = text.endswith("?") and field == TEXT  # at the end of a text it would be punctuation
            return f"({text})" if question else f"{_prefix(field)}{text}"
        case Fuzzy(text, field, edits):
            return f"{_prefix(field)}{text}~{edits if edits > 1 else ''}"
        case Dates(since, until):
            if since == until:
                return f"date:{since}"
            return (
                f"date:{since}..{until}"
                if since and until
                else f"since:{since}"
                if since
                else f"until:{until}"
            )
        case Length(least, most):
            if least is None or most is None:
                return f"length>={least}" if most is None else f"length<={most}"
            return f"length:{least}" if least == most else f"length:{least}..{most}"
    return ""


def _prefix(field: str) -> str:
    return "" if field == TEXT else f"{_NAMES.get(field, field)}:"
