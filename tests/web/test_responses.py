"""What holds for every response: its headers, what may be asked, how it travels, and how failures are told."""

from __future__ import annotations

import gzip

import pytest
from bs4 import BeautifulSoup
from flask.testing import FlaskClient

from search.engines import open_index
from search.errors import EngineMissing, IndexDamaged, IndexMissing, OverBudget
from search.index import Index, Results, Search
from search.settings import Settings
from tests.articles import make_article
from web.app import create_app
from web.security import MAX_ADDRESS

EVERYWHERE = {
    "/": 200,
    "/search?q=truce": 200,
    "/search?q=zeppelin": 200,
    "/a/pilots": 200,
    "/facet/source": 200,
    "/cite?id=pilots": 200,
    "/cite?id=pilots&as=ris": 200,
    "/cite?id=nothing": 404,
    "/cite?id=pilots&as=pdf": 400,
    "/cite": 400,
    "/a/pilots.json": 200,
    "/a/nothing.ris": 404,
    "/search.csv?q=truce": 200,
    "/search.json?q=zeppelin": 200,
    "/search.csv?f.foo=a": 400,
    "/search.atom?q=truce": 200,
    "/search.atom?sort=odd": 400,
    "/opensearch.xml": 200,
    "/suggestions.json?q=tru": 200,
    "/help": 200,
    "/widget": 200,
    "/widget?lang=ar&f.source=Harbour+News&theme=odd": 200,
    "/widget/v1/news-search.js": 200,
    "/widget/v2/news-search.js": 404,
    "/static/backfile.css": 200,
    "/static/icon.svg": 200,
    "/static/suggestions.js": 200,
    "/static/../app.py": 404,
    "/nowhere": 404,
    "/a/nothing": 404,
    f"/search?q={'a' * MAX_ADDRESS}": 414,
    f"/search?q={'a' * 1_000_000}": 414,
}


def guarded(headers: object) -> None:
    policy = dict(part.split(" ", 1) for part in headers["Content-Security-Policy"].split("; "))
    assert policy["default-src"] == "'none'"
    assert policy["base-uri"] == policy["frame-ancestors"] == "'none'"
    assert {policy[name] for name in ("form-action", "script-src", "connect-src", "style-src")} == {"'self'"}
    assert "unsafe" not in headers["Content-Security-Policy"]
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "same-origin"
    assert "Set-Cookie" not in headers


@pytest.mark.parametrize(("address", "status"), EVERYWHERE.items(), ids=[a[:40] for a in EVERYWHERE])
def test_every_response_is_guarded(client: FlaskClient, address: str, status: int) -> None:
    response = client.get(address, buffered=True)
    assert response.status_code == status
    guarded(response.headers)


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "PATCH", "OPTIONS", "TRACE", "PROPFIND"])
@pytest.mark.parametrize("address", ["/", "/search?q=a", "/a/pilots", "/nowhere", "/static/icon.svg"])
def test_an_archive_can_only_be_read(client: FlaskClient, address: str, method: str) -> None:
    response = client.open(address, method=method, data=b"x" * 5000)
    assert response.status_code == 405
    assert response.headers["Allow"] == "GET, HEAD"
    guarded(response.headers)


@pytest.mark.parametrize(
    "address", ["/search?q=truce", "/a/pilots", "/nowhere", "/static/backfile.css", "/search.csv?q=truce"]
)
def test_head_is_get_without_its_body(client: FlaskClient, address: str) -> None:
    got, head = client.get(address, buffered=True), client.head(address)
    assert (head.status_code, head.get_data()) == (got.status_code, b"")
    assert {n: v for n, v in head.headers if n != "Date"} == {n: v for n, v in got.headers if n != "Date"}


def test_an_error_keeps_what_was_typed_and_every_choice(client: FlaskClient) -> None:
    page = BeautifulSoup(client.get("/a/nothing?q=truce&f.lang=en").get_data(), "html.parser")
    assert page.h1.get_text() == "Not Found"
    assert page.select_one("#q")["value"] == "truce"
    assert page.select_one("input[name='f.lang']")["value"] == "en"


def test_pages_travel_compressed_and_weigh_little(client: FlaskClient) -> None:
    total = 0
    for address in ("/search?q=ferry", "/static/backfile.css", "/static/icon.svg"):
        plain = client.get(address)
        packed = client.get(address, headers={"Accept-Encoding": "gzip"})
        assert "Accept-Encoding" in plain.headers["Vary"]
        body = packed.get_data()
        if packed.headers.get("Content-Encoding") == "gzip":
            assert int(packed.headers["Content-Length"]) == len(body)
            assert gzip.decompress(body) == plain.get_data()
        total += len(body)
    assert total < 35 * 1024
    refused = client.get("/search?q=ferry", headers={"Accept-Encoding": "gzip;q=0"})
    assert "Content-Encoding" not in refused.headers


def test_a_page_is_not_sent_again_while_it_is_the_same(client: FlaskClient) -> None:
    for address in ("/search?q=truce", "/a/pilots"):
        tag = client.get(address, headers={"Accept-Encoding": "gzip"}).headers["ETag"]
        again = client.get(address, headers={"If-None-Match": tag})
        assert (again.status_code, again.get_data()) == (304, b"")
        guarded(again.headers)


def test_a_new_generation_is_a_new_tag(settings: Settings, tmp_path_factory: pytest.TempPathFactory) -> None:
    folder = str(tmp_path_factory.mktemp("growing") / "index")
    index = open_index(folder, settings, create=True)
    client = create_app(settings, index).test_client()
    tags = []
    for number in range(2):
        with index.write() as batch:
            batch.put(make_article(f"a{number}"))
        response = client.get("/a/a0")
        assert index.status().generation in response.get_data(as_text=True)
        tags.append(response.headers["ETag"])
    index.close()
    assert tags[0] != tags[1]


def test_what_never_changes_is_kept_for_ever_and_changes_its_address(client: FlaskClient) -> None:
    page = BeautifulSoup(client.get("/").get_data(), "html.parser")
    sheet = page.select_one("link[rel=stylesheet]")["href"]
    assert "?v=" in sheet
    assert "max-age=31536000" in client.get(sheet).headers["Cache-Control"]


def test_without_an_index_the_page_says_what_to_run_and_shows_the_archive_once_there_is_one(
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    settings = Settings(index=str(tmp_path_factory.mktemp("missing") / "index"))
    client = create_app(settings).test_client()
    for address in ("/", "/search?q=a", "/a/x", "/search.csv", "/search.atom", "/cite?id=x", "/facet/source"):
        response = client.get(address)
        assert response.status_code == 503
        assert "backfile reindex" in response.get_data(as_text=True)
        assert settings.index not in response.get_data(as_text=True)
        assert response.headers["Retry-After"]
        guarded(response.headers)
    assert client.get("/help").status_code == 200
    index = open_index(settings.index, settings, create=True)
    with index.rebuild() as batch:
        batch.put(make_article("first"))
    index.close()
    assert client.get("/a/first").status_code == 200


@pytest.mark.parametrize(
    ("error", "status", "words"),
    [
        (
            OverBudget("This search stands for 9 million words. Give more letters before the *."),
            400,
            "Give more letters",
        ),
        (IndexMissing("/secret/folder is not there"), 503, "backfile reindex"),
        (IndexDamaged("/secret/folder/segment.7 is cut"), 503, "backfile check"),
        (EngineMissing("http://user@host:9200 refused"), 503, "can&#39;t be reached"),
        (ZeroDivisionError("/secret/folder"), 500, "The archive failed"),
    ],
)
def test_what_fails_is_told_in_words_and_keeps_its_secrets(
    settings: Settings, index: Index, error: Exception, status: int, words: str
) -> None:
    def fail(_: object) -> None:
        raise error

    class Failing:
        search = staticmethod(fail)
        status = index.status

    response = create_app(settings, Failing()).test_client().get("/search?q=a*&f.lang=en")
    text = response.get_data(as_text=True)
    assert response.status_code == status
    assert words in text
    assert "secret" not in text
    assert "user@host" not in text
    assert "Traceback" not in text
    guarded(response.headers)
    if status == 400:
        assert BeautifulSoup(text, "html.parser").select_one("#q")["value"] == "a*"


def test_what_only_helps_may_run_out_of_time_without_harm(settings: Settings, index: Index) -> None:
    class Tired:
        """It answers a first search; everything beyond costs too much."""

        def __init__(self) -> None:
            self.answered = False
            self.status, self.get = index.status, index.get

        def search(self, search: Search) -> Results:
            if self.answered:
                raise OverBudget("too much")
            self.answered = True
            return index.search(search)

        def fail(self, *_: object) -> None:
            raise OverBudget("too much")

        marks = similar = spellings = fail

    for address, words in (
        ("/search?q=zepelin+truce", "0 articles"),
        ("/a/pilots?q=truce", "Harbour pilots agree"),
    ):
        response = create_app(settings, Tired()).test_client().get(address)
        assert response.status_code == 200
        assert words in response.get_data(as_text=True)
