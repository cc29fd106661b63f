"""Messages of agencies (NewsML-G2) and Atom feeds that nest, repeat, point outwards, or are cut short."""

from __future__ import annotations

import base64
import html
from collections.abc import Iterator
from functools import partial

from tests.faults.hostile.case import Case, headline, page, paragraphs
from tests.faults.hostile.xml import LAUGHS, OUTSIDE

_NAR = "http://iptc.org/std/nar/2006-10-01/"
_XHTML = "http://www.w3.org/1999/xhtml"


def _inline(word: str) -> str:
    text = "".join(f"<p>{p}</p>" for p in paragraphs(word))
    return f'<inlineXML><html xmlns="{_XHTML}"><body>{text}</body></html></inlineXML>'


def item(word: str, *, content: str = "", meta: str = "", doctype: str = "", inside: bool = False) -> bytes:
    space = "" if inside else f' xmlns="{_NAR}"'
    start = "" if inside else f'<?xml version="1.0"?>{doctype}'
    return (
        f'{start}<newsItem{space} guid="{word}"><itemMeta/><contentMeta><headline>{headline(word)}</headline>{meta}</contentMeta>'
        f"<contentSet>{content or _inline(word)}</contentSet></newsItem>"
    ).encode()


def message(*items: bytes, end: bytes = b"</itemSet></newsMessage>") -> bytes:
    return (
        b'<?xml version="1.0"?><newsMessage xmlns="%s"><header/><itemSet>' % _NAR.encode()
        + b"".join(items)
        + end
    )


def atom(*entries: str, doctype: str = "", end: str = "</feed>") -> bytes:
    start = f'<?xml version="1.0"?>{doctype}<feed xmlns="http://www.w3.org/2005/Atom"><title>Gazette</title>'
    return f"{start}{''.join(entries)}{end}".encode()


def entry(word: str, *, content: str = "", more: str = "") -> str:
    text = content or f'<content type="html">{html.escape(page(word))}</content>'
    return f"<entry><title>{headline(word)}</title><id>{word}</id>{more}{text}</entry>"


def _deep(depth: int) -> str:
    return f'<content type="xhtml"><div xmlns="{_XHTML}">{"<div>" * depth}x{"</div>" * depth}</div></content>'


def _crowded() -> str:
    return f"<by {' '.join(f'a{n}=' + repr('') for n in range(50_000))}/>"


def cases() -> Iterator[Case]:
    for name, doctype, text in (("laughs", LAUGHS, "&a10;"), ("outside", OUTSIDE, "&x;")):
        newsml = doctype.replace("DOCTYPE rss", "DOCTYPE newsItem")
        content = f'<inlineXML><html xmlns="{_XHTML}"><body><p>{text}</p></body></html></inlineXML>'
        yield Case(f"{name}.newsml.xml", partial(item, "x", content=content, doctype=newsml), "entities")
        feed = doctype.replace("DOCTYPE rss", "DOCTYPE feed")
        yield Case(
            f"{name}.atom",
            partial(atom, entry("x", content=f"<summary>{text}</summary>"), doctype=feed),
            "entities",
        )
    many = b"".join(item(f"good{n}", inside=True) for n in range(300))
    yield Case("many.newsml.xml", lambda: message(many), kept=("good0", "good299"))
    yield Case("cut.newsml.xml", lambda: message(many, end=b"<newsItem><itemMeta"), "", ("good0", "good299"))
    yield Case("empty-items.newsml.xml", lambda: message(b"<newsItem/>" * 20_000), "no text")
    nested = "<inlineXML>" * 5_000 + "</inlineXML>" * 5_000
    yield Case("nested.newsml.xml", partial(item, "x", content=nested), "")
    within = "<newsItem>" * 3_000 + "</newsItem>" * 3_000
    yield Case("items-within.newsml.xml", lambda: message(within.encode()), "")
    yield Case(
        "headlines.newsml.xml",
        partial(item, "x", meta="<headline>h</headline>" * 200_000),
        kept=("x was read out",),
    )
    yield Case(
        "attributes.newsml.xml",
        partial(item, "x", meta=_crowded()),
        kept=("x was read out",),
    )
    coded = f"<inlineData encoding='http://cv.iptc.org/newscodes/encoding/base64'>{base64.b64encode(bytes(3_000_000)).decode()}</inlineData>"
    yield Case("binary.newsml.xml", partial(item, "x", content=coded), "")
    remote = "<remoteContent href='file:///etc/passwd'/><remoteContent href='http://127.0.0.1:1/x'/>"
    yield Case("remote.newsml.xml", partial(item, "x", content=remote), "no text")
    withdrawn = item("x").replace(b"<itemMeta/>", b'<itemMeta><pubStatus qcode="stat:canceled"/></itemMeta>')
    yield Case("withdrawn.newsml.xml", lambda: withdrawn, "withdrawn")
    yield Case("many.atom", lambda: atom(*(entry(f"good{n}") for n in range(200))), kept=("good0", "good199"))
    yield Case("cut.atom", lambda: atom(entry("good"), entry("lost"), end="<entry><title"), "", ("good",))
    yield Case("deep.atom", lambda: atom(entry("good"), entry("x", content=_deep(20_000))), "", ("good",))
    yield Case("empty-entries.atom", lambda: atom("<entry/>" * 20_000, entry("good")), "", ("good",))
    yield Case(
        "links.atom",
        lambda: atom(entry("good", more='<link href="file:///etc/passwd"/>' * 50_000)),
        kept=("good",),
    )
    outside = '<content type="html" src="file:///etc/passwd"/>'
    yield Case(
        "outside-content.atom", lambda: atom(entry("x", content=outside), entry("good")), "", ("good",)
    )
    packed = f'<content type="application/gzip">{"H4sIAAAAAAAA" * 50_000}</content>'
    yield Case(
        "packed-content.atom", lambda: atom(entry("x", content=packed), entry("good")), "neither", ("good",)
    )
