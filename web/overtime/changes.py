"""A search that is repeated: what came, changed and went since a generation of the archive."""

from __future__ import annotations

from dataclasses import dataclass, replace

from flask import Blueprint, current_app, render_template, request

from search.clauses import All, Ids
from search.errors import IndexBusy, IndexProblem
from search.history import Changes, Gone
from search.index import Index, Results, Status
from search.since import Since, since
from web import wording
from web.archive import Archive
from web.overtime.repeating import address
from web.results.listing import Box, Item, Pages, item, paged
from web.results.pages import article_address, asked
from web.view import View

blueprint = Blueprint("changes", __name__)

LONGEST = 80
"""Characters of a generation's name."""

_TRIES = 3


@dataclass(frozen=True, slots=True)
class Found:
    """Of some articles those that match: how many, one page of them, and how many there are in all."""

    total: int
    items: tuple[Item, ...]
    among: int


@dataclass(frozen=True, slots=True)
class Difference:
    """What the search finds of what differs. Nothing of `went` can be searched any more."""

    came: Found
    changed: Found
    went: tuple[Gone, ...]
    gone: int

    @property
    def longest(self) -> int:
        return max(self.came.total, self.changed.total, self.gone)


@blueprint.get("/changes")
def page() -> str:
    archive = Archive.current()
    view = asked()
    given = "".join(filter(str.isprintable, request.args.get("since", "").strip()))[:LONGEST]
    status, results, told, difference = _compared(archive.index, view, given)
    return render_template(
        "changes.html",
        box=Box.of(view),
        state=status,
        problems=view.problems,
        notes=view.query.notes,
        typed=wording.shortened(view.typed),
        understood=view.query.understood,
        total=results.total,
        search=view.at(1).address(),
        since=given,
        told=told,
        difference=difference,
        pages=_pages(view, given, difference, archive.settings.page_window),
        keeps=view.at(1).pairs(),
        again=address(view.at(1), results.generation),
    )


def _compared(
    index: Index, view: View, given: str
) -> tuple[Status, Results, Since | None, Difference | None]:
    """All of one generation. Without a record that can be read nothing is known of what was before."""
    for _ in range(_TRIES):
        status = index.status()
        now = index.search(replace(view.search, facets=(), offset=0, limit=0))
        told = _told(status, given)
        found = told and told.changes and _difference(index, view, told.changes)
        if index.status().generation == status.generation == now.generation:
            return status, now, told, found or None
    raise IndexBusy("The archive changes while it is compared. Ask again in a moment.")


def _told(status: Status, given: str) -> Since | None:
    if not given:
        return None
    try:
        return since(status, given)
    except IndexProblem as e:
        current_app.logger.error("%s: %s", type(e).__name__, e)
        return Since(None, "", isinstance(e, IndexBusy))


def _difference(index: Index, view: View, changes: Changes) -> Difference:
    first = view.search.offset
    return Difference(
        _found(index, view, changes.came),
        _found(index, view, changes.changed),
        changes.went[first : first + view.size],
        len(changes.went),
    )


def _found(index: Index, view: View, ids: frozenset[str]) -> Found:
    if not ids:
        return Found(0, (), 0)
    search = replace(view.search, clause=All((view.search.clause, Ids(ids))), facets=())
    results = index.search(search)
    items = (item(hit, article_address(hit.id, view.at(1))) for hit in results.hits)
    return Found(results.total, tuple(items), len(ids))


def _pages(view: View, given: str, difference: Difference | None, window: int) -> Pages:
    """One row of pages for all lists: each has its part on every page."""
    longest = min(difference.longest, window) if difference else 0
    return paged(view.page, -(-longest // view.size), lambda number: address(view.at(number), given))
