"""Files to raw documents: each format is one small file here, told from the content; the name is only a hint.

Streams are read once, from front to back, and never loaded whole. What is bad is handed on as Refused, in its place.
"""

from __future__ import annotations

import csv
import os
import tarfile
import zipfile
import zlib
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

from search.article import Source
from search.errors import NotAnArticle, OverLimit, SourceError, Unreadable
from search.ingest.sources import (
    feeds,
    gzipped,
    jsonlines,
    jsonvalues,
    newsml,
    nitf,
    pages,
    plain,
    squeezed,
    tables,
    tarred,
    warc,
    zipped,
)
from search.ingest.sources.folders import Found, walk
from search.ingest.sources.opened import Budget, Opened, Piece, Refused, open_regular
from search.ingest.sources.recognise import recognise
from search.settings import Settings

__all__ = ["FORMATS", "Found", "Refused", "read", "walk"]

FORMATS: dict[str, Callable[[Opened], Iterator[Piece]]] = {
    "text": plain.read,
    "html": pages.read,
    "warc": warc.read,
    "jsonl": jsonlines.read,
    "json": jsonvalues.read,
    "table": tables.read,
    "nitf": nitf.read,
    "newsml": newsml.read,
    "feed": feeds.read,
    "zip": zipped.read,
    "tar": tarred.read,
    "gzip": gzipped.read,
    "bzip2": squeezed.read_bzip2,
    "xz": squeezed.read_xz,
}

BROKEN = (
    *(OSError, EOFError, ValueError, RecursionError),
    *(csv.Error, zlib.error, zipfile.BadZipFile, tarfile.TarError),
)
"""What the libraries raise where a format is damaged."""


def read(
    path: Path, locator: str, settings: Settings, names: Mapping[str, str] | None = None
) -> Iterator[Source | Refused]:
    """Every raw document of a file, in order. `names` maps fields of records (`{"kop": "headline"}`) to ours.

    Raises nothing for what the file holds: that comes as Refused. A file that changes meanwhile is refused at its end,
    and a page or text that is a file of its own is then refused in place of what was read.
    """
    last: Source | Refused | None = None
    try:
        with open_regular(path) as stream:
            before = os.fstat(stream.fileno())
            if before.st_size > settings.max_file_mb * 1_000_000:
                raise OverLimit(f"it is larger than {settings.max_file_mb} MB (max_file_mb)")
            budget = Budget.of(before.st_size, settings)
            for piece in _pieces(Opened(locator, path.name, stream, settings, budget, names or {})):
                if last:
                    yield last
                last = piece
            after = os.fstat(stream.fileno())
            if (before.st_size, before.st_mtime_ns) != (after.st_size, after.st_mtime_ns):
                if last and last.locator != locator:
                    yield last
                last = Refused(
                    locator, Unreadable("it changed while it was read; read it again when it is at rest")
                )
    except SourceError as e:
        last = Refused(locator, e)
    except OSError as e:
        last = Refused(locator, Unreadable(f"the file system refused: {e.strerror or e}"))
    if last:
        yield last


def _pieces(opened: Opened) -> Iterator[Source | Refused]:
    """What a stream holds, through all archives in it."""
    try:
        head = opened.head()
        if not head:
            raise NotAnArticle("it is empty")
        for piece in FORMATS[recognise(head, opened.name, opened.names)](opened):
            if isinstance(piece, Opened):
                yield from _pieces(piece)
            else:
                yield piece
    except SourceError as e:
        if opened.depth and opened.budget.left < 0:
            raise  # nothing more of the file will be unpacked
        yield Refused(opened.locator, e)
    except BROKEN as e:
        yield Refused(opened.locator, Unreadable(f"its format is damaged: {e or type(e).__name__}"))
