"""The bytes of one page or record as they were received: found again by where it stands, its locator."""

from __future__ import annotations

import io
from collections.abc import Generator
from contextlib import closing
from dataclasses import dataclass
from pathlib import PurePath

from search.article import Media, Source
from search.errors import Unreadable
from search.ingest.sources import BROKEN, FORMATS
from search.ingest.sources.opened import Budget, Opened, Refused
from search.ingest.sources.recognise import recognise
from search.settings import Settings


@dataclass(frozen=True, slots=True)
class Received:
    """`name` is what a file of these bytes can be called."""

    name: str
    data: bytes


def received(stream: io.BufferedReader, size: int, locator: str, wanted: str, settings: Settings) -> Received:
    """What stands at the place `wanted` of the file that is open and has this locator and so many bytes.

    A file, a member of an archive and a page of a web archive come as they are; a record of a table or of JSON as JSON,
    with all its fields; an item of a feed as XML. Raises OverLimit, and Unreadable where there is no such place.
    """
    budget = Budget(min(Budget.of(size, settings).left, settings.raw_file_mb * 1_000_000), settings.max_ratio)
    name = PurePath(locator).name
    try:
        with closing(_found(Opened(locator, name, stream, settings, budget, {}), wanted)) as places:
            if one := next(places, None):
                return one
    except BROKEN as e:
        raise Unreadable(f"its format is damaged: {e or type(e).__name__}") from e
    raise Unreadable("there is no such place in it any more")


def _found(opened: Opened, wanted: str) -> Generator[Received]:
    if opened.locator == wanted:
        yield Received(PurePath(opened.name).name, opened.whole())
        return
    for piece in FORMATS[recognise(opened.head(), opened.name, opened.names)](opened):
        if isinstance(piece, Opened):
            if piece.locator == wanted or wanted.startswith((f"{piece.locator}!", f"{piece.locator}#")):
                yield from _found(piece, wanted)
        elif piece.locator != wanted:
            continue
        elif isinstance(piece, Refused):
            raise piece.error
        else:
            yield _of_record(opened, piece)


def _of_record(opened: Opened, source: Source) -> Received:
    place = source.locator.rpartition("#")[2]
    stem = PurePath(opened.name).stem
    if not source.record:
        return Received(f"{stem}-{place}.{'html' if source.media is Media.HTML else 'txt'}", source.data)
    data = source.record()
    return Received(f"{stem}-{place}.{'xml' if data.startswith(b'<') else 'json'}", data)
