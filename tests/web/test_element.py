"""The script of the search box for other sites: how it is handed out, and its hash."""

from __future__ import annotations

import base64
import gzip
import hashlib
from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from flask import Flask
from flask.testing import FlaskClient

from web.widget import element

ADDRESS = "/widget/v1/news-search.js"
SCRIPT = 'customElements.define("news-search", class extends HTMLElement {}); // é ' + "x" * 2000


@pytest.fixture(autouse=True)
def written(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Which bytes it has does not matter here."""
    (tmp_path / "news-search.js").write_text(SCRIPT, encoding="utf-8")
    monkeypatch.setattr(element, "VERSIONS", {"v1": tmp_path / "news-search.js"})


def test_every_page_may_load_it_and_keep_it_for_ever(client: FlaskClient) -> None:
    for headers in ({}, {"Origin": "https://paper.example"}):
        response = client.get(ADDRESS, headers=headers)
        assert response.get_data(as_text=True) == SCRIPT
        assert response.headers["Content-Type"] == "text/javascript; charset=utf-8"
        assert response.headers["Access-Control-Allow-Origin"] == "*"
        assert response.headers["Cross-Origin-Resource-Policy"] == "cross-origin"
        assert response.headers["X-Content-Type-Options"] == "nosniff"
        kept = {part.strip() for part in response.headers["Cache-Control"].split(",")}
        assert kept == {"public", "max-age=31536000", "immutable"}
        assert "Origin" not in response.headers["Vary"].split(", ")
        assert "Set-Cookie" not in response.headers


def test_it_travels_compressed_and_only_once(client: FlaskClient) -> None:
    packed = client.get(ADDRESS, headers={"Accept-Encoding": "gzip"})
    assert gzip.decompress(packed.get_data()).decode() == SCRIPT
    again = client.get(ADDRESS, headers={"If-None-Match": packed.headers["ETag"]})
    assert (again.status_code, again.headers["Access-Control-Allow-Origin"]) == (304, "*")


def test_its_hash_is_of_its_bytes(app: Flask) -> None:
    digest = hashlib.sha384(SCRIPT.encode()).digest()
    assert element.integrity("v1") == "sha384-" + base64.b64encode(digest).decode()
    with app.test_request_context("/", base_url="https://archive.example/news"):
        assert element.address() == f"https://archive.example/news{ADDRESS}"


def test_a_version_that_there_is_not_names_those_that_there_are(client: FlaskClient) -> None:
    for version in ("v2", "v0", "V1", "%3Cb%3E"):
        response = client.get(f"/widget/{version}/news-search.js")
        assert response.status_code == 404
        words = BeautifulSoup(response.get_data(), "html.parser").select_one(".words").get_text()
        assert words.endswith("There are: v1.")
        assert response.headers["Cache-Control"] == "no-store"
    assert client.get("/widget/v1/other.js").status_code == 404
    assert client.options(ADDRESS).status_code == 405
    assert client.post(ADDRESS).status_code == 405
