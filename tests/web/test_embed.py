"""The search box in a frame: who may show it, what it holds, and where its links lead."""

from __future__ import annotations

from dataclasses import replace
from urllib.parse import parse_qs, urlsplit

import pytest
from bs4 import BeautifulSoup
from flask.testing import FlaskClient

from search.errors import OverBudget
from search.index import Index
from search.settings import Settings
from tests.web.conftest import Read
from web.app import create_app

PAPER = "https://paper.example"


def policy(headers: object) -> dict[str, str]:
    return dict(part.split(" ", 1) for part in headers["Content-Security-Policy"].split("; "))


def query(address: str) -> dict[str, list[str]]:
    return parse_qs(urlsplit(address).query)


def test_only_the_sites_that_the_keeper_names_may_frame_it(settings: Settings, index: Index) -> None:
    client = create_app(replace(settings, frame_origins=f"{PAPER} https://b.example"), index).test_client()
    for address in ("/embed", "/embed?q=truce"):
        headers = client.get(address).headers
        assert policy(headers)["frame-ancestors"] == f"{PAPER} https://b.example"
        assert "X-Frame-Options" not in headers
        assert policy(headers)["default-src"] == "'none'"
        assert "unsafe" not in headers["Content-Security-Policy"]


@pytest.mark.parametrize("address", ["/", "/search?q=truce", "/a/pilots", "/nowhere", "/embedded", "/help"])
def test_every_other_page_stays_out_of_frames(client: FlaskClient, address: str) -> None:
    headers = client.get(address).headers
    assert policy(headers)["frame-ancestors"] == "'none'"
    assert headers["X-Frame-Options"] == "DENY"


def test_where_no_site_is_named_it_says_so(settings: Settings, index: Index) -> None:
    response = create_app(replace(settings, frame_origins=""), index).test_client().get("/embed?q=truce")
    assert response.status_code == 403
    assert policy(response.headers)["frame-ancestors"] == "'none'"
    assert response.headers["X-Frame-Options"] == "DENY"
    page = BeautifulSoup(response.get_data(), "html.parser")
    assert "lets no other site" in page.select_one(".words").get_text()
    assert page.select_one(".command").get_text().startswith('frame_origins = "')


def test_at_first_there_is_the_box_and_the_way_to_the_archive(read: Read) -> None:
    page = read("/embed?theme=dark&facets=source&sort=oldest&size=5&ui=tr")
    assert page.html["data-theme"] == "dark"
    assert not page.select(".hits, details")
    assert page.select_one("a.whole")["target"] == "_top"
    form = page.select_one("form")
    kept = {field["name"]: field["value"] for field in form.select("input[type=hidden]")}
    assert kept == {"theme": "dark", "facets": "source", "sort": "oldest", "size": "5", "ui": "tr"}
    assert form["action"] == "/embed"


def test_results_lead_out_of_the_frame_and_choices_stay_in_it(read: Read) -> None:
    page = read("/embed?q=ferry&facets=source,lang&theme=light&size=5&f.lang=en")
    assert [one.get_text() for one in page.select("summary")] == ["Publication", "Language"]
    for link in page.select("a[href]"):
        path = urlsplit(link["href"]).path
        assert (path == "/embed") is (link.get("target") != "_top"), link
        own = {"theme", "facets"} & set(query(link["href"]))
        assert own == ({"theme", "facets"} if path == "/embed" else set()), link
    assert len(page.select(".hit h3 a")) == 5
    assert page.select_one(".hit h3 a")["href"].startswith("/a/wire")
    whole = page.select_one("a.whole")
    assert whole.get_text() == "Show all 24 articles in the archive"
    assert (urlsplit(whole["href"]).path, query(whole["href"])) == (
        "/search",
        {"q": ["ferry"], "f.lang": ["en"]},
    )
    chosen = page.select_one(".chosen > .pick")
    assert chosen.select_one(".value").get_text() == "English"
    assert "f.lang" not in query(chosen["href"])
    assert query(page.select_one("a[rel=next]")["href"])["page"] == ["2"]


def test_where_nothing_is_found_the_archives_page_helps(read: Read) -> None:
    page = read("/embed?q=zepelin")
    assert not page.select(".hit")
    assert page.select_one("a.whole").get_text() == "What would find something"
    assert page.select_one("a.whole")["href"] == "/search?q=zepelin"


def test_each_field_can_be_chosen_from(read: Read) -> None:
    names = "source,place,year,month,lang,credit,byline,section"
    page = read(f"/embed?q=truce+OR+ferry&facets={names}&facets=source")
    assert len(page.select("details")) == 8
    assert len(page.select("details[open]")) == 0


@pytest.mark.parametrize(
    ("parameter", "words"),
    [
        ("theme=purple", "“purple” is not known here. It can be auto, light, dark."),
        ("facets=colour", "“colour” is not known here."),
        ("facets=source,%3Cb%3E", "“<b>” is not known here."),
        ("f.colour=red", "There is no filter “colour”."),
        ("sort=odd", "“odd” is not known here."),
    ],
)
def test_what_can_not_be_used_is_said_and_passed_over(read: Read, parameter: str, words: str) -> None:
    page = read(f"/embed?q=truce&{parameter}")
    assert page.select_one(".problem").get_text().startswith(words)
    assert len(page.select(".hit")) == 5
    assert page.html["data-theme"] == "auto"
    assert parameter.partition("=")[0] not in {field["name"] for field in page.select("input[type=hidden]")}


def test_hostile_text_stays_text(read: Read) -> None:
    page = read("/embed?q=truce&facets=source,byline,section&theme=%22%3E%3Cscript%3Ealert(9)%3C/script%3E")
    assert [script.get("src", "").partition("?")[0] for script in page.select("script")] == [
        "/static/embed.js"
    ]
    assert not page.select("img, u, i, style")


def test_a_failure_is_told_in_the_frame(settings: Settings, index: Index) -> None:
    class Failing:
        status = index.status

        def search(self, _: object) -> None:
            raise OverBudget("Give more letters before the *.")

    response = create_app(settings, Failing()).test_client().get("/embed?q=a*")
    assert response.status_code == 400
    assert policy(response.headers)["frame-ancestors"] == PAPER
    page = BeautifulSoup(response.get_data(), "html.parser")
    assert page.select_one(".words").get_text() == "Give more letters before the *."
    assert not page.select(".masthead, footer")
    assert {link["target"] for link in page.select("a")} == {"_top"}
    missing = create_app(replace(settings, index="/nowhere")).test_client().get("/embed")
    assert (missing.status_code, policy(missing.headers)["frame-ancestors"]) == (503, PAPER)
