"""Searches over time, as a page and as a file."""

from __future__ import annotations

import csv
import io
from urllib.parse import parse_qsl, quote_plus, urlsplit

import pytest
from bs4 import BeautifulSoup, Tag
from flask.testing import FlaskClient

from search.index import Index
from tests.web.archive import SCRIPT
from tests.web.conftest import Read
from tests.web.test_search_page import count

TWO = "/trends?q=truce&q=ferry"


def table(page: BeautifulSoup) -> dict[str, Tag]:
    return {row.th.time.get_text(): row for row in page.select(".numbers tbody tr")}


@pytest.mark.parametrize(
    "address",
    [
        TWO,
        f"{TWO}&by=month&from=2014&to=2016",
        f"{TWO}&f.source=Harbour+News&-f.lang=de&as=count",
        "/trends?q=early+truce&match=any&f.year=2016&f.year=2014",
        "/trends?f.place=Oslo",
        "/trends?q=truce&from=2016-05-24",
    ],
)
def test_every_number_is_what_the_search_that_it_leads_to_finds(read: Read, address: str) -> None:
    page = read(address)
    links = page.select(".numbers td a, .legend a")
    assert links
    for link in links:
        number = link.get_text() if link.find_parent("td") else link.find_next(class_="total").get_text()
        assert count(read(link["href"])) == int(number.split()[0]), link["href"]


def test_the_drawing_leads_where_the_table_does_and_is_no_stop_for_the_keyboard(read: Read) -> None:
    page = read(TWO)
    drawn = page.select(".spots a")
    dated = {a["href"] for a in page.select(".numbers td a") if not a["href"].endswith("f.year=")}
    assert dated <= {a["href"] for a in drawn}
    assert all(a["tabindex"] == "-1" and a.find_parent("svg")["aria-hidden"] == "true" for a in drawn)
    assert not page.select("[style], style, script:not([src])")


def test_a_drawing_says_in_words_what_it_is(read: Read) -> None:
    drawings = read(TWO).select("svg[role=img]")
    assert len(drawings) == 2
    for drawing in drawings:
        named = drawing["aria-labelledby"].split()
        assert all(drawing.find(id=id).get_text(strip=True) for id in named) and len(named) == 2
    assert "A: truce" in drawings[0].desc.get_text()


def test_shares_are_of_the_archive_within_the_filters(read: Read) -> None:
    row = table(read("/trends?q=truce&f.source=Harbour+News&by=year"))["2016"]
    held, matching, share = (cell.get_text() for cell in row.select("td"))
    assert share == f"{round(100 * int(matching) / int(held))}%"


def test_a_gap_breaks_the_line_and_is_said_in_words(read: Read) -> None:
    page = read("/trends?q=truce&by=year")
    assert "2012" in page.select_one("figcaption").get_text() and table(page)["2012"]["class"] == ["none"]
    assert page.select_one("path.line.l1[vector-effect]")["d"].count("M") > 1
    assert "2012" not in [a.title.get_text().split(",")[-1] for a in page.select(".spots a")]


def test_uncertain_shares_are_marked_and_counts_are_not(read: Read) -> None:
    shares, counts = read(TWO), read(f"{TWO}&as=count")
    assert "fewer than 30 articles" in shares.figcaption.get_text() and shares.select("use.few, rect.few")
    assert "fewer than 30" not in counts.figcaption.get_text() and not counts.select("use.few, rect.few")


def test_undated_articles_are_counted_and_said(read: Read, index: Index) -> None:
    page = read("/trends?q=truce&by=year")
    assert "1 article is in no column" in page.figcaption.get_text()
    assert count(read(page.figcaption.a["href"])) == 1
    assert table(page)["Undated"].td.get_text() == "1"
    held = sum(int(row.td.get_text().replace("none", "0")) for row in table(page).values())
    assert held == index.status().articles


def test_a_query_is_added_and_taken_away_without_script(read: Read) -> None:
    page = read(f"{TWO}&f.source=Harbour+News&as=count&by=year&sort=newest")
    form = page.select_one("form.compare")
    sent = [(i["name"], i.get("value", "")) for i in form.select("input")]
    assert [value for name, value in sent if name == "q"] == ["truce", "ferry", ""]
    assert {("f.source", "Harbour News"), ("as", "count"), ("by", "year")} <= set(sent)
    removed = parse_qsl(urlsplit(page.select("a.remove")[0]["href"]).query)
    assert removed == [("q", "ferry"), ("f.source", "Harbour News"), ("by", "year"), ("as", "count")]
    again = read("/trends?q=&q=truce&q=truce&q=+")
    assert [i.get("value") for i in again.select("form.compare input[name=q]")] == ["truce", None]


def test_more_queries_than_can_be_told_apart_are_refused_in_words(read: Read) -> None:
    page = read("/trends?" + "&".join(f"q=word{n}" for n in range(9)))
    assert "6 searches can be compared" in page.select_one(".problem").get_text()
    assert len(page.select(".legend li")) == 6
    assert not page.select("#another")


@pytest.mark.parametrize(
    "address", ["/trends?q=truce&by=week", "/trends?q=truce&as=odds", "/trends?q=truce&from=someday"]
)
def test_what_can_t_be_used_is_said_and_the_rest_is_shown(
    read: Read, client: FlaskClient, address: str
) -> None:
    page = read(address)
    assert page.select_one(".problem") and page.select(".legend li")
    refused = client.get(address.replace("/trends", "/trends.csv"))
    assert refused.status_code == 400 and address.rsplit("=", maxsplit=1)[-1] in refused.get_data(
        as_text=True
    )


def test_months_that_are_not_known_are_not_drawn(read: Read) -> None:
    page = read("/trends?f.year=2011&by=month")
    assert "months here" in page.select_one(".found .note").get_text()


def test_without_an_article_there_is_nothing_to_draw(read: Read) -> None:
    page = read("/trends?q=truce&f.source=Nobody")
    assert not page.select("figure") and "no dated article" in page.select_one("p.nothing").get_text()


def test_what_is_typed_never_becomes_markup(read: Read) -> None:
    page = read(f"/trends?q={quote_plus(SCRIPT)}&q=%22%27%3E%3Cb%3E&q=" + "x" * 900)
    assert (
        not page.select("script:not([src]), main > b") and SCRIPT in page.select_one(".legend bdi").get_text()
    )


def test_the_file_has_the_numbers_of_the_page(read: Read, client: FlaskClient, index: Index) -> None:
    page = read(f"{TWO}&by=year")
    address = page.select_one("a[download]")["href"]
    assert address == "/trends.csv?q=truce&q=ferry&by=year"
    response = client.get(address)
    assert response.mimetype == "text/csv" and "trends.csv" in response.headers["Content-Disposition"]
    lines = list(csv.DictReader(io.StringIO(response.get_data(as_text=True), newline="")))
    assert {line["generation"] for line in lines} == {index.status().generation}
    for line in lines:
        row = table(page)[line["period"] or "Undated"]
        cells = [cell.get_text() for cell in row.select("td")]
        own = cells[1] if line["query"] == "truce" else cells[3]
        said = ["0" if cell in ("none", "–") else cell for cell in (cells[0], own)]
        assert [line["archive"], line["articles"]] == said
        assert line["share"] == (
            f"{int(line['articles']) / int(line['archive']):.6f}" if cells[0] != "none" else ""
        )


def test_a_formula_is_no_formula_in_the_file(client: FlaskClient) -> None:
    text = client.get("/trends.csv?q=%3Dtruce").get_data(as_text=True)
    assert "'=truce" in text and ",=truce" not in text and not text.startswith("=")


def test_the_search_page_leads_to_it_with_its_filters(read: Read) -> None:
    page = read("/search?q=truce&f.source=Harbour+News&from=2014&page=1")
    link = page.select_one(".over-time a")["href"]
    assert link == "/trends?q=truce&f.source=Harbour+News&from=2014"
    assert read(link).select_one(".back a")["href"] == "/search?f.source=Harbour+News&from=2014"


def test_a_share_has_its_sign_where_the_language_has_it(read: Read) -> None:
    ticks = [text.get_text() for text in read("/trends?q=truce&ui=tr").select(".plot text[dx='-8']")]
    assert ticks[0] == "%0"
    assert all(tick.startswith("%") for tick in ticks)
