"""The archive for programs, `/api/v1`: the searches of the pages, answered in JSON."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from dataclasses import replace
from typing import Protocol

from flask import Blueprint, Response, request

from search import __version__
from search.article import fields_of
from search.errors import SearchError
from search.index import Snippet
from web import answers, cursors, hits, parameters, problems, strict
from web.archive import Archive
from web.escapes import Escapes
from web.languages import current
from web.languages import gettext as _
from web.view import Problem, View

blueprint = Blueprint("api", __name__, url_prefix="/api/v1")

SEARCH = tuple(one for one in parameters.SEARCH if one not in (parameters.LAYOUT, parameters.PAGE))
"""A program has no layout, and goes on by cursor: no window bounds how far."""


class Answer(Protocol):
    @property
    def generation(self) -> str: ...


@blueprint.get("/search")
def search() -> Response:
    archive = Archive.current()
    pairs = strict.read((*SEARCH, parameters.CURSOR))
    cursor = dict(pairs).get(parameters.CURSOR.name)
    view = strict.view([pair for pair in pairs if pair[0] != parameters.CURSOR.name])
    listed = _listed(view)

    def found(generation: str) -> answers.Listing:
        offset = cursors.position(cursor, listed, generation)
        results = archive.index.search(replace(view.search, facets=(), offset=offset))
        if cursor and results.generation != generation:
            cursors.gone()
        end = offset + len(results.hits)
        more = bool(results.hits) and end < results.total
        following = cursors.Cursor(results.generation, end).written(listed) if more else None
        also = () if offset else Escapes(archive.index, view, results, archive.settings).also()
        return answers.listing(view, results, offset, also, following)

    return _answered(found, view.query_string, view.query.understood, cursor or "")


@blueprint.get("/suggest")
def suggest() -> Response:
    given = dict(strict.read((parameters.PREFIX, parameters.LIMIT, parameters.INTERFACE)))
    typed = given[parameters.PREFIX.name]
    limit = int(given.get(parameters.LIMIT.name, parameters.LIMIT.default or 0))

    def found(generation: str) -> answers.Suggestions:
        return answers.Suggestions(generation, Archive.current().index.suggest(typed, limit))

    return _answered(found, typed, str(limit))


@blueprint.get("/articles/<path:id>")
def article(id: str) -> Response:
    view = strict.view(strict.read((parameters.TYPED, parameters.INTERFACE)))
    index = Archive.current().index

    def found(generation: str) -> answers.Full:
        article = index.get(id)
        if article is None:
            problems.refuse(404, _("There is no article with this id in this archive."))

        def marked(text: str) -> Snippet:
            return hits.marked(index, view.query.clause, text, article.language)

        standfirst = marked(article.standfirst) if article.standfirst else None
        return answers.full(article, generation, marked(article.headline), standfirst, marked(article.body))

    return _answered(found, id, view.query_string, view.query.understood)


def _listed(view: View) -> str:
    """What decides which results come in which order: all but how many at once, and in which words."""
    return (
        f"{replace(view, size=parameters.DEFAULT_SIZE, interface=None).query_string} {view.query.understood}"
    )


def _answered(found: Callable[[str], Answer], *asked: str) -> Response:
    """The answer as JSON, or that it is the same as the client's: its tag is known before anything is searched for.

    `asked` is everything that decides the answer, beside the index and the reader's language. `found` is given the
    index's generation.
    """
    state = Archive.current().index.status()
    if state.ok and request.if_none_match.contains_weak(tag := _tag(state.generation, *asked)):
        response = Response(status=304)
    else:
        try:
            answer = found(state.generation)
        except SearchError as e:
            problems.refuse_parameters([Problem(parameters.TYPED.name, e.args[0] if e.args else str(e))])
        tag = _tag(answer.generation, *asked)
        text = json.dumps(answer, ensure_ascii=False, default=fields_of)
        response = Response(text.encode("utf-8", "replace"), mimetype="application/json")
        response.content_language.add(current())
    response.set_etag(tag, weak=True)
    response.cache_control.no_cache = True
    response.vary.update(("Accept-Language", "Accept-Encoding"))
    return response


def _tag(*parts: str) -> str:
    content = "\0".join((__version__, current(), *parts))
    return hashlib.blake2b(content.encode("utf-8", "replace"), digest_size=12).hexdigest()
