"""Citations: of one article or of a selection, to be read, or to be taken into a reference manager.

`/a/ID.ris` and its like are for programs. An id may itself end in `.ris`: an article whose whole id stands in the address
comes first, so that each is reached, and `/cite?id=ID&as=ris` means one article whatever the others are called.
"""

from __future__ import annotations

import json
from collections.abc import Sequence

from flask import Blueprint, Response, abort, make_response, render_template, request

from search.article import Article
from search.citations import Citation
from search.export import row, written
from search.index import Index
from web import errors, wording
from web.addresses import permalink
from web.archive import Archive
from web.article import articles
from web.article.references import FORMATS, downloads, reference
from web.languages import gettext as _
from web.results import pages
from web.results.listing import Box
from web.takeaway.attachments import labelled, outward

blueprint = Blueprint("citing", __name__)


@blueprint.get("/cite")
def cite() -> Response:
    index = Archive.current().index
    ids = tuple(dict.fromkeys(request.args.getlist("id")))
    form = request.args.get("as", "")
    if form and form not in FORMATS:
        words = _("A citation can be had as %(known)s; “%(form)s” is none of these.")
        return errors.page(400, words % {"known": ", ".join(FORMATS), "form": form[:40]})
    if not ids:
        words = _("No article was chosen. Tick the boxes beside some results, then ask for their citations.")
        return errors.page(400, words)
    found = {id: index.get(id) for id in ids}
    articles = [article for article in found.values() if article]
    missing = tuple(id for id, article in found.items() if not article)
    if not articles or (missing and form):
        words = _("These articles are not in the archive: %(ids)s.")
        return errors.page(404, words % {"ids": _(", ").join(missing)})
    if form:
        return _document(index, articles, form)
    view = pages.asked()
    generation = index.status().generation
    return make_response(
        render_template(
            "cite.html",
            box=Box.of(view),
            state=index.status(),
            back=view.address(),
            references=tuple(reference(article, permalink(article.id), generation) for article in articles),
            missing=missing,
            downloads=downloads(article.id for article in articles),
        )
    )


@blueprint.get('/a/<id:stem>.<any(json,ris,bib,"csl.json"):end>')
def article(stem: str, end: str) -> Response:
    """The article as data, unless one has this whole address as its id."""
    index = Archive.current().index
    whole = f"{stem}.{end}"
    if index.get(whole):
        return make_response(articles.article(whole))
    for form in ("csl.json", "json", "ris", "bib"):
        found = index.get(whole.removesuffix(f".{form}")) if whole.endswith(f".{form}") else None
        if found and form == "json":
            return labelled(make_response(_whole(index, found)), form)
        if found:
            return _document(index, [found], form)
    abort(404)


def _document(index: Index, articles: Sequence[Article], form: str) -> Response:
    generation = index.status().generation
    title = Archive.current().settings.title
    if form == "text":
        lines = (reference(article, permalink(article.id), generation).text for article in articles)
        return labelled(make_response("".join(f"{line}\n" for line in lines)), form)

    def cited(article: Article) -> Citation:
        return Citation.of(article, permalink(article.id), title, generation)

    name = articles[0].headline if len(articles) == 1 else f"{title} {wording.articles(len(articles))}"
    return labelled(make_response("".join(written(articles, form, cited))), form, name)


def _whole(index: Index, article: Article) -> str:
    state = {
        "archive": Archive.current().settings.title,
        "generation": index.status().generation,
        "permalink": permalink(article.id),
    }
    return json.dumps({**state, **row(outward(article))}, ensure_ascii=False, indent=1) + "\n"
