"""What to ask instead: a search with some of its words, and smaller searches when one finds nothing."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from search.canonical import spell
from search.clauses import (
    TEXT,
    All,
    Any,
    AtLeast,
    Clause,
    Dates,
    Everything,
    Fuzzy,
    Near,
    Not,
    Phrase,
    Prefix,
    Wildcard,
    Within,
    Word,
)
from search.lexer import tokens
from search.notes import Note
from search.parser import joined
from search.query import Query
from search.tokens import Kind

MOST = 6
_SHORTEST_FUZZY = 4
"""Letters of a word that may be misspelled: with fewer, one letter makes another word."""


class Match(StrEnum):
    """How many of the words must be there. AUTO: all, and the articles with some of them follow, apart."""

    AUTO = "auto"
    ALL = "all"
    ANY = "any"


@dataclass(frozen=True, slots=True)
class Relaxation:
    """A search that asks for less: `label` says what it leaves out, `typed` is how it is typed."""

    label: str
    typed: str
    clause: Clause


def loosened(clause: Clause) -> Clause | None:
    """Any of its free words is enough, conditions and exclusions stay; None where that asks for nothing less."""
    free, fixed = _parted(clause)
    return joined(All, [joined(Any, free), *fixed]) if len(free) > 1 else None


def partial(clause: Clause) -> Clause | None:
    """What has some of its free words, but not all; None where there can be none."""
    loose = loosened(clause)
    return All((loose, Not(clause))) if loose else None


def relaxations(query: Query) -> tuple[Relaxation, ...]:
    """At most MOST, the ones that keep most of the search first; none is the search itself."""
    offers: list[tuple[str, Clause | None]] = []
    parts = query.clause.parts if isinstance(query.clause, All) else (query.clause,)
    offers.append((Note("without the quotation marks"), joined(All, [_unquoted(part) for part in parts])))
    offers.append(
        (Note("anywhere in the article instead of near each other"), joined(All, [_apart(p) for p in parts]))
    )
    for kind, label in ((Dates, Note("with any date")), (Not, Note("with nothing left out"))):
        offers.append(
            (label, joined(All, [part for part in parts if not isinstance(part, kind | Everything)]))
        )
    if loosened(query.clause):
        offers.append((Note("with any of the words instead of all"), loosened(query.clause)))
    for part in parts if len(parts) > 1 else ():
        if not isinstance(part, Dates | Not | Everything):
            offers.append(
                (
                    Note("without {part}", part=spell(part)),
                    joined(All, [one for one in parts if one is not part]),
                )
            )
    offers.append((Note("with words spelled alike"), joined(All, [_misspelled(part) for part in parts])))
    found: dict[Clause, Relaxation] = {}
    for words, clause in offers:
        if clause is not None and clause != query.clause and _wanted(clause):
            found.setdefault(clause, Relaxation(words, spell(clause), clause))
    return tuple(found.values())[:MOST]


def _parted(clause: Clause) -> tuple[list[Clause], list[Clause]]:
    """The parts that are words of free text, and the other ones."""
    parts = clause.parts if isinstance(clause, All) else (clause,)
    free = [part for part in parts if _wanted(part) and _free(part)]
    return free, [part for part in parts if part not in free]


def _free(part: Clause) -> bool:
    match part:
        case Word(_, field) | Phrase(_, field) | Prefix(_, field) | Wildcard(_, field) | Fuzzy(_, field):
            return field == TEXT
        case Near(left, right) | Within(left, right):
            return _free(left) and _free(right)
        case Any(parts) | All(parts):
            return all(_free(one) for one in parts)
        case AtLeast(one):
            return _free(one)
    return False


def _wanted(clause: Clause) -> bool:
    """Whether it asks for something, not only for the rest of the archive."""
    parts = clause.parts if isinstance(clause, All) else (clause,)
    return not all(isinstance(part, Not | Everything) for part in parts)


def _unquoted(part: Clause) -> Clause:
    if isinstance(part, Phrase):
        words = [
            Word(token.text, part.field, part.exact) for token in tokens(part.text) if token.kind == Kind.WORD
        ]
        return joined(All, words) or part
    return part


def _apart(part: Clause) -> Clause:
    return joined(All, (part.left, part.right)) or part if isinstance(part, Near | Within) else part


def _misspelled(part: Clause) -> Clause:
    if (
        isinstance(part, Word)
        and part.field == TEXT
        and part.text.isalpha()
        and len(part.text) >= _SHORTEST_FUZZY
    ):
        return Fuzzy(part.text)
    return part
