"""What programs read of an article's page, with readers of their own: lxml for the page, Zotero's rules for its tags."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from typing import Any

import pytest
from flask.testing import FlaskClient
from hypothesis import given
from hypothesis import strategies as st
from lxml import html

from search.article import Dateline, Published
from search.index import Index
from search.settings import Settings
from tests.articles import make_article
from tests.web.archive import OVERRIDE, SCRIPT
from web.app import create_app
from web.article.metadata import metadata

NAMESPACES = {"dc": "dc", "dcterms": "dcterms", "og": "og", "article": "article", "prism": "prism", "z": "z"}


def zotero(tree: html.HtmlElement) -> dict[str, Any]:
    """The item that Zotero's translators “Embedded Metadata” and “RDF” make of a page, by their rules of 2023.

    Tags whose prefix is a namespace are statements; of the others those named `citation_…` are Highwire's. Of the item's
    type, some of Highwire's tags decide before all else; then `dc:type` where it is a type of Zotero's, then what
    Highwire's tags suggest.
    """
    said: dict[str, list[str]] = {}
    highwire: dict[str, list[str]] = {}
    for meta in tree.xpath("/html/head/meta[@content]"):
        name, content = meta.get("name") or meta.get("property"), meta.get("content")
        if not name or not content:
            continue
        prefix, _, rest = name.partition(":") if ":" in name else name.partition(".")
        if prefix.lower() in NAMESPACES:
            said.setdefault(f"{prefix.lower()}:{rest[:1].lower()}{rest[1:]}", []).append(content)
        elif "citation_" in name:
            highwire.setdefault(name, []).append(content)

    def first(*names: str) -> str | None:
        return next((said[name][0] for name in names if name in said), None)

    decisive = {
        "citation_journal_title": "journalArticle",
        "citation_technical_report_institution": "report",
        "citation_conference_title": "conferencePaper",
        "citation_book_title": "bookSection",
        "citation_dissertation_institution": "thesis",
    }
    by_highwire = next((kind for name, kind in decisive.items() if name in highwire), None)
    known = {"newspaperArticle", "webpage", "journalArticle", "blogPost"}
    stated = first("z:itemType") or (kind if (kind := first("dc:type")) in known else None)
    guessed = "journalArticle" if "citation_title" in highwire else "webpage"

    def joined(name: str) -> str | None:
        return ", ".join(highwire[name]) if name in highwire else None

    creators = []
    for value in highwire.get("citation_author", []):
        names = re.split(r"\s*;\s*", value)
        if len(names) == len(highwire["citation_author"]) == 1:
            parts = re.split(r"\s*,\s*", value)
            if len(parts) > 1 and " " in parts[0] and " " in parts[1]:
                names = parts
        creators += names
    canonical = tree.xpath("string(/html/head/link[@rel='canonical']/@href)")
    return {
        "itemType": by_highwire or stated or guessed,
        "title": joined("citation_title") or first("dc:title", "og:title"),
        "creators": creators,
        "date": joined("citation_publication_date") or first("og:published_time", "article:published_time"),
        "publicationTitle": joined("citation_journal_title") or first("prism:publicationName", "dc:source", "og:site_name"),
        "section": first("article:section"),
        "language": joined("citation_language"),
        "abstractNote": joined("citation_abstract") or first("og:description"),
        "url": joined("citation_public_url") or first("og:url") or canonical,
    }  # fmt: skip


def tree_of(client: FlaskClient, address: str) -> html.HtmlElement:
    return html.fromstring(client.get(address).get_data())


def linked_data(tree: html.HtmlElement) -> dict[str, Any]:
    (script,) = tree.xpath("/html/head/script[@type='application/ld+json']")
    return json.loads(script.text)


def test_zotero_takes_it_as_an_article_of_its_newspaper(client: FlaskClient) -> None:
    assert zotero(tree_of(client, "/a/pilots?q=truce")) == {
        "itemType": "newspaperArticle",
        "title": "Harbour pilots agree to a truce",
        "creators": ["Ines Varga", "Tomas Lund"],
        "date": "2016/05/23",
        "publicationTitle": "Harbour News",
        "section": "Shipping",
        "language": "en",
        "abstractNote": "Union and port will talk in June",
        "url": "/a/pilots",
    }


@pytest.mark.parametrize(
    ("published", "date", "instant"),
    [
        (None, None, None),
        ("2013", "2013", "2013"),
        ("2013-04", "2013/04", "2013-04"),
        ("2013-04-05", "2013/04/05", "2013-04-05"),
        ("2013-04-05T23", "2013/04/05", "2013-04-05"),
        ("2013-04-05T23:10+05:30", "2013/04/05", "2013-04-05T23:10+05:30"),
        ("2013-04-05T23:10:59Z", "2013/04/05", "2013-04-05T23:10:59Z"),
    ],
)
def test_a_date_is_stated_at_its_precision(
    published: str | None, date: str | None, instant: str | None
) -> None:
    said = metadata(make_article(published=published), "/a/a1")
    assert dict(said.names).get("citation_publication_date") == date
    assert json.loads(said.data).get("datePublished") == instant


def test_linked_data_says_all_that_is_known_and_nothing_else(client: FlaskClient) -> None:
    assert linked_data(tree_of(client, "/a/pilots?q=truce&page=3")) == {
        "@context": "https://schema.org",
        "@type": "NewsArticle",
        "@id": "/a/pilots",
        "url": "/a/pilots",
        "headline": "Harbour pilots agree to a truce",
        "description": "Union and port will talk in June",
        "author": [{"@type": "Person", "name": "Ines Varga"}, {"@type": "Person", "name": "Tomas Lund"}],
        "datePublished": "2016-05-23",
        "publisher": {"@type": "Organization", "name": "Harbour News"},
        "creditText": "AFP",
        "inLanguage": "en",
        "articleSection": "Shipping",
        "dateline": "PORT SUNIL, May 23 (AFP) -",
        "locationCreated": {"@type": "Place", "name": "Port Sunil"},
        "isBasedOn": "https://harbour.example/2016/truce?id=7&x=1",
    }
    bare = linked_data(tree_of(client, "/a/undated"))
    assert set(bare) == {"@context", "@type", "@id", "url", "headline", "publisher", "inLanguage"}


def test_where_the_keeper_states_the_archives_address_it_is_in_all_of_them(
    settings: Settings, index: Index
) -> None:
    client = create_app(replace(settings, url="https://archive.example/news"), index).test_client()
    tree = tree_of(client, "/a/pilots?q=truce&as=received")
    address = "https://archive.example/news/a/pilots"
    assert tree.xpath("string(//link[@rel='canonical']/@href)") == address
    assert zotero(tree)["url"] == address
    assert linked_data(tree)["@id"] == address
    assert address in tree.xpath("string(//section[@class='citation'])")


def test_neighbours_are_linked_for_browsers_too(client: FlaskClient) -> None:
    tree = tree_of(client, "/a/wire1?q=ferry&size=50")
    for way in ("prev", "next"):
        (link,) = tree.xpath(f"//link[@rel='{way}']/@href")
        assert [link] == tree.xpath(f"//nav//a[@rel='{way}']/@href")


def test_the_article_can_be_cited_from_its_page(client: FlaskClient) -> None:
    tree = tree_of(client, "/a/pilots?ui=tr")
    assert "Harbour pilots agree to a truce" in tree.xpath("string(//section[@class='citation'])")
    links = tree.xpath("//section[@class='citation']//p[@class='formats']//a/@href")
    assert any("as=ris" in link for link in links)
    for link in links:
        assert client.get(link).status_code == 200


BREAKOUTS = (
    "</script><script>alert(1)</script>",
    "<!--<script>",
    "]]><svg/onload=alert(1)>",
    '"}</script>',
    "\u2028\u2029\x00\x1b",
    OVERRIDE + "evil",
    "&lt;/script&gt;",
    '" onload="alert(1)',
    "\ud800",
)


@pytest.mark.parametrize("text", BREAKOUTS)
def test_nothing_breaks_out_of_the_data_or_the_tags(settings: Settings, tmp_path: Any, text: str) -> None:
    article = make_article(
        headline=f"Truce {text}", standfirst=text, bylines=(text, "Ann"), source=text, section=text,
        credit=text, dateline=Dateline(text, raw=text), url=f"https://harbour.example/{text}",
    )  # fmt: skip
    said = metadata(article, "/a/x")
    assert not set("<>&") & set(said.data)
    assert said.data.isascii()
    data = json.loads(said.data)
    assert OVERRIDE not in str(data)
    assert data["headline"].startswith("Truce")
    assert all(OVERRIDE not in content for _, content in (*said.names, *said.properties))


@given(st.text(max_size=40))
def test_any_text_can_be_read_back(text: str) -> None:
    said = metadata(make_article(headline=text, published=Published()), "/a/x")
    assert not set("<>&\u2028") & set(said.data)
    assert json.loads(said.data).get("headline", "") == dict(said.names).get("citation_title", "")


def test_the_hostile_article_is_read_as_it_was_written(client: FlaskClient) -> None:
    tree = tree_of(client, "/a/hostile")
    assert zotero(tree)["title"] == f"{SCRIPT} gpj.truce"
    assert linked_data(tree)["headline"] == f"{SCRIPT} gpj.truce"
    assert "isBasedOn" not in linked_data(tree)
    assert len(tree.xpath("//script")) == len(tree.xpath("//script[@type='application/ld+json' or @src]"))
