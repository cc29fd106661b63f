"""Citations: of one article, of a selection, to be read and to be taken into a reference manager."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import replace
from urllib.parse import parse_qs, quote, urlsplit

import pytest
from bs4 import BeautifulSoup
from flask.testing import FlaskClient

from search.engines import open_index
from search.index import Index
from search.settings import Settings
from tests.articles import make_article
from tests.web.archive import ODD, OVERRIDE, SCRIPT
from tests.web.conftest import Read
from web.app import create_app
from web.takeaway.attachments import disposition


def generation(index: Index) -> str:
    return index.status().generation


def test_a_citation_can_be_read(read: Read, client: FlaskClient, index: Index) -> None:
    page = read("/cite?id=pilots")
    words = " ".join(page.select_one(".reference").get_text().split())
    assert words == (
        "Ines Varga and Tomas Lund, “Harbour pilots agree to a truce”, Harbour News, 23 May 2016 (year inferred). "
        f"http://localhost/a/pilots (The Reading Room, index generation {generation(index)})"
    )
    text = client.get("/cite?id=pilots&as=text")
    assert text.get_data(as_text=True) == words + "\n"
    assert text.mimetype == "text/plain"


@pytest.mark.parametrize(("id", "when"), [(ODD, "April 2013"), ("hostile", "2011"), ("undated", "undated")])
def test_its_date_is_as_precise_as_it_is_known(client: FlaskClient, id: str, when: str) -> None:
    text = client.get("/cite", query_string={"id": id, "as": "text"}).get_data(as_text=True)
    assert f", {when}. http" in text


@pytest.mark.parametrize(
    ("form", "mimetype"),
    [
        ("ris", "application/x-research-info-systems"),
        ("bib", "application/x-bibtex"),
        ("csl.json", "application/vnd.citationstyles.csl+json"),
        ("json", "application/json"),
    ],
)
def test_an_article_is_had_in_each_format_at_its_own_address(
    client: FlaskClient, index: Index, form: str, mimetype: str
) -> None:
    response = client.get(f"/a/pilots.{form}")
    assert (response.status_code, response.mimetype) == (200, mimetype)
    text = response.get_data(as_text=True)
    assert "Harbour pilots agree to a truce" in text
    assert "http://localhost/a/pilots" in text
    assert generation(index) in text
    assert response.headers["X-Robots-Tag"] == "noindex"
    if form.endswith("json"):
        json.loads(text)
    else:
        assert (
            response.headers["Content-Disposition"]
            == f'attachment; filename="Harbour-pilots-agree-to-a-truce.{form}"'
        )


def test_ids_with_slashes_and_dots_are_reached_in_each_format(client: FlaskClient) -> None:
    for form in ("json", "ris", "bib", "csl.json"):
        response = client.get(f"/a/{quote(ODD)}.{form}")
        assert response.status_code == 200
        assert "A truce in the spring" in response.get_data(as_text=True)


@pytest.fixture
def named(settings: Settings, tmp_path_factory: pytest.TempPathFactory) -> Iterator[FlaskClient]:
    """An archive whose ids look like formats."""
    index = open_index(str(tmp_path_factory.mktemp("named") / "index"), settings, create=True)
    with index.rebuild() as batch:
        for id in ("x", "x.ris", "y.ris", "z.csl", "z"):
            batch.put(make_article(id, headline=f"[{id}]"))
    yield create_app(settings, index).test_client()
    index.close()


@pytest.mark.parametrize(
    ("address", "found"),
    [
        ("/a/x", "<title>[x] "),
        ("/a/x.ris", "<title>[x.ris] "),
        ("/a/x.ris.ris", "TI  - [x.ris]"),
        ("/a/x.ris.bib", "title = {{[x.ris]}}"),
        ("/a/y.ris", "<title>[y.ris] "),
        ("/a/z.csl.json", '"title": "[z]"'),
        ("/a/z.csl.csl.json", '"title": "[z.csl]"'),
        ("/a/z.csl.ris", "TI  - [z.csl]"),
        ("/cite?id=x&as=ris", "TI  - [x]"),
    ],
)
def test_an_id_that_looks_like_a_format_stays_reachable(named: FlaskClient, address: str, found: str) -> None:
    response = named.get(address)
    assert response.status_code == 200
    assert found in response.get_data(as_text=True)


def test_a_selection_keeps_its_order_and_takes_each_article_once(client: FlaskClient) -> None:
    address = "/cite?id=wire3&id=pilots&id=wire3&id=arabic"
    ris = client.get(f"{address}&as=ris")
    assert re.findall(r"^AN  - (.*)\r$", ris.get_data(as_text=True), re.M) == ["wire3", "pilots", "arabic"]
    assert 'filename="The-Reading-Room-3-articles.ris"' in ris.headers["Content-Disposition"]
    items = json.loads(client.get(f"{address}&as=csl.json").get_data())
    assert [item["id"] for item in items] == ["wire3", "pilots", "arabic"]
    assert client.get(f"{address}&as=bib").get_data(as_text=True).count("@article{") == 3
    assert client.get(f"{address}&as=text").get_data(as_text=True).count("\n") == 3


def test_results_are_chosen_without_script(read: Read, client: FlaskClient) -> None:
    page = read("/search?q=truce&f.lang=en&ui=en")
    form = page.select_one("form#cite")
    boxes = page.select("input[type=checkbox][name=id][form=cite]")
    assert len(boxes) == len(page.select("#results > .hits > li"))
    assert all(box.find_parent("label").get_text(strip=True).startswith("Select") for box in boxes)
    fields = [(field["name"], field["value"]) for field in form.select("input")]
    fields += [("id", box["value"]) for box in boxes[:2]]
    shown = client.get(form["action"], query_string=fields)
    assert shown.status_code == 200
    tree = BeautifulSoup(shown.get_data(), "html.parser")
    assert len(tree.select(".references li")) == 2
    back = urlsplit(tree.select_one(".back a")["href"])
    assert (back.path, parse_qs(back.query)) == (
        "/search",
        {"q": ["truce"], "f.lang": ["en"], "ui": ["en"]},
    )
    for link in tree.select(".formats a"):
        assert client.get(link["href"]).status_code == 200
        assert parse_qs(urlsplit(link["href"]).query)["id"] == [box["value"] for box in boxes[:2]]


def test_what_is_missing_is_named_and_never_left_out_in_silence(client: FlaskClient, read: Read) -> None:
    page = read("/cite?id=pilots&id=gone")
    assert "gone" in page.select_one(".problem").get_text()
    assert len(page.select(".references li")) == 1
    for form in ("ris", "bib", "csl.json", "text"):
        response = client.get(f"/cite?id=pilots&id=gone&as={form}")
        assert response.status_code == 404
        assert "not in the archive: gone." in response.get_data(as_text=True)


@pytest.mark.parametrize(
    "address", ["/cite", "/cite?q=truce", "/cite?id=pilots&as=pdf", "/cite?id=pilots&as=<b>"]
)
def test_what_can_t_be_cited_is_said(client: FlaskClient, address: str) -> None:
    response = client.get(address)
    assert response.status_code == 400
    assert "<b>" not in response.get_data(as_text=True)


@pytest.mark.parametrize("form", ["ris", "bib", "csl.json", "text"])
def test_hostile_text_stays_text(client: FlaskClient, form: str) -> None:
    response = client.get("/cite", query_string={"id": "hostile", "as": form})
    assert response.headers["X-Content-Type-Options"] == "nosniff"
    assert response.mimetype != "text/html"
    page = client.get("/cite?id=hostile").get_data(as_text=True)
    assert SCRIPT not in page
    assert OVERRIDE not in page


@pytest.mark.parametrize(
    ("url", "host_and_root", "permalink"),
    [
        ("", ("archive.example:8080", ""), "http://archive.example:8080/a/pilots"),
        ("", ("archive.example", "/news"), "http://archive.example/news/a/pilots"),
        ("", ("a b<c>", ""), "http://127.0.0.1:8000/a/pilots"),
        ("https://archive.example", ("evil.example", ""), "https://archive.example/a/pilots"),
        ("https://archive.example/news/", ("evil.example", "/news"), "https://archive.example/news/a/pilots"),
        ("https://archive.example/news", ("evil.example", ""), "https://archive.example/news/a/pilots"),
    ],
)
def test_permalinks_are_of_the_address_that_the_keeper_states(
    settings: Settings, index: Index, url: str, host_and_root: tuple[str, str], permalink: str
) -> None:
    client = create_app(replace(settings, url=url), index).test_client()
    host, root = host_and_root
    text = client.get(
        "/cite?id=pilots&as=ris", headers={"Host": host}, environ_overrides={"SCRIPT_NAME": root}
    ).get_data(as_text=True)
    assert f"UR  - {permalink}\r\n" in text
    assert "evil" not in text


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("Truce", 'attachment; filename="Truce.ris"'),
        ("", 'attachment; filename="articles.ris"'),
        ("../../etc/passwd", 'attachment; filename="etc-passwd.ris"'),
        ('a"b\r\nSet-Cookie: c', 'attachment; filename="a-b-Set-Cookie-c.ris"'),
        ("CON", 'attachment; filename="_CON.ris"'),
        ("Tür", "attachment; filename=\"Tur.ris\"; filename*=UTF-8''T%C3%BCr.ris"),
        ("هدنة", f"attachment; filename=\"articles.ris\"; filename*=UTF-8''{quote('هدنة')}.ris"),
        (f"{OVERRIDE}gpj", 'attachment; filename="gpj.ris"'),
        ("x" * 300, f'attachment; filename="{"x" * 80}.ris"'),
    ],
)
def test_a_file_has_a_name_that_every_system_takes(name: str, expected: str) -> None:
    assert disposition(name, "ris") == expected


def test_an_inferred_year_is_said_in_the_readers_language(settings: Settings, index: Index) -> None:
    client = create_app(settings, index).test_client()
    page = BeautifulSoup(client.get("/cite?id=pilots&ui=tr").get_data(), "html.parser")
    assert page.html["lang"] == "tr"
    assert "Mayıs 2016" in page.select_one(".reference").get_text()
