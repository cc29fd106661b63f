"""The page of one article: its text, or the lines that it came as; and all that is known of it."""

from __future__ import annotations

from flask import abort, render_template, request, url_for

from web import languages
from web.addresses import permalink
from web.archive import Archive
from web.article import provenance, reading, references, story
from web.article.metadata import metadata
from web.article.neighbours import neighbours
from web.params import View, read_params
from web.results import listing
from web.results.pages import article_address, asked, blueprint, common


@blueprint.get("/a/<id:id>")
def article(id: str) -> str:
    """With `as=received` the lines of its file in place of its text, a page of them at once."""
    archive = Archive.current()
    index = archive.index
    found = index.get(id)
    if found is None:
        abort(404)
    view = asked()
    alone = read_params(languages.spoken(), archive.settings, path=view.path)
    clause = view.query.clause
    lines = _lines() if request.args.get("as") == "received" else 0
    received = provenance.received(found, index, clause, lines) if lines else None
    read = None if received else story.story(found, index, clause)
    state = index.status()
    # No host is repeated that a client claims: a cache might hand it to others
    canonical = permalink(id) if archive.settings.url else url_for("pages.article", id=id)
    return render_template(
        "article.html",
        **common(archive, view),
        found=found,
        written_in=found.language or "",
        canonical=canonical,
        metadata=metadata(found, canonical),
        address=article_address(id, view),
        received_address=lambda page=1: _received(id, view, page),
        back=view.address(),
        searched=view.asks,
        place=neighbours(index, view, id, article_address, archive.settings.page_window),
        story=read,
        received=received,
        hits_left_out=provenance.hits_left_out(found, index, clause) if read and not read.hits else 0,
        imprint=reading.imprint(found),
        card=reading.card(found, lambda facet, value: alone.toggled(facet, value).address()),
        citation=references.reference(found, canonical, state.generation),
        downloads=references.downloads([id]),
        cleaned=provenance.cleaned(found),
        raw=languages.address("raw.raw", id=id) if archive.settings.raw_file_mb else "",
        evidence=tuple(dict.fromkeys(found.evidence)),
        similar=tuple(
            listing.item(hit, article_address(hit.id, alone)) for hit in reading.similar(index, id)
        ),
    )


def _lines() -> int:
    """Which page of lines is asked for, from 1."""
    stated = request.args.get("lines", "")
    return max(int(stated), 1) if stated.isdecimal() and len(stated) < 9 else 1


def _received(id: str, view: View, page: int) -> str:
    """The article as it was received, its lines from those of this page on."""
    address = article_address(id, view)
    more = f"as=received&lines={page}" if page > 1 else "as=received"
    return f"{address}{'&' if '?' in address else '?'}{more}"
