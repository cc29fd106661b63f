"""Where an article stands among the results of the search that led to it, and the results before and after it."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, replace

from search.errors import SearchError
from search.index import Index
from web.view import View


@dataclass(frozen=True, slots=True)
class Neighbours:
    """`number` counts from 1 among `total` results; `before` and `after` are addresses, empty at the ends."""

    number: int
    total: int
    before: str = ""
    after: str = ""


def neighbours(
    index: Index, view: View, id: str, address: Callable[[str, View], str], window: int
) -> Neighbours | None:
    """None where no search led here, or where the page of results that its address names does not list the article.

    Asks for that page alone, with one result on either side; nothing is shown beyond the `window` that can be paged
    through. `address` is that of an article, with the search and the page that would list it.
    """
    if not view.asks:
        return None
    page = view.search
    first = max(page.offset - 1, 0)
    last = min(page.offset + page.limit + 1, window)
    with suppress(SearchError):
        found = index.search(replace(page, facets=(), offset=first, limit=last - first))
        ids = [hit.id for hit in found.hits]
        if id not in ids:
            return None
        at = ids.index(id)

        def beside(place: int) -> str:
            if not 0 <= place < len(ids):
                return ""
            return address(ids[place], view.at((first + place) // page.limit + 1))

        return Neighbours(first + at + 1, found.total, beside(at - 1), beside(at + 1))
    return None
