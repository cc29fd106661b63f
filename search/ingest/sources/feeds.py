"""RSS 0.9 to 2.0 and Atom (RFC 4287) files: each item is a raw document."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from functools import partial
from xml.etree.ElementTree import Element

from search.article import Source
from search.errors import NotAnArticle, SourceError
from search.ingest.sources.opened import Opened, Refused
from search.ingest.sources.records import line, written
from search.ingest.sources.xmltree import as_html, as_xml, text_of, walk

_ITEMS = frozenset(("item", "entry"))
# Elements by local name, the surer first: RSS, Dublin Core, content:encoded, Atom.
_PLACES = {
    "id": ("guid", "id", "identifier"),
    "headline": ("title",),
    "date": ("pubDate", "published", "date", "issued"),
    "updated": ("updated", "modified"),
    "source": ("source", "publisher"),
    "section": ("category", "subject"),
    "language": ("language",),
    "url": ("link", "origLink"),
}
_IN_BRACKETS = re.compile(r"\(([^()]+)\)\s*$")
_BODIES = ("encoded", "content", "description", "summary")


def read(opened: Opened) -> Iterator[Source | Refused]:
    """Item n as `#n`. What the feed says of itself counts for items that say nothing, when it stands before them."""
    number = 0
    feed: dict[str, str] = {}
    for element in walk(opened, _ITEMS):
        if element.tag == "title":
            feed.setdefault("source", text_of(element))
        elif element.tag == "language":
            feed.setdefault("language", text_of(element))
        elif element.tag in _ITEMS:
            number += 1
            locator = f"{opened.locator}#{number}"
            try:
                yield replace(_source(element, locator, feed), record=partial(as_xml, element))
            except SourceError as e:
                yield Refused(locator, e)
    if not number:
        raise NotAnArticle("there is no item in the feed")


def _source(item: Element, locator: str, feed: dict[str, str]) -> Source:
    texts = [text for name in _BODIES for text in _texts(item, name)]
    if not texts:
        raise NotAnArticle("the item has neither a content nor a description")
    stated = dict(feed)
    for name, tags in _PLACES.items():
        if value := next((value for tag in tags if (value := _value(item, tag))), ""):
            stated[name] = value
    if people := _people(item):
        stated["byline"] = "; ".join(people)
    if len(texts) > 1 and (summary := line(texts[-1])):
        stated["standfirst"] = summary
    return written(texts[0], locator, {name: line(value) for name, value in stated.items()})


def _texts(item: Element, name: str) -> Iterator[str]:
    for element in item.iterfind(name):
        kind = element.get("type", "")
        if "/" in kind and not kind.startswith("text/") and not kind.endswith("xml"):
            continue  # Base64 of something else (RFC 4287, 4.1.3.3)
        if kind == "xhtml" or (len(element) and not (element.text or "").strip()):
            text = as_html(element)
        else:
            text = element.text or ""
        if text.strip():
            yield text


def _value(item: Element, tag: str) -> str:
    """An element's text; its address where it is a link of Atom, its title where it is a source of Atom."""
    for element in item.iterfind(tag):
        if tag == "link" and element.get("rel", "alternate") != "alternate":
            continue
        title = element.find("title")
        if value := text_of(title) or text_of(element) or element.get("href") or element.get("term"):
            return value
    return ""


def _people(item: Element) -> list[str]:
    """Dublin Core's creators, else the names of Atom's authors, else what RSS has in brackets after an address."""
    creators = [text_of(e) for e in item.iterfind("creator")] or [
        text_of(e) for e in item.iterfind("author/name")
    ]
    if not creators:
        creators = [_bare(text_of(e)) for e in item.iterfind("author")]
    return [name for name in creators if name]


def _bare(author: str) -> str:
    name = _IN_BRACKETS.search(author)
    return name[1] if name else "" if "@" in author else author
