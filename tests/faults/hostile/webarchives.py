"""WARC files with wrong lengths, damage and bombs: the good records before and after them are not lost."""

from __future__ import annotations

import gzip
import zlib
from collections.abc import Iterator

import brotli

from tests.faults.hostile.case import Case, page
from tests.faults.hostile.packed import flipped

_HTML = "Content-Type: text/html; charset=utf-8"


def answer(
    word: str,
    body: bytes | None = None,
    *,
    http: str = _HTML,
    length: int | None = None,
    kind: str = "response",
    **fields: str,
) -> bytes:
    content = f"HTTP/1.1 200 OK\r\n{http}\r\n\r\n".encode() + (page(word).encode() if body is None else body)
    named = {
        "WARC-Type": kind,
        "WARC-Target-URI": f"https://example.org/{word}",
        "WARC-Date": "2016-05-23T00:00:00Z",
        "WARC-Record-ID": f"<urn:uuid:{word}>",
        "Content-Type": "application/http; msgtype=response",
        "Content-Length": str(len(content) if length is None else length),
        **{name.replace("_", "-"): value for name, value in fields.items()},
    }
    head = "".join(f"{name}: {value}\r\n" for name, value in named.items())
    return f"WARC/1.1\r\n{head}\r\n".encode() + content + b"\r\n\r\n"


def _between(bad: bytes, reason: str | None, *more: str) -> Case:
    return Case(
        "",
        lambda: answer("before") + bad + answer("after"),
        reason,
        ("The before was", "The after was", *more),
    )


def _with_line_feeds(record: bytes) -> bytes:
    """As hand-made archives part their lines."""
    head, _, content = record.removesuffix(b"\r\n\r\n").partition(b"\r\n\r\n")
    return head.replace(b"\r\n", b"\n") + b"\n\n" + content + b"\n\n"


def _chunked(body: bytes) -> bytes:
    return b"%x\r\n%s\r\n0\r\n\r\n" % (len(body), body)


_FINE = page("word").encode()
_CASES: dict[str, Case] = {
    "length-too-long": _between(answer("bad", length=100_000), "length is wrong"),
    "length-far-too-long": _between(answer("bad", length=10**12), "length is wrong"),
    "length-too-short": _between(answer("bad", length=60), ""),
    "length-zero": _between(answer("bad", length=0), ""),
    "length-negative": _between(answer("bad", length=-5), "header is damaged"),
    "length-words": _between(answer("bad", Content_Length="many"), "header is damaged"),
    "length-missing": _between(
        answer("bad").replace(b"Content-Length", b"Content-Lent"), "header is damaged"
    ),
    "length-of-http-wrong": _between(
        answer("word", http=f"{_HTML}\r\nContent-Length: 999999"), None, "The word was"
    ),
    "header-endless": _between(b"WARC/1.1\r\n" + b"X: " + b"x" * 300_000 + b"\r\n\r\n", "damaged"),
    "header-cut": _between(answer("bad")[:60], None),
    "rubbish": _between(b"rubbish\r\n" * 500, "no record"),
    "no-http": _between(
        answer("bad", kind="response", Content_Type="application/http").replace(
            b"HTTP/1.1 200 OK", b"\x00\xff"
        ),
        "",
    ),
    "status-endless": _between(answer("bad").replace(b"200 OK", b"2" * 100_000), ""),
    "gzip-bomb": _between(
        answer("bad", zlib.compress(bytes(60_000_000)), http=f"{_HTML}\r\nContent-Encoding: deflate"),
        "max_ratio",
    ),
    "brotli-bomb": _between(
        answer("bad", brotli.compress(bytes(60_000_000), quality=1), http=f"{_HTML}\r\nContent-Encoding: br"),
        "max_ratio",
    ),
    "gzip-page-damaged": _between(
        answer("bad", flipped(gzip.compress(_FINE), 40), http=f"{_HTML}\r\nContent-Encoding: gzip"), ""
    ),
    "brotli-damaged": _between(
        answer("bad", b"\xff" * 900, http=f"{_HTML}\r\nContent-Encoding: br"), "damaged"
    ),
    "gzip-in-name-only": _between(
        answer("word", _FINE, http=f"{_HTML}\r\nContent-Encoding: gzip"), None, "The word was"
    ),
    "chunked": _between(
        answer("word", _chunked(_FINE), http=f"{_HTML}\r\nTransfer-Encoding: chunked"), None, "The word was"
    ),
    "chunked-in-name-only": _between(
        answer("word", _FINE, http=f"{_HTML}\r\nTransfer-Encoding: chunked"), None, "The word was"
    ),
    "chunk-too-large": _between(
        answer("word", b"fffffffff\r\n" + _FINE, http=f"{_HTML}\r\nTransfer-Encoding: chunked"),
        None,
        "The word was",
    ),
    "charset-wrong": _between(
        answer("Straße", http="Content-Type: text/html; charset=koi8-r"), None, "Straße"
    ),
    "revisit": _between(answer("bad", b"", kind="revisit"), None),
    "unknown-type": _between(answer("bad", kind="x" * 1_000), None),
    "image": _between(answer("bad", bytes(3_000_000), http="Content-Type: image/png"), None),
    "image-of-30-mb": _between(answer("bad", bytes(30_000_000), http="Content-Type: image/png"), ""),
    "page-of-30-mb": _between(answer("bad", b"<p>" + b"so it goes on. " * 2_000_000), "max_document_mb"),
    "divs-deep": _between(answer("bad", b"<div>" * 100_000 + b"x"), "deep"),
    "says-image-is-html": _between(answer("bad", b"\x89PNG" + bytes(range(256)) * 9), "not text"),
    "address-script": _between(answer("bad", WARC_Target_URI="javascript:alert(1)"), None),
    "address-of-1-mb": _between(
        answer("word", WARC_Target_URI="https://example.org/" + "a" * 40_000), None, "The word was"
    ),
    "within-a-page": _between(
        answer("word", page("word", after="<pre>\nWARC/1.0\r\n</pre>").encode()), None, "The word was"
    ),
}


def cases() -> Iterator[Case]:
    for name, case in _CASES.items():
        yield Case(f"{name}.warc", case.make, case.reason, case.kept)
    one, two, three = (gzip.compress(answer(word)) for word in ("before", "bad", "after"))
    kept = ("The before was", "The after was")
    yield Case("member-flipped.warc.gz", lambda: one + flipped(two, len(two) // 2) + three, "damaged", kept)
    yield Case("member-cut.warc.gz", lambda: one + two[:-100] + three, "damaged", kept)
    yield Case("member-twice.warc.gz", lambda: one + gzip.compress(two) + three, "", kept)
    yield Case("last-member-cut.warc.gz", lambda: one + three + two[:-100], "", kept)
    yield Case("cut.warc", lambda: answer("before") + answer("bad")[:-300], "cut short", kept[:1])
    yield Case("header-only.warc", lambda: b"WARC/1.0\r\n", "")
    yield Case(
        "line-feeds-only.warc",
        lambda: b"".join(_with_line_feeds(answer(word)) for word in ("before", "after")),
        None,
        kept,
    )
