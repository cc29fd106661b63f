"""How a response travels: compressed where the reader's browser takes that, and not sent again while it is the same.

The tag is a hash of the page, and every page states the index generation that it was made from: a new generation is a
new tag, and a page that a reindex left as it was costs its readers nothing.
"""

from __future__ import annotations

import gzip
import hashlib
import zlib
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

from flask import Flask, Response, current_app, request, url_for

from web.api.problems import MEDIA
from web.takeaway.attachments import TYPES

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

_LEVEL = 4
_BLOCK = 1 << 16

_YEAR = 365 * 24 * 3600
_ASSETS = "assets"


def economise(app: Flask) -> None:
    app.after_request(_finish)
    app.config["SEND_FILE_MAX_AGE_DEFAULT"] = _YEAR
    app.extensions[_ASSETS] = _Assets(Path(app.static_folder or ""))
    app.jinja_env.globals["asset"] = asset


def asset(name: str) -> str:
    """The address of a static file. It changes with its content, so that it can be kept for ever."""
    assets: _Assets = current_app.extensions[_ASSETS]
    return assets[name]


class _Assets:
    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._known: dict[tuple[str, str], str] = {}

    def __getitem__(self, name: str) -> str:
        key = request.script_root, name
        if key not in self._known:
            version = hashlib.blake2b((self._folder / name).read_bytes(), digest_size=6).hexdigest()
            self._known[key] = url_for("static", filename=name, v=version)
        return self._known[key]


class Streamed(Response):
    """A document that is sent while it is made, in flat memory; its length is not known before. `done` is called, maybe
    more than once, when it has been sent or has failed, and when it never was begun."""

    def __init__(self, pieces: Iterable[str], done: Callable[[], None]) -> None:
        super().__init__(_until(_blocks(pieces), done))
        self.call_on_close(done)


def _until(blocks: Iterable[bytes], done: Callable[[], None]) -> Iterator[bytes]:
    try:
        yield from blocks
    finally:
        done()


def _blocks(pieces: Iterable[str]) -> Iterator[bytes]:
    """In blocks worth a packet or more."""
    waiting: list[bytes] = []
    size = 0
    for piece in pieces:
        waiting.append(piece.encode("utf-8", "replace"))
        size += len(waiting[-1])
        if size >= _BLOCK:
            yield b"".join(waiting)
            waiting, size = [], 0
    yield b"".join(waiting)


def _packed(blocks: Iterable[bytes]) -> Iterator[bytes]:
    """As gzip, each part as soon as it is full."""
    packer = zlib.compressobj(_LEVEL, wbits=16 + zlib.MAX_WBITS)
    for block in blocks:
        if part := packer.compress(block):
            yield part
    yield packer.flush()


def _stream(response: Streamed) -> Response:
    response.vary.add("Accept-Encoding")
    response.cache_control.no_cache = True
    if _takes_gzip():
        response.response = _packed(response.iter_encoded())
        response.content_encoding = "gzip"
    return response


def _takes_gzip() -> bool:
    return request.accept_encodings.quality("gzip") > 0


def _finish(response: Response) -> Response:
    if isinstance(response, Streamed):
        return _stream(response)
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
    if response.status_code != 304 and len(body) >= _LEAST and _takes_gzip():
        response.set_data(gzip.compress(body, _LEVEL, mtime=0))
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
