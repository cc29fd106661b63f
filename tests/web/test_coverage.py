"""What a reader who has asked for nothing yet is told about the archive."""

from __future__ import annotations

from collections.abc import Iterable

import pytest
from bs4 import BeautifulSoup

from search.engines import open_index
from search.settings import Settings
from tests.articles import make_article
from tests.web.conftest import Read
from tests.web.test_search_page import count
from web.app import create_app


def told(page: BeautifulSoup) -> dict[str, str]:
    return {row.dt.get_text(): row.dd.get_text(" ", strip=True) for row in page.select(".coverage dl > div")}


def archive(settings: Settings, days: Iterable[str | None]) -> BeautifulSoup:
    index = open_index(settings.index, settings, create=True)
    with index.rebuild() as batch:
        for number, day in enumerate(days):
            batch.put(make_article(f"a{number}", published=day))
    page = BeautifulSoup(create_app(settings, index).test_client().get("/").get_data(), "html.parser")
    index.close()
    return page


def test_the_first_page_says_what_the_archive_covers(read: Read) -> None:
    page = read("/")
    covers = told(page)
    assert covers["Years"] == "2011 to 2018"
    assert covers["Undated"] == "1 article"
    assert covers["Languages"].startswith("English 28 German 12 Arabic 1")
    assert covers["Publications"].startswith("Harbour News 6 Morning Post 5")
    assert covers["Publications"].endswith("All 12 publications")
    for link in page.select(".coverage li:has(.count) a"):
        assert count(read(link["href"])) == int(link.parent.select_one(".count").get_text())
    assert count(read(page.select_one(".coverage dl > div:last-child a")["href"])) == 1


@pytest.mark.parametrize(
    "address", ["/search?q=truce", "/?f.year=2016", "/?-f.lang=de", "/?from=2015", "/?page=2"]
)
def test_it_is_said_of_the_whole_archive_alone(read: Read, address: str) -> None:
    assert not read(address).select(".coverage")


@pytest.mark.parametrize(
    ("days", "gaps"),
    [
        (["2001-11-03", "2001-12-04", "2002-01-05"], "Every month has an article."),
        (["2001", "2002"], "Every year has an article."),
        (["2001-03-03", "2001-06-04"], "Without any article: April 2001 to May 2001."),
        (["2001", "2005", "2007"], "Without any article: 2002 to 2004 and 2006."),
        (["2001-11-03", "2003-02-04"], "Without any article: December 2001 to January 2003."),
        (["2001-12-03", "2003-01-04"], "Without any article: 2002."),
        (["2001-03-03", "2001", "2001-06-04"], "Every year has an article."),
        (
            [f"{2000 + n}-{month:02}-01" for n in range(9) for month in range(1, 12 - n)],
            "Without any article: October 2002 to December 2002, September 2003 to December 2003, August 2004 to "
            "December 2004, July 2005 to December 2005, June 2006 to December 2006, May 2007 to December 2007 and "
            "2 shorter stretches.",
        ),
    ],
)
def test_gaps_are_said_in_words(tmp_path: object, days: list[str], gaps: str) -> None:
    page = archive(Settings(index=f"{tmp_path}/index"), days)
    assert told(page)["Gaps"] == gaps


def test_an_archive_without_any_date_has_no_years(tmp_path: object) -> None:
    covers = told(archive(Settings(index=f"{tmp_path}/index"), [None, None]))
    assert "Years" not in covers and "Gaps" not in covers
    assert covers["Undated"] == "2 articles"
