"""What a page says of itself in its markup: claims by field, the most trusted first, each with where it stands.

Read are JSON-LD, microdata, meta elements in all their dialects (Open Graph, article:, Dublin Core, citation_, parsely,
sailthru …), `<time>`, `<h1>`, `<title>`, canonical links and the page's address. Nothing is checked here and no date is
parsed; addresses and handles are refused where a person is meant, and an organisation is called one in its rule.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache
from itertools import islice
from typing import cast
from urllib.parse import urljoin

from lxml import etree

from search.ingest.jsonld import Statements, kind, plain
from search.ingest.page import Claim, Facts
from search.ingest.scriptdates import script_dates

_MOST = 16
_MOST_ELEMENTS = 500
_READ = ("h1", "link", "meta", "script", "time", "title")
_LENGTH = 1000

# Endings of the names of meta elements, without punctuation; what stands before them says whose dialect it is.
_META: dict[str, str] = {
    "headlines": "title headline socialtitle",
    "standfirsts": "description abstract subtitle dek deck",
    "authors": "author authors byline bylinename creator writer journalist reporter authorname",
    "published": "publishedtime publisheddate publishdate publishtime publicationdate pubdate datepublished publishedat "
    "published dateissued issued releasedate datereleased originalpublicationdate displaydate date dateoriginal "
    "datetime datecreated creationdate created createdat publishedon timestamp",
    "updated": "modifiedtime modifieddate modificationdate datemodified updatedtime updateddate lastmodified "
    "dateupdated modified updated moddate lastupdated updatedat",
    "sources": "sitename publisher pubname publicationname applicationname journaltitle",
    "sections": "section sections category articlesection channel",
    "languages": "language locale contentlanguage inlanguage lang",
    "addresses": "url",
    "credits": "source originalsource newsagency agency",
    "datelines": "dateline",
}
_FIELD_OF = {name: field for field, names in _META.items() for name in names.split()}
# Of the same field these come first, as they are about this article and not about the site or the page as a file.
_TRUSTED = (
    "article:published_time",
    "article:modified_time",
    "og:title",
    "author",
    "article:author",
    "og:site_name",
    "article:section",
)
_NOT_META = re.compile(
    r"expir|unpublish|twitter:(?:creator|site|text|label|data|app)|(?:app|image|img|photo|video|thumbnail)[:._-]"
    r"|apple-|msapplication|smartbanner|page.?type|render|theme|profile:|fb:|copyright|:alt\b|logo"
)
_ITEMPROPS = {
    "headline": "headlines",
    "description": "standfirsts",
    "alternativeheadline": "standfirsts",
    "author": "authors",
    "creator": "authors",
    "datepublished": "published",
    "datecreated": "published",
    "datemodified": "updated",
    "articlesection": "sections",
    "inlanguage": "languages",
    "publisher": "sources",
    "dateline": "datelines",
}
_ARTICLE_SCOPE = re.compile(r"(?:Article|Posting|WebPage|NewsItem|CreativeWork)$")
_JSONLD: tuple[tuple[str, str], ...] = (
    ("headlines", "headline"),
    ("headlines", "name"),
    ("standfirsts", "description"),
    ("standfirsts", "alternativeHeadline"),
    ("published", "datePublished"),
    ("published", "datepublished"),
    ("published", "dateCreated"),
    ("updated", "dateModified"),
    ("updated", "datemodified"),
    ("sources", "publisher"),
    ("sections", "articleSection"),
    ("languages", "inLanguage"),
    ("credits", "sourceOrganization"),
    ("credits", "provider"),
    ("datelines", "dateline"),
    ("datelines", "locationCreated"),
)
_WHOLE = re.compile(r"https?://[\w.-]+/[\w./~%+-]*", re.ASCII)
"""An address to which no other adds anything; nearly all are such, and quicker to tell than to join."""
_ADDRESS_DAY = re.compile(r"/((?:19|20)\d\d)[/-](0?[1-9]|1[0-2])[/-](0?[1-9]|[12]\d|3[01])(?=[/_.-]|$)")
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_ADDRESS_MONTH = re.compile(rf"/((?:19|20)\d\d)/({'|'.join(_MONTHS)})/(0?[1-9]|[12]\d|3[01])(?=/)")
_ADDRESS_DIGITS = re.compile(r"[/_.-]((?:19|20)\d\d)(0[1-9]|1[0-2])(0[1-9]|[12]\d|3[01])(?=[/_.-]|$)")
_NO_PERSON = re.compile(
    r"^(?:@|https?:|www\.|/)|[\w.]+@[\w.]+\.\w|^\W*$|^\d+$|^(?:null|none|undefined|admin)$", re.I
)
_NAMES = etree.XPath("descendant-or-self::*/@itemprop")
_TO_AUTHORS = etree.XPath("descendant::a/@rel[contains(., 'author')]")
_SCOPE = etree.XPath("ancestor::*[@itemscope][1]")


def read_facts(root: etree._Element, url: str | None) -> Facts:
    """`url` is where the page was fetched from, when that is known."""
    claims = _Claims()
    elements: dict[str, list[etree._Element]] = {tag: [] for tag in _READ}
    for element in root.iter(*_READ):
        elements[element.tag].append(element)
    addresses = list(_addresses(elements["link"], url))
    for address in addresses:
        claims.add("addresses", address)
    statements = Statements(elements["script"], [address.value for address in addresses])
    _from_statements(statements, claims)
    _from_microdata(root, claims)
    _from_meta(elements["meta"], claims)
    _from_elements(root, elements, claims)
    _from_pages(statements, claims)
    for crumb in statements.crumbs:
        claims.add("sections", Claim(crumb, "JSON-LD BreadcrumbList"))
    for address in (addresses or claims.of("addresses"))[-1:]:
        for match in (_ADDRESS_DAY.search(address.value), _ADDRESS_DIGITS.search(address.value)):
            if match:
                day = f"{match[1]}-{match[2]:0>2}-{match[3]:0>2}"
                claims.add("published", Claim(day, "date in the address"))
        if match := _ADDRESS_MONTH.search(address.value):
            day = f"{match[1]}-{_MONTHS.index(match[2]) + 1:02}-{match[3]:0>2}"
            claims.add("published", Claim(day, "date in the address"))
    for claim in script_dates(elements["script"]) if not claims.of("published") else ():
        claims.add("published", claim)
    return claims.facts()


class _Claims:
    """Claims by field, without doubles and within bounds."""

    def __init__(self) -> None:
        self._fields: dict[str, dict[tuple[str, str], Claim]] = {}

    def add(self, field: str, claim: Claim) -> None:
        value = plain(claim.value[:_LENGTH])
        if not value or (field == "authors" and _NO_PERSON.search(value)):
            return
        kept = self._fields.setdefault(field, {})
        if len(kept) < _MOST:
            same = value == claim.value
            kept.setdefault((value, claim.rule), claim if same else Claim(value, claim.rule, claim.line))

    def of(self, field: str) -> list[Claim]:
        return list(self._fields.get(field, {}).values())

    def facts(self) -> Facts:
        return Facts(**{field: tuple(kept.values()) for field, kept in self._fields.items()})


def _addresses(links: list[etree._Element], url: str | None) -> Iterator[Claim]:
    for link in links[:_MOST_ELEMENTS]:
        if str(link.get("rel")).lower() == "canonical" and (href := link.get("href")):
            address = str(href).strip()
            if not _WHOLE.fullmatch(address):
                try:
                    address = urljoin(url or "", address)
                except ValueError:
                    continue
            if address.startswith(("http://", "https://")):
                yield Claim(address, "<link rel=canonical>", _line(link))
    if url:
        yield Claim(url, "address it was read from")


def _from_statements(statements: Statements, claims: _Claims) -> None:
    """Each claim from the first article that makes it: a second article may be about another page."""
    for field, key in _JSONLD:
        for text in next(filter(None, (list(statements.texts(a, key)) for a in statements.articles)), []):
            claims.add(field, Claim(text, f"JSON-LD {key}"))
    for key in ("author", "creator"):
        people = next(filter(None, (list(statements.people(a, key)) for a in statements.articles)), [])
        for name, what in people:
            rule = f"JSON-LD {key} ({what})" if what else f"JSON-LD {key}"
            for person in [name] if what else split_people(name):
                claims.add("authors", Claim(person, rule))
    for article in statements.articles[:1]:
        for address in statements.addresses(article):
            if address.startswith(("http://", "https://")):
                claims.add("addresses", Claim(address, "JSON-LD url"))


def _from_pages(statements: Statements, claims: _Claims) -> None:
    """What is said of the page as a page comes last: its date may be that of a template."""
    for page in statements.pages[:1]:
        for field, key in _JSONLD:
            if field != "sources":
                for text in statements.texts(page, key):
                    claims.add(field, Claim(text, f"JSON-LD {kind(page)} {key}"))


def _from_microdata(root: etree._Element, claims: _Claims) -> None:
    left = _MOST_ELEMENTS
    for attribute in cast(list[etree._ElementUnicodeResult], _NAMES(root)):
        for word in attribute.lower().split():
            field = _ITEMPROPS.get(word)
            left -= bool(field)
            element = attribute.getparent()
            if field and left > 0 and element is not None and _about_article(element):
                inner = islice(element.iterdescendants(), _MOST_ELEMENTS)
                names = [e for e in inner if e.get("itemprop") == "name"][:_MOST]
                what = str(element.get("itemtype") or "").rpartition("/")[2]
                rule = f"microdata {word} ({what})" if what and field == "authors" else f"microdata {word}"
                for named in names or [element]:
                    for value in split_people(_value(named)) if field == "authors" else [_value(named)]:
                        claims.add(field, Claim(value, rule, _line(named)))


def _about_article(element: etree._Element) -> bool:
    scopes = cast(list[etree._Element], _SCOPE(element))
    kind_of = str(scopes[0].get("itemtype") or "") if scopes else ""
    return not kind_of or bool(_ARTICLE_SCOPE.search(kind_of.strip().rstrip("/")))


def _from_meta(metas: list[etree._Element], claims: _Claims) -> None:
    found: list[tuple[bool, str, Claim]] = []
    for meta in metas[:_MOST_ELEMENTS]:
        name = str(meta.get("property") or meta.get("name") or meta.get("http-equiv") or "").strip()
        if (field := _meta_field(name.lower())) and (content := meta.get("content")):
            claim = Claim(str(content), f"meta {name}", _line(meta))
            found.append((name.lower() not in _TRUSTED, field, claim))
    for _, field, claim in sorted(found, key=lambda item: item[0]):
        if field == "authors":
            for person in split_people(claim.value):
                claims.add(field, Claim(person, claim.rule, claim.line))
        elif field != "addresses" or claim.value.startswith(("http://", "https://")):
            claims.add(field, claim)


@lru_cache(maxsize=1024)
def _meta_field(name: str) -> str | None:
    """The field that a name ends in: of `cXenseParse:recs:publishtime` the last word, of `parsely-pub-date` the last two."""
    if _NOT_META.search(name):
        return None
    words = [word for word in re.split(r"[^a-z0-9]+", name) if word]
    endings = ("".join(words[-count:]) for count in (3, 2, 1))
    return next((_FIELD_OF[ending] for ending in endings if ending in _FIELD_OF), None)


def _from_elements(root: etree._Element, elements: dict[str, list[etree._Element]], claims: _Claims) -> None:
    """Elements that mean a field by themselves. Of `<time>` all, in reading order: that of a teaser is among them."""
    for heading in elements["h1"][:_MOST]:
        claims.add("headlines", Claim(_text(heading), "<h1>", _line(heading)))
    for title in elements["title"][:_MOST]:
        if (parent := title.getparent()) is not None and parent.tag != "svg":
            claims.add("headlines", Claim(_text(title), "<title>", _line(title)))
    for time in elements["time"][:_MOST]:
        rule = "<time datetime>" if time.get("datetime") else "<time>"
        claims.add("published", Claim(_value(time), rule, _line(time)))
    relations = cast(list[etree._ElementUnicodeResult], _TO_AUTHORS(root))
    for relation in [one for one in relations if "author" in one.split(" ")][:_MOST]:
        if (link := relation.getparent()) is not None:
            claims.add("authors", Claim(_text(link), "<a rel=author>", _line(link)))
    claims.add(
        "languages", Claim(str(root.get("lang") or root.get("xml:lang") or ""), "<html lang>", _line(root))
    )


_BLANK = re.compile(r"[^\S\n]+")
_BETWEEN_PEOPLE = re.compile(r"\s*[;|\n]\s*")
_PEOPLE = re.compile(r"\s*,\s*(?:and|und|et|y|e|og|och|ja|en|i|ve)?\s+|\s+(?:and|und|et|og|och|&|y|ve|و)\s+")


def split_people(text: str) -> Iterable[str]:
    """Names in one text. A comma parts names only where each part has two words or more: `Doe, Jane` is one."""
    short = _BLANK.sub(" ", text[:_LENGTH])  # long runs of blanks would be gone through again from each
    for part in _BETWEEN_PEOPLE.split(short):
        names = [name for name in _PEOPLE.split(part) if name]
        if len(names) > 1 and all(len(name.split()) > 1 for name in names):
            yield from names
        else:
            yield part


def _value(element: etree._Element) -> str:
    stated = element.get("content") or element.get("datetime")
    return str(stated) if stated else _text(element)


def _text(element: etree._Element) -> str:
    return " ".join(" ".join(str(text) for text in element.itertext()).split())


def _line(element: etree._Element) -> int:
    return cast(int, element.sourceline) or 0
