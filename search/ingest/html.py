"""An HTML page to its blocks and claims: parsed once by lxml within bounds, and looked at again when it yields little."""

from __future__ import annotations

import re

from lxml import etree

from search.article import Block
from search.errors import NotAnArticle, OverLimit
from search.ingest.facts import read_facts
from search.ingest.page import Page
from search.ingest.paragraphs import read_blocks
from search.ingest.secondlook import carried, prose, unswallowed
from search.settings import Settings

# libxml2 takes time by the square of an element's attributes.
_MOST_ATTRIBUTES = 400
# As libxml2 reads attributes: a slash parts them too, after a quoted value nothing need, and a quote may be in a name.
# Nearly all are written as the first of the two ways has it.
_STUFFED = re.compile(
    rb"""<[a-zA-Z][^\s<>"'/=]*+(?> [a-z-]++="[^"]*+"|"""
    rb"""[\s/]*+[^\s<>"'/][^\s<>/=]*+(?:\s*+=\s*+(?:"[^"]*+"|'[^']*+'|[^\s<>"']*+))?+)"""
    rb"{%d}+" % _MOST_ATTRIBUTES
)
_DOUBTED = 250


def read_html(text: str, url: str | None, settings: Settings, utf8: bytes | None = None) -> Page:
    """The blocks and claims of one page; `utf8` is its text in UTF-8, where it came so.

    Raises OverLimit, and NotAnArticle where there is no markup and no text.
    """
    root, blocks = _read(text, settings, utf8)
    visible = prose(blocks)
    if visible < _DOUBTED and (mended := unswallowed(text)):
        root, blocks = _read(mended, settings)
        visible = prose(blocks)
    if root is None:
        raise NotAnArticle("there is no text in it")
    return Page((*blocks, *carried(root, blocks, visible)), read_facts(root, url))


def _read(
    text: str, settings: Settings, utf8: bytes | None = None
) -> tuple[etree._Element | None, list[Block]]:
    root = parse(text, settings, utf8)
    return root, [] if root is None else read_blocks(root, settings)


def parse(text: str, settings: Settings, utf8: bytes | None = None) -> etree._Element | None:
    """The tree of a page; None for nothing. Raises OverLimit before it grows too large."""
    if len(text) > settings.max_document_mb * 1_000_000:
        raise OverLimit(f"the page is larger than {settings.max_document_mb} MB (max_document_mb)")
    # An element takes three characters, and most have an end: smaller pages need no counting.
    if len(text) > 6 * settings.max_elements and text.count("<") > 2 * settings.max_elements:
        raise OverLimit(f"the page has more than {settings.max_elements} elements (max_elements)")
    data = utf8 or text.encode("utf-8", "replace")
    if _STUFFED.search(data):
        raise OverLimit(f"an element of the page has more than {_MOST_ATTRIBUTES} attributes")
    parser = etree.HTMLParser(encoding="utf-8", huge_tree=True, remove_pis=True, collect_ids=False)
    try:
        root: etree._Element | None = etree.fromstring(data, parser)
    except etree.XMLSyntaxError:
        root = None
    if any(entry.type_name == "ERR_RESOURCE_LIMIT" for entry in parser.error_log.filter_from_fatals()):
        raise OverLimit("the page's elements are nested deeper than an HTML parser goes")
    if root is not None:
        # Behind `</html>` libxml2 begins another tree, where browsers go on in the same.
        root.extend(list(root.itersiblings("*")))
    return root
