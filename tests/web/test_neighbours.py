"""The results before and after an article, in the search that led to it."""

from __future__ import annotations

from dataclasses import replace
from urllib.parse import parse_qs, urlsplit

import pytest
from flask.testing import FlaskClient

from search.errors import OverBudget
from search.index import Index, Results, Search
from search.settings import Settings
from tests.web.conftest import Read
from web.app import create_app


def _links(read: Read, search: str) -> list[str]:
    return [a["href"] for a in read(search).select("ol.hits .hit h2 a")]


@pytest.mark.parametrize("search", ["/search?q=ferry&size=10", "/search?f.lang=en&sort=oldest&size=10"])
def test_from_result_to_result_through_all_pages_and_back(read: Read, search: str) -> None:
    listed: list[str] = []
    page = search
    while page:
        listed += _links(read, page)
        following = read(page).select_one(".pages a[rel=next]")
        page = following and following["href"]
    address, walked = listed[0], []
    while address:
        tree = read(address)
        walked.append(address)
        assert tree.select_one(".place").get_text() == f"Result {len(walked)} of {len(listed)}"
        before = tree.select_one(".back a[rel=prev]")
        assert (before and before["href"]) == (walked[-2] if len(walked) > 1 else None)
        following = tree.select_one(".back a[rel=next]")
        address = following and following["href"]
    assert walked == listed
    assert len(listed) > 20


def test_the_way_back_leads_to_the_page_that_lists_it(read: Read) -> None:
    tree = read(_links(read, "/search?q=ferry&size=10")[-1])
    following = read(tree.select_one("a[rel=next]")["href"])
    back = following.select_one(".back a")["href"]
    assert parse_qs(urlsplit(back).query)["page"] == ["2"]
    assert urlsplit(back).path == "/search"


@pytest.mark.parametrize(
    "address",
    ["/a/pilots", "/a/pilots?ui=tr", "/a/pilots?q=zeppelin", "/a/wire1?q=ferry&page=400", "/a/pilots?page=3"],
)
def test_an_article_that_is_not_on_that_page_has_no_place_among_its_results(read: Read, address: str) -> None:
    tree = read(address)
    assert tree.select_one(".place") is None
    assert not tree.select("[rel=prev], [rel=next]")


def test_it_costs_one_small_search_without_facets(settings: Settings, index: Index) -> None:
    asked: list[Search] = []

    class Watched:
        get, status, marks, similar = index.get, index.status, index.marks, index.similar

        def search(self, search: Search) -> Results:
            asked.append(search)
            return index.search(search)

    client = create_app(settings, Watched()).test_client()
    assert client.get("/a/wire1?q=ferry&size=10&page=2").status_code == 200
    assert [(search.offset, search.limit, search.facets) for search in asked] == [(9, 12, ())]
    client.get("/a/wire1")
    assert len(asked) == 1


def test_a_search_that_costs_too_much_leaves_the_article_readable(settings: Settings, index: Index) -> None:
    class Tired:
        get, status, marks, similar = index.get, index.status, index.marks, index.similar

        def search(self, search: Search) -> Results:
            raise OverBudget("too much")

    response = create_app(settings, Tired()).test_client().get("/a/pilots?q=truce")
    assert response.status_code == 200
    assert "Result 1" not in response.get_data(as_text=True)


def test_no_neighbour_beyond_what_can_be_paged_through(settings: Settings, index: Index) -> None:
    client: FlaskClient = create_app(replace(settings, page_window=10), index).test_client()

    def read(address: str) -> str:
        return client.get(address).get_data(as_text=True)

    tenth = (
        read("/search?q=ferry&size=10").split('<article class="hit">')[10].split('href="')[1].split('"')[0]
    )
    page = read(tenth.replace("&amp;", "&"))
    assert "Result 10 of 36" in page
    assert 'rel="prev"' in page
    assert 'rel="next"' not in page
