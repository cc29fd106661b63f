"""Markup in every field of an article and in every parameter of an address, over everything that the archive answers with."""

from __future__ import annotations

import json
import xml.etree.ElementTree as ET
from collections.abc import Iterator
from dataclasses import fields, replace
from urllib.parse import quote, urlsplit

import pytest
from bs4 import BeautifulSoup
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from search.article import Article, Block, Dateline, Evidence, Location, Published, Role
from search.engines import open_index
from search.index import FACETS
from search.settings import Settings
from web import parameters
from web.app import create_app
from web.security import HEADERS


def hostile(name: str) -> str:
    """What breaks out of text, attributes, scripts, comments and CDATA, and what may be followed as an address."""
    return f"javascript:{name}()//'\"></title></script></textarea>]]>--><xss onx=1>{{{{7*7}}}}\r\nSet-Cookie: a=b"


ID = "a/\"'><xss onx=1>{{7*7}}&amp;%0d%0aSet-Cookie: a=b;.jpg"
ARTICLE = Article(
    id=ID,
    locator=hostile("locator"),
    headline=hostile("headline"),
    body=f"A truce, {hostile('body')}\nThe truce held, {hostile('second')}",
    standfirst=hostile("standfirst"),
    bylines=(hostile("byline"), hostile("another")),
    dateline=Dateline(hostile("place"), hostile("filed"), hostile("agency"), hostile("dateline")),
    location=Location(hostile("location"), hostile("city"), hostile("country")),
    credit=hostile("credit"),
    published=Published("2016-05-23", "day", True, (hostile("dated"),)),
    updated=hostile("updated"),
    language=hostile("language"),
    source=hostile("source"),
    section=hostile("section"),
    url=hostile("url"),
    evidence=(Evidence(hostile("decided"), hostile("rule"), hostile("said"), 1),),
    blocks=(
        Block(1, hostile("received"), hostile("clean"), Role.BODY, True, hostile("kept")),
        Block(2, hostile("advert"), hostile("cleaned"), Role.ADVERT, False, hostile("dropped")),
    ),
)
AT = quote(ID, safe="/")
SHOWN = {"headline", "body", "standfirst", "byline", "place", "source", "section", "credit", "received"}
"""Fields that a page must show, so that this is no test of pages that show nothing."""

PAGES = (
    "/",
    "/search",
    "/search?q=truce",
    "/search?view=compact",
    "/search?view=kwic&q=truce",
    f"/a/{AT}",
    f"/a/{AT}?as=received",
    f"/a/{AT}/raw",
    "/a/nothing",
    f"/cite?id={AT}",
    "/cite?id=nothing",
    *(f"/facet/{name}" for name in FACETS),
    "/facet/nothing",
    "/trends?q=truce",
    "/changes?since=1",
    "/embed?q=truce",
    "/widget?q=truce",
    "/help",
)
DOCUMENTS = (
    "/search.atom?q=truce",
    "/opensearch.xml",
    "/suggestions.json?q=tru",
    "/trends.csv?q=truce",
    *(f"/search.{form}?q=truce" for form in ("csv", "jsonl", "ris", "bib", "csl.json", "json")),
    *(f"/a/{AT}.{form}" for form in ("json", "ris", "bib", "csl.json")),
    *(f"/cite?id={AT}&as={form}" for form in ("ris", "bib", "csl.json")),
    "/api/v1/search?q=truce",
    "/api/v1/suggest?q=tru",
    f"/api/v1/articles/{AT}",
    "/api/v1/facets/source",
    "/api/v1/trend?q=truce",
    "/api/v1/nothing",
    "/api/openapi.json",
    "/healthz",
)


def names() -> set[str]:
    """Of every parameter that the table has."""
    stated = list(vars(parameters).values())
    many = [one for value in stated if isinstance(value, tuple) for one in value]
    return {one.name for one in (*stated, *many) if isinstance(one, parameters.Parameter)}


NAMES = sorted(names() | {"id", "as", "since", "nothing"} | {"f.nothing", hostile("name")})


@pytest.fixture(scope="module")
def app(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Flask]:
    settings = Settings(
        index=str(tmp_path_factory.mktemp("hostile") / "index"),
        frame_origins="https://paper.example",
        widget_origins="https://paper.example",
        search_seconds=30,
        requests_per_minute=0,
    )
    index = open_index(settings.index, settings, create=True)
    with index.rebuild() as batch:
        batch.put(ARTICLE)
        batch.put(replace(ARTICLE, id="plain", headline="A truce"))
    yield create_app(settings, index)
    index.close()


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    return app.test_client()


def test_every_field_is_hostile() -> None:
    assert [one.name for one in fields(Article) if not getattr(ARTICLE, one.name)] == []
    assert {"q", "from", "sort", "page", "f.source", "-f.source"} <= set(NAMES)


def harmless(response: TestResponse) -> None:
    assert response.status_code < 500
    assert "Set-Cookie" not in response.headers
    assert response.headers["X-Content-Type-Options"] == "nosniff"
    assert "default-src 'none'" in response.headers["Content-Security-Policy"]
    body = response.get_data()
    if response.mimetype == "text/html":
        assert b"<xss" not in body and b"49\r\nSet-Cookie" not in body
        _page(BeautifulSoup(body, "html.parser"))
    elif response.mimetype.endswith("xml"):
        assert not [one for one in ET.fromstring(body).iter() if "xss" in one.tag or "onx" in one.attrib]
    elif response.mimetype.endswith("json"):
        json.loads(body)
    else:
        assert response.mimetype.split("/")[-1] not in {"html", "svg", "javascript"}


def _page(page: BeautifulSoup) -> None:
    for tag in page.find_all(True):
        assert not [name for name in tag.attrs if name.startswith("on") or name in {"style", "srcdoc"}], tag
        for name in ("href", "src", "action", "formaction", "poster", "data", "cite"):
            if (address := tag.get(name)) is not None:
                split = urlsplit(address)
                assert split.scheme in {"", "http", "https"} and split.hostname in {None, "localhost"}, tag
        if tag.name == "script" and tag.get("type") == "application/ld+json":
            json.loads(tag.string)
        elif tag.name == "script":
            assert tag["src"].startswith("/") or tag["src"].startswith("http://localhost/")
            assert not tag.string
    assert not page.select("meta[http-equiv], base, object, embed")


@pytest.mark.parametrize("address", [*PAGES, *DOCUMENTS], ids=lambda address: address[:24])
def test_what_an_article_says_stays_text(client: FlaskClient, address: str) -> None:
    response = client.get(address, buffered=True)
    harmless(response)
    lacking = "nothing" in address or address.endswith("/raw")  # the file of a made article is not there
    assert response.status_code in ({400, 404, 410} if lacking else {200})


@pytest.mark.parametrize("address", [*PAGES, *DOCUMENTS], ids=lambda address: address[:24])
def test_head_is_get_without_its_body_everywhere(client: FlaskClient, address: str) -> None:
    got, head = client.get(address, buffered=True), client.head(address, buffered=True)
    assert (head.status_code, head.get_data()) == (got.status_code, b"")
    assert {n: v for n, v in head.headers if n != "Date"} == {n: v for n, v in got.headers if n != "Date"}
    for name, content in HEADERS.items():
        if not (address.startswith("/embed") and name in {"X-Frame-Options", "Content-Security-Policy"}):
            assert got.headers[name] == content


@pytest.mark.parametrize("address", [*PAGES, *DOCUMENTS], ids=lambda address: address[:24])
def test_an_archive_that_knows_its_address_believes_no_client_about_it(app: Flask, address: str) -> None:
    settings = replace(app.extensions["archive"].settings, url="https://paper.example/archive")
    knowing = create_app(settings, app.extensions["archive"].index).test_client()
    names = (
        "Host",
        "X-Forwarded-Host",
        "X-Forwarded-Server",
        "X-Forwarded-Prefix",
        "X-Script-Name",
        "Forwarded",
    )
    response = knowing.get(address, headers=dict.fromkeys(names, "evil.example"), buffered=True)
    assert b"evil.example" not in response.get_data() and "evil.example" not in str(response.headers)


def test_all_of_it_is_shown(client: FlaskClient) -> None:
    text = "".join(
        BeautifulSoup(client.get(address).get_data(), "html.parser").get_text() for address in PAGES[:7]
    )
    assert {name for name in SHOWN if f"javascript:{name}()//'\"></title></script>" not in text} == set()


@pytest.mark.parametrize("address", [*PAGES, *DOCUMENTS], ids=lambda address: address[:24])
def test_what_an_address_says_stays_text(client: FlaskClient, address: str) -> None:
    path, _, query = address.partition("?")
    for name in NAMES:
        said = f"{quote(name)}={quote(hostile('said'))}"
        rest = "&".join(pair for pair in query.split("&") if pair and not pair.startswith(f"{name}="))
        harmless(client.get(f"{path}?{rest}&{said}", buffered=True))


@pytest.mark.parametrize("path", ["/{}", "/a/{}", "/a/{}.ris", "/a/{}/raw", "/facet/{}", "/api/v1/facets/{}",
                                  "/api/v1/articles/{}", "/widget/{}/news-search.js", "/static/{}", "/search.{}"])  # fmt: skip
@pytest.mark.parametrize(
    "said", [hostile("path"), ID, "../../etc/passwd", "..\\..\\etc", "/etc/passwd", "\x00", "%2e%2e/x"]
)
def test_what_a_path_says_stays_text_and_leads_to_no_file(client: FlaskClient, path: str, said: str) -> None:
    response = client.get(path.format(quote(said, safe="")), buffered=True)
    harmless(response)
    assert b"root:" not in response.get_data()


@pytest.mark.parametrize(
    "header", ["User-Agent", "Referer", "Accept-Language", "Accept", "Host", "X-Forwarded-For", "X-Forwarded-Host",
               "X-Original-URL", "Origin", "Cookie", "If-None-Match", "Range"]
)  # fmt: skip
def test_what_a_header_says_stays_text(client: FlaskClient, header: str) -> None:
    said = hostile("header").partition("\r")[0]
    for address in (
        "/search?q=truce",
        f"/a/{AT}",
        "/widget",
        "/embed",
        "/nothing",
        "/search.atom",
        "/api/v1/search",
    ):
        harmless(client.get(address, headers={header: said}, buffered=True))
