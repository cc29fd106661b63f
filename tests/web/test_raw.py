"""The raw file of an article: handed out to be saved, never shown, and only what the ledger knows."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from flask.testing import FlaskClient

from search.engines import open_index
from search.index import Index
from search.ingest.sources.received import Received
from search.reindex import reindex
from search.settings import Settings
from tests.articles import make_article
from tests.web.conftest import Read
from web.app import create_app
from web.article import raw

PAGE = (
    b"<html><head><title>Storm</title></head><body><script>alert(1)</script><h1>Storm closes the harbour</h1>"
    b"<p>The harbour was closed on Monday after a storm had torn its two cranes from their rails.</p>"
    b"<p>Nobody was hurt, the port said, and the ferries are to sail again by the end of the week.</p></body></html>"
)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("raw") / "news"
    folder.mkdir()
    (folder / "storm.html").write_bytes(PAGE)
    record = {
        "id": "flood/raw",
        "title": "The flood",
        "text": "The river rose by two metres on Sunday night.",
    }
    lines = [record, {**record, "id": "flood", "title": "Another flood", "keeper": "Ann"}]
    (folder / "records.jsonl").write_text("\n".join(map(json.dumps, lines)))
    (folder / "gone.html").write_bytes(PAGE.replace(b"Storm", b"Gale"))
    return folder


@pytest.fixture(scope="module")
def keeping(folder: Path) -> Iterator[tuple[Settings, Index]]:
    settings = Settings(index=str(folder.parent / "index"), workers=1)
    index = open_index(settings.index, settings, create=True)
    reindex([folder], index, settings)
    (folder / "gone.html").unlink()
    yield settings, index
    index.close()


@pytest.fixture
def kept(keeping: tuple[Settings, Index]) -> FlaskClient:
    return create_app(*keeping).test_client()


def _id(index: Index, name: str) -> str:
    return next(id for id in index.ids() if (found := index.get(id)) and found.locator == f"news/{name}")


def test_the_file_comes_as_it_was_received_and_a_browser_only_saves_it(
    kept: FlaskClient, keeping: tuple[Settings, Index]
) -> None:
    page = BeautifulSoup(kept.get(f"/a/{_id(keeping[1], 'storm.html')}?ui=tr").get_data(), "html.parser")
    address = page.select_one("a[download]")["href"]
    response = kept.get(address)
    assert (response.status_code, response.get_data()) == (200, PAGE)
    assert response.headers["Content-Type"] == "application/octet-stream"
    assert response.headers["Content-Disposition"] == 'attachment; filename="storm.html"'
    assert response.headers["X-Content-Type-Options"] == "nosniff"
    assert response.headers["Content-Security-Policy"].endswith("; sandbox")
    assert "default-src 'none'" in response.headers["Content-Security-Policy"]
    assert response.headers["Cache-Control"] == "no-store"
    head = kept.head(address)
    assert (head.status_code, head.get_data()) == (200, b"")
    assert head.headers["Content-Length"] == str(len(PAGE))


def test_an_id_that_ends_so_is_a_page_and_has_a_raw_file_of_its_own(kept: FlaskClient) -> None:
    assert "The flood" in BeautifulSoup(kept.get("/a/flood/raw").get_data(), "html.parser").h1.get_text()
    assert kept.get("/a/flood/raw/raw").json is None
    assert json.loads(kept.get("/a/flood/raw/raw").get_data())["id"] == "flood/raw"


def test_what_is_gone_says_so_and_names_no_folder(
    kept: FlaskClient, keeping: tuple[Settings, Index], folder: Path
) -> None:
    response = kept.get(f"/a/{_id(keeping[1], 'gone.html')}/raw")
    assert response.status_code == 410
    text = response.get_data(as_text=True)
    assert "no longer what it was when it was read" in text
    assert str(folder) not in text


def test_a_file_over_the_bound_is_refused(keeping: tuple[Settings, Index], folder: Path) -> None:
    settings, index = keeping
    (folder / "storm.html").write_bytes(PAGE + b" " * 2_000_000)
    try:
        client = create_app(replace(settings, raw_file_mb=1), index).test_client()
        response = client.get(f"/a/{_id(index, 'storm.html')}/raw")
        assert response.status_code == 403
        assert "larger than what this archive hands out" in response.get_data(as_text=True)
    finally:
        (folder / "storm.html").write_bytes(PAGE)


def test_the_keeper_can_switch_it_off(keeping: tuple[Settings, Index]) -> None:
    settings, index = keeping
    client = create_app(replace(settings, raw_file_mb=0), index).test_client()
    id = _id(index, "storm.html")
    assert client.get(f"/a/{id}/raw").status_code == 404
    assert "download" not in client.get(f"/a/{id}").get_data(as_text=True)


def test_an_archive_without_a_ledger_says_so(read: Read, client: FlaskClient) -> None:
    response = client.get("/a/pilots/raw")
    assert response.status_code == 404
    assert "does not know from which file" in response.get_data(as_text=True)


@pytest.mark.parametrize(
    "address",
    [
        "/a/nothing/raw",
        "/a/../../etc/passwd/raw",
        "/a/%2e%2e%2f%2e%2e%2fetc%2fpasswd/raw",
        "/a//etc/passwd/raw",
        "/a/storm.html/raw",
        "/a/news%2Fstorm.html/raw",
        "/a/%00/raw",
    ],
)
def test_no_address_is_a_path(kept: FlaskClient, address: str) -> None:
    assert kept.get(address).status_code == 404


@pytest.mark.parametrize(
    ("name", "stated"),
    [
        ('evil".exe', 'attachment; filename="evil-.exe.bin"'),
        ("run.html\r\nSet-Cookie: a=b", None),
        ("page.HTML", 'attachment; filename="page.HTML"'),
        ("\u202efdp.exe", 'attachment; filename="fdp.exe.bin"'),
    ],
)
def test_a_hostile_name_is_no_header_and_no_program(
    tmp_path: Path, name: str, stated: str | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings = Settings(index=str(tmp_path / "index"))
    index = open_index(settings.index, settings, create=True)
    with index.rebuild() as batch:
        batch.put(make_article("a"))
    monkeypatch.setattr(raw, "original", lambda *_: Received(name, b"x"))
    response = create_app(settings, index).test_client().get("/a/a/raw")
    index.close()
    said = response.headers["Content-Disposition"]
    assert said.startswith("attachment; ")
    assert "Set-Cookie" not in response.headers
    assert stated is None or said == stated
