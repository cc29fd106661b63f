"""tar archives: members are read as streams, in order, and never written to disk."""

from __future__ import annotations

import io
import tarfile
from collections.abc import Iterator
from typing import BinaryIO, cast

from search.errors import NotAnArticle, OverLimit, SourceError, Unreadable
from search.ingest.sources.opened import Opened, Readable, Refused, member_locator

_HEADER = 8_000_000


def read(opened: Opened) -> Iterator[Opened | Refused]:
    with tarfile.open(
        fileobj=cast(BinaryIO, _Forward(opened.stream)), mode="r:", errors="surrogateescape"
    ) as archive:
        empty = True
        for member in archive:
            archive.members = []  # type: ignore[attr-defined]  # they would be kept for going back, a thousand bytes each
            if member.isdir():
                continue
            empty = False
            locator = member_locator(opened.locator, member.name)
            try:
                file = archive.extractfile(member) if member.isreg() else None
                if file is None:
                    raise Unreadable("the member is a link or a device, which is not followed")
                yield opened.inside(cast(BinaryIO, file), locator, member.name)
            except SourceError as e:
                yield Refused(locator, e)
    if empty:
        raise NotAnArticle("there is no file in it")


class _Forward(Readable):
    """A stream for tarfile that goes forward only and hands out no more at once than a header may take.

    tarfile reads a header of any length that it states into memory; contents are asked for in smaller pieces.
    """

    def __init__(self, stream: io.BufferedReader) -> None:
        self._stream = stream
        self._at = 0

    def seekable(self) -> bool:
        return True

    def tell(self) -> int:
        return self._at

    def seek(self, offset: int, whence: int = 0) -> int:
        if whence != 0 or offset < self._at:
            raise Unreadable("the archive goes back on itself")
        while self._at < offset and self._skip(offset - self._at):
            pass
        return self._at

    def _skip(self, count: int) -> int:
        skipped = len(self._stream.read(min(count, 1 << 16)))
        self._at += skipped
        return skipped

    def read(self, size: int = -1) -> bytes:
        if size < 0 or size > _HEADER:
            raise OverLimit("a header of the archive is too long")
        data = self._stream.read(size)
        self._at += len(data)
        return data
