"""NewsML-G2 (IPTC): a news item, or a message of many, with its text as inline XHTML, NITF or plain data."""

from __future__ import annotations

import html
from collections.abc import Iterator
from dataclasses import replace
from functools import partial
from xml.etree.ElementTree import Element

from search.article import Source
from search.errors import NotAnArticle, SourceError
from search.ingest.sources.opened import Opened, Refused
from search.ingest.sources.records import written
from search.ingest.sources.xmltree import as_html, as_xml, text_of, walk

_ITEM = frozenset(("newsItem",))
_PLACES = {
    "headline": ("contentMeta/headline", "itemMeta/title"),
    "standfirst": ("contentMeta/description",),
    "byline": ("contentMeta/by", "contentMeta/creator/name"),
    "date": ("contentMeta/contentCreated", "itemMeta/firstCreated", "itemMeta/versionCreated"),
    "updated": ("contentMeta/contentModified", "itemMeta/versionCreated"),
    "source": ("contentMeta/infoSource/name", "itemMeta/provider/name", "rightsInfo/copyrightHolder/name"),
    "dateline": ("contentMeta/dateline",),
    "credit": ("contentMeta/creditline",),
}
_WITHDRAWN = ("canceled", "withheld")


def read(opened: Opened) -> Iterator[Source | Refused]:
    """One item, or item n of a message, which begins with a header, as `#n`. Pictures and other items without text are refused, as they are named."""
    number = before = 0
    for element in walk(opened, _ITEM):
        if element.tag not in _ITEM:
            before += 1
            continue
        number += 1
        locator = f"{opened.locator}#{number}" if before else opened.locator
        try:
            yield replace(_source(element, locator), record=partial(as_xml, element))
        except SourceError as e:
            yield Refused(locator, e)
    if not number:
        raise NotAnArticle("there is no news item in it")


def _source(item: Element, locator: str) -> Source:
    status = item.find("itemMeta/pubStatus")
    if status is not None and status.get("qcode", "").rpartition(":")[2] in _WITHDRAWN:
        raise NotAnArticle(f"its publisher has withdrawn it ({status.get('qcode')})")
    body = _body(item)
    if not body:
        kind = item.find("itemMeta/itemClass")
        what = f" ({kind.get('qcode')})" if kind is not None else ""
        raise NotAnArticle(f"the news item has no text in it{what}")
    stated = {name: value for name, paths in _PLACES.items() if (value := _first(item, paths))}
    if stated.get("updated") == stated.get("date"):
        stated.pop("updated", None)
    language = item.find("contentMeta/language")
    tag = (
        language.get("tag")
        if language is not None
        else item.get("{http://www.w3.org/XML/1998/namespace}lang")
    )
    section = next(
        (text_of(s.find("name")) for s in item.iterfind("contentMeta/subject") if s.find("name") is not None),
        "",
    )
    link = next(
        (e.get("href", "") for e in item.iterfind("itemMeta/link") if e.get("rel", "").endswith("canonical")),
        "",
    )
    more = {"id": item.get("guid"), "language": tag, "section": section, "url": link}
    return written(body, locator, stated | {name: value for name, value in more.items() if value})


def _body(item: Element) -> str:
    content = item.find("contentSet")
    if content is None:
        return ""
    for inline in content.iterfind("inlineXML"):
        inner = next((e for e in inline.iter() if e.tag in ("body.content", "body")), inline)
        if text := as_html(next((e for e in inner.iter("body.content")), inner)):
            return text
    for inline in content.iterfind("inlineData"):
        if inline.get("encoding"):
            continue  # a picture, a sound
        text = inline.text or ""
        if "html" in inline.get("contenttype", ""):
            return text if text.strip() else as_html(inline)
        if text.strip():
            return "".join(f"<p>{html.escape(' '.join(p.split()))}</p>" for p in text.split("\n\n"))
    return ""


def _first(item: Element, paths: tuple[str, ...]) -> str:
    return next((text for path in paths if (text := text_of(item.find(path)))), "")
