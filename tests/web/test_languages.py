"""In which language a reader gets the pages, and that nothing on them is outside the catalogue."""

from __future__ import annotations

import gettext
import re
from dataclasses import replace
from urllib.parse import parse_qs, urlsplit

import pytest
from bs4 import BeautifulSoup
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.routing import AnyConverter

from search.index import Index
from search.notes import Note
from search.settings import Settings
from web import languages
from web.app import create_app

PAGES = (
    "/",
    "/search?q=truce&f.source=Harbour+News&-f.lang=fr&from=2014",
    "/search?q=truce+OR+(&sort=odd&page=99999999",
    "/search?q=zzzzz+truce",
    "/search?q=truce&view=kwic&-f.source=Harbour+News&from=2013",
    "/search?q=truce&view=compact&f.place=Oslo",
    "/facet/source?q=truce",
    "/facet/source?contains=zzz&-f.source=Harbour+News",
    "/changes?q=truce&since=1-abcdef12",
    "/changes?q=truce",
    "/trends?q=truce&q=ferry&f.source=Harbour+News",
    "/trends?q=truce+OR+(&by=month&as=odd&from=2014&to=2018",
    "/a/pilots?q=truce",
    "/cite?id=pilots&id=arabic&id=gone",
    "/a/pilots?q=zeppelin",
    "/a/pilots?q=truce&as=received",
    "/help",
    "/widget",
    "/widget?facets=source,lang&theme=odd&f.source=Harbour+News&size=0&from=odd",
    "/embed",
    "/embed?q=truce&facets=source,lang,odd&theme=odd&f.source=Harbour+News&size=1",
    "/embed?q=zepelin",
    "/embed?q=a*&f.odd=1",
    "/nowhere",
)


class Marked(gettext.NullTranslations):
    """Puts every text into brackets, so that one without them is seen not to have come from the catalogue."""

    def gettext(self, message: str) -> str:
        return f"⟦{message}⟧"

    def ngettext(self, msgid1: str, msgid2: str, n: int) -> str:
        return f"⟦{msgid1 if n == 1 else msgid2}⟧"


def page(client: FlaskClient, address: str, **headers: str) -> BeautifulSoup:
    return BeautifulSoup(client.get(address, headers=headers).get_data(), "html.parser")


@pytest.mark.parametrize(
    ("asked", "language"),
    [
        (("/", "", "en"), "en"),
        (("/", "", "tr"), "tr"),
        (("/", "de, ar;q=0.5, en;q=0.2", "en"), "ar"),
        (("/", "de", "tr"), "tr"),
        (("/?ui=tr", "ar", "en"), "tr"),
        (("/?ui=xx", "ar", "en"), "ar"),
        (("/nowhere?ui=ar", "", "en"), "ar"),
    ],
)
def test_the_address_decides_then_the_browser_then_the_keeper(
    settings: Settings, index: Index, asked: tuple[str, str, str], language: str
) -> None:
    address, accepts, setting = asked
    client = create_app(replace(settings, language=setting), index).test_client()
    response = client.get(address, headers={"Accept-Language": accepts} if accepts else {})
    html = BeautifulSoup(response.get_data(), "html.parser").html
    assert (html["lang"], html["dir"]) == (language, "rtl" if language == "ar" else "ltr")
    assert response.headers["Content-Language"] == language
    assert "Accept-Language" in response.headers["Vary"]


@pytest.mark.parametrize("address", PAGES)
def test_every_link_and_form_of_the_archive_keeps_the_language(client: FlaskClient, address: str) -> None:
    tree = page(client, address + ("&" if "?" in address else "?") + "ui=tr")
    for link in tree.select("a[href]"):
        target = urlsplit(link["href"])
        if target.netloc or not target.path or link.has_attr("hreflang"):
            continue
        assert parse_qs(target.query).get("ui") == ["tr"], link
    for form in tree.select("form"):
        assert form.select_one("input[name=ui]")["value"] == "tr", form


def test_the_same_page_in_the_other_languages_is_linked(client: FlaskClient) -> None:
    links = page(client, "/search?q=truce&f.lang=en&ui=tr").select(".languages a")
    assert {(link["hreflang"], link["href"]) for link in links} == {
        ("en", "/search?q=truce&f.lang=en&ui=en"),
        ("ar", "/search?q=truce&f.lang=en&ui=ar"),
    }


@pytest.mark.parametrize("address", PAGES)
def test_no_text_of_a_page_is_outside_the_catalogue(
    app: Flask, monkeypatch: pytest.MonkeyPatch, address: str
) -> None:
    """What is the archive's or the reader's own stands in an element that says so."""
    monkeypatch.setattr(languages, "catalogue", lambda code: Marked())
    tree = page(app.test_client(), address)
    own = "bdi, q, code, mark, time, .count, .number, .year, .tally, .snippet, .story h1, .body, .standfirst, body [lang=en], .name"
    for element in tree.select(
        f"{own}, .hit h2, .hit h3, .languages, .lines .text, .why li, .status, .order a, .stretch, .typed, svg, head"
    ):
        element.decompose()
    for element in tree.find_all(attrs={"aria-label": True}):
        assert "⟦" in element["aria-label"], element
    text = re.sub(r"⟦[^⟦⟧]*⟧", "", tree.get_text())
    while "⟦" in text:
        inner = re.sub(r"⟦[^⟦⟧]*⟧", "", text)
        if inner == text:
            break
        text = inner
    assert not re.search(r"[A-Za-z]{2}", text), text


def test_every_page_is_among_those_that_are_looked_at(app: Flask) -> None:
    adapter = app.url_map.bind("localhost")
    looked_at = {adapter.match(urlsplit(address).path)[0] for address in PAGES if address != "/nowhere"}
    values = {"id": "pilots", "stem": "pilots", "field": "source", "filename": "icon.svg", "version": "v1"}
    client = app.test_client()
    for rule in app.url_map.iter_rules():
        picked = {
            name: min(converter.items) if isinstance(converter, AnyConverter) else values[name]
            for name, converter in rule._converters.items()
        }
        response = client.get(adapter.build(rule.endpoint, picked) + "?q=truce&id=pilots")
        if response.status_code == 200 and response.mimetype == "text/html":
            assert rule.endpoint in looked_at, rule


def test_a_note_is_said_in_the_readers_language(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(languages, "catalogue", lambda code: Marked())
    note = Note("“{word}” has nothing to join", word="{AND}")
    assert (note, languages.said(note)) == ("“{AND}” has nothing to join", "⟦“{AND}” has nothing to join⟧")
    assert languages.said("as it is") == "as it is"


def test_what_was_typed_keeps_its_order_within_arabic(client: FlaskClient) -> None:
    """Without the isolate the brackets and the sign would stand on the other side of the word."""
    notes = [note.get_text() for note in page(client, "/search?q=truce+%26%26+ferry&ui=ar").select(".note")]
    assert notes[0] == "أُهمل «\u2068&&\u2069»: فكل الكلمات مطلوبة على أي حال"


def test_a_line_s_role_and_a_field_are_called_in_the_readers_language(client: FlaskClient) -> None:
    roles = {name: page(client, f"/a/pilots?ui={name}").select(".roles li") for name in ("en", "tr")}
    assert [role.get_text() for role in roles["en"]] != [role.get_text() for role in roles["tr"]]
