"""The page that writes down the search box for other sites: what it writes is what was chosen, and works."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from pathlib import Path
from urllib.parse import parse_qs, parse_qsl, urlsplit

import pytest
from bs4 import BeautifulSoup, Tag
from flask.testing import FlaskClient

from search.index import Index
from search.settings import INTERFACES, Settings
from tests.web.conftest import Read
from web.app import create_app
from web.widget import element

CHOICES = (
    "/widget?facets=source&facets=lang&theme=dark&lang=ar&size=8&sort=newest"
    "&f.source=Harbour+News&f.lang=&f.section=&from=2014&to=May+2016"
)
DEFAULTS = (Path(element.__file__).parent / "texts.js").read_text(encoding="utf-8")


def written(page: BeautifulSoup) -> tuple[BeautifulSoup, BeautifulSoup]:
    """What is to be copied, as a browser would read it: the element and the frame."""
    box, frame = (BeautifulSoup(pre.get_text(), "html.parser") for pre in page.select("pre"))
    return box, frame


def attributes(box: Tag) -> dict[str, str]:
    return dict(box.select_one("news-search").attrs)


def test_what_is_chosen_is_what_is_written(read: Read) -> None:
    box, _ = written(read(CHOICES))
    assert attributes(box) == {
        "endpoint": "http://localhost/api/v1/search",
        "facets": "source,lang",
        "filters": "f.source=Harbour+News",
        "from": "2014",
        "to": "2016-05",
        "sort": "newest",
        "max-results": "8",
        "theme": "dark",
        "lang": "ar",
        "dir": "rtl",
    }
    form = box.select_one("news-search > form")
    assert form["action"] == "http://localhost/search"
    assert form.select_one("input[name=q]") and form.select_one("button")
    assert {field["name"]: field["value"] for field in form.select("[type=hidden]")} == {
        "f.source": "Harbour News",
        "from": "2014",
        "to": "2016-05",
        "sort": "newest",
        "ui": "ar",
    }


def test_nothing_chosen_is_nothing_written(read: Read) -> None:
    box, frame = written(read("/widget?f.source=&sort=&from=&theme=auto"))
    assert set(attributes(box)) == {"endpoint", "theme", "lang", "dir"}
    assert box.select_one("script[type='application/json']") is None
    assert parse_qs(urlsplit(frame.iframe["src"]).query) == {
        "size": ["5"],
        "ui": ["en"],
        "theme": ["auto"],
    }


def test_the_script_is_stated_with_its_hash(read: Read, client: FlaskClient) -> None:
    page = read("/widget")
    script = written(page)[0].select_one("script[src]")
    assert script["type"] == "module"
    assert script.has_attr("crossorigin")
    assert script["src"] == "http://localhost/widget/v1/news-search.js"
    assert script["integrity"] == element.integrity()
    assert client.get(script["src"]).status_code == 200
    live = page.select_one("head script[integrity]")
    assert (live["src"], live["integrity"]) == ("/widget/v1/news-search.js", script["integrity"])


def test_it_is_shown_as_it_will_be(read: Read) -> None:
    page = read(CHOICES)
    shown, box = attributes(page), attributes(written(page)[0])
    assert shown.pop("endpoint") == "/api/v1/search"
    del box["endpoint"]
    assert shown == box


def test_the_form_keeps_what_was_chosen(read: Read) -> None:
    form = read(CHOICES + "&ui=tr").select_one("form.build")
    assert [field["value"] for field in form.select("[checked]")] == ["source", "lang"]
    picked = {one.find_parent("select")["name"]: one["value"] for one in form.select("option[selected]")}
    assert picked == {"theme": "dark", "lang": "ar", "sort": "newest", "f.source": "Harbour News"}
    fields = {field["name"]: field["value"] for field in form.select("input:not([type=checkbox])")}
    assert fields == {"size": "8", "from": "2014", "to": "May 2016", "ui": "tr"}


def test_the_frame_shows_the_same_search(settings: Settings, index: Index, read: Read) -> None:
    _, frame = written(read(CHOICES))
    address = urlsplit(frame.iframe["src"])
    assert (address.scheme, address.netloc, address.path) == ("http", "localhost", "/embed")
    assert dict(parse_qsl(address.query)) == {
        "facets": "source,lang",
        "theme": "dark",
        "f.source": "Harbour News",
        "from": "2014",
        "to": "2016-05",
        "sort": "newest",
        "size": "8",
        "ui": "ar",
    }
    assert not read(f"{address.path}?{address.query}").select(".problem")
    assert {"allow-scripts", "allow-same-origin"} <= set(frame.iframe["sandbox"])
    script = frame.script.get_text()
    assert 'event.origin !== "http://localhost"' in script
    assert "event.source !== frame.contentWindow" in script
    public = create_app(replace(settings, url="https://paper.example:8443/archive"), index).test_client()
    page = BeautifulSoup(public.get("/archive/widget").get_data(), "html.parser")
    box, frame = written(page)
    assert attributes(box)["endpoint"] == "https://paper.example:8443/archive/api/v1/search"
    assert frame.iframe["src"].startswith("https://paper.example:8443/archive/embed?")
    assert 'event.origin !== "https://paper.example:8443"' in frame.script.get_text()
    assert attributes(page)["endpoint"] == "/archive/api/v1/search"


def test_the_guide_has_the_script_of_the_frame(settings: Settings, index: Index, project: Path) -> None:
    client = create_app(replace(settings, url="https://archive.example"), index).test_client()
    _, frame = written(BeautifulSoup(client.get("/widget").get_data(), "html.parser"))
    guide = (project / "docs" / "widget.md").read_text(encoding="utf-8")
    told = BeautifulSoup(guide.partition("## In a frame")[2], "html.parser")
    assert told.script.get_text() == frame.script.get_text()
    assert told.iframe["id"] == frame.iframe["id"]


@pytest.mark.parametrize(
    ("setting", "value", "words"),
    [
        ("widget_origins", "", "on no other site yet"),
        ("widget_origins", "https://a.example https://b.example", "on 2 sites"),
        ("widget_origins", "*", "on every site"),
        ("frame_origins", "", "in frames of no other site yet"),
        ("frame_origins", "https://a.example", "in frames of 1 site,"),
    ],
)
def test_it_says_what_the_keeper_has_allowed(
    settings: Settings, index: Index, setting: str, value: str, words: str
) -> None:
    client = create_app(replace(settings, **{setting: value}), index).test_client()
    text = client.get("/widget").get_data(as_text=True)
    assert words in " ".join(text.split())
    assert (f'{setting} = "' in text) is (value != "*")
    assert "a.example" not in text


@pytest.mark.parametrize(
    ("parameter", "value"),
    [
        ("theme", "purple"),
        ("lang", "xx"),
        ("facets", "colour"),
        ("size", "0"),
        ("sort", "odd"),
        ("from", "x"),
    ],
)
def test_what_can_not_be_used_is_said_and_not_written(read: Read, parameter: str, value: str) -> None:
    page = read(f"/widget?{parameter}={value}")
    assert len(page.select(".problem")) == 1
    assert value not in attributes(written(page)[0]).values()


def test_hostile_values_stay_values(read: Read) -> None:
    hostile = '"></code></pre></script><script>alert(1)</script>'
    page = BeautifulSoup(
        str(
            read("/widget?f.source=%22%3E%3C/code%3E%3C/pre%3E%3C/script%3E%3Cscript%3Ealert(1)%3C/script%3E")
        ),
        "html.parser",
    )
    for tree in (page, written(page)[0]):
        assert dict(parse_qsl(attributes(tree)["filters"])) == {"f.source": hostile}
        assert not [one for one in tree.select("script") if "alert" in one.get_text()]


@pytest.mark.parametrize("code", INTERFACES)
def test_the_box_has_each_text_in_each_language(code: str) -> None:
    texts = element.texts(code)
    known = set(re.findall(r"^  (\w+):", DEFAULTS, re.M))
    assert set(texts) == known
    assert set(texts["fields"]) == set(re.findall(r"^    (\w+):", DEFAULTS, re.M))
    categories = {
        "en": ["one", "other"],
        "tr": ["one", "other"],
        "ar": ["zero", "one", "two", "few", "many", "other"],
    }
    for name in ("found", "all"):
        assert set(texts[name]) == set(categories[code])
        assert "{n}" in texts[name]["other"]


def test_in_english_it_says_by_itself_what_the_pages_would() -> None:
    for name, text in element.TEXTS.items():
        assert f'{name}: "{text}"' in DEFAULTS


def test_no_text_can_end_the_data(read: Read, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(element.TEXTS, "none", "</script><!-- <b>")
    box, _ = written(read("/widget?lang=tr"))
    assert json.loads(box.select_one("script[type='application/json']").get_text())["none"].startswith(
        "</script>"
    )
    assert box.select_one("b") is None


def test_it_is_linked(read: Read) -> None:
    assert read("/help").select_one("a[href='/widget']")
