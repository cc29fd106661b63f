"""Whole addresses, for what leaves the pages: a citation, an export or a feed is read where no page stands around it."""

from __future__ import annotations

from collections.abc import Callable
from urllib.parse import quote

from flask import Flask, request, url_for
from werkzeug.routing import PathConverter

from web.archive import Archive

_AS_IT_IS = "!$&'()*+,/:;=@"
"""What may stand in a path (RFC 3986), as `url_for` has it."""


class Id(PathConverter):
    """`<id:…>` in a rule: an article's id, which may hold anything, a slash or a line feed at its beginning too."""

    regex = r"(?s:.+?)"
    part_isolating = False


def name(app: Flask) -> None:
    """Let the rules of the application name ids."""
    app.url_map.converters["id"] = Id


def absolute(path: str) -> str:
    """The whole address of a path of this archive, as `url_for` gives it.

    The keeper's setting decides. Without one it is the host that the reader asked for, which a client can state as it
    likes, but only to be answered with it itself.
    """
    settings = Archive.current().settings
    if settings.url:
        return settings.url.rstrip("/") + path.removeprefix(request.script_root)
    if request.host:
        return f"{request.scheme}://{request.host}{path}"
    return f"http://{settings.host}:{settings.port}{path}"


def permalink(id: str) -> str:
    """Where the article stays for as long as it is archived."""
    return permalinks()(id)


def permalinks() -> Callable[[str], str]:
    """The same for many, also when the request has been answered; twenty times as fast as `url_for`."""
    before = absolute(url_for("pages.article", id="x")).removesuffix("x")
    return lambda id: before + quote(id, safe=_AS_IT_IS)
