"""The articles that a page describes in JSON-LD (https://schema.org/Article), however they are wrapped or broken."""

from __future__ import annotations

import html
import json
import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from lxml import etree

from search.ingest.decoding import mend

Node = Mapping[str, Any]

# Wrappers that some systems put round the JSON, and slips that others make in it.
_WRAPPER = re.compile(
    r"^\s*(?://|/\*)?\s*(?:<!\[CDATA\[|<!--)\s*(?:\*/)?|(?://|/\*)?\s*(?:\]\]>|-->)\s*(?:\*/)?\s*$"
)
_TRAILING_COMMA = re.compile(r",(?=\s*[}\]])")
_BAD_ESCAPE = re.compile(r"\\(?![\"\\/bfnrtu])")
_ARTICLE = re.compile(r"(?:Article|Posting|Report|NewsItem)$", re.I)
_TAG = re.compile(r"</?[a-zA-Z][^<>]*>")
_AROUND = re.compile(r"^https?://(?:www\.)?|[#?].*$|/+$")
_BETWEEN = re.compile(r"[\s;,]*")
_DECODER = json.JSONDecoder(strict=False)
# Under these keys stands this page again; under all others, such as itemListElement, other pages may stand.
_WITHIN = ("@graph", "mainEntity", "mainEntityOfPage", "mainentity", "mainentityofpage")
_PAGE = ("WebPage", "ItemPage", "CollectionPage")
_FRONT_PAGE = frozenset(
    "home homepage start startseite accueil inicio início etusivu hem forside hjem principal portada главная anasayfa "
    "الرئيسية 首页 首頁 ホーム トップ 홈".split()
)
_DIGITS = 4
_MOST_NODES = 5000
_MOST_ARTICLES = 20
_DEEP = 8
_LENGTH = 2_000_000


class Statements:
    """All objects on a page: its articles, the one about this page first, its pages, its crumbs, and what `@id` names.

    `crumbs` are the names on the way from the front page to this one, the front page left out.
    """

    def __init__(self, scripts: Iterable[etree._Element], addresses: Iterable[str]) -> None:
        self._named: dict[str, Node] = {}
        self.articles: list[Node] = []
        self.pages: list[Node] = []
        self.crumbs: list[str] = []
        values = [value for text in map(_text, scripts) if text for value in read(text)]
        self._index(values)
        for value in values:
            self._collect(value, 0)
        wanted = {_bare(address) for address in addresses}
        self.articles.sort(key=lambda node: not any(_bare(a) in wanted for a in self.addresses(node)))

    def _values(self, node: Node, key: str) -> Iterator[Any]:
        """What is listed under a key; for a reference like `{"@id": "#jane"}` what it stands for."""
        for value in _listed(node.get(key)):
            if isinstance(value, dict) and not value.get("name") and isinstance(value.get("@id"), str):
                yield self._named.get(value["@id"], value)
            else:
                yield value

    def texts(self, node: Node, key: str) -> Iterator[str]:
        """The texts under a key, those of lists singly, those of objects by their name."""
        for value in self._values(node, key):
            named = value
            if isinstance(value, dict):
                named = next(iter(_listed(value.get("name") or value.get("@value"))), None)
            if isinstance(named, str | int) and (text := plain(str(named))):
                yield text

    def people(self, node: Node, key: str) -> Iterator[tuple[str, str]]:
        """Names under a key, each with its type (`Person`, `Organization`), or with an empty one."""
        for value in self._values(node, key):
            if isinstance(value, dict):
                names = list(self.texts({"x": value}, "x"))
                if not names:
                    names = [" ".join(t for k in ("givenName", "familyName") for t in self.texts(value, k))]
                # a list of names is a list of people
                more = [plain(n) for n in _listed(value.get("name"))[1:] if isinstance(n, str)]
                for name in (*names, *more):
                    if name:
                        yield name, kind(value)
            elif isinstance(value, str) and (name := plain(value)):
                yield name, ""

    def addresses(self, node: Node) -> Iterator[str]:
        for key in ("url", "mainEntityOfPage", "@id"):
            for value in _listed(node.get(key)):
                address = value.get("@id") or value.get("url") if isinstance(value, dict) else value
                if isinstance(address, str):
                    yield address

    def _index(self, values: list[Any]) -> None:
        waiting, seen = list(values), 0
        while waiting and seen < _MOST_NODES:
            value = waiting.pop()
            seen += 1
            if isinstance(value, dict):
                if isinstance(value.get("@id"), str) and value.get("name"):
                    self._named.setdefault(value["@id"], value)
                if "itemListElement" in value and kind(value) == "BreadcrumbList" and not self.crumbs:
                    self.crumbs = list(self._crumbs(value))
                waiting += value.values()
            elif isinstance(value, list):
                waiting += value

    def _crumbs(self, node: Node) -> Iterator[str]:
        steps = [step for step in _listed(node.get("itemListElement")) if isinstance(step, dict)]
        for step in sorted(steps, key=lambda step: str(step.get("position", "")).zfill(_DIGITS))[:_DEEP]:
            item = step.get("item")
            address = item.get("@id") or item.get("url") if isinstance(item, dict) else item
            name = next(self.texts({"x": [step, item]}, "x"), "")
            front = isinstance(address, str) and not _bare(address).partition("/")[2]
            if name and not front and name.casefold() not in _FRONT_PAGE:
                yield name

    def _collect(self, value: Any, depth: int) -> None:
        if depth > _DEEP or len(self.articles) >= _MOST_ARTICLES:
            return
        if isinstance(value, list):
            for item in value:
                self._collect(item, depth + 1)
        elif isinstance(value, dict):
            if _ARTICLE.search(kind(value)):
                self.articles.append(value)
            elif kind(value) in _PAGE:
                self.pages.append(value)
            for key in _WITHIN:
                self._collect(value.get(key), depth + 1)


def _text(script: etree._Element) -> str:
    if "ld+json" not in str(script.get("type")).lower():
        return ""
    text = script.text or ""
    return text if len(text) < _LENGTH else ""


def read(text: str) -> list[Any]:
    """The values in a script; as many as can be read of several, or before a fault that can't be mended."""
    text = text.strip()
    if text and text[0] not in "[{":
        text = _WRAPPER.sub("", text).strip()
    for mended in (way(text) for way in (str, _without_slips, html.unescape)):
        values, at = [], 0
        try:
            while at < len(mended):
                value, at = _DECODER.raw_decode(mended, at)
                values.append(value)
                at = _BETWEEN.search(mended, at).end()  # type: ignore[union-attr]
        except (ValueError, RecursionError):
            pass
        if values:
            return values
    return []


def _without_slips(text: str) -> str:
    return _BAD_ESCAPE.sub(r"\\\\", _TRAILING_COMMA.sub("", text))


def kind(node: Node) -> str:
    """The type of an object, of several the one that names an article."""
    kinds = [str(k).rpartition("/")[2] for k in _listed(node.get("@type"))]
    return next((k for k in kinds if _ARTICLE.search(k)), kinds[0] if kinds else "")


def plain(text: str) -> str:
    """On one line, without the entities, tags and halves of characters that should not be there."""
    text = mend(text)
    if "&" in text:
        text = html.unescape(html.unescape(text))
    if "<" in text:
        text = _TAG.sub(" ", text)
    return " ".join(text.split())


def _listed(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [] if value is None else [value]


def _bare(address: str) -> str:
    return _AROUND.sub("", address.strip()).rstrip("/").lower()
