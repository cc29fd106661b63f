"""What a reader is told when there is no page to show: what is wrong, and who can do what about it."""

from __future__ import annotations

from http import HTTPStatus

from flask import Flask, Response, current_app, make_response, render_template, request
from werkzeug.exceptions import HTTPException, MethodNotAllowed, TooManyRequests

from search.errors import EngineMissing, IndexBusy, IndexMissing, IndexProblem, OutOfTime, SearchError
from web.api import problems
from web.archive import Archive
from web.languages import N_, said, spoken
from web.languages import gettext as _
from web.results.listing import Box
from web.results.pages import asked

_PHRASES = {
    400: N_("Bad Request"),
    403: N_("Forbidden"),
    404: N_("Not Found"),
    405: N_("Method Not Allowed"),
    410: N_("Gone"),
    414: N_("Request-URI Too Long"),
    429: N_("Too Many Requests"),
    431: N_("Request Header Fields Too Large"),
    500: N_("Internal Server Error"),
    503: N_("Service Unavailable"),
}

_WORDS = {
    400: N_("This address asks for something that it can't be asked for."),
    404: N_(
        "There is no such page in this archive. An article keeps its address for as long as it is archived."
    ),
    405: N_("This archive can only be read: pages are fetched with GET or HEAD."),
    414: N_("This address is too long. A shorter search, or fewer choices at once, will be answered."),
    429: N_(
        "More was asked for from your network than this archive answers in a minute. Ask again a little later."
    ),
    431: N_("The request's headers are too long for this archive."),
    500: N_(
        "The archive failed to make this page. The search itself did no harm; its keeper finds the cause in the log."
    ),
}

_OTHERWISE = N_("This request can't be answered.")

FRAMED = "embedded"
"""The blueprint whose pages stand in frames of other sites, where a failure too has to find room."""

_UNTRUSTED = frozenset({414, 431, 500})

_RETRY_SECONDS = "30"


def explain(app: Flask) -> None:
    app.register_error_handler(HTTPException, _refused)
    app.register_error_handler(SearchError, _unanswerable)
    app.register_error_handler(IndexProblem, _no_index)


def page(status: int, words: str, command: str = "") -> Response:
    """In the pages' own style (to a program, in its own), with what the reader typed still in the box unless that may be the very trouble."""
    if problems.concerned():
        return problems.response(status, f"{words} {command}".strip())
    box = Box(keeps=spoken()) if status in _UNTRUSTED else Box.of(asked())
    phrase = _(_PHRASES.get(status, HTTPStatus(status).phrase))
    origins = Archive.current().settings.frame_origins if request.blueprint == FRAMED else ""
    text = render_template(
        "error.html",
        layout="frame.html" if origins else "base.html",
        origins=origins,
        theme="auto",
        status=status,
        phrase=phrase,
        words=words,
        command=command,
        box=box,
    )
    return make_response(text, status)


def _refused(error: HTTPException) -> Response:
    if error.response is not None or not error.code or error.code < 400:
        return make_response(error.get_response())
    response = page(error.code, _(_WORDS.get(error.code, _OTHERWISE)))
    if isinstance(error, MethodNotAllowed):
        response.headers["Allow"] = ", ".join(sorted(error.valid_methods or ()))
    if isinstance(error, TooManyRequests):
        response.headers["Retry-After"] = str(error.retry_after)
    return response


def _unanswerable(error: SearchError) -> Response:
    words = said(error.args[0] if error.args else str(error))
    if not isinstance(error, OutOfTime):
        return page(400, words)
    # Nothing is wrong with how it was asked, and what was worked out of it is kept for the next time
    response = page(503, words)
    response.headers["Retry-After"] = _RETRY_SECONDS
    return response


def _no_index(error: IndexProblem) -> Response:
    """The index's own message may name folders of this machine: that goes to the log, not to strangers."""
    current_app.logger.error("%s: %s", type(error).__name__, error)
    if isinstance(error, IndexMissing):
        response = page(
            503, _("This archive has no index yet. Its keeper makes one with:"), "backfile reindex FOLDER"
        )
    elif isinstance(error, EngineMissing):
        response = page(503, _("The engine that holds this archive can't be reached just now."))
    elif isinstance(error, IndexBusy):
        response = page(503, _("The archive is being changed just now. Ask again in a moment."))
    else:
        response = page(
            503,
            _("The index of this archive can't be used. Its keeper finds out why, and heals it, with:"),
            "backfile check",
        )
    response.headers["Retry-After"] = _RETRY_SECONDS
    return response
