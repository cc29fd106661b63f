"""A chain of words → the terms that stand next to each other in Tantivy's places, where a word has one term: its first key.

A term stands for all forms whose first key it is. Where a pattern wants fewer of them, or what has no place of its own (a
compound over its parts, capitals over a word), what is found is more than what was asked for, and has to be looked into.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import product
from typing import NamedTuple, TypeAlias

from search.analysis import keys_of
from search.engines.lexicon import Lexicon
from search.engines.tantivy.fields import key_term, mark_of
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
    def __init__(self, lexicons: Callable[[str], Sequence[Lexicon]]) -> None:
        self._lexicons = lexicons

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
        stream = stream_of(terms.field)
        mark = mark_of(terms.field)
        exact: set[Run] = set()
        loose: set[Run] = set()
        forms = self._forms(stream, terms)
        if len(forms) > 4 * _MOST:
            return None
        whole = stream != "text" or terms.field == "text"
        for form in forms:
            if "-" in form.text:
                loose.add(
                    tuple(
                        mark + key_term(_first(Form(p, form.tongue)), form.tongue)
                        for p in form.text.split("-")
                    )
                )
            elif form.text.isupper():
                lower = Form(form.text.lower(), form.tongue)
                loose.add((mark + key_term(_first(lower), form.tongue),))
            else:
                at = (mark + key_term(_first(form), form.tongue),)
                if at not in exact:
                    covers = whole and self._covers(stream, _first(form), form.tongue, forms)
                    (exact if covers else loose).add(at)
        return _few(Sequences(frozenset(exact), frozenset(loose - exact)))

    def _forms(self, stream: str, terms: Terms) -> set[Form]:
        return {
            lexicon.form(number)
            for lexicon in self._lexicons(stream)
            for number in (*lexicon.with_keys(terms.keys), *lexicon.numbers(terms.forms))
        }

    def _covers(self, stream: str, first: str, tongue: str, forms: set[Form]) -> bool:
        """Whether all forms whose first key it is are among them."""
        return all(
            form in forms or _first(form) != first or "-" in form.text
            for form in self._forms(stream, Terms(stream, ((first, tongue),)))
        )


def _first(form: Form) -> str:
    return keys_of(*form)[0]


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
