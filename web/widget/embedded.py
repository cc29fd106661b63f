"""The search box and its results in a frame of another site, for sites that run no script of others.

It is the one page that may stand in a frame, and only in those of the sites that the keeper names. Its links lead out of the
frame, as no other page can be shown in it; what changes the search stays inside.
"""

from __future__ import annotations

from dataclasses import replace

from flask import Blueprint, Response, make_response, render_template, request, url_for

from web import errors, parameters, security, wording
from web.archive import Archive
from web.languages import gettext as _
from web.params import read_own
from web.results import facets, listing, pages
from web.results.escapes import Escapes

blueprint = Blueprint(errors.FRAMED, __name__)

EXAMPLE = 'frame_origins = "https://your-site.example"'

OWN = (parameters.THEME, parameters.COUNTED)


@blueprint.get("/embed")
def page() -> Response:
    archive = Archive.current()
    if not archive.settings.frame_origins:
        words = _("This archive lets no other site show it in a frame. Its keeper names the sites that may:")
        return errors.page(403, words, EXAMPLE)
    view = pages.asked()
    own, problems = read_own(request.args, OWN)
    framed = replace(view, path=url_for("embedded.page"), own=tuple(own.items()))
    fields = facets.fields([own.get(parameters.COUNTED.name, "")])
    wanted = replace(view.search, facets=fields, facet_limit=facets.TOP)
    searched = parameters.TYPED.name in request.args or view.narrows
    results = archive.index.search(wanted if searched else replace(wanted, facets=(), limit=0))
    excluded = facets.left_out(archive.index, framed, fields)
    response = render_template(
        "embed.html",
        theme=own.get(parameters.THEME.name, "auto"),
        origins=archive.settings.frame_origins,
        box=listing.Box.of(framed),
        problems=(*view.problems, *problems),
        searched=searched,
        heading=listing.heading(view, results),
        layout=view.layout,
        first=wanted.offset + 1,
        hits=pages.items(archive, view, results.hits),
        spellings=Escapes(archive.index, framed, results, archive.settings).spellings() if searched else (),
        facets=facets.refine(framed, results, excluded, fields),
        pages=listing.pages(framed, results.total, archive.settings.page_window),
        whole=view.whole().address(),
        all=wording.in_the_archive(results.total) if results.total else _("What would find something"),
        # The last, as all before may meet the budget
        notes=tuple(dict.fromkeys((*view.query.notes, *results.notes, *archive.budget.notes()))),
    )
    return make_response(response)


@blueprint.after_request
def _framed(response: Response) -> Response:
    """Failures too, so that they can be read where they happen."""
    if origins := Archive.current().settings.frame_origins:
        security.frameable(response, origins)
    return response
