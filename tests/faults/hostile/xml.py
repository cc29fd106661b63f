"""Feeds and agency formats with entities, outside references, bombs within, and broken ends."""

from __future__ import annotations

import html
from collections.abc import Iterator

from tests.faults.hostile.case import Case, headline, page, paragraphs

LAUGHS = (
    "<!DOCTYPE rss [<!ENTITY a0 'ha'>"
    + "".join(f"<!ENTITY a{n} '{f'&a{n - 1};' * 10}'>" for n in range(1, 11))
    + "]>"
)
_QUADRATIC = f"<!DOCTYPE rss [<!ENTITY a '{'ha' * 50_000}'>]>"
OUTSIDE = "<!DOCTYPE rss [<!ENTITY x SYSTEM 'file:///etc/passwd'>]>"
_PARAMETER = "<!DOCTYPE rss [<!ENTITY % x SYSTEM 'http://127.0.0.1:1/x'> %x;]>"
_SLASHES = "1/" * 20_000


def _item(word: str, *, body: str = "", more: str = "") -> str:
    text = body or html.escape("".join(f"<p>{p}</p>" for p in paragraphs(word)))
    return f"<item><title>{headline(word)}</title><guid>{word}</guid>{more}<description>{text}</description></item>"


def rss(*items: str, doctype: str = "", end: str = "</channel></rss>") -> bytes:
    return f'<?xml version="1.0" encoding="utf-8"?>{doctype}<rss version="2.0"><channel><title>Gazette</title>{"".join(items)}{end}'.encode()


def _nitf(word: str, *, doctype: str = "", body: str = "") -> bytes:
    text = body or "".join(f"<p>{p}</p>" for p in paragraphs(word))
    return (
        f'<?xml version="1.0"?>{doctype}<nitf><head><title>{headline(word)}</title></head><body><body.head><hedline>'
        f"<hl1>{headline(word)}</hl1></hedline></body.head><body.content>{text}</body.content></body></nitf>"
    ).encode()


def cases() -> Iterator[Case]:
    for name, doctype in (
        ("laughs", LAUGHS),
        ("quadratic", _QUADRATIC),
        ("outside", OUTSIDE),
        ("parameter", _PARAMETER),
    ):
        inner = "&a10;" if name == "laughs" else "&a;" * 10_000 if name == "quadratic" else "&x;"
        yield Case(
            f"{name}.rss",
            lambda doctype=doctype, inner=inner: rss(_item("x", body=inner), doctype=doctype),
            "entities",
        )
        nitf = doctype.replace("DOCTYPE rss", "DOCTYPE nitf")
        yield Case(
            f"{name}.nitf.xml",
            lambda nitf=nitf, inner=inner: _nitf("x", doctype=nitf, body=f"<p>{inner}</p>"),
            "entities",
        )
        xhtml = doctype.replace("DOCTYPE rss", "DOCTYPE html")
        yield Case(
            f"{name}.html",
            lambda xhtml=xhtml, inner=inner: (
                xhtml + page("word", after=f"<p>{inner}</p>").removeprefix("<!DOCTYPE html>")
            ).encode(),
            None,
            ("The word was",),
        )
    yield Case(
        "dtd-outside.nitf.xml",
        lambda: _nitf("word", doctype='<!DOCTYPE nitf SYSTEM "http://127.0.0.1:1/nitf-3-2.dtd">'),
        None,
        ("The word was",),
    )
    yield Case(
        "include.rss",
        lambda: rss(
            _item(
                "word",
                more='<xi:include xmlns:xi="http://www.w3.org/2001/XInclude" href="file:///etc/passwd" parse="text"/>',
            )
        ),
        None,
        ("The word was",),
    )
    yield Case(
        "stylesheet.rss",
        lambda: (
            b'<?xml version="1.0"?><?xml-stylesheet href="file:///etc/passwd"?>'
            + rss(_item("word")).partition(b"?>")[2]
        ),
        None,
        ("The word was",),
    )
    yield Case("deep.rss", lambda: rss(_item("spared"), "<x>" * 100_000), "deep", ("spared",))
    yield Case(
        "attributes.rss",
        lambda: rss(
            _item("spared"), "<item " + " ".join(f'a{n}="1"' for n in range(100_000)) + ">", _item("x")
        ),
        "",
        ("spared",),
    )
    yield Case("cut.rss", lambda: rss(_item("spared"), _item("lost"))[:-400], "broken", ("spared",))
    yield Case(
        "crossed-tags.rss", lambda: rss(_item("spared"), "<item><b></item></b>"), "broken", ("spared",)
    )
    yield Case(
        "bare-ampersands.rss",
        lambda: rss(_item("spared", more="<link>https://example.org/?a=1&b=2&nosuch;</link>")),
        None,
        ("spared",),
    )
    yield Case(
        "controls.rss",
        lambda: rss(_item("spared", more="<category>\x07\x1b[2J</category>")),
        None,
        ("spared",),
    )
    yield Case(
        "html-bomb.rss",
        lambda: rss(_item("spared"), _item("x", body=html.escape("<div>" * 100_000 + "x")), _item("also")),
        "deep",
        ("spared", "also"),
    )
    yield Case(
        "comments-within.rss",
        lambda: rss(_item("spared"), _item("x", body=html.escape("<p>x" + "<!--" * 100_000)), _item("also")),
        None,
        ("spared", "also"),
    )
    yield Case(
        "item-of-30-mb.rss",
        lambda: rss(_item("spared"), _item("x", body="so it goes on. " * 2_000_000)),
        "max_document_mb",
        ("spared",),
    )
    yield Case(
        "items-empty.rss", lambda: rss(*["<item></item>"] * 2_000, _item("spared")), "neither", ("spared",)
    )
    yield Case(
        "dates.rss", lambda: rss(_item("spared", more=f"<pubDate>{_SLASHES}</pubDate>")), None, ("spared",)
    )
    yield Case("no-items.rss", rss, "no item")
    yield Case("no-text.nitf.xml", lambda: _nitf("x", body="<media/>"), "no body.content")
    yield Case("root-only.xml", lambda: b"<nitf/>", "")
    yield Case(
        "other.xml",
        lambda: b'<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg"/>',
        "kind that is not read",
    )
    yield Case(
        "wrong-set.rss",
        lambda: rss(_item("Straßenbahn")).replace(b'"utf-8"', b'"utf-16"'),
        None,
        ("Straßenbahn",),
    )
    yield Case(
        "unknown-set.rss",
        lambda: rss(_item("Straßenbahn")).replace(b'"utf-8"', b'"x-nonsense"'),
        None,
        ("Straßenbahn",),
    )
    yield Case(
        "cdata-endless.rss",
        lambda: rss(_item("spared"), "<item><description><![CDATA[" + "x" * 1_000_000, end=""),
        "broken",
        ("spared",),
    )
    yield Case("name-endless.rss", lambda: rss(_item("spared"), "<" + "x" * 5_000_000), "", ("spared",))
