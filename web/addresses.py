"""Whole addresses, for what leaves the pages: a citation, an export or a feed is read where no page stands around it."""

from __future__ import annotations

from flask import request, url_for

from web.archive import Archive


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
    return absolute(url_for("pages.article", id=id))
