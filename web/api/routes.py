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
from search.errors import OutOfTime, SearchError
from search.index import FACETS, Snippet
from search.trends import Period, trend
from web import parameters
from web.api import answers, cursors, examples, problems, strict
from web.api.operations import Operations, Pairs
from web.archive import Archive
from web.article import hits
from web.languages import current
from web.languages import gettext as _
from web.parameters import Order
from web.results import facets
from web.results.escapes import Escapes
from web.results.values import listed, usual_order
from web.view import Problem, View

blueprint = Blueprint("api", __name__, url_prefix="/api/v1")
operations = Operations(blueprint)

FILTERS = (*parameters.CHOSEN, *parameters.EXCLUDED, parameters.SINCE, parameters.UNTIL)
WITHIN = (parameters.TYPED, *FILTERS, parameters.MATCH)
UI, CURSOR = parameters.INTERFACE, parameters.CURSOR


class Answer(Protocol):
    @property
    def generation(self) -> str: ...


@operations.add(
    "/search",
    (*WITHIN, parameters.ORDER, parameters.SIZE, parameters.COUNTED, CURSOR, UI),
    examples.LISTING,
    failures=(410,),
    leads=(("article", parameters.ID.name, "/results/0/id"),),
)
def search(pairs: Pairs) -> Response:
    """A part of the articles that a search finds, with what stands in them marked."""
    archive = Archive.current()
    cursor, view = _listing(pairs)
    fields = facets.fields(value for name, value in pairs if name == parameters.COUNTED.name)
    order = (
        f"{replace(view, size=parameters.DEFAULT_SIZE, interface=None).query_string} {view.query.understood}"
    )

    def found(generation: str) -> answers.Listing:
        offset = cursors.position(cursor, order, generation)
        wanted = replace(view.search, facets=fields, facet_limit=facets.TOP, offset=offset)
        results = archive.index.search(wanted)
        if cursor and results.generation != generation:
            cursors.gone()
        end = offset + len(results.hits)
        more = bool(results.hits) and end < results.total
        following = cursors.Cursor(results.generation, end).written(order) if more else None
        also = () if offset else Escapes(archive.index, view, results, archive.settings).also()
        notes = tuple(dict.fromkeys((*results.notes, *archive.budget.notes())))
        return answers.listing(view, replace(results, notes=notes), offset, also, following)

    return _answered(found, view.query_string, view.query.understood, cursor or "", *fields)


@operations.add("/suggest", (parameters.PREFIX, parameters.LIMIT, UI), examples.SUGGESTIONS)
def suggest(pairs: Pairs) -> Response:
    """Words, headlines, bylines, places and publications of the archive that begin as a reader types."""
    given = dict(pairs)
    typed = given[parameters.PREFIX.name]
    limit = int(given.get(parameters.LIMIT.name, parameters.LIMIT.default or 0))

    def found(generation: str) -> answers.Suggestions:
        return answers.Suggestions(generation, Archive.current().index.suggest(typed, limit))

    return _answered(found, typed, str(limit))


@operations.add(
    "/articles/{id}",
    (parameters.TYPED, UI),
    examples.ARTICLE,
    places=(parameters.ID,),
    failures=(404,),
)
def article(pairs: Pairs, id: str) -> Response:
    """One article in full, with the words of a search marked."""
    view = strict.view(pairs)
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


@operations.add(
    "/facets/{field}",
    (*WITHIN, parameters.CONTAINS, parameters.VALUES_ORDER, parameters.VALUES_SIZE, CURSOR, UI),
    examples.VALUES,
    places=(parameters.FIELD,),
    failures=(404, 410),
)
def facet(pairs: Pairs, field: str) -> Response:
    """Every value of a field among the articles of a search, each with its exact count."""
    if field not in FACETS:
        problems.refuse(
            404, _("There is no such field. There are: %(names)s.") % {"names": ", ".join(FACETS)}
        )
    given = dict(pairs)
    size = int(given.pop(parameters.VALUES_SIZE.name, parameters.VALUES_SIZE.default or 0))
    contains = given.get(parameters.CONTAINS.name, "")
    stated = given.get(parameters.VALUES_ORDER.name)
    order = Order(stated) if stated else usual_order(field)
    cursor, view = _listing([pair for pair in pairs if pair[0] != parameters.VALUES_SIZE.name])
    asked = (field, order, contains, current(), view.query_string, view.query.understood)

    def found(generation: str) -> answers.FacetValues:
        offset = cursors.position(cursor, repr(asked), generation)
        wanted = replace(view.search, facets=(field,), facet_limit=None, offset=0, limit=0)
        results = Archive.current().index.search(wanted)
        if cursor and results.generation != generation:
            cursors.gone()
        counts = listed(view, field, results, order, contains)
        end = offset + size
        more = end < len(counts)
        return answers.FacetValues(
            generation=results.generation,
            field=field,
            size=len(counts),
            order=order,
            offset=offset,
            values=tuple(answers.facet_value(view, field, one) for one in counts[offset:end]),
            next=cursors.Cursor(results.generation, end).written(repr(asked)) if more else None,
        )

    return _answered(found, *asked, str(size), cursor or "")


@operations.add(
    "/trend", (parameters.QUERIES, *FILTERS, parameters.MATCH, parameters.PERIOD, UI), examples.TRENDS
)
def trends(pairs: Pairs) -> Response:
    """How many articles of each year or month searches find, beside how many the archive has of it."""
    index = Archive.current().index
    typed = [value for name, value in pairs if name == parameters.QUERIES.name]
    shared = [pair for pair in pairs if pair[0] != parameters.QUERIES.name]
    views = [strict.view([(parameters.TYPED.name, query), *shared]) for query in typed]
    filters = strict.view(shared)
    by = dict(pairs).get(parameters.PERIOD.name)

    def found(generation: str) -> answers.Trends:
        clauses = [view.search.clause for view in views]
        return answers.trends(views, trend(index, clauses, filters.search, Period(by) if by else None))

    asked = (part for view in views for part in (view.typed, view.query.understood))
    return _answered(found, filters.query_string, by or "", *asked)


def _listing(pairs: Pairs | list[tuple[str, str]]) -> tuple[str | None, View]:
    """The cursor, if there is one, and what is searched for."""
    searched = strict.view([pair for pair in pairs if pair[0] != CURSOR.name])
    return dict(pairs).get(CURSOR.name), searched


def _answered(found: Callable[[str], Answer], *asked: str) -> Response:
    """The answer as JSON, or that it is the same as the client's: its tag is known before anything is searched for.

    `asked` is everything that decides the answer, beside the index and the reader's language. `found` is given the
    index's generation.
    """
    state = Archive.current().index.status()
    if state.ok and request.if_none_match.contains_weak(tag := _tag(state.generation, *asked)):
        response = Response(status=304, mimetype="application/json")
    else:
        try:
            answer = found(state.generation)
        except OutOfTime:
            raise
        except SearchError as e:
            problems.refuse_parameters([Problem(parameters.TYPED.name, e.args[0] if e.args else str(e))])
        tag = _tag(answer.generation, *asked)
        text = json.dumps(answer, ensure_ascii=False, default=fields_of)
        response = Response(text.encode("utf-8", "replace"), mimetype="application/json")
        response.content_language.add(current())
    if not Archive.current().budget.met:  # else there may be more next time
        response.set_etag(tag, weak=True)
    response.cache_control.no_cache = True
    response.vary.update(("Accept-Language", "Accept-Encoding"))
    return response


def _tag(*parts: str) -> str:
    content = repr((__version__, request.path, current(), *parts))
    return hashlib.blake2b(content.encode("utf-8", "replace"), digest_size=12).hexdigest()
