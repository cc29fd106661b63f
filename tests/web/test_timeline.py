"""The bars of years and months, their table, and the dates that are typed beside them."""

from __future__ import annotations

import pytest
from bs4 import BeautifulSoup, Tag

from search.engines import open_index
from search.settings import Settings
from tests.articles import make_article
from tests.web.conftest import Read
from tests.web.test_search_page import count
from web.app import create_app


def bar(page: BeautifulSoup, name: str) -> Tag:
    return next(li for li in page.select(".bars li") if li.select_one(".year").get_text() == name)


def tally(item: Tag) -> int:
    return int(item.select_one(".tally").get_text())


def test_the_table_says_what_the_bars_show(read: Read) -> None:
    page = read("/search?q=truce")
    rows = [[cell.get_text() for cell in row.select("th, td")] for row in page.select(".figures tr")]
    assert rows == [
        ["Year", "Articles", "Share"],
        ["2011", "1", "20%"],
        ["2012", "0", "0%"],
        ["2013", "1", "20%"],
        ["2014", "0", "0%"],
        ["2015", "0", "0%"],
        ["2016", "2", "40%"],
    ]


def test_all_years_and_months_are_a_page_each(read: Read) -> None:
    links = read("/search?q=truce&from=2013").select(".figures .more a")
    assert [(a.get_text(), a["href"]) for a in links] == [
        ("All 2 years", "/facet/year?q=truce&from=2013"),
        ("All 2 months", "/facet/month?q=truce&from=2013"),
    ]
    assert len(read(links[0]["href"]).select("ul.values a.pick")) == 2


def test_the_bars_around_typed_dates_stay_and_lead_elsewhere(read: Read) -> None:
    whole = read("/search?q=ferry")
    page = read("/search?q=ferry&from=2015&to=2016-03")
    years = [li.select_one(".year").get_text() for li in page.select(".bars li")]
    assert years == ["2014", "2015", "2016", "2017", "2018"]
    assert [y for y in years if "chosen" in bar(page, y).get("class", [])] == ["2015", "2016"]
    assert "within the dates" in bar(page, "2015").get_text()
    for year in years:
        assert tally(bar(page, year)) == tally(bar(whole, year)) == count(read(bar(page, year).a["href"]))
    one = read(bar(page, "2017").a["href"])
    assert one.select_one("#from")["value"] == one.select_one("#to")["value"] == "2017"
    assert count(read(bar(one, "2017").a["href"])) == count(whole)


def test_months_of_typed_dates_lead_to_other_months(read: Read) -> None:
    page = read("/search?q=ferry&from=2016-02&to=2016-03-20")
    months = page.select_one(".bars[aria-label=Months]")
    for item in months.select("li:has(a)"):
        assert count(read(item.a["href"])) == tally(item)
    assert [li["data-from"] for li in months.select("li.chosen")] == ["2016-02", "2016-03"]


def test_undated_articles_are_reached_from_typed_dates_too(read: Read) -> None:
    link = read("/search?q=truce&from=2016").select_one("a.undated")
    assert link.get_text() == "Undated 1"
    assert count(read(link["href"])) == 1


def test_a_year_that_is_left_out_stays_as_a_way_back(read: Read) -> None:
    page = read("/search?q=truce&-f.year=2016")
    assert count(page) == 3
    left_out = bar(page, "2016")
    assert tally(left_out) == 2 and "left out" in left_out.get_text()
    assert count(read(left_out.a["href"])) == 2


@pytest.mark.parametrize("dates", ["from=2017&to=2014", "from=someday", "to=2016-02-31"])
def test_dates_that_cannot_be_used_are_shown_as_typed_and_the_rest_stays(read: Read, dates: str) -> None:
    page = read(f"/search?q=ferry&f.place=Oslo&{dates}")
    assert page.select(".problem")
    assert count(page) == count(read("/search?q=ferry&f.place=Oslo"))
    typed = dict(pair.split("=") for pair in dates.split("&"))
    assert {name: page.select_one(f"#{name}")["value"] for name in typed} == typed


def test_a_long_run_of_years_is_drawn_by_decades(tmp_path: object) -> None:
    settings = Settings(index=f"{tmp_path}/index")
    index = open_index(settings.index, settings, create=True)
    with index.rebuild() as batch:
        for number, year in enumerate((1871, 1879, 1880, 2016)):
            batch.put(make_article(f"a{number}", published=f"{year}-05-05"))
    client = create_app(settings, index).test_client()

    def read(address: str) -> BeautifulSoup:
        return BeautifulSoup(client.get(address).get_data(), "html.parser")

    page = read("/")
    assert len(page.select(".bars li")) == 15
    assert tally(bar(page, "1870")) == 2
    decade = read(bar(page, "1870").a["href"])
    assert count(decade) == 2
    assert bar(decade, "1870").a["aria-current"] == "true"
    assert count(read(bar(decade, "1870").a["href"])) == 4
    index.close()
