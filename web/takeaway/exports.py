"""All that a search finds as one document: `/search.csv` and its like, with the parameters of `/search`.

An export equals the view: the same articles in the same order, of one generation, without a cap; page, size and layout
cut nothing. It is sent as it is read. What the document has no place for stands in its headers.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from typing import Any
from urllib.parse import quote

from flask import Blueprint, Response, current_app, request

from search import __version__
from search.article import Article
from search.citations import Citation
from search.export import document, written
from search.index import Stream
from web import errors, wording
from web.addresses import absolute, permalinks
from web.api import problems
from web.archive import Archive
from web.languages import current, said
from web.languages import gettext as _
from web.parameters import PARAMETERS
from web.params import View
from web.results import pages
from web.takeaway.attachments import labelled, outward
from web.takeaway.slots import EXTENSION, Slots
from web.transfer import Streamed

blueprint = Blueprint("exports", __name__)

_RETRY_SECONDS = "30"
_LAYOUT = frozenset({"page", "size", "view"})
"""Parameters that say how a page shows the results, not which they are."""

_READABLE = " !#$&'()*+,-./:;<=>?@[]^_`{|}~\""
_LONGEST_QUERY, _LONGEST_ADDRESS = 300, 2000
"""Characters: all headers together must fit into the 4 KB that proxies keep for them."""


def statement(view: View) -> dict[str, Any]:
    """The search as it was typed and as it was understood, whole enough to be repeated."""
    search = view.search
    return {
        "query": view.typed,
        "understood": view.query.understood,
        "filters": {PARAMETERS[facet]: sorted(values) for facet, values in view.chosen.items()},
        "excluded": {PARAMETERS[facet]: sorted(values) for facet, values in view.excluded.items()},
        "from": view.since,
        "to": view.until,
        "match": view.match.value,
        "sort": search.sort.value,
    }


def headers(view: View, generation: str, count: int) -> dict[str, str]:
    """What every export and feed says of itself: of which state of the archive it is, what was asked, and how many there
    are. The query is percent-encoded UTF-8, as headers have no letters beyond ASCII."""
    query = quote(wording.shortened(view.query.understood, _LONGEST_QUERY), safe=_READABLE)
    stated = {"Backfile-Generation": generation, "Backfile-Query": query, "Backfile-Count": str(count)}
    address = absolute(view.whole().address())
    if len(address) <= _LONGEST_ADDRESS:
        stated["Link"] = f'<{address}>; rel="canonical"'
    return stated


def asked() -> View:
    """The search that the address states. What can't be used is refused, as an export of another search would be worse
    than none."""
    view = pages.asked()
    faults = [fault for fault in view.problems if fault.parameter not in _LAYOUT]
    if faults:
        problems.refuse_parameters(faults)
    return view


@blueprint.get('/search.<any(csv,jsonl,ris,bib,"csl.json",json):form>')
def export(form: str) -> Response:
    archive = Archive.current()
    view = asked()
    tag = _tag(view, form, archive.index.status().generation)
    if request.if_none_match.contains_weak(tag):
        response = Response(status=304)
        response.set_etag(tag, weak=True)
        return response
    stream = archive.index.stream(view.search)
    give_back = _slots().take() if request.method != "HEAD" else _nothing
    if give_back is None:
        return _busy()
    response = Streamed(_pieces(view, form, stream), give_back)
    labelled(response, form, f"{archive.settings.title} {view.typed}")
    response.headers.extend(headers(view, stream.generation, stream.total))
    response.set_etag(_tag(view, form, stream.generation), weak=True)
    response.vary.add("Accept-Language")
    return response


def _nothing() -> None:
    """Who asks for the head alone takes no slot, and gives none back."""


def _pieces(view: View, form: str, stream: Stream) -> Iterator[str]:
    """All that needs the request is known before the first of them is made."""
    title = Archive.current().settings.title
    address = absolute(view.whole().address())
    permalink = permalinks()
    articles = map(outward, stream.articles)
    if form == "json":
        head = {
            "archive": title,
            "generation": stream.generation,
            "address": address,
            "search": statement(view),
            "notes": [said(note) for note in (*view.query.notes, *stream.notes)],
            "count": stream.total,
        }
        return document(head, articles, permalink)
    asked = f" for “{view.query.understood}”" if view.query.understood else ""
    found_by = f"One of {stream.total} results{asked}: {address}"

    def cited(article: Article) -> Citation:
        return Citation.of(article, permalink(article.id), title, stream.generation, found_by)

    return written(articles, form, cited)


def _tag(view: View, form: str, generation: str) -> str:
    """Known before anything is searched for. The clause is in it, as “last week” is another one tomorrow."""
    asked = (view.query_string, repr(view.search.clause), current())
    parts = (__version__, form, generation, request.url_root, *asked)
    return hashlib.blake2b("\0".join(parts).encode("utf-8", "replace"), digest_size=12).hexdigest()


def _slots() -> Slots:
    slots: Slots = current_app.extensions[EXTENSION]
    return slots


def _busy() -> Response:
    words = _("Others are taking exports away, and pages come first. Ask again in half a minute.")
    response = errors.page(503, words)
    response.headers["Retry-After"] = _RETRY_SECONDS
    return response
