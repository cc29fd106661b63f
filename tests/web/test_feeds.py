"""Feeds and OpenSearch: documents that hold to what their specifications require, of exactly what the search finds."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from urllib.parse import quote, urlsplit

import pytest
from flask.testing import FlaskClient

from search.engines import open_index
from search.index import Index
from search.settings import Settings
from tests.articles import make_article, published
from tests.ingest.sources.reading import sources
from tests.web.archive import OVERRIDE, SCRIPT
from tests.web.conftest import Read
from web.app import create_app
from web.takeaway.feeds import NEWEST, UNDATED, moment

ATOM = "{http://www.w3.org/2005/Atom}"
OPENSEARCH = "{http://a9.com/-/spec/opensearch/1.1/}"
TERMS = "{http://purl.org/dc/terms/}"
LANG = "{http://www.w3.org/XML/1998/namespace}lang"
RFC3339 = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)")


def parsed(client: FlaskClient, address: str) -> ET.Element:
    response = client.get(address)
    assert response.status_code == 200
    assert response.headers["Content-Type"] == "application/atom+xml; charset=utf-8"
    feed = ET.fromstring(response.get_data())
    valid(feed)
    return feed


def text(element: ET.Element, name: str) -> str:
    return element.findtext(f"{ATOM}{name}") or ""


def valid(feed: ET.Element) -> None:
    """What RFC 4287 requires of a feed and of its entries (section 4.1)."""
    assert feed.tag == f"{ATOM}feed"
    entries = feed.findall(f"{ATOM}entry")
    for element in (feed, *entries):
        for name in ("id", "title", "updated"):
            assert len(element.findall(f"{ATOM}{name}")) == 1, name
        assert text(element, "title")
        assert urlsplit(text(element, "id")).scheme in ("http", "https")
        assert re.fullmatch(r"[A-Za-z]{1,8}(-[A-Za-z0-9]{1,8})*", element.get(LANG, ""))
        for name in ("updated", "published"):
            for stated in element.findall(f"{ATOM}{name}"):
                assert RFC3339.fullmatch(stated.text or "")
                datetime.fromisoformat(stated.text or "")
        links = [
            (link.get("rel"), link.get("type"), link.get("hreflang"))
            for link in element.findall(f"{ATOM}link")
        ]
        assert len(links) == len(set(links))
        assert ("alternate", "text/html", None) in links
        for link in element.findall(f"{ATOM}link"):
            assert re.fullmatch(r"https?://[!-~]+", link.get("href", ""))
        for author in element.findall(f"{ATOM}author"):
            assert text(author, "name")
        for category in element.findall(f"{ATOM}category"):
            assert category.get("term")
    assert feed.find(f"{ATOM}author") is not None  # so that an entry needs none
    assert [link.get("rel") for link in feed.findall(f"{ATOM}link")].count("self") == 1
    ids = [text(entry, "id") for entry in entries]
    assert len(ids) == len(set(ids))


def test_a_feed_is_of_the_search_the_newest_first(client: FlaskClient, index: Index) -> None:
    feed = parsed(client, "/search.atom?q=truce&f.lang=en&page=3&size=10&sort=oldest")
    assert [text(entry, "id").rpartition("/")[2] for entry in feed.findall(f"{ATOM}entry")] == [
        *("minute", "pilots", "hostile", "undated"),
    ]
    assert text(feed, "title") == "The Reading Room: truce, Language: English"
    assert index.status().generation in text(feed, "subtitle")
    assert feed.findtext(f"{OPENSEARCH}totalResults") == "4"
    assert feed.find(f"{OPENSEARCH}Query").get("searchTerms") == "truce"
    links = {link.get("rel"): link.get("href") for link in feed.findall(f"{ATOM}link")}
    assert links["alternate"] == "http://localhost/search?q=truce&f.lang=en&sort=newest"
    assert client.get(links["self"].removeprefix("http://localhost")).status_code == 200
    headers = client.get("/search.atom?q=truce").headers
    assert headers["Backfile-Generation"] == index.status().generation
    assert headers["Backfile-Count"] == "5"
    assert headers["Backfile-Query"] == "truce"


def test_a_moment_is_made_up_of_nothing_that_is_not_said_to_be(client: FlaskClient) -> None:
    entries = {
        text(e, "id").rpartition("/a/")[2]: e for e in parsed(client, "/search.atom").findall(f"{ATOM}entry")
    }
    for id, updated, known, issued in (
        ("minute", "2016-05-25T12:01:00+05:30", "2016-05-25T12:01:00+05:30", "2016-05-25"),
        ("pilots", "2016-05-23T00:00:00Z", "", "2016-05-23"),
        ("hostile", "2011-01-01T00:00:00Z", "", "2011"),
        ("undated", UNDATED, "", ""),
    ):
        entry = entries[id]
        assert text(entry, "updated") == updated
        assert text(entry, "published") == known
        assert (entry.findtext(f"{TERMS}issued") or "") == issued
    assert entries["arabic"].get(LANG) == "ar"
    assert next(e for id, e in entries.items() if id.startswith("spring")).get(LANG) == "und"
    assert [text(a, "name") for a in entries["pilots"].findall(f"{ATOM}author")] == [
        "Ines Varga",
        "Tomas Lund",
    ]


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (None, UNDATED),
        ("2016", "2016-01-01T00:00:00Z"),
        ("2016-05", "2016-05-01T00:00:00Z"),
        ("2016-05-23", "2016-05-23T00:00:00Z"),
        ("2016-05-23T11", "2016-05-23T11:00:00Z"),
        ("2016-05-23T11:20", "2016-05-23T11:20:00Z"),
        ("2016-05-23T11:20:07.123Z", "2016-05-23T11:20:07Z"),
        ("2016-05-23T11:20:07-0330", "2016-05-23T11:20:07-03:30"),
        ("2016-05-23T11:20+03", "2016-05-23T11:20:00+03:00"),
    ],
)
def test_moments(value: str | None, expected: str) -> None:
    assert moment(published(value)) == expected


def test_a_feed_of_nothing_is_a_feed(client: FlaskClient) -> None:
    feed = parsed(client, "/search.atom?q=zeppelin")
    assert not feed.findall(f"{ATOM}entry")
    assert text(feed, "updated") == UNDATED


def test_who_reads_feeds_finds_in_it_what_is_there(client: FlaskClient) -> None:
    """Read as the feeds of others are, when they come as files."""
    read = sources(client.get("/search.atom?q=truce").get_data(), "feed.xml")
    assert {(source.stated["headline"], source.url) for source in read} >= {
        ("A truce at noon", "http://localhost/a/minute")
    }
    assert len(read) == 5


def test_hostile_text_stays_text(client: FlaskClient) -> None:
    asked = f'truce OR "{SCRIPT} & ]]> {OVERRIDE}"'
    feed = parsed(client, f"/search.atom?q={quote(asked)}")
    assert all(
        element.tag.startswith(("{http://www.w3.org/2005/Atom}", OPENSEARCH, TERMS))
        for element in feed.iter()
    )
    hostile = next(e for e in feed.findall(f"{ATOM}entry") if text(e, "id").endswith("/hostile"))
    assert text(hostile, "title") == f"{SCRIPT} gpj.truce"
    assert not any(link.get("rel") == "via" for link in hostile.findall(f"{ATOM}link"))


@pytest.fixture
def odd(settings: Settings, tmp_path_factory: pytest.TempPathFactory) -> Iterator[FlaskClient]:
    """More than a feed holds, with what XML can't hold."""
    index = open_index(str(tmp_path_factory.mktemp("odd") / "index"), settings, create=True)
    with index.rebuild() as batch:
        for n in range(NEWEST + 5):
            odd = {"headline": "A\x01\ufffe\x1b&<\u0085", "language": "x' y", "url": 'https://a.example/"<>'}
            batch.put(make_article(f"a{n:02}", published=f"20{n:02}", **odd))
    yield create_app(settings, index).test_client()
    index.close()


def test_what_xml_has_no_place_for_is_left_out(odd: FlaskClient) -> None:
    feed = parsed(odd, "/search.atom")
    entries = feed.findall(f"{ATOM}entry")
    assert [text(e, "id")[-3:] for e in entries] == [f"a{n:02}" for n in range(NEWEST + 4, 4, -1)]
    assert feed.findtext(f"{OPENSEARCH}totalResults") == str(NEWEST + 5)
    assert text(entries[0], "title") == "A&<"


def test_a_feed_is_not_sent_again_while_it_is_the_same(client: FlaskClient) -> None:
    tag = client.get("/search.atom?q=truce").headers["ETag"]
    assert client.get("/search.atom?q=truce", headers={"If-None-Match": tag}).status_code == 304


def test_the_address_that_the_keeper_states_names_feed_and_entries(settings: Settings, index: Index) -> None:
    client = create_app(replace(settings, url="https://paper.example/archive"), index).test_client()
    feed = parsed(client, "/archive/search.atom?q=truce&ui=tr")
    assert text(feed, "id") == "https://paper.example/archive/search.atom?q=truce"
    assert feed.get(LANG) == "tr"
    assert text(feed.find(f"{ATOM}entry"), "id") == "https://paper.example/archive/a/minute"


def test_pages_lead_to_feed_and_description(client: FlaskClient, read: Read) -> None:
    page = read("/search?q=truce&f.lang=en&page=2&ui=tr")
    assert page.select_one("link[rel=alternate]")["href"] == "/search.atom?q=truce&f.lang=en&ui=tr"
    assert page.select_one("link[rel=search]")["href"] == "/opensearch.xml?ui=tr"
    assert read("/search?q=truce").select_one(".away a[href='/search.atom?q=truce']")
    assert read("/a/pilots").select_one("link[rel=search]")["type"] == "application/opensearchdescription+xml"


@pytest.mark.parametrize(
    "title", ["Backfile", "The Reading Room & <all> the others of the town of Port Sunil", "قاعة القراءة"]
)
def test_browsers_can_add_the_archive_as_a_search_engine(
    settings: Settings, index: Index, title: str
) -> None:
    """What OpenSearch 1.1 requires of a description."""
    client = create_app(replace(settings, title=title), index).test_client()
    response = client.get("/opensearch.xml?ui=tr")
    assert response.headers["Content-Type"].startswith("application/opensearchdescription+xml")
    document = ET.fromstring(response.get_data())
    assert document.tag == f"{OPENSEARCH}OpenSearchDescription"
    for name, longest in (("ShortName", 16), ("LongName", 48), ("Description", 1024)):
        assert 0 < len(document.findtext(f"{OPENSEARCH}{name}") or "") <= longest
    urls = {url.get("type"): url for url in document.findall(f"{OPENSEARCH}Url")}
    assert urls["application/x-suggestions+json"].get("rel") == "suggestions"
    for kind, expected in (
        ("text/html", "text/html"),
        ("application/atom+xml", "application/atom+xml"),
        ("application/x-suggestions+json", "application/x-suggestions+json"),
    ):
        template = urls[kind].get("template")
        assert template.count("{searchTerms}") == 1
        address = template.replace("{searchTerms}", quote("tru هدنة & co"))
        answer = client.get(address.removeprefix("http://localhost"))
        assert (answer.status_code, answer.mimetype) == (200, expected)
    assert urls["application/opensearchdescription+xml"].get("rel") == "self"


def test_suggestions_are_as_browsers_take_them(client: FlaskClient) -> None:
    typed, texts = client.get("/suggestions.json?q=tru").get_json(force=True)
    assert typed == "tru" and "truce" in texts
    assert client.get("/suggestions.json").get_json(force=True) == ["", []]
    assert client.get(f"/suggestions.json?q={'a' * 3000}").status_code == 200
