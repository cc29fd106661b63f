"""Ways out of a search that finds nothing, or little: each is a real search with its real count, offered and not applied."""

from __future__ import annotations

import re
import time
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import replace
from functools import reduce

from search.clauses import Clause
from search.errors import SearchError
from search.index import Hit, Index, Results, Search
from search.query import parse
from search.relax import relaxations as looser
from search.settings import Settings
from web import wording
from web.listing import Option
from web.params import View

MOST_OFFERED = 6
MOST_SPELLINGS = 3
MOST_WORDS = 5


class Escapes:
    """Tries other searches, for as long in all as one search may take. What can't be tried in time is not offered."""

    def __init__(self, index: Index, view: View, settings: Settings) -> None:
        self._index = index
        self._view = view
        self._settings = settings
        self._until = time.monotonic() + settings.search_seconds

    def also(self, results: Results) -> tuple[Hit, ...]:
        """Where all words together fill no page: articles with some of them, for the rest of the first page."""
        room = self._view.size - len(results.hits)
        if self._view.also is None or self._view.page > 1 or room <= 0:
            return ()
        found = self._try(replace(self._view.also, limit=room))
        return found.hits if found else ()

    def spellings(self) -> tuple[Option, ...]:
        """The search with its rare words as the archive spells words like them: all of them first, then one at a time."""
        typed = self._view.typed
        near: dict[str, tuple[str, ...]] = {}
        with suppress(SearchError):
            for word in self._view.query.words[:MOST_WORDS]:
                near[word] = self._index.spellings(word)
        first = reduce(_respelled, ((word, others[0]) for word, others in near.items() if others), typed)
        others = (_respelled(typed, (word, other)) for word, others in near.items() for other in others)
        tries = (
            (text, self._view.address(typed=text), replace(self._view.search, clause=self._clause(text)))
            for text in dict.fromkeys((first, *others))
            if text != typed
        )
        return tuple(self._counted(tries, MOST_SPELLINGS))

    def relaxations(self) -> tuple[Option, ...]:
        """What would find something, the smallest change first."""
        return tuple(self._counted(_smaller(self._view), MOST_OFFERED))

    def _counted(self, tries: Iterator[tuple[str, str, Search]], most: int) -> Iterator[Option]:
        for label, address, search in tries:
            found = self._try(replace(search, facets=(), offset=0, limit=0))
            if found and found.total:
                yield Option(label, address, count=found.total)
                most -= 1
            if not most:
                return

    def _try(self, search: Search) -> Results | None:
        if time.monotonic() > self._until:
            return None
        with suppress(SearchError):
            return self._index.search(search)
        return None

    def _clause(self, typed: str) -> Clause:
        return parse(typed, self._settings).clause


def _respelled(typed: str, change: tuple[str, str]) -> str:
    word, other = change
    return other.join(re.split(rf"(?<!\w){re.escape(word)}(?!\w)", typed))


def _smaller(view: View) -> Iterator[tuple[str, str, Search]]:
    for facet, (name, _) in wording.FACET_NAMES.items():
        if facet in view.chosen:
            chosen = {field: values for field, values in view.chosen.items() if field != facet}
            wider = replace(view, chosen=chosen, page=1)
            yield f"with any {name.lower()}", wider.address(), wider.search
    if view.excluded:
        wider = replace(view, excluded={}, page=1)
        yield "with nothing left out", wider.address(), wider.search
    if view.since or view.until:
        wider = view.between(None, None)
        yield "with any date", wider.address(), wider.search
    if len(view.chosen) + bool(view.excluded) + bool(view.since or view.until) > 1:
        yield "without any filter", view.cleared().address(), view.cleared().search
    for one in looser(view.query):
        yield one.label, view.address(typed=one.typed), replace(view.search, clause=one.clause)
