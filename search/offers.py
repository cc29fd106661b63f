"""Other searches where one finds nothing, or little: each is tried and counted, offered to the reader, never applied."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass, replace
from functools import reduce
from typing import TypeVar

from search.budget import allowed
from search.errors import SearchError
from search.index import Hit, Index, Results, Search
from search.query import Query, parse
from search.relax import Match, loosened, relaxations
from search.settings import Settings

LITTLE = 5
"""With fewer articles than that the words may be misspelled."""

_MOST_SPELLINGS, _MOST_RELAXATIONS = 3, 6
_MOST_WORDS = 5

_What = TypeVar("_What")


@dataclass(frozen=True, slots=True)
class Offer:
    """Another search as it is typed, what it changes, and how many articles it finds; `match` ANY where it is for some
    of its words."""

    query: str
    total: int
    label: str = ""
    match: Match = Match.AUTO


class Trials:
    """Tries searches, in what is left of the time that one search may take. What can't be tried in time is not offered."""

    def __init__(self, index: Index, settings: Settings) -> None:
        self._index = index
        self._settings = settings
        self._budget = allowed(settings.search_seconds)

    def hits(self, search: Search) -> tuple[Hit, ...]:
        found = self._try(search)
        return found.hits if found else ()

    def counted(
        self, tries: Iterable[tuple[_What, Search]], most: int, above: int = 0
    ) -> Iterator[tuple[_What, int]]:
        """At most so many of those that find more articles than `above`, with how many."""
        for what, search in tries:
            found = self._try(replace(search, facets=(), offset=0, limit=0))
            if found and found.total > above:
                yield what, found.total
                most -= 1
            if not most:
                return

    def spellings(self, typed: str, query: Query, search: Search, total: int) -> tuple[Offer, ...]:
        """Where the search finds LITTLE: other spellings of its words that find more than it. Where no article has all
        of the words then, the likeliest spelling with any of them."""
        if total >= LITTLE:
            return ()
        texts = self._respelled(typed, query)
        asked = [(text, parse(text, self._settings).clause) for text in texts]
        found = self.counted(((text, replace(search, clause=c)) for text, c in asked), _MOST_SPELLINGS, total)
        if offers := tuple(Offer(text, number) for text, number in found):
            return offers
        some = [(text, replace(search, clause=c)) for text, clause in asked[:1] if (c := loosened(clause))]
        return tuple(Offer(text, number, match=Match.ANY) for text, number in self.counted(some, 1, total))

    def relaxations(self, query: Query, search: Search) -> tuple[Offer, ...]:
        """Searches that ask for less and find something, the smallest change first."""
        smaller = ((one, replace(search, clause=one.clause)) for one in relaxations(query))
        found = self.counted(smaller, _MOST_RELAXATIONS)
        return tuple(Offer(one.typed, total, one.label) for one, total in found)

    def _respelled(self, typed: str, query: Query) -> list[str]:
        """The text with its rare words as the archive spells words like them: all of them first, then one at a time."""
        near: dict[str, tuple[str, ...]] = {}
        with suppress(SearchError):
            for word in query.words[:_MOST_WORDS]:
                near[word] = self._index.spellings(word)
        first = reduce(_changed, ((word, others[0]) for word, others in near.items() if others), typed)
        others = (_changed(typed, (word, other)) for word, others in near.items() for other in others)
        return [text for text in dict.fromkeys((first, *others)) if text != typed]

    def _try(self, search: Search) -> Results | None:
        if self._budget.is_spent():
            return None
        with suppress(SearchError):
            return self._index.search(search)
        return None


def _changed(typed: str, change: tuple[str, str]) -> str:
    word, other = change
    return other.join(re.split(rf"(?<!\w){re.escape(word)}(?!\w)", typed))
