"""A chain of words → the terms that stand next to each other in Tantivy's places, where a word has one term: its form.

Where a pattern wants what has no place of its own (a compound over its parts, capitals over a word) or is to stand in a part
of the text, what is found is more than what was asked for, and has to be looked into.
"""

from __future__ import annotations

from collections.abc import Callable
from itertools import product
from typing import NamedTuple, TypeAlias

from search.alphabets import lower
from search.clauses import TEXT
from search.engines.tantivy.fields import is_further, mark_of, term_of
from search.engines.words import stream_of
from search.patterns import Chain, Either, Form, Pattern, Terms

_MOST = 32
"""Phrases that one chain may stand for."""

Run: TypeAlias = tuple[str, ...]


class Sequences(NamedTuple):
    """`exact` are what was asked for and nothing else; `loose` are not."""

    exact: frozenset[Run]
    loose: frozenset[Run]


class Sequencer:
    def __init__(self, forms: Callable[[Terms], set[Form]]) -> None:
        """`forms` says which of the terms the archive has."""
        self._forms = forms

    def of(self, pattern: Pattern) -> Sequences | None:
        """None for what can't be written so, or takes too many."""
        match pattern:
            case Terms():
                return self._terms(pattern)
            case Chain(parts):
                several = [self.of(part) for part in parts]
                return _joined([s for s in several if s]) if all(several) else None
            case Either(parts):
                several = [self.of(part) for part in parts]
                if not all(several):
                    return None
                exact = frozenset().union(*(s.exact for s in several if s))
                return _few(Sequences(exact, frozenset().union(*(s.loose for s in several if s)) - exact))
        return None

    def _terms(self, terms: Terms) -> Sequences | None:
        mark, whole = mark_of(terms.field), terms.field == TEXT or stream_of(terms.field) != TEXT
        exact: set[Run] = set()
        loose: set[Run] = set()
        forms = self._forms(terms)
        if len(forms) > _MOST:
            return None
        for text, tongue in forms:
            if is_further(text):
                loose.add(tuple(mark + term_of(lower(part, tongue), tongue) for part in text.split("-")))
            else:
                (exact if whole else loose).add((mark + term_of(text, tongue),))
        return Sequences(frozenset(exact), frozenset(loose - exact))


def _joined(several: list[Sequences]) -> Sequences | None:
    exact = _products([s.exact for s in several])
    every = _products([s.exact | s.loose for s in several])
    return _few(Sequences(exact, every - exact)) if every is not None and exact is not None else None


def _products(several: list[frozenset[Run]]) -> frozenset[Run] | None:
    size = 1
    for some in several:
        size *= len(some)
    if size > _MOST:
        return None
    return frozenset(sum(parts, ()) for parts in product(*several))


def _few(found: Sequences) -> Sequences | None:
    return found if len(found.exact) + len(found.loose) <= _MOST else None
