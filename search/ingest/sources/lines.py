"""Lines of a stream as text, each within the size of a record, whatever the character set."""

from __future__ import annotations

import codecs
import io
from collections.abc import Iterator

from search.errors import OverLimit, SourceError
from search.ingest.decoding import decode, decode_head, mend
from search.ingest.sources.opened import HEAD, Opened, Readable, buffered

_CHUNK = 1 << 16


def read_lines(opened: Opened) -> Iterator[str | SourceError]:
    """Each line with its end. In place of one that is longer than a record may be, or no text, stands the error."""
    charset = decode_head(opened.head()).charset
    stream = opened.stream
    if charset.startswith(("utf-16", "utf-32")):
        stream = buffered(_Transcoded(stream, charset))
    most = opened.settings.max_document_mb * 1_000_000
    first = True
    while line := stream.readline(most + 1):
        if len(line) > most:
            while line and not line.endswith(b"\n"):
                line = stream.readline(_CHUNK)
            yield OverLimit(f"the line is longer than {opened.settings.max_document_mb} MB (max_document_mb)")
        else:
            try:
                yield _text(line.removeprefix(codecs.BOM_UTF8) if first else line, charset)
            except SourceError as e:
                yield e
        first = False


def _text(line: bytes, charset: str) -> str:
    """In UTF-8 as nearly every line is, else in the set of the file's first lines, else in its own."""
    for codec in ("utf-8", charset):
        try:
            return mend(line.decode(codec))
        except UnicodeDecodeError:
            continue
    return decode(line).text


class _Transcoded(Readable):
    """A stream of a wide character set as UTF-8, in which a newline is one byte."""

    def __init__(self, stream: io.BufferedReader, charset: str) -> None:
        self._stream = stream
        self._decoder = codecs.getincrementaldecoder(charset)("replace")
        self._ready = b""

    def read(self, size: int = -1) -> bytes:
        while not self._ready:
            data = self._stream.read(HEAD)
            self._ready = self._decoder.decode(data, final=not data).encode("utf-8", "replace")
            if not data:
                break
        count = size if size >= 0 else len(self._ready)
        taken, self._ready = self._ready[:count], self._ready[count:]
        return taken
