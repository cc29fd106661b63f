"""The format of a stream, from its first bytes; its name decides only between formats that look the same."""

from __future__ import annotations

import re
from collections.abc import Mapping

from search.errors import Unreadable
from search.ingest.decoding import decode_head
from search.ingest.sources.tables import delimiter

_PACKED = (
    (b"\x1f\x8b", "gzip"),
    (b"PK\x03\x04", "zip"),
    (b"PK\x05\x06", "zip"),
    (b"BZh", "bzip2"),
    (b"\xfd7zXZ\0", "xz"),
    (b"WARC/", "warc"),
)
_NOT_READ = (
    (b"\x28\xb5\x2f\xfd", "packed with zstd"),
    (b"7z\xbc\xaf\x27\x1c", "a 7z archive"),
    (b"Rar!\x1a\x07", "a RAR archive"),
    (b"filedesc://", "an ARC file, the forerunner of WARC"),
)
_ROOT = re.compile(r"<(?:!(?i:DOCTYPE)\s+)?(?![?!])(?:[\w.-]+:)?([\w.-]+)")
_ROOTS = {
    "nitf": "nitf",
    "newsItem": "newsml",
    "newsMessage": "newsml",
    "packageItem": "newsml",
    "rss": "feed",
    "feed": "feed",
    "RDF": "feed",
}
_HTML = re.compile(
    r"<!doctype\s+html|<(?:html|head|body|title|meta|article|section|main|div|p|h[1-6]|table|ul|ol|span|br|a|img|b|i"
    r"|em|strong|font|center|blockquote|figure|script|style|link)(?:\s[^<>]*)?/?>",
    re.I,
)
_OBJECT = re.compile(r"\s*\{\s*[\"}]")
_ARRAY = re.compile(r"\s*\[\s*[\[{\"\]]")
_TAR_MAGIC = slice(257, 262)
_CLOSING = re.compile(r"</(?:p|div|li|h[1-6])>|<br ?/?>", re.I)
_MARKED_UP = 3


def recognise(head: bytes, name: str, names: Mapping[str, str]) -> str:
    """A key of FORMATS; `names` are the columns that a user maps. Raises Unreadable for what is packed or written in a way that is not read."""
    for mark, packed in _PACKED:
        if head.startswith(mark):
            return packed
    if head[_TAR_MAGIC] == b"ustar":
        return "tar"
    for mark, what in _NOT_READ:
        if head.startswith(mark):
            raise Unreadable(f"it is {what}, which is not read; unpack it first")
    text = decode_head(head, html=True).text.lstrip("\ufeff \t\r\n")
    name = name.lower().removesuffix(".gz")
    if text.startswith("<"):
        return _marked_up(text)
    if _OBJECT.match(text):
        first, _, rest = text.partition("\n")
        return "jsonl" if first.rstrip().endswith("}") or not rest or rest.startswith("{") else "json"
    if _ARRAY.match(text):
        return "json"
    if delimiter(text, name, names):
        return "table"
    named = name.endswith((".html", ".htm", ".xhtml")) and _HTML.search(text)
    return "html" if named or len(_CLOSING.findall(text)) >= _MARKED_UP else "text"


def _marked_up(text: str) -> str:
    root = _ROOT.search(text)
    if root and root[1] in _ROOTS:
        return _ROOTS[root[1]]
    if _HTML.search(text):
        return "html"
    if text.startswith("<?xml") or "xmlns" in text:
        kind = f"<{root[1]}>" if root else "no element"
        raise Unreadable(
            f"XML of a kind that is not read: its root is {kind}; NITF, NewsML-G2, RSS and Atom are"
        )
    return "text"
