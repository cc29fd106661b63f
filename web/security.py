"""What holds for every response, whatever page made it: what a browser may do with it, and what may be asked at all."""

from __future__ import annotations

from flask import Flask, Response, abort, request

MAX_ADDRESS = 8190
"""Bytes of path and query; also the server's bound for a request line (and its default in most proxies)."""

REFUSED = "backfile.refused"
"""The key in a WSGI environment under which the server says with which status it has refused a request."""

_METHODS = ("GET", "HEAD")

_UNFRAMED = "frame-ancestors 'none'"

# https://www.w3.org/TR/CSP3/ — nothing but our own files, and nothing inline: what an article might smuggle into a page
# neither runs, nor is fetched, nor says anything to anyone else.
_POLICY = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        "connect-src 'self'",
        "style-src 'self'",
        "img-src 'self'",
        "form-action 'self'",
        "base-uri 'none'",
        _UNFRAMED,
    )
)

HEADERS = {
    "Content-Security-Policy": _POLICY,
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    # A search must not travel to the sites that its articles came from
    "Referrer-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), browsing-topics=()",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}


def protect(app: Flask) -> None:
    # Redirects would repeat the Host header that a client sent
    app.url_map.merge_slashes = False
    app.url_map.strict_slashes = False
    app.config["PROVIDE_AUTOMATIC_OPTIONS"] = False
    app.config["MAX_CONTENT_LENGTH"] = 0
    app.before_request(_refuse)
    app.after_request(_guard)


def _refuse() -> None:
    if REFUSED in request.environ:
        abort(request.environ[REFUSED])
    if request.method not in _METHODS:
        abort(405, valid_methods=_METHODS)
    if len(request.environ.get("PATH_INFO", "")) + len(request.query_string) > MAX_ADDRESS:
        abort(414)


def _guard(response: Response) -> Response:
    for name, content in HEADERS.items():
        response.headers.setdefault(name, content)
    if _UNFRAMED not in response.headers["Content-Security-Policy"]:
        # It can't name sites, and browsers differ in which of the two they heed
        del response.headers["X-Frame-Options"]
    return response


def frameable(response: Response, origins: str) -> None:
    """Let pages of these origins, with spaces between them, show the response in a frame."""
    response.headers["Content-Security-Policy"] = _POLICY.replace(_UNFRAMED, f"frame-ancestors {origins}")
