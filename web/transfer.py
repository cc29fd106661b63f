"""How a response travels: compressed where the reader's browser takes that, and not sent again while it is the same.

The tag is a hash of the page, and every page states the index generation that it was made from: a new generation is a
new tag, and a page that a reindex left as it was costs its readers nothing.
"""

from __future__ import annotations

import gzip
import hashlib
from pathlib import Path
from typing import Any

from flask import Flask, Response, request

from web.attachments import TYPES
from web.problems import MEDIA

_TEXTS = frozenset(
    {
        "text/html",
        "text/css",
        "text/javascript",
        "application/javascript",
        "text/plain",
        "image/svg+xml",
        MEDIA,
    }
    | {media.partition(";")[0] for media in TYPES.values()}
)
_LEAST = 600
"""Bytes below which compression saves no packet."""

_YEAR = 365 * 24 * 3600


def economise(app: Flask) -> None:
    app.after_request(_finish)
    app.config["SEND_FILE_MAX_AGE_DEFAULT"] = _YEAR
    versions: dict[str, str] = {}

    @app.url_defaults
    def _version(endpoint: str, values: dict[str, Any]) -> None:
        """Static addresses change with their content, so that they can be kept for ever."""
        if endpoint == "static" and (name := values.get("filename")):
            if name not in versions:
                file = Path(app.static_folder or "") / name
                versions[name] = hashlib.blake2b(file.read_bytes(), digest_size=6).hexdigest()
            values["v"] = versions[name]


def _finish(response: Response) -> Response:
    if response.mimetype not in _TEXTS or response.status_code == 304:
        return response
    body = _whole(response)
    response.vary.add("Accept-Encoding")
    if response.status_code == 200:
        if not (response.cache_control.max_age or response.cache_control.no_store):
            response.cache_control.no_cache = True
        if not response.get_etag()[1]:  # else its maker knows better
            response.set_etag(hashlib.blake2b(body, digest_size=12).hexdigest(), weak=True)
        response.make_conditional(request)
    else:
        response.cache_control.no_store = True
    if response.status_code != 304 and len(body) >= _LEAST and request.accept_encodings.quality("gzip") > 0:
        response.set_data(gzip.compress(body, 5, mtime=0))
        response.content_encoding = "gzip"
    return response


def _whole(response: Response) -> bytes:
    """The body; the file that it came from, if any, is closed."""
    source = response.response
    response.direct_passthrough = False
    body = response.get_data()
    if source is not response.response and hasattr(source, "close"):
        source.close()
    return body
