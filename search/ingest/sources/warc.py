"""Web archives (WARC 1.0 and 1.1, ISO 28500): the pages among the responses and resources of a crawl.

The framing is read here and its content by warcio, because warcio goes by the stated lengths alone: one that is too
long swallows the good records after it.
"""

from __future__ import annotations

import io
import re
import zlib
from collections.abc import Iterator
from email.message import Message

import brotli
from warcio.archiveiterator import ArchiveIterator
from warcio.exceptions import ArchiveLoadFailed
from warcio.recordloader import ArcWarcRecord

from search.article import Media, Source
from search.errors import NotAnArticle, OverLimit, SourceError, Unreadable
from search.ingest.sources.opened import Budget, Opened, Refused

# Behind damage no newline need stand before it, so the first field of a header has to follow.
_START = re.compile(rb"WARC/1\.\d\r?\n(?=[A-Za-z][\w-]{0,60}:)")
_HEADER = re.compile(rb"WARC/1\.\d\r?\n(.*?\n)\r?\n", re.S)
_LENGTH = re.compile(rb"^content-length:[ \t]*(\d{1,18})[ \t]*\r?$", re.I | re.M)
_TYPE = re.compile(rb"^warc-type:[ \t]*(\w+)", re.I | re.M)
_BETWEEN = re.compile(rb"(?:\r?\n){0,8}(?=WARC/1\.\d\r?\n|\Z)")
_END = b"\r\n\r\n"
_ROOM = 128
_HEADER_LENGTH = 65_536
_CHUNK = 1 << 16
# warcio's own slips over damaged headers are among these.
_BROKEN = (
    ArchiveLoadFailed,
    ValueError,
    LookupError,
    EOFError,
    OSError,
    zlib.error,
    AttributeError,
    TypeError,
    brotli.error,
)
_READ = (b"response", b"resource", b"conversion")
_PAGES = {"text/html": Media.HTML, "application/xhtml+xml": Media.HTML, "text/plain": Media.TEXT}


def read(opened: Opened) -> Iterator[Source | Refused]:
    """Records count from 1, whatever their type. Requests, revisits, and all that is no page or text are passed over.

    Each record may grow by itself: a page of nothing but spaces costs none of those after it.
    """
    came = False
    for number, record in enumerate(_Frames(opened), 1):
        locator = f"{opened.locator}#{number}"
        try:
            if isinstance(record, SourceError):
                raise record
            source = _source(record, locator, opened) if record else None
        except SourceError as e:
            yield Refused(locator, e)
        except _BROKEN as e:
            yield Refused(locator, Unreadable(f"the record is damaged: {e or type(e).__name__}"))
        else:
            if not source:
                continue
            yield source
        came = True
    if not came:
        raise NotAnArticle("there is no page in it, only requests, revisits or other media")


def _source(record: bytes, locator: str, opened: Opened) -> Source | None:
    """The page in a record; None where it holds none, as an image or an answer that something was not found."""
    parsed = next(iter(ArchiveIterator(io.BytesIO(record))))
    http = parsed.http_headers
    if http and not http.get_statuscode().startswith("2"):
        return None
    carrier = Message()
    carrier["content-type"] = (http or parsed.rec_headers).get_header("Content-Type") or "text/html"
    media = _PAGES.get(carrier.get_content_type())
    if not media:
        return None
    data = bytearray()
    budget = Budget.of(len(record), opened.settings)
    for part in _payload(parsed):
        data += part
        budget.spend(len(part))
        if len(data) > opened.settings.max_document_mb * 1_000_000:
            raise _too_long(opened)
    url = (parsed.rec_headers.get_header("WARC-Target-URI") or "").strip("<> ")
    web = url if url.startswith(("http://", "https://")) else None
    return Source(locator, bytes(data), media, url=web, charset=carrier.get_content_charset())


def _payload(record: ArcWarcRecord) -> Iterator[bytes]:
    """The page as its server meant it, piece by piece. warcio unpacks all but brotli, whose readers it mistakes."""
    http = record.http_headers
    if not http or str(http.get_header("Content-Encoding")).lower() != "br":
        stream = record.content_stream()
        while part := stream.read(_CHUNK):
            yield part
        return
    http.replace_header("Content-Encoding", "identity")
    stream, unpacking = record.content_stream(), brotli.Decompressor()
    while part := stream.read(_CHUNK):
        yield unpacking.process(part, output_buffer_limit=_CHUNK)
        while not unpacking.can_accept_more_data():
            yield unpacking.process(b"", output_buffer_limit=_CHUNK)


def _too_long(opened: Opened) -> OverLimit:
    return OverLimit(f"the record is larger than {opened.settings.max_document_mb} MB (max_document_mb)")


class _Frames:
    """Each record that may hold a page as its bytes, any other as None, and a damaged one as the error.

    A record must be followed by another or by the end of the file, or by two empty lines, and hold no other. Where it is
    not, its length is wrong, and reading goes on where the next record begins.
    """

    def __init__(self, opened: Opened) -> None:
        self._opened = opened
        self._most = opened.settings.max_document_mb * 1_000_000
        self._ahead = bytearray()
        self._ended = False

    def __iter__(self) -> Iterator[bytes | SourceError | None]:
        while self._fill(_HEADER_LENGTH):
            gap = _BETWEEN.match(self._ahead)
            if not gap:
                yield Unreadable("what stands here is no record; reading goes on at the next one")
                self._seek_start(1)
                continue
            del self._ahead[: gap.end()]
            if self._ahead:
                yield self._record()

    def _record(self) -> bytes | SourceError | None:
        header = _HEADER.match(self._ahead, 0, _HEADER_LENGTH)
        length = _LENGTH.search(header[1]) if header else None
        if not header or not length:
            self._seek_start(1)
            return Unreadable("the record's header is damaged")
        kind = _TYPE.search(header[1])
        wanted = bool(kind and kind[1].lower() in _READ)
        end = header.end() + int(length[1])
        if end > self._most:
            return self._pass_over(end, wanted)
        self._fill(end + _ROOM)
        if len(self._ahead) < end or not (_BETWEEN.match(self._ahead, end) or self._ends(header.end(), end)):
            return self._wrong_length(header.end())
        record = bytes(self._ahead[:end]) if wanted else None
        del self._ahead[:end]
        return record

    def _ends(self, begin: int, end: int) -> bool:
        """Whether a record ends here though something else follows."""
        return self._ahead.startswith(_END, end) and not _START.search(self._ahead, begin, end)

    def _pass_over(self, end: int, wanted: bool) -> SourceError | None:
        """A record that is too long to be held, with an eye on whether another begins within it."""
        del self._ahead[:1]
        left = end - 1
        while left > 0 and self._fill(_CHUNK):
            start = _START.search(self._ahead, 0, _CHUNK)
            if start and start.start() < left:
                return self._wrong_length(0)
            # the last bytes stay, as a start may lie across two pieces
            passed = min(
                left, max(1, min(len(self._ahead), _CHUNK) - _ROOM) if not self._ended else len(self._ahead)
            )
            del self._ahead[:passed]
            left -= passed
        if left > 0:
            return Unreadable("the record is cut short")
        return _too_long(self._opened) if wanted else None

    def _wrong_length(self, after: int) -> SourceError:
        self._seek_start(after)
        cut = "it is cut short, or " if not self._ahead else ""
        return Unreadable(f"the record is damaged: {cut}its length is wrong")

    def _seek_start(self, after: int) -> None:
        """Go on where the next record begins, after so many bytes, or at the end."""
        del self._ahead[:after]
        while not (start := _START.search(self._ahead)):
            del self._ahead[: max(0, len(self._ahead) - _ROOM)]
            if not self._fill(len(self._ahead) + _CHUNK, grow=True):
                self._ahead.clear()
                return
        del self._ahead[: start.start()]

    def _fill(self, count: int, grow: bool = False) -> bool:
        """Have so many bytes ahead, or all that are left. Whether there are any, or with `grow` any more."""
        before = len(self._ahead)
        while len(self._ahead) < count and not self._ended:
            data = self._opened.stream.read(max(_CHUNK, count - len(self._ahead)))
            self._ahead += data
            self._ended = not data
        return len(self._ahead) > before if grow else bool(self._ahead)
