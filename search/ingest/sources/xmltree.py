"""XML without its teeth: parts of a document one after the other, with no entities, no outside, and a bounded size.

What makes feeds unreadable for a strict parser is mended on the way in: bytes that are not of their character set,
control characters, HTML's named entities, and ampersands that stand for themselves.
"""

from __future__ import annotations

import codecs
import html
import io
import re
from collections.abc import Iterator
from html.entities import html5
from xml.etree.ElementTree import Element, ParseError, tostring

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import DefusedXMLParser, iterparse

from search.errors import OverLimit, Unreadable
from search.ingest.decoding import decode_head
from search.ingest.sources.opened import Opened

_DEEP = 200
_CHUNK = 1 << 14
# Their `title` and `description` are a picture's or a broadcast's, not the item's; these keep their namespace.
_OTHER_WORDS = ("{http://search.yahoo.com/mrss", "{http://www.itunes.com/dtds")
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
_AMPERSAND = re.compile(r"&(?!(?:#\d+|#x[0-9a-fA-F]+|amp|lt|gt|quot|apos);)(?:(\w{1,31});)?")
_REFERENCE_LENGTH = 34

_PARAGRAPHS = {
    "p": "p",
    "hl1": "h2",
    "hl2": "h2",
    **{f"h{n}": f"h{n}" for n in range(1, 7)},
    "li": "li",
    "dt": "dt",
    "dd": "dd",
    "td": "td",
    "th": "th",
    "pre": "pre",
    "media-caption": "figcaption",
    "figcaption": "figcaption",
    "caption": "figcaption",
    "credit": "p",
}
_WITHOUT_TEXT = frozenset(
    ("media-reference", "media-metadata", "media-producer", "media-object", "object", "script", "style")
)


def walk(opened: Opened, wanted: frozenset[str]) -> Iterator[Element]:
    """Each element of a wanted name, whole, and each other that lies in none of them, in the order of their ends.

    Names are without their namespaces. Raises Unreadable where the XML is broken or dangerous, and OverLimit.
    """
    reading = _Mended(opened)
    inside = 0
    names: list[str] = []
    open_elements: list[Element] = []
    try:
        for event, element in iterparse(
            reading, ("start", "end"), DefusedXMLParser(encoding="utf-8", forbid_entities=True)
        ):
            if event == "start":
                names.append(_named(element.tag))
                inside += names[-1] in wanted
                open_elements.append(element)
                if len(names) > _DEEP:
                    raise OverLimit(f"the XML is nested deeper than {_DEEP} elements")
                continue
            open_elements.pop()
            element.tag = names.pop()  # not before its end, as the parser compares it with the name there
            inside -= element.tag in wanted
            if not inside:
                yield element
                reading.since = 0
                if open_elements:
                    open_elements[-1].remove(element)
    except ParseError as e:
        raise Unreadable(f"the XML is broken, and what follows is not read: {e}") from e
    except DefusedXmlException as e:
        raise Unreadable("the XML declares entities or refers to files outside, which is not allowed") from e


def _named(tag: str) -> str:
    return tag if tag.startswith(_OTHER_WORDS) else tag.rpartition("}")[2]


def text_of(element: Element | None) -> str:
    """All text in an element on one line."""
    return " ".join("".join(element.itertext()).split()) if element is not None else ""


def as_xml(element: Element) -> bytes:
    """An element by itself, its names without their namespaces."""
    data: bytes = tostring(element, encoding="utf-8", xml_declaration=True)
    return data


def as_html(element: Element) -> str:
    """The paragraphs of a body of NITF, NewsML or XHTML as plain HTML."""
    parts = []
    for tag, text in _paragraphs(element):
        if text:
            part = f"<{tag}>{html.escape(text)}</{tag}>"
            parts.append(f"<figure>{part}</figure>" if tag == "figcaption" else part)
    return "".join(parts)


def _paragraphs(element: Element) -> Iterator[tuple[str, str]]:
    if element.tag in _WITHOUT_TEXT:
        return
    if element.tag in _PARAGRAPHS or not any(inner.tag in _PARAGRAPHS for inner in element.iter()):
        yield _PARAGRAPHS.get(element.tag, "p"), text_of(element)
        return
    yield "p", " ".join((element.text or "").split())
    for child in element:
        yield from _paragraphs(child)
        yield "p", " ".join((child.tail or "").split())


class _Mended:
    """The stream as UTF-8 that a strict parser can read. `since` counts what was read since an element was done."""

    def __init__(self, opened: Opened) -> None:
        self._stream: io.BufferedReader = opened.stream
        self._decoder = codecs.getincrementaldecoder(decode_head(opened.head()).charset)("replace")
        self._most_mb = opened.settings.max_document_mb
        self._held = ""
        self._begun = False
        self.since = 0

    def read(self, _: int = -1) -> bytes:
        while True:
            data = self._stream.read(_CHUNK)
            self.since += len(data)
            if self.since > self._most_mb * 1_000_000:
                raise OverLimit(f"an element is larger than {self._most_mb} MB (max_document_mb)")
            text = self._held + self._decoder.decode(data, final=not data)
            if not self._begun:
                text = text.lstrip("\ufeff \t\r\n")
                self._begun = bool(text)
            # a reference may lie across two pieces
            cut = text.rfind("&", len(text) - _REFERENCE_LENGTH) if data else -1
            self._held, text = (text[cut:], text[:cut]) if cut >= 0 else ("", text)
            text = _AMPERSAND.sub(_reference, _CONTROL.sub("", text))
            if text or not data:
                return text.encode("utf-8", "replace")


def _reference(match: re.Match[str]) -> str:
    character = html5.get(f"{match[1]};") if match[1] else None
    return html.escape(character) if character else f"&amp;{match[0][1:]}"
