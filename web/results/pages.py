"""The pages of a search: its list of results and the values of a facet; and the guide. Articles are in `web/article/articles.py`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any
from urllib.parse import quote

from flask import Blueprint, abort, render_template, request, url_for

from search.index import FACETS, Hit
from web import wording
from web.archive import Archive
from web.overtime.repeating import Repeat
from web.params import Layout, View, read_params
from web.results import concordance, facets, listing
from web.results.coverage import coverage
from web.results.escapes import Escapes
from web.results.timeline import timeline
from web.results.values import values
from web.takeaway import attachments

blueprint = Blueprint("pages", __name__)

_KEPT = "!$&'()*+,/:;=@"
"""What a path holds as it is, as Werkzeug has it (https://www.rfc-editor.org/rfc/rfc3986#section-3.3)."""


@blueprint.get("/")
@blueprint.get("/search")
def search() -> str:
    archive = Archive.current()
    view = asked()
    wanted = replace(view.search, facet_limit=facets.LIMIT)
    results = archive.index.search(wanted)
    heading = listing.heading(view, results)
    pages = listing.pages(view, results.total, archive.settings.page_window)
    escapes = Escapes(archive.index, view, results, archive.settings)
    return render_template(
        "search.html",
        **common(archive, view),
        heading=heading,
        title=listing.title(heading, view),
        total=results.total,
        searched=view.asks,
        problems=view.problems,
        understood=view.query.understood,
        chips=tuple(listing.chips(view)),
        cleared=view.cleared().address(),
        coverage=coverage(archive.index, view, results),
        timeline=timeline(archive.index, view, results),
        over_time=view.at(1).address(url_for("trends.page")),
        since=view.since_typed,
        until=view.until_typed,
        keeps=view.pairs(),
        away=attachments.offered(view),
        span_keeps=view.between(None, None).pairs(),
        extent=listing.extent(view, results),
        sorts=listing.sorts(view),
        sizes=listing.sizes(view),
        layouts=listing.layouts(view),
        layout=view.layout,
        first=wanted.offset + 1,
        hits=items(archive, view, results.hits),
        pages=pages,
        also=items(archive, view, escapes.also()),
        past_end=bool(results.total and not results.hits),
        spellings=escapes.spellings(),
        relaxations=escapes.relaxations(),
        repeat=Repeat.of(view, results),
        facets=facets.refine(view, results, facets.left_out(archive.index, view, facets.ASIDE)),
        # The last, as all before may meet the budget
        notes=tuple(dict.fromkeys((*view.query.notes, *results.notes, *archive.budget.notes()))),
    )


@blueprint.get("/facet/<field>")
def facet(field: str) -> str:
    if field not in FACETS:
        abort(404)
    archive = Archive.current()
    view = asked()
    wanted = replace(view.search, facets=(field,), facet_limit=None, offset=0, limit=0)
    shown = values(archive.index, view, field, archive.index.search(wanted), request.args)
    return render_template(
        "facet.html",
        **common(archive, view),
        scope=wording.shortened(view.typed),
        back=view.address(),
        problems=view.problems,
        chips=tuple(listing.chips(view)),
        shown=shown,
    )


@blueprint.get("/help")
def guide() -> str:
    return render_template("guide.html", box=listing.Box.of(asked()))


def asked() -> View:
    """The search that the request's address states, whatever its page is."""
    return read_params(
        request.args.items(multi=True), Archive.current().settings, path=url_for("pages.search")
    )


def items(archive: Archive, view: View, hits: tuple[Hit, ...]) -> tuple[listing.Item, ...]:
    page, search = url_for("pages.article", id="~").removesuffix("~"), view.address("")
    addresses = (f"{page}{quote(hit.id, _KEPT)}{search}" for hit in hits)
    if view.layout is not Layout.KWIC:
        return tuple(map(listing.item, hits, addresses))
    lines = concordance.concordances(archive.index, view.query.clause, hits)
    return tuple(map(listing.item, hits, addresses, lines))


def article_address(id: str, view: View) -> str:
    """The page of an article that was found by this search."""
    return view.address(url_for("pages.article", id=id))


def common(archive: Archive, view: View) -> Mapping[str, Any]:
    """What every page needs that stands over an index."""
    return {"box": listing.Box.of(view), "state": archive.index.status()}
