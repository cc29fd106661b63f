"""Which pages of other sites may read what the archive answers (https://fetch.spec.whatwg.org/#http-cors-protocol).

Only what the embedded search box needs, and only for the origins that the keeper names; the box itself for everyone. No
answer hangs on who asks, so credentials are never allowed.
"""

from __future__ import annotations

from flask import Flask, Response, request

from search.settings import Settings
from web.api import routes

EVERYONE = "*"

OPEN = "/widget/"
"""Begins the addresses that everyone may read."""

_ASKED = frozenset({f"{routes.blueprint.url_prefix}/search", f"{routes.blueprint.url_prefix}/suggest"})
_HEADERS = "If-None-Match"
"""That a page may send beside those that need no leave."""

_SHOWN = "ETag, Retry-After"
_DAY = "86400"


def share(app: Flask, settings: Settings) -> None:
    named = frozenset(settings.widget_origins.split())

    def allowed() -> str:
        """As `Access-Control-Allow-Origin` states it; empty where nobody else may read the answer."""
        if request.path.startswith(OPEN) or (request.path in _ASKED and EVERYONE in named):
            return EVERYONE
        origin = request.headers.get("Origin", "")
        return origin if request.path in _ASKED and origin in named else ""

    @app.before_request
    def _leave() -> Response | None:
        """What a browser asks before it sends what no form could send; any other OPTIONS is refused as everywhere."""
        preflight = request.method == "OPTIONS" and "Access-Control-Request-Method" in request.headers
        if not (preflight and "Origin" in request.headers and allowed()):
            return None
        response = Response(status=204)
        response.headers["Access-Control-Allow-Methods"] = "GET, HEAD"
        response.headers["Access-Control-Allow-Headers"] = _HEADERS
        response.headers["Access-Control-Max-Age"] = _DAY
        return response

    @app.after_request
    def _share(response: Response) -> Response:
        """Failures too, so that the box can say what is wrong."""
        if origin := allowed():
            response.headers["Access-Control-Allow-Origin"] = origin
            response.headers["Access-Control-Expose-Headers"] = _SHOWN
        if request.path in _ASKED and named - {EVERYONE}:
            response.vary.add("Origin")
        return response
