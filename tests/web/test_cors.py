"""Pages of other sites: which of them may read what, and that nobody else may."""

from __future__ import annotations

from pathlib import Path

import pytest
from flask.testing import FlaskClient

from search.errors import SettingsError
from search.index import Index
from search.settings import Settings
from web.app import create_app

PAPER = "https://paper.example"
BLOG = "http://blog.example:8080"
PREFLIGHT = {"Access-Control-Request-Method": "GET", "Access-Control-Request-Headers": "if-none-match"}


def client_of(index: Index, widget_origins: str) -> FlaskClient:
    return create_app(Settings(widget_origins=widget_origins), index).test_client()


def leave(headers: object) -> dict[str, str]:
    return {name: value for name, value in headers if name.startswith("Access-Control-")}


@pytest.fixture
def shared(index: Index) -> FlaskClient:
    return client_of(index, f"{PAPER} {BLOG}")


@pytest.mark.parametrize("origin", [PAPER, BLOG])
@pytest.mark.parametrize("address", ["/api/v1/search?q=truce", "/api/v1/suggest?q=tr"])
def test_named_sites_may_read_what_the_box_asks_for(shared: FlaskClient, address: str, origin: str) -> None:
    response = shared.get(address, headers={"Origin": origin})
    assert leave(response.headers) == {
        "Access-Control-Allow-Origin": origin,
        "Access-Control-Expose-Headers": "ETag, Retry-After",
    }
    assert "Origin" in response.headers["Vary"]
    again = shared.get(address, headers={"Origin": origin, "If-None-Match": response.headers["ETag"]})
    assert again.status_code == 304
    assert leave(again.headers) == leave(response.headers)
    assert "Origin" in again.headers["Vary"]


@pytest.mark.parametrize(
    "origin",
    [
        None,
        "",
        "null",
        "*",
        "https://paper.example.evil.example",
        "https://evil-paper.example",
        "http://paper.example",
        "https://paper.example:8443",
        "https://paper.example/",
        "https://PAPER.example",
        f"{PAPER} {BLOG}",
        f"{PAPER}, {BLOG}",
    ],
)
def test_nobody_else_may(shared: FlaskClient, origin: str | None) -> None:
    headers = {} if origin is None else {"Origin": origin}
    for address in ("/api/v1/search?q=truce", "/api/v1/search?size=0"):
        response = shared.get(address, headers=headers)
        assert leave(response.headers) == {}
        # What was kept for one site must not be taken for another
        assert "Origin" in response.headers["Vary"]
    refused = shared.options("/api/v1/search", headers={**headers, **PREFLIGHT})
    assert (refused.status_code, leave(refused.headers)) == (405, {})


@pytest.mark.parametrize(
    "address",
    [
        "/",
        "/search?q=truce",
        "/a/pilots",
        "/api/v1/articles/pilots",
        "/api/v1/facets/source",
        "/api/v1/trend?q=a",
        "/api/v1/search/",
        "/api/openapi.json",
        "/healthz",
        "/search.csv",
        "/help",
    ],
)
def test_all_else_stays_the_archives_own(index: Index, address: str) -> None:
    for named in (PAPER, "*", ""):
        client = client_of(index, named)
        assert leave(client.get(address, headers={"Origin": PAPER}).headers) == {}
        asked = client.options(address, headers={"Origin": PAPER, **PREFLIGHT})
        assert (asked.status_code, leave(asked.headers)) == (405, {})


def test_without_the_setting_no_site_may(index: Index) -> None:
    response = client_of(index, "").get("/api/v1/search", headers={"Origin": PAPER})
    assert leave(response.headers) == {}
    assert "Origin" not in response.headers["Vary"].split(", ")


def test_every_site_may_where_the_keeper_says_so(index: Index) -> None:
    client = client_of(index, "*")
    for headers in ({}, {"Origin": "null"}, {"Origin": PAPER}):
        response = client.get("/api/v1/search?q=truce", headers=headers)
        assert response.headers["Access-Control-Allow-Origin"] == "*"
        assert "Origin" not in response.headers["Vary"].split(", ")


def test_a_browser_that_asks_for_leave_is_answered(shared: FlaskClient) -> None:
    response = shared.options("/api/v1/search?q=truce", headers={"Origin": PAPER, **PREFLIGHT})
    assert (response.status_code, response.get_data()) == (204, b"")
    assert response.headers["Access-Control-Allow-Origin"] == PAPER
    assert response.headers["Access-Control-Allow-Methods"] == "GET, HEAD"
    assert response.headers["Access-Control-Allow-Headers"] == "If-None-Match"
    assert int(response.headers["Access-Control-Max-Age"]) > 0
    assert "Origin" in response.headers["Vary"]
    assert response.headers["X-Content-Type-Options"] == "nosniff"
    for headers in ({"Origin": PAPER}, PREFLIGHT):
        assert shared.options("/api/v1/search", headers=headers).status_code == 405
    assert shared.post("/api/v1/search", headers={"Origin": PAPER, **PREFLIGHT}).status_code == 405


def test_no_answer_is_with_credentials(index: Index) -> None:
    for named in (PAPER, "*"):
        client = client_of(index, named)
        for response in (
            client.get("/api/v1/search", headers={"Origin": PAPER, "Cookie": "a=b"}),
            client.options("/api/v1/search", headers={"Origin": PAPER, **PREFLIGHT}),
        ):
            assert "Access-Control-Allow-Credentials" not in response.headers
            assert "Set-Cookie" not in response.headers


def test_failures_can_be_read_too(index: Index) -> None:
    class Failing:
        status = index.status

        def search(self, _: object) -> None:
            raise ZeroDivisionError

    settings = Settings(index="/nowhere", widget_origins=PAPER)
    for client, address, status in (
        (client_of(index, PAPER), "/api/v1/search?colour=red", 400),
        (client_of(index, PAPER), f"/api/v1/search?q={'a' * 9000}", 414),
        (create_app(settings, Failing()).test_client(), "/api/v1/search", 500),
        (create_app(settings).test_client(), "/api/v1/search", 503),
        (create_app(settings).test_client(), "/api/v1/suggest?q=a", 503),
    ):
        response = client.get(address, headers={"Origin": PAPER})
        assert (response.status_code, response.mimetype) == (status, "application/problem+json")
        assert response.headers["Access-Control-Allow-Origin"] == PAPER
        assert "Retry-After" in response.headers["Access-Control-Expose-Headers"]
        assert "Access-Control-Allow-Origin" not in client.get(address).headers


def test_under_a_path_of_a_larger_site_it_is_the_same(index: Index) -> None:
    settings = Settings(url="https://paper.example/archive", widget_origins=BLOG)
    client = create_app(settings, index).test_client()
    for path in ("/archive/api/v1/search", "/api/v1/search"):
        assert client.get(path, headers={"Origin": BLOG}).headers["Access-Control-Allow-Origin"] == BLOG


@pytest.mark.parametrize("setting", ["widget_origins", "frame_origins"])
@pytest.mark.parametrize(
    "origins",
    [
        "paper.example",
        "https://paper.example/",
        "https://paper.example/page",
        "https://Paper.example",
        "https://paper.example:443",
        "http://paper.example:80 https://blog.example",
        "https://paper.example, https://blog.example",
        "https://*.example",
        "https://paper.example *",
        "https://user@paper.example",
        "https://paper.example; script-src *",
        "https://paper.example\nSet-Cookie: a=b",
        "null",
        "'self'",
        "file://",
        "https://paper.example:0",
        "https://paper..example",
    ],
)
def test_what_is_no_origin_is_refused_at_the_start(setting: str, origins: str, tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match=rf"{setting} must look like https://paper\.example "):
        Settings.load({setting: origins}, {}, tmp_path)


def test_origins_are_taken_as_browsers_state_them(tmp_path: Path) -> None:
    origins = "https://paper.example http://localhost:8000 http://[::1]:8080 https://xn--bcher-kva.example:80"
    for setting in ("widget_origins", "frame_origins"):
        assert getattr(Settings.load({setting: origins}, {}, tmp_path), setting) == origins
        assert getattr(Settings.load({setting: ""}, {}, tmp_path), setting) == ""
    assert Settings.load({"widget_origins": "*"}, {}, tmp_path).widget_origins == "*"
    with pytest.raises(SettingsError):
        Settings.load({"frame_origins": "*"}, {}, tmp_path)
