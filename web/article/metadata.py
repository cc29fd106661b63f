"""What a page says of its article to programs: NewsArticle in JSON-LD, and the tags that reference managers read.

https://schema.org/NewsArticle. The tags are read as Zotero's translator “Embedded Metadata” does: of the `citation_` ones,
`citation_journal_title` would make it a journal's article whatever else is said, so the publication is `dc.source`, and
`dc.type` makes it a newspaper's. A date is stated at its precision.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from markupsafe import Markup

from search.article import Article
from web.article.reading import web_address
from web.marks import plain

_NOT_IN_MARKUP = {ord(c): f"\\u{ord(c):04x}" for c in "<>&"}
"""JSON's own way to write what could end a script, or begin a comment in it."""


@dataclass(frozen=True, slots=True)
class Metadata:
    """`names` and `properties` are pairs for <meta name> and <meta property>; `data` is a JSON-LD document."""

    names: tuple[tuple[str, str], ...]
    properties: tuple[tuple[str, str], ...]
    data: Markup


def metadata(article: Article, address: str) -> Metadata:
    """`address` is the article's own in this archive."""
    day = article.published.day or ""
    properties = (
        ("og:type", "article"),
        ("og:title", article.headline),
        ("og:description", article.standfirst),
        ("article:published_time", _instant(article)),
        ("article:section", article.section),
    )
    names = (
        ("citation_title", article.headline),
        *(("citation_author", name) for name in article.bylines),
        ("citation_publication_date", day.replace("-", "/")),
        ("citation_language", article.language),
        ("citation_abstract", article.standfirst),
        ("citation_public_url", address if "://" in address else None),
        ("dc.type", "newspaperArticle"),
        ("dc.source", article.source),
    )
    return Metadata(tuple(_stated(names)), tuple(_stated(properties)), _data(article, address))


def _stated(pairs: tuple[tuple[str, str | None], ...]) -> Iterator[tuple[str, str]]:
    for name, value in pairs:
        if text := plain(value or ""):
            yield name, text


def _instant(article: Article) -> str | None:
    """ISO 8601, without an hour that no minutes follow: few programs read that."""
    published = article.published
    return published.day if published.precision == "hour" else published.value


def _data(article: Article, address: str) -> Markup:
    said = {
        "@context": "https://schema.org",
        "@type": "NewsArticle",
        "@id": address,
        "url": address,
        "headline": plain(article.headline),
        "description": plain(article.standfirst or ""),
        "author": [_named("Person", name) for name in article.bylines],
        "datePublished": _instant(article),
        "dateModified": article.updated,
        "publisher": _named("Organization", article.source),
        "creditText": plain(article.credit or ""),
        "inLanguage": article.language,
        "articleSection": plain(article.section or ""),
        "dateline": plain(article.dateline.raw if article.dateline else ""),
        "locationCreated": _named("Place", article.place),
        "isBasedOn": web_address(article.url),
    }
    text = json.dumps({name: value for name, value in said.items() if value}, separators=(",", ":"))
    return Markup(text.translate(_NOT_IN_MARKUP))  # noqa: S704 (no <, > or & is left)


def _named(kind: str, name: str | None) -> dict[str, Any] | None:
    return {"@type": kind, "name": plain(name)} if name else None
