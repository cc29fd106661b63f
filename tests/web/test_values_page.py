"""The page of all values of one facet."""

from __future__ import annotations

import pytest
from flask.testing import FlaskClient

from search.index import FACETS
from tests.web.conftest import Read
from tests.web.test_search_page import count


@pytest.mark.parametrize("field", FACETS)
def test_every_facet_has_a_page_whose_choices_count_right(read: Read, field: str) -> None:
    page = read(f"/facet/{field}?q=ferry")
    picks = page.select("ul.values a.pick")
    assert picks
    for pick in picks:
        assert count(read(pick["href"])) == int(pick.select_one(".count").get_text())


def test_values_go_by_count_or_by_name(read: Read) -> None:
    def listed(address: str) -> list[tuple[int, str]]:
        return [
            (int(pick.select_one(".count").get_text()), pick.bdi.get_text())
            for pick in read(address).select("a.pick")
        ]

    by_count = listed("/facet/source")
    assert [n for n, _ in by_count] == sorted((n for n, _ in by_count), reverse=True)
    other = next(a for a in read("/facet/source").select(".order a") if a.get_text() == "A–Z")
    names = [name for _, name in listed(other["href"])]
    assert names[-1] == "Unknown"
    assert [n for n in names if n.isascii() and n[0].isalpha()][:4] == [
        "City Observer",
        "Coast Herald",
        "Evening Courier",
        "Harbour News",
    ]


def test_months_go_by_date(read: Read) -> None:
    names = [pick.bdi.get_text() for pick in read("/facet/month?q=truce").select("a.pick")]
    assert names == ["April 2013", "May 2016", "Month not known"]


def test_the_search_stays(read: Read) -> None:
    page = read("/facet/source?q=truce&f.lang=en&order=name")
    assert page.select_one(".back a")["href"] == "/search?q=truce&f.lang=en"
    assert all("f.lang=en" in pick["href"] for pick in page.select("a.pick"))


@pytest.mark.parametrize("part", ["0", "-1", "x", "99999999999999", "٣"])
def test_a_stretch_that_is_not_there_is_the_nearest_one(read: Read, part: str) -> None:
    assert read(f"/facet/source?part={part}").select("a.pick")


def test_there_is_no_page_for_what_is_no_facet(client: FlaskClient) -> None:
    assert client.get("/facet/colour").status_code == 404
