"""A pattern → rows: the ways in which it is written, each a row of positions with the terms that may stand there.

A chain of words that are written in two ways each has as many rows as there are combinations. Rows of one length in
different languages become one, as an article has terms of one language alone.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import product
from typing import NamedTuple, Protocol, TypeAlias

from search.engines.opensearch.streams import form_term, key_term, piece, width_of
from search.errors import OverBudget, SearchError
from search.notes import Note
from search.patterns import Chain, Either, Key, Pattern, Terms

Slot: TypeAlias = frozenset[str]
"""The terms that may stand at a position."""

_MOST = 256
"""Rows of one pattern."""


class Row(NamedTuple):
    """`whole`: the first term is part of a compound that no other row begins with, so that it says where it begins."""

    field: str
    slots: tuple[Slot, ...]
    tongues: frozenset[str]
    whole: bool

    @property
    def width(self) -> int:
        return len(self.slots)


class Compounds(Protocol):
    def widths(self, key: Key) -> Iterable[int]:
        """Of how many words the compounds are that have the key."""


def rows(pattern: Pattern, words: Compounds) -> list[Row]:
    """Raises SearchError for what has no rows: words near each other, or many of them."""
    return _merged(_rows(pattern, words))


def _rows(pattern: Pattern, words: Compounds) -> list[Row]:
    match pattern:
        case Terms():
            return _of_terms(pattern, words)
        case Either(parts):
            return [row for part in parts for row in _rows(part, words)]
        case Chain(parts):
            several = [rows(part, words) for part in parts]
            count = 1
            for some in several:
                count *= len(some)
                if count > _MOST:
                    raise OverBudget(
                        Note("The phrase can be written in too many ways; ask for a shorter one.")
                    )
            return [joined for some in product(*several) if (joined := _chained(some))]
    raise SearchError("What stands near something can't stand in another search for nearness.")


def _of_terms(terms: Terms, words: Compounds) -> list[Row]:
    found: dict[int, list[tuple[str, str]]] = {}
    for key in terms.keys:
        for width in (1, *words.widths(key)):
            found.setdefault(width, []).append((key_term(*key), key[1]))
    for form in terms.forms:
        found.setdefault(width_of(form.text), []).append((form_term(form), form.tongue))
    return [
        Row(
            terms.field,
            tuple(frozenset(_piece(term, n, width) for term, _ in some) for n in range(width)),
            frozenset(tongue for _, tongue in some),
            whole=True,
        )
        for width, some in found.items()
    ]


def _piece(term: str, place: int, width: int) -> str:
    return piece(term, place + 1, width) if width > 1 else term


def _chained(some: Sequence[Row]) -> Row | None:
    if len(some) == 1:
        return some[0]
    tongues = frozenset.intersection(*(row.tongues for row in some))
    slots = tuple(slot for row in some for slot in row.slots)
    return Row(some[0].field, slots, tongues, whole=False) if tongues else None


def _merged(several: Iterable[Row]) -> list[Row]:
    """As few as say the same."""
    made: dict[tuple[str, int], list[Row]] = {}
    for row in dict.fromkeys(several):
        alike = made.setdefault((row.field, row.width), [])
        for n, other in enumerate(alike):
            if row.width == 1 or not row.tongues & other.tongues or (row.whole and other.whole):
                slots = tuple(a | b for a, b in zip(row.slots, other.slots, strict=True))
                alike[n] = Row(row.field, slots, row.tongues | other.tongues, row.whole and other.whole)
                break
        else:
            alike.append(row)
    return [row for alike in made.values() for row in alike]
