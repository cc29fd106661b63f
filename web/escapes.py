"""Ways out of a search that finds nothing, or little: each is a real search with its real count, offered and not applied."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from functools import reduce
from itertools import islice

from search.index import Hit, Index, Results, Search
from search.query import parse
from search.relax import relaxations as looser
from search.settings import Settings
from web import wording
from web.listing import Option
from web.params import View

MOST_TRIED = 12
MOST_OFFERED = 6
MOST_SPELLINGS = 3
MOST_WORDS = 5


def also(index: Index, view: View, results: Results) -> tuple[Hit, ...]:
    """Where all words together fill no page: articles with some of them, for the rest of the first page."""
    room = view.size - len(results.hits)
    if view.also is None or view.page > 1 or room <= 0:
        return ()
    return index.search(replace(view.also, limit=room)).hits


def spellings(index: Index, view: View, settings: Settings) -> tuple[Option, ...]:
    """The search with its rare words as the archive spells words like them: all of them first, then one at a time."""
    near = {word: index.spellings(word) for word in view.query.words[:MOST_WORDS]}
    respelled = [
        reduce(_respelled, ((word, others[0]) for word, others in near.items() if others), view.typed)
    ]
    respelled += [_respelled(view.typed, (word, other)) for word, others in near.items() for other in others]
    found: list[Option] = []
    for typed in dict.fromkeys(respelled[:MOST_TRIED]):
        search = replace(view.search, clause=parse(typed, settings).clause)
        if typed != view.typed and (total := _total(index, search)):
            found.append(Option(typed, view.address(typed=typed), count=total))
    return tuple(found[:MOST_SPELLINGS])


def _respelled(typed: str, change: tuple[str, str]) -> str:
    word, other = change
    return other.join(re.split(rf"(?<!\w){re.escape(word)}(?!\w)", typed))


def _total(index: Index, search: Search) -> int:
    return index.search(replace(search, facets=(), offset=0, limit=0)).total


def relaxations(index: Index, view: View) -> tuple[Option, ...]:
    """What would find something, the smallest change first."""
    found: list[Option] = []
    for label, address, search in islice(_smaller(view), MOST_TRIED):
        if total := _total(index, search):
            found.append(Option(label, address, count=total))
    return tuple(found[:MOST_OFFERED])


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
