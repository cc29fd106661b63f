"""Ways out of a search that finds nothing, or little: each is a real search with its real count, offered and not applied."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from itertools import islice

from search.index import Hit, Index, Results, Search
from search.relax import relaxations as looser
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


def spellings(index: Index, view: View) -> tuple[Option, ...]:
    """The search with one word of it replaced by a word of the archive."""
    options: list[Option] = []
    for word in view.query.words[:MOST_WORDS]:
        whole = re.compile(rf"(?<!\w){re.escape(word)}(?!\w)")
        for other in index.spellings(word):
            typed = other.join(whole.split(view.typed))
            if typed != view.typed:
                options.append(Option(typed, view.address(typed=typed)))
    return tuple(options[:MOST_SPELLINGS])


def relaxations(index: Index, view: View) -> tuple[Option, ...]:
    """What would find something, the smallest change first."""
    found: list[Option] = []
    for label, address, search in islice(_smaller(view), MOST_TRIED):
        total = index.search(replace(search, facets=(), offset=0, limit=0)).total
        if total:
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
