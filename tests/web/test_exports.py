"""Exports: the whole of what the view finds, in each format, with what it is of; and hostile text that stays text."""

from __future__ import annotations

import csv
import gzip
import io
import json
import re
from collections.abc import Iterator
from dataclasses import replace
from urllib.parse import unquote

import pytest
from flask.testing import FlaskClient

from search.engines import open_index
from search.errors import IndexDamaged
from search.export import COLUMNS
from search.index import Index, Search, Stream
from search.settings import Settings
from tests.articles import make_article
from tests.web.archive import ARTICLES
from tests.web.conftest import Read
from web.addresses import permalink, permalinks
from web.app import create_app
from web.takeaway.slots import Slots

FORMATS = ("csv", "jsonl", "ris", "bib", "csl.json", "json")
ASKED = (
    "",
    "q=truce",
    "q=ferry&f.source=The+Ledger&f.source=Coast+Herald&-f.lang=de",
    "q=ferry&from=2015&to=2016&sort=oldest",
    "q=truce+ferry&match=any",
    "f.year=",
    "q=zeppelin",
    "q=pilots",
)


def ids(form: str, text: str) -> list[str]:
    if form == "csv":
        return [row["id"] for row in csv.DictReader(io.StringIO(text, newline=""))]
    if form == "jsonl":
        return [json.loads(line)["id"] for line in text.splitlines()]
    if form == "csl.json":
        return [item["id"] for item in json.loads(text)]
    if form == "json":
        return [item["id"] for item in json.loads(text)["items"]]
    if form == "ris":
        return re.findall(r"^AN  - (.*)\r$", text, re.M)
    return [unquote(id) for id in re.findall(r"^  url = \{http://localhost/a/(.*)\},$", text, re.M)]


@pytest.mark.parametrize("form", FORMATS)
@pytest.mark.parametrize("asked", ASKED)
def test_an_export_equals_the_view_whatever_its_page_and_size(
    client: FlaskClient, read: Read, asked: str, form: str
) -> None:
    shown = read(f"/search?{asked}&size=100").select_one(".hits")
    expected = [box["value"] for box in shown.select("input[name=id]")] if shown else []
    for cut in ("", "&page=3&size=10&view=compact", "&page=1000000000&size=7000&view=odd"):
        response = client.get(f"/search.{form}?{asked}{cut}")
        assert response.status_code == 200
        assert ids(form, response.get_data(as_text=True)) == expected
        assert response.headers["Backfile-Count"] == str(len(expected))


def test_an_export_says_what_it_is_of(client: FlaskClient, index: Index) -> None:
    for form in FORMATS:
        response = client.get(f"/search.{form}?q=truce++ OR هدنة&f.lang=en&sort=oldest&page=2", buffered=True)
        headers = response.headers
        assert headers["Backfile-Generation"] == index.status().generation
        assert unquote(headers["Backfile-Query"]) == "truce OR هدنة"
        assert headers["Link"] == (
            '<http://localhost/search?q=truce+++OR+%D9%87%D8%AF%D9%86%D8%A9&f.lang=en&sort=oldest>; rel="canonical"'
        )
        assert headers["X-Robots-Tag"] == "noindex"
        assert headers["Content-Disposition"].startswith("attachment; filename=")
        text = response.get_data(as_text=True)
        if form in ("ris", "bib", "csl.json"):
            assert text.count(f"index generation {index.status().generation}") == int(
                headers["Backfile-Count"]
            )
            assert f"One of {headers['Backfile-Count']} results for “truce OR هدنة”: http" in text
    head = json.loads(client.get("/search.json?q=truce&-f.lang=de&from=2010").get_data())
    assert {name: head[name] for name in head if name != "items"} == {
        "archive": "The Reading Room",
        "generation": index.status().generation,
        "address": "http://localhost/search?q=truce&-f.lang=de&from=2010",
        "search": {
            "query": "truce",
            "understood": "truce",
            "filters": {},
            "excluded": {"lang": ["de"]},
            "from": "2010",
            "to": None,
            "match": "auto",
            "sort": "relevance",
        },
        "notes": [],
        "count": len(head["items"]),
    }


def test_the_page_links_each_export_of_all_it_finds(client: FlaskClient, read: Read) -> None:
    page = read("/search?q=ferry&f.lang=en&page=2&size=10&view=compact&ui=tr")
    links = {link.get_text(): link["href"] for link in page.select(".away a")}
    assert links["CSV"] == "/search.csv?q=ferry&f.lang=en&ui=tr"
    assert {"CSV", "RIS", "BibTeX", "CSL-JSON", "JSON"} <= {*links}
    for address in links.values():
        assert client.get(address, buffered=True).status_code == 200


def test_csv_is_rows_and_nothing_else(client: FlaskClient) -> None:
    rows = list(csv.reader(io.StringIO(client.get("/search.csv?q=zeppelin").get_data(as_text=True))))
    assert rows == [list(COLUMNS)]


def test_hostile_text_stays_text(client: FlaskClient) -> None:
    hostile = next(article for article in ARTICLES if article.id == "hostile")
    for form in FORMATS:
        response = client.get(f"/search.{form}?q=truce&f.year=2011")
        assert response.mimetype != "text/html"
        assert response.headers["X-Content-Type-Options"] == "nosniff"
        assert len(ids(form, response.get_data(as_text=True))) == 1
    (item,) = json.loads(client.get("/search.json?f.year=2011").get_data())["items"]
    assert item["headline"] == hostile.headline
    assert item["body"] == hostile.body


def test_no_folder_of_the_keeper_leaves_the_archive(client: FlaskClient) -> None:
    for address in ("/search.csv", "/search.jsonl", "/search.json", "/a/pilots.json"):
        text = client.get(address).get_data(as_text=True)
        assert "pilots.html#2" in text
        assert "keeper" not in text


@pytest.mark.parametrize(
    "asked", ["f.foo=a", "q=truce&from=yesteryear-ish", "sort=odd", "q=a&q=b", "match=some"]
)
def test_what_can_t_be_used_is_refused_and_named(client: FlaskClient, asked: str) -> None:
    response = client.get(f"/search.csv?{asked}")
    assert response.status_code == 400
    assert response.mimetype == "application/problem+json"
    assert response.get_json()["parameter"] in asked
    assert client.get("/search.xls").status_code == 404


def test_it_travels_compressed_where_that_is_taken(client: FlaskClient) -> None:
    for form in FORMATS:
        plain = client.get(f"/search.{form}", buffered=True)
        packed = client.get(f"/search.{form}", headers={"Accept-Encoding": "gzip"}, buffered=True)
        assert packed.headers["Content-Encoding"] == "gzip"
        assert gzip.decompress(packed.get_data()) == plain.get_data()
        assert "Accept-Encoding" in plain.headers["Vary"]
        assert client.head(f"/search.{form}").headers["ETag"] == plain.headers["ETag"]


def test_it_is_not_sent_again_while_it_is_the_same(client: FlaskClient) -> None:
    tag = client.get("/search.csv?q=truce", buffered=True).headers["ETag"]
    again = client.get("/search.csv?q=truce", headers={"If-None-Match": tag})
    assert (again.status_code, again.get_data()) == (304, b"")
    for other in ("/search.csv?q=ferry", "/search.json?q=truce", "/search.csv?q=truce&sort=newest"):
        assert client.get(other, headers={"If-None-Match": tag}, buffered=True).status_code == 200


@pytest.fixture
def large(settings: Settings, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Index]:
    """Some megabytes as CSV."""
    index = open_index(str(tmp_path_factory.mktemp("large") / "index"), settings, create=True)
    with index.rebuild() as batch:
        for n in range(700):
            batch.put(make_article(f"a{n}", body=f"word {n} " * 800))
    yield index
    index.close()


def test_it_is_sent_while_it_is_made_and_is_of_one_generation(settings: Settings, large: Index) -> None:
    response = create_app(settings, large).test_client().get("/search.jsonl", buffered=False)
    blocks = response.iter_encoded()
    first = next(blocks)
    assert len(first) < 100_000
    with large.write() as batch:
        batch.delete("a600")
        batch.put(make_article("new"))
    text = (first + b"".join(blocks)).decode()
    assert sorted(ids("jsonl", text)) == sorted(f"a{n}" for n in range(700))
    response.close()


def test_as_many_at_once_as_there_are_slots(settings: Settings, large: Index) -> None:
    client = create_app(settings, large).test_client()
    under_way = client.get("/search.csv", buffered=False)
    next(under_way.iter_encoded())
    for accept, mimetype in (("*/*", "application/problem+json"), ("text/html", "text/html")):
        refused = client.get("/search.csv", headers={"Accept": accept})
        assert (refused.status_code, refused.mimetype) == (503, mimetype)
        assert int(refused.headers["Retry-After"]) > 0
        assert "Ask again" in refused.get_data(as_text=True)
    assert client.head("/search.csv").status_code == 200
    assert client.get("/search?q=word").status_code == 200
    under_way.close()
    assert client.get("/search.csv").status_code == 200


def test_what_fails_midway_is_no_whole_answer(settings: Settings, index: Index) -> None:
    def broken() -> Iterator[object]:
        yield ARTICLES[0]
        raise IndexDamaged("segment.7 is cut")

    class Broken:
        status = index.status

        def stream(self, search: Search) -> Stream:
            return Stream(2, broken(), "1")  # type: ignore[arg-type]

    client = create_app(settings, Broken()).test_client()  # type: ignore[arg-type]
    with pytest.raises(IndexDamaged):
        client.get("/search.csv")
    with pytest.raises(IndexDamaged):  # and not: no slot left
        client.get("/search.csv")


def test_slots_are_given_back_once_and_again() -> None:
    slots = Slots(2)
    first, second = slots.take(), slots.take()
    assert first and second and slots.take() is None
    first()
    third = slots.take()
    first()  # that slot is another's now
    assert third and slots.take() is None


def test_permalinks_of_many_are_those_of_one(settings: Settings, index: Index) -> None:
    for url in ("", "https://archive.example/news"):
        app = create_app(replace(settings, url=url), index)
        for article in (*ARTICLES, make_article("a%b c/d;e,f~g"), make_article("حلب")):
            with app.test_request_context("/"):
                many = permalinks()
                one = permalink(article.id)
            assert many(article.id) == one
            path = one.removeprefix("http://localhost").removeprefix("https://archive.example")
            if article in ARTICLES:
                assert app.test_client().get(path).status_code == 200
