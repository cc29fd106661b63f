"""An article is reached whatever its id is: as a page, as data, by the API."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote

import pytest
from flask import Flask, url_for
from flask.testing import FlaskClient

from search.engines import open_index
from search.settings import Settings
from tests.articles import make_article
from web.addresses import permalink
from web.app import create_app

IDS = (
    *("a", "a\nb", "\n", "a\r\nb", "a\tb", "\x1b[2J", "a\x85b", "a\u2028b", "\u202eabc", "\x7f"),
    *("/news/story", "//x", "a//b", "/", "a/", "x|y/z", "http://x.y/z?a=1#f", "/raw", "raw", "x/raw"),
    *(".json", "x.json", "x.ris.json", "a.csl.json", "search", " a ", "a;b", "a&b", "a+b", "a?b", "a#b"),
    *("%", "%00", "a%2Fb", "a%b", "a\\b", "<b>", "'\"", "é", "e\u0301", "😀", "a:b"),
)


@pytest.fixture(scope="module")
def app(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Flask]:
    settings = Settings(index=str(tmp_path_factory.mktemp("ids") / "index"))
    index = open_index(settings.index, settings, create=True)
    with index.rebuild() as batch:
        for id in IDS:
            batch.put(make_article(id))
    yield create_app(settings, index)
    index.close()


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    return app.test_client()


@pytest.mark.parametrize("id", IDS, ids=ascii)
def test_every_id_is_reached(app: Flask, client: FlaskClient, id: str) -> None:
    with app.test_request_context("/"):
        address, whole = url_for("pages.article", id=id), permalink(id)
    assert whole == f"http://localhost{address}"
    page = client.get(address)
    assert page.status_code == 200
    assert f'rel="canonical" href="{address}"'.replace("&", "&amp;").replace("'", "&#39;") in page.get_data(
        as_text=True
    )
    assert client.get(f"{address}.json").json["id"] == id
    assert client.get(f"/api/v1/articles/{quote(id, safe='')}").json["id"] == id
    assert client.get("/cite", query_string={"id": id, "as": "ris"}).status_code == 200


def test_static_files_are_not_reached_past_their_folder(client: FlaskClient, project: Path) -> None:
    for path in ("../app.py", "/../app.py", "%2e%2e/app.py", f"{project}/pyproject.toml", "\n/../../app.py"):
        assert client.get(f"/static/{path}").status_code == 404
