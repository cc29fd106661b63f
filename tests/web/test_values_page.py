"""The page of all values of one facet."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from bs4 import BeautifulSoup, Tag
from flask.testing import FlaskClient

from search.engines import open_index
from search.index import FACETS
from search.settings import Settings
from tests.articles import make_article
from tests.web.conftest import Read
from tests.web.test_search_page import count
from web.app import create_app
from web.results.values import A_PAGE

PLACES = (
    "Çorum", "Cizre", "Isparta", "İzmir", "Ilgaz", "Şile", "Sivas", "الإسكندرية", "بيروت", "پارس", "Øystese",
    "'s-Hertogenbosch", "1770", "São Paulo", "東京", *(f"Kasaba {n:03}" for n in range(1, 2 * A_PAGE + 30)),
)  # fmt: skip


@pytest.fixture(scope="module")
def gazetteer(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Read]:
    """An archive with very many places, one of them in two articles."""
    settings = Settings(index=str(tmp_path_factory.mktemp("gazetteer") / "index"), search_seconds=30)
    index = open_index(settings.index, settings, create=True)
    with index.rebuild() as batch:
        for number, place in enumerate((*PLACES, "Sivas")):
            month = f"{1980 + number % 40}-{1 + number % 12:02}"
            batch.put(make_article(f"a{number}", place=place, published=month))
    client = create_app(settings, index).test_client()
    yield lambda address: BeautifulSoup(client.get(address).get_data(), "html.parser")
    index.close()


def names(page: BeautifulSoup | Tag) -> list[str]:
    return [pick.bdi.get_text() for pick in page.select("a.pick")]


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


@pytest.mark.parametrize(
    ("contains", "found"),
    [
        ("SAO", ["São Paulo"]),
        ("corum", ["Çorum"]),
        ("IZMIR", ["İzmir"]),
        ("ısparta", ["Isparta"]),
        ("ilg", ["Ilgaz"]),
        ("oyst", ["Øystese"]),
        ("الاسكندريه", ["الإسكندرية"]),
        ("東", ["東京"]),
        ("hertog", ["'s-Hertogenbosch"]),
    ],
)
@pytest.mark.parametrize("language", ["en", "tr", "ar"])
def test_a_few_letters_find_names_however_they_are_written(
    gazetteer: Read, language: str, contains: str, found: list[str]
) -> None:
    page = gazetteer(f"/facet/place?contains={contains}&ui={language}")
    assert names(page) == found
    assert page.select_one("#contains")["value"] == contains


def test_a_filter_keeps_the_search_and_the_order_and_can_be_taken_back(read: Read) -> None:
    page = read("/facet/source?q=ferry&f.lang=en&order=name&contains=post")
    assert names(page) == ["Morning Post"]
    assert page.h1.get_text() == "Publications 1 of 10 with “post” for ferry"
    form = page.select_one("form:has(#contains)")
    kept = {field["name"]: field["value"] for field in form.select("input[type=hidden]")}
    assert kept == {"q": "ferry", "f.lang": "en", "order": "name"}
    assert len(names(read(page.select_one("a.clear")["href"]))) == 10
    order = next(a for a in page.select(".order a") if a.get_text() == "by count")
    assert names(read(order["href"])) == ["Morning Post"]


def test_a_filter_that_nothing_passes_says_so(read: Read) -> None:
    page = read("/facet/source?contains=%3Cb%3Ezzz")
    assert (
        page.select_one(".nothing").get_text(" ", strip=True) == "None of them contains “ <b>zzz ”. Show all"
    )


def test_languages_are_found_by_the_names_that_readers_know(read: Read) -> None:
    assert names(read("/facet/language?contains=germ")) == ["German"]
    assert names(read("/facet/month?contains=april+2013")) == ["April 2013"]


def listed(read: Read, address: str) -> list[str]:
    """The names of all pages of the list."""
    found: list[str] = []
    while address:
        page = read(address)
        found += names(page)
        step = page.select_one(".pages a[rel=next]")
        address = step["href"] if step else ""
    return found


@pytest.mark.parametrize(
    ("language", "order"),
    [
        (
            "en",
            "1770 Cizre Çorum Ilgaz Isparta İzmir 's-Hertogenbosch São Şile Sivas الإسكندرية بيروت پارس 東京",
        ),
        (
            "tr",
            "1770 Cizre Çorum Ilgaz Isparta İzmir 's-Hertogenbosch São Sivas Şile الإسكندرية بيروت پارس 東京",
        ),
        (
            "ar",
            "1770 الإسكندرية بيروت پارس Cizre Çorum Ilgaz Isparta İzmir 's-Hertogenbosch São Şile Sivas 東京",
        ),
    ],
)
def test_names_go_in_the_order_of_the_readers_alphabet(gazetteer: Read, language: str, order: str) -> None:
    found = listed(gazetteer, f"/facet/place?order=name&ui={language}")
    assert sorted(found) == sorted(PLACES)
    wanted = [name for name in found if not name.startswith(("Kasaba", "Øy"))]
    assert [name.split()[0] for name in wanted] == order.split()


@pytest.mark.parametrize(
    ("language", "letters"),
    [("en", "0–9 C I K O S ا ب پ …"), ("tr", "0–9 C Ç I İ K O S Ş ا ب پ …"), ("ar", "0–9 ا ب پ C I K O S …")],
)
def test_letters_lead_to_where_their_names_begin(gazetteer: Read, language: str, letters: str) -> None:
    page = gazetteer(f"/facet/place?order=name&ui={language}")
    links = page.select(".letters a")
    assert [a.get_text(strip=True) for a in links] == letters.split()
    for link in links:
        address, _, anchor = link["href"].partition("#")
        there = gazetteer(address) if address else page
        heading = there.find(id=anchor)
        assert heading.get_text(strip=True) == link.get_text(strip=True)
        assert names(heading.find_next("ul"))


def test_a_long_list_of_dates_stands_under_years_and_decades(gazetteer: Read) -> None:
    months = gazetteer("/facet/month")
    assert [h.get_text(strip=True) for h in months.select(".columns h2")][:2] == ["1980", "1981"]
    years = gazetteer("/facet/year")
    assert [a.get_text(strip=True) for a in years.select(".letters a")] == [
        "1980–1989", "1990–1999", "2000–2009", "2010–2019",
    ]  # fmt: skip


def test_a_short_list_has_no_letters(read: Read) -> None:
    assert not read("/facet/source?order=name").select(".letters, .columns h2")


@pytest.mark.parametrize("field", ["source", "year", "month", "byline"])
def test_a_value_can_be_left_out_and_taken_in_again(read: Read, field: str) -> None:
    before = read(f"/facet/{field}?q=ferry")
    out = before.select_one("a.except")
    label = out.find_previous_sibling("a").bdi.get_text()
    number = int(out.find_previous_sibling("a").select_one(".count").get_text())
    narrowed = read(out["href"])
    page = read(f"/facet/{field}?{out['href'].partition('?')[2]}")
    item = next(li for li in page.select("li.left-out") if li.bdi.get_text() == label)
    assert item.a["aria-current"] == "true" and "left out" in item.get_text()
    assert int(item.select_one(".count").get_text()) == number
    whole = count(read("/search?q=ferry"))
    assert count(read(item.a["href"])) == whole > count(narrowed)
