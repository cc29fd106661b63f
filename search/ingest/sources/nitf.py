"""NITF 3 (News Industry Text Format, IPTC), as agencies and newspapers' own archives give their stories."""

from __future__ import annotations

from collections.abc import Iterator
from xml.etree.ElementTree import Element

from search.article import Media, Source
from search.errors import NotAnArticle
from search.ingest.sources.opened import Opened
from search.ingest.sources.xmltree import as_html, text_of, walk

_HEAD = "body/body.head"
# Where a field stands, the surer place first: a path for its text, or a path and an attribute.
_PLACES: dict[str, tuple[tuple[str, str], ...]] = {
    "id": (("head/docdata/doc-id", "id-string"),),
    "headline": ((f"{_HEAD}/hedline/hl1", ""), ("head/title", "")),
    "standfirst": ((f"{_HEAD}/abstract", ""), (f"{_HEAD}/hedline/hl2", "")),
    "byline": ((f"{_HEAD}/byline", ""),),
    "date": (
        ("head/docdata/date.release", "norm"),
        ("head/docdata/date.issue", "norm"),
        ("head/pubdata", "date.publication"),
        (f"{_HEAD}/dateline/story.date", "norm"),
    ),
    "source": (("head/pubdata", "name"),),
    "section": (
        ("head/pubdata", "position.section"),
        ("head/tobject/tobject.property", "tobject.property.type"),
    ),
    "dateline": ((f"{_HEAD}/dateline", ""),),
    "credit": ((f"{_HEAD}/distributor", ""), ("head/docdata/doc.copyright", "holder")),
    "url": (("head/pubdata", "ex-ref"),),
}
_XML_LANG = "{http://www.w3.org/XML/1998/namespace}lang"


def read(opened: Opened) -> Iterator[Source]:
    """Raises NotAnArticle where there is no body, Unreadable and OverLimit."""
    for document in walk(opened, frozenset(("nitf",))):
        if document.tag == "nitf":
            yield _source(document, opened.locator)


def _source(document: Element, locator: str) -> Source:
    content = document.find("body/body.content")
    # archives of newspapers give the first paragraph twice, once as the lead and once in the full text
    full = content.find("block[@class='full_text']") if content is not None else None
    body = as_html(full if full is not None else content) if content is not None else ""
    if not body:
        raise NotAnArticle("the NITF document has no body.content with text")
    stated = {name: value for name, places in _PLACES.items() if (value := _first(document, places))}
    if language := document.get(_XML_LANG) or document.get("lang"):
        stated["language"] = language
    return Source(locator, body.encode(), Media.HTML, url=stated.get("url"), charset="utf-8", stated=stated)


def _first(document: Element, places: tuple[tuple[str, str], ...]) -> str:
    for path, attribute in places:
        found = document.find(path)
        if found is not None and (value := found.get(attribute, "") if attribute else text_of(found)):
            return value
    return ""
