"""Nothing that an article or an address says becomes markup, a link to somewhere else, or a broken page."""

from __future__ import annotations

import json

import pytest
from bs4 import BeautifulSoup
from flask.testing import FlaskClient
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.web.archive import OVERRIDE, SCRIPT
from tests.web.conftest import Read
from web.article.reading import web_address

PLACES = (
    "/",
    "/search?q=truce",
    "/search?q=truce&f.source=%22%27%3E%3Cu%3EPaper+%26+Co%3C%2Fu%3E&f.section=a%2Fb%3Fc%3Dd%26e%3Df%23g",
    "/search?f.place=%3Ci%3ENowhere%3C%2Fi%3E&f.byline=O%27Hara+%3Cb%3E%22Max%22%3C%2Fb%3E",
    "/a/hostile?q=truce",
    "/cite?id=hostile&id=%3Cb%3E",
    "/a/hostile?q=truce&as=received",
    "/facet/source",
    "/facet/byline?q=truce",
)
TYPED = (
    SCRIPT,
    '" onfocus="alert(1)" autofocus="',
    "'\"></title><svg/onload=alert(1)>",
    "{{ 7 * 7 }} {% raw %}",
    "\x00\r\nSet-Cookie: a=b",
    OVERRIDE + "evil",
    "\ud800",
)
MADE_BY_US = {
    "a", "article", "aside", "bdi", "body", "button", "code", "dd", "del", "details", "div", "dl", "dt", "form",
    "footer", "h1", "h2", "h3", "head", "header", "html", "input", "label", "li", "link", "main", "mark", "meta",
    "nav", "ol", "p", "q", "rect", "script", "search", "section", "span", "summary", "svg", "table", "tbody", "td", "th", "thead",
    "time", "title", "tr", "ul",
}  # fmt: skip


def harmless(page: BeautifulSoup) -> None:
    assert {tag.name for tag in page.find_all(True)} <= MADE_BY_US
    for tag in page.find_all(True):
        assert not [name for name in tag.attrs if name.startswith("on") or name in {"style", "srcdoc"}]
        for name in ("href", "src", "action"):
            address = tag.get(name, "/")
            assert address.startswith(("/", "#", "https://harbour.example/")), address
    for script in page.find_all("script"):
        if script.get("type") == "application/ld+json":
            assert json.loads(script.string)["@type"] == "NewsArticle"
        else:
            assert (script["src"], script.string) == (script["src"], None)
    assert OVERRIDE not in page.get_text()


@pytest.mark.parametrize("address", PLACES)
def test_articles_stay_text(read: Read, address: str) -> None:
    harmless(read(address))


@pytest.mark.parametrize("typed", TYPED)
@pytest.mark.parametrize(
    "name", ["q", "f.source", "-f.place", "from", "to", "sort", "size", "page", "view", "x"]
)
def test_what_is_typed_stays_text(client: FlaskClient, name: str, typed: str) -> None:
    for path in ("/search", "/a/hostile", "/facet/source"):
        response = client.get(
            path, query_string={name: typed.encode("utf-8", "replace").decode(), "q": "truce"}
        )
        assert response.status_code == 200
        assert "Set-Cookie" not in response.headers
        harmless(BeautifulSoup(response.get_data(), "html.parser"))


def test_the_hostile_article_reads_as_it_was_written(read: Read) -> None:
    page = read("/a/hostile")
    assert page.h1.get_text() == f"{SCRIPT} gpj.truce"
    assert page.title.get_text().startswith(f"{SCRIPT} gpj.truce")
    assert "onerror=alert(2)" in page.select_one(".standfirst").get_text()
    assert page.select_one("a[rel~=external]") is None


@pytest.mark.parametrize(
    "address",
    [
        "javascript:alert(1)",
        "JaVaScRiPt:alert(1)",
        " javascript:alert(1)",
        "data:text/html,x",
        "//evil.example/",
        "/a/b",
        "http:evil",
        "https://[broken",
        "file:///etc/passwd",
        "",
        None,
    ],
)
def test_only_addresses_of_the_web_are_linked(address: str | None) -> None:
    assert web_address(address) == ""


@pytest.mark.parametrize(
    "address", ["http://a.example", "https://a.example:8443/x?y=z#w", "HTTPS://A.EXAMPLE/"]
)
def test_addresses_of_the_web_are_linked_as_they_are(address: str) -> None:
    assert web_address(address) == address


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.binary(max_size=120))
def test_any_bytes_in_an_address_are_answered(client: FlaskClient, raw: bytes) -> None:
    quoted = "".join(f"%{byte:02x}" for byte in raw)
    for address in (f"/search?q={quoted}", f"/search?{quoted}=1&f.source={quoted}", f"/a/x?from={quoted}"):
        response = client.get(address)
        assert response.status_code in {200, 404}
        harmless(BeautifulSoup(response.get_data(), "html.parser"))


def test_the_host_that_a_client_claims_is_not_repeated(client: FlaskClient) -> None:
    for address in ("/", "/search?q=truce", "/a/pilots", "//a/pilots", "/search/", "/nowhere"):
        response = client.get(
            address,
            headers={"Host": "evil.example", "X-Forwarded-Host": "evil.example", "Referer": "evil.example"},
        )
        assert b"evil.example" not in response.get_data()
        assert "evil.example" not in str(response.headers)
