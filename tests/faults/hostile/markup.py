"""HTML that is deep, endless, stuffed or spoilt; and dates that cost more to read than the page is worth."""

from __future__ import annotations

import json
from collections.abc import Iterator

from tests.faults.hostile.case import Case, headline, page, paragraphs, story

_SLASHES = "1/" * 20_000
_META = (
    *('property="article:published_time"', 'name="date"', 'name="pubdate"', 'itemprop="datePublished"'),
    *('name="DC.date.issued"', 'http-equiv="last-modified"', 'property="og:updated_time"'),
)


def _ld(value: object) -> str:
    return f'<script type="application/ld+json">{json.dumps(value)}</script>'


def _article(word: str, **more: object) -> dict[str, object]:
    return {"@context": "https://schema.org", "@type": "NewsArticle", "headline": headline(word), **more}


def _cyclic() -> str:
    graph = [
        {
            "@type": "NewsArticle",
            "@id": f"#{n}",
            "isPartOf": {"@id": f"#{(n + 1) % 50}"},
            "author": {"@id": f"#{n}"},
        }
        for n in range(50)
    ]
    return _ld({"@context": "https://schema.org", "@graph": graph})


def _long_graph() -> str:
    node = {"@type": "Person", "name": "A. Writer", "sameAs": ["https://example.org/" + "a" * 60] * 20}
    return _ld({"@graph": [node] * 3_500, "headline": headline("graph")})


def _state(more: str) -> str:
    """A page that is empty until its script fills it."""
    texts = [f"{paragraph} {more}" for paragraph in paragraphs("word") * 3]
    return f"<html><head><title>{headline('word')}</title></head><body><script>var state = {json.dumps(texts)}</script></body></html>"


_PAGES: dict[str, tuple[str, str | None]] = {
    # what is survived: the word is found in the article
    "comments-unclosed": (page("word", after="<!--" * 100_000), None),
    "comments-before": (page("word", before="<!--" * 100_000), None),
    "comment-without-end": (page("word", before="<!-- begun and never ended"), None),
    "metas": (page("word", head='<meta name="keywords" content="x">' * 10_000), None),
    "json-ld-of-5-mb": (page("word", head=_long_graph()), None),
    "json-ld-cyclic": (page("word", head=_cyclic()), None),
    "json-ld-deep": (
        page("word", head='<script type="application/ld+json">' + '{"author":[' * 50_000 + "</script>"),
        None,
    ),
    "json-ld-broken": (
        page("word", head='<script type="application/ld+json">{"headline": "x", </script>'),
        None,
    ),
    "json-ld-not-what-it-says": (
        page("word", head=_ld(_article("word", datePublished=[{"a": 1}], author=17, publisher=None))),
        None,
    ),
    "json-ld-huge-number": (
        page(
            "word",
            head=_ld(_article("word", datePublished=10**4_000 if False else 10**300, wordCount=10**300)),
        ),
        None,
    ),
    "json-ld-lone-surrogate": (
        page("word", head=_ld(_article("word", author={"@type": "Person", "name": "A\ud800"}))),
        None,
    ),
    "state-lone-surrogate": (_state("\ud800"), None),
    "date-in-json-ld": (
        page("word", head=_ld(_article("word", datePublished=_SLASHES, dateModified=_SLASHES))),
        None,
    ),
    "date-in-time": (page("word", before=f'<time datetime="{_SLASHES}">{_SLASHES}</time>'), None),
    "date-in-line": (page("word").replace("</h1>", f"</h1><p class=date>{_SLASHES}</p>"), None),
    "date-in-many-lines": (
        page("word").replace("</h1>", "</h1>" + "<p>Published: 23/05/2016 12:00</p>" * 5_000),
        None,
    ),
    "date-of-digits": (page("word").replace("</h1>", f"</h1><p>Published {'9' * 50_000}</p>"), None),
    "date-of-months": (page("word").replace("</h1>", f"</h1><p>{'May ' * 20_000}</p>"), None),
    "byline-endless": (
        page("word").replace("</h1>", f"</h1><p class=byline>By {'Ann Lee and ' * 20_000}</p>"),
        None,
    ),
    "links": (page("word", after='<a href="/">x</a>' * 20_000), None),
    "addresses": (
        page("word", head=f'<link rel="canonical" href="https://example.org/{"a/" * 100_000}">'),
        None,
    ),
    "control-characters": (page("word").replace("budget", "bud\x07\x08\x0bget"), None),
    "entities": (
        page("word", after="<p>" + "&amp;" * 200_000 + "&#x110000;&#xD800;&#0;" + "&" * 100_000),
        None,
    ),
    "nested-tables": (page("word", after="<table><tr><td>" * 600), None),
    "base": (page("word", head='<base href="javascript:alert(1)">'), None),
    "title-endless": (page("word").replace("<title>", "<title>" + "x" * 1_000_000), None),
    # what is refused
    "paragraphs": (page("word", after="<p>x</p>" * 200_000), "max_elements"),
    "doctype-endless": ("<!DOCTYPE " + "x" * 1_000_000 + ">" + page("word"), ""),
    "divs-deep": ("<div>" * 100_000 + page("word"), "deep"),
    "bold-deep": (page("word", before="<b>" * 100_000), "deep"),
    "lists-deep": (page("word", before="<ul><li>" * 50_000), "deep"),
    "attributes": (
        page("word", before="<p " + " ".join(f"a{n}=1" for n in range(50_000)) + ">"),
        "attributes",
    ),
    "attributes-tight": (
        page("word", before="<p " + "".join(f"a{n}='>'" for n in range(50_000)) + ">"),
        "attributes",
    ),
    "open-angles": ("<html><body>" + "<" * 2_000_000, ""),
    "elements": ("<html><body>" + "<br>" * 3_000_000, "max_elements"),
    "no-text": ("<html><head><title></title></head><body><img src=x></body></html>", "no text"),
    "only-script": (
        "<html><body><script>" + "a = [1, 2, 3];" * 50_000 + "</script></body></html>",
        "no text",
    ),
    "only-headline": (f"<html><body><h1>{headline('alone')}</h1></body></html>", "running text"),
    "only-menu": ("<html><body><ul>" + "<li><a href=/>Home</a></li>" * 300 + "</ul></body></html>", ""),
    "unclosed-tag": ("<html><body><p class='" + "x" * 1_000_000, ""),
    "beyond-the-limit": ("<html><body><p>" + "word " * 5_000_000, "max_document_mb"),
}


def cases() -> Iterator[Case]:
    for name, (markup, reason) in _PAGES.items():
        kept = ("The word was read out",) if reason is None else ()
        yield Case(
            f"{name}.html", lambda markup=markup: markup.encode("utf-8", "surrogatepass"), reason, kept
        )
    for number, attribute in enumerate(_META):
        head = f'<meta {attribute} content="{_SLASHES}">'
        yield Case(
            f"date-in-meta-{number}.html",
            lambda head=head: page("word", head=head).encode(),
            kept=("The word was",),
        )
    # 20 MB of one text: what is over the limit is named, what is under it must not be lost without a word
    yield Case(
        "node-of-19-mb.html",
        lambda: page("word", after="<p>" + "so it goes on. " * 1_250_000).encode(),
        "max_memory_mb",
    )
    yield Case("line-of-100-mb.txt", lambda: b"x" * 100_000_000, "max_document_mb")
    yield Case(
        "slashes.txt",
        lambda: story("word").replace("\n\n", f"\n\n{_SLASHES}\n\n", 1).encode(),
        kept=("The word was",),
    )
    yield Case(
        "headline-of-1-mb.txt",
        ("long word " * 100_000 + "\n\n" + "\n\n".join(paragraphs("tail"))).encode,
        kept=("The tail was",),
    )
    yield Case(
        "headline-of-1-mb.html",
        lambda: page("word").replace("<h1>", "<h1>" + "long " * 200_000).encode(),
        kept=("The word was",),
    )
    yield Case("lines.txt", lambda: story("word").encode() + b"x\n" * 20_000, kept=("The word was",))
    yield Case("too-many-lines.txt", lambda: story("word").encode() + b"x\n" * 200_000, "max_elements")
    yield Case("one-word.txt", lambda: b"x", "")
    yield Case("right-to-left.txt", lambda: story("\u202eword\u202c\u2066").encode(), kept=("word",))
