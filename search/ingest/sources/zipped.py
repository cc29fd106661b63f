"""ZIP archives: members are read as streams and never written to disk."""

from __future__ import annotations

import struct
import tempfile
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from typing import BinaryIO, cast

from search.errors import NotAnArticle, OverLimit, SourceError, Unreadable
from search.ingest.sources.opened import Opened, Refused, member_locator

_ENCRYPTED = 1
# The end of the central directory (APPNOTE.TXT 4.3.16 and, for more than 65,535 members, 4.3.14).
_END = struct.Struct("<4s6xHL")
_END_LENGTH = 22
_COMMENT = 65_535
_END64_MARK = b"PK\x06\x06"
_SIZE64 = struct.Struct("<Q")
_SIZE64_AT = 40
_OFFICE = ("[Content_Types].xml", "mimetype")
_CHUNK = 1 << 16


def read(opened: Opened) -> Iterator[Opened | Refused]:
    with _seekable(opened) as stream:
        _check_directory(stream, opened)
        with zipfile.ZipFile(stream) as archive:
            members = [member for member in archive.infolist() if not member.is_dir()]
            if members and members[0].filename in _OFFICE:
                raise NotAnArticle("it is an office document or an e-book, which is not read")
            if not members:
                raise NotAnArticle("there is no file in it")
            if len({member.header_offset for member in members}) < len(members):
                raise Unreadable("its members overlap, as in a zip bomb")
            for member in members:
                locator = member_locator(opened.locator, member.filename)
                try:
                    if member.flag_bits & _ENCRYPTED:
                        raise Unreadable("the member is encrypted")
                    with archive.open(member) as file:
                        yield opened.inside(cast(BinaryIO, file), locator, member.filename)
                except SourceError as e:
                    yield Refused(locator, e)
                except (zipfile.BadZipFile, NotImplementedError, RuntimeError, EOFError) as e:
                    yield Refused(locator, Unreadable(f"the member is damaged: {e}"))


@contextmanager
def _seekable(opened: Opened) -> Iterator[BinaryIO]:
    """A ZIP's directory stands at its end; one that comes as a stream is put into a nameless file first."""
    if opened.stream.seekable():
        yield cast(BinaryIO, opened.stream)
        return
    most = opened.settings.max_file_mb * 1_000_000
    with tempfile.TemporaryFile() as file:
        while data := opened.stream.read(_CHUNK):
            file.write(data)
            if file.tell() > most:
                raise OverLimit(f"it is larger than {opened.settings.max_file_mb} MB (max_file_mb)")
        yield cast(BinaryIO, file)


def _check_directory(stream: BinaryIO, opened: Opened) -> None:
    """Refuse a directory that would fill the memory, before it is read."""
    size = stream.seek(0, 2)
    stream.seek(max(0, size - _COMMENT - _END_LENGTH - 100))
    tail = stream.read()
    stream.seek(0)
    at = tail.rfind(b"PK\x05\x06")
    if at < 0 or len(tail) < at + _END_LENGTH:
        raise Unreadable("the archive is cut short: it has no directory at its end")
    length: int = _END.unpack_from(tail, at)[2]
    wide = tail.rfind(_END64_MARK)
    if wide >= 0 and len(tail) >= wide + _SIZE64_AT + _SIZE64.size:
        length = max(length, _SIZE64.unpack_from(tail, wide + _SIZE64_AT)[0])
    most = opened.settings.max_document_mb
    if length > most * 1_000_000:
        raise OverLimit(f"the archive's directory is larger than {most} MB (max_document_mb)")
