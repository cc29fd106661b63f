"""One article: its text, its fields with their evidence, and the fate of every line of its file."""

from __future__ import annotations

import pytest
from flask import Flask
from flask.testing import FlaskClient

from search.article import Block, Role
from tests.articles import make_article
from tests.web.conftest import Read
from web.article.provenance import MOST_LEFT_OUT, cleaned


def test_the_text_stands_in_its_paragraphs_with_the_searched_words_marked(read: Read) -> None:
    page = read("/a/pilots?q=truce")
    story = page.select_one("article.story")
    assert story["lang"] == "en"
    assert story.h1.get_text() == "Harbour pilots agree to a truce"
    assert story.select_one(".standfirst").get_text() == "Union and port will talk in June"
    assert [p.get_text()[:11] for p in story.select(".body p")] == [
        "PORT SUNIL,",
        '"Nobody win',
        "Talks on a ",
    ]
    assert story.select_one(".body h2").get_text() == "WHAT COMES NEXT"
    assert [mark.get_text() for mark in story.select("mark")] == ["truce"] * 3


def test_without_a_search_nothing_is_marked(read: Read) -> None:
    assert not read("/a/pilots").select("mark")


def test_each_field_says_what_is_known_and_how(read: Read) -> None:
    rows = {row.dt.get_text(): row.dd for row in read("/a/pilots").select(".card dl > div")}
    published = rows["Published"].get_text(" ", strip=True)
    assert published.startswith("23 May 2016 known to the day the year is not stated")
    assert "the weekday of May 23 is Monday in 2016" in published
    assert [a.get_text() for a in rows["By"].select("a")] == ["Ines Varga", "Tomas Lund"]
    assert rows["Filed from"].get_text(strip=True) == "Port Sunil"
    assert rows["Credit"].get_text(strip=True) == "AFP"
    assert rows["Language"].get_text(strip=True) == "English"
    assert rows["File"].get_text(strip=True) == "pilots.html#2"


def test_a_field_leads_to_all_articles_that_share_it(read: Read) -> None:
    rows = {row.dt.get_text(): row.dd for row in read("/a/pilots?q=truce").select(".card dl > div")}
    found = read(rows["Publication"].a["href"])
    assert found.select_one("#q")["value"] == ""
    assert found.select_one(".chips bdi").get_text() == "Harbour News"


def test_the_link_out_tells_nothing_of_the_search(read: Read) -> None:
    out = read("/a/pilots?q=truce").select_one("a[rel~=external]")
    assert out["href"] == "https://harbour.example/2016/truce?id=7&x=1"
    assert {"noopener", "noreferrer"} <= set(out["rel"])


def test_what_was_left_out_is_listed_with_its_reason(read: Read) -> None:
    cleaned = read("/a/pilots").select_one("#provenance")
    assert "3 of 9 lines in the file are left out of the text." in cleaned.get_text()
    assert [d.get_text() for d in cleaned.select("del")] == [
        "News since 1901",
        "Read 451 times",
        "Related: Zeppelin lands",
    ]
    line = cleaned.select("ol.lines > li")[1]
    assert [line.select_one(f".{part}").get_text() for part in ("number", "role", "reason")] == [
        "Line 8",
        "counter of readers",
        "counts its readers",
    ]


def test_the_way_back_keeps_the_search(read: Read) -> None:
    hit = read("/search?q=truce&f.source=Harbour+News&sort=newest").select_one(".hit h2 a")["href"]
    back = read(hit).select_one(".back a")["href"]
    assert back == "/search?q=truce&f.source=Harbour+News&sort=newest"


def test_an_undated_article_has_no_date_made_up_for_it(read: Read) -> None:
    page = read("/a/undated")
    assert page.select_one(".card dd").get_text(" ", strip=True).startswith("Not known")
    assert page.select_one(".imprint").get_text(strip=True).endswith("undated")


def test_the_time_is_shown_with_its_zone(read: Read) -> None:
    assert "25 May 2016 12:01 +05:30" in read("/a/minute").select_one(".card").get_text(" ", strip=True)


def test_an_article_is_reached_whatever_its_id_is(read: Read) -> None:
    link = next(a for a in read("/search?q=spring").select(".hit h2 a") if "spring" in a.get_text())
    assert read(link["href"]).h1.get_text() == "A truce in the spring"


def test_similar_articles_are_others(read: Read) -> None:
    links = [a["href"] for a in read("/a/wire1").select(".similar h3 a")]
    assert links
    assert "/a/wire1" not in links


def test_no_such_article(client: FlaskClient) -> None:
    for id in ("nothing", "%00", "%ff%fe", "x" * 3000, "..%2f..%2fetc%2fpasswd"):
        assert client.get(f"/a/{id}").status_code == 404


def test_a_page_lists_a_bounded_number_of_left_out_lines(app: Flask) -> None:
    kept = [Block(n, f"line {n}", f"line {n}") for n in range(1, 2001)]
    dropped = [
        Block(n, "Read more" * 400, "", Role.RELATED_POSTS, False, "a teaser") for n in range(2001, 4001)
    ]
    with app.test_request_context("/"):
        shown = cleaned(make_article(blocks=(*kept, *dropped)))
    assert shown.roles == (("related-posts", 2000),)
    assert (len(shown.lines), shown.unshown) == (MOST_LEFT_OUT, 2000 - MOST_LEFT_OUT)
    assert max(len(line.text) for line in shown.lines) < 2000


@pytest.mark.parametrize(
    "address", ["/a/pilots?q=truce&ui=ar", "/a/pilots?ui=tr&as=received", "/a/arabic?ui=en"]
)
def test_what_is_the_articles_own_is_in_its_language_and_direction(read: Read, address: str) -> None:
    page = read(address)
    language = "ar" if "arabic" in address else "en"
    own = page.select(
        "h1, .standfirst, .body p, .body h2, .received .text, .lines .text, .card a:not([rel]) bdi"
    )
    names = {"English", "العربية", "İngilizce", "الإنجليزية", "Arabic"}
    assert len(own) > 5
    for element in own:
        around = [element, *element.parents]
        stated = next(e["lang"] for e in around if e.has_attr("lang"))
        assert stated == language or element.get_text() in names, element
        assert element.name == "bdi" or element["dir"] == "auto", element
