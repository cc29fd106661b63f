"""The list of results, as a reader without any script meets it."""

from __future__ import annotations

import re
from urllib.parse import parse_qs, urlsplit

from bs4 import BeautifulSoup, Tag
from flask.testing import FlaskClient

from search.settings import Settings
from tests.web.archive import ARTICLES
from tests.web.conftest import Read
from web.app import create_app

TRUCES = 5


def count(page: BeautifulSoup) -> int:
    return int(re.match(r"[\d,]+", page.h1.get_text().strip())[0].replace(",", ""))


def facet(page: BeautifulSoup, name: str) -> Tag:
    return next(d for d in page.select(".refine details") if d.summary.get_text(strip=True) == name)


def values(facet: Tag) -> dict[str, tuple[int, str]]:
    """Each value of a facet with its count and where it leads."""
    return {
        pick.bdi.get_text(): (int(pick.select_one(".count").get_text()), pick["href"])
        for pick in facet.select("a.pick")
    }


def headlines(page: BeautifulSoup) -> list[str]:
    return [a.get_text() for a in page.select(".list > .hits h2 a")]


def test_the_first_page_shows_the_newest_and_what_the_archive_covers(read: Read) -> None:
    page = read("/")
    assert count(page) == len(ARTICLES)
    assert page.select_one("h1 .scope").get_text() == "from 2011 to 2018, 12 publications, 3 languages"
    days = [time["datetime"] for time in page.select(".hits time")]
    assert len(days) == 20
    assert days == sorted(days, reverse=True)


def test_what_the_archive_covers_is_not_said_of_a_part_of_it(read: Read) -> None:
    for address in ("/?f.year=2016", "/?-f.lang=de", "/?from=2015"):
        assert read(address).select_one("h1 .scope") is None


def test_a_search_finds_marks_and_counts(read: Read) -> None:
    page = read("/search?q=truce")
    assert count(page) == TRUCES
    assert page.title.get_text() == "5 articles for truce · The Reading Room"
    assert page.select_one("#q")["value"] == "truce"
    assert len(headlines(page)) == TRUCES
    assert {mark.get_text().lower() for mark in page.select("mark")} == {"truce"}


def test_every_choice_leads_to_exactly_as_many_articles_as_it_says(read: Read) -> None:
    page = read("/")
    choices = [c for details in page.select(".refine details") for c in values(details).values()]
    choices += [(int(bar.select_one(".tally").get_text()), bar["href"]) for bar in page.select(".bars a")]
    assert len(choices) > 35
    for expected, address in choices:
        assert count(read(address)) == expected, address


def test_several_values_of_a_facet_widen_and_its_counts_stay(read: Read) -> None:
    before = values(facet(read("/search?q=ferry"), "Publication"))
    one = read(before["Morning Post"][1])
    two = read(values(facet(one, "Publication"))["Harbour News"][1])
    assert count(one) == before["Morning Post"][0]
    assert count(two) == before["Morning Post"][0] + before["Harbour News"][0]
    for page in (one, two):
        assert {name: number for name, (number, _) in values(facet(page, "Publication")).items()} == {
            name: number for name, (number, _) in before.items()
        }


def test_a_choice_is_told_in_words_and_not_by_colour_alone_and_can_be_taken_back(read: Read) -> None:
    page = read("/search?q=ferry&f.place=Oslo&-f.lang=de&from=2015&sort=oldest")
    chosen = page.select_one(".refine .chosen a")
    assert chosen["aria-current"] == "true"
    assert count(read(chosen["href"])) == count(read("/search?q=ferry&-f.lang=de&from=2015"))
    chips = {a.get_text(" ", strip=True): a["href"] for a in page.select(".chips a:not(.clear)")}
    assert set(chips) == {
        "Remove Published: 2015 or later ×",
        "Remove Filed from: Oslo ×",
        "Remove Language, not: German ×",
    }
    for address in chips.values():
        assert "sort=oldest" in address
        assert count(read(address)) >= count(page)
    cleared = page.select_one(".chips .clear")["href"]
    assert count(read(cleared)) == count(read("/search?q=ferry"))


def test_articles_of_a_value_can_be_left_out(read: Read) -> None:
    page = read("/search?q=ferry")
    except_oslo = next(a for a in page.select(".except") if a["aria-label"] == "Leave out Oslo")
    assert count(read(except_oslo["href"])) == count(page) - values(facet(page, "Filed from"))["Oslo"][0]


def test_a_value_that_is_left_out_stays_under_its_facet_as_a_way_back(read: Read) -> None:
    page = read("/search?q=ferry&-f.place=Oslo&f.place=Lund")
    oslo = next(li for li in facet(page, "Filed from").select("li") if li.bdi.get_text() == "Oslo")
    assert oslo.a["aria-current"] == "true" and oslo.get_text(strip=True).endswith(", left out")
    assert not oslo.select(".except")
    assert int(oslo.select_one(".count").get_text()) == count(read("/search?q=ferry&f.place=Oslo"))
    back = read(oslo.a["href"])
    assert count(back) == count(page) == count(read("/search?q=ferry&f.place=Lund"))
    only = read("/search?q=ferry&-f.lang=en&-f.lang=de")
    assert {li.bdi.get_text() for li in facet(only, "Language").select(".left-out")} == {"English", "German"}


def test_a_chosen_value_that_nothing_has_stays_as_a_way_back(read: Read) -> None:
    page = read("/search?q=truce&f.place=Oslo")
    assert count(page) == 0
    oslo = next(li for li in facet(page, "Filed from").select("li") if li.bdi.get_text() == "Oslo")
    assert oslo.select_one(".count").get_text() == "0" and oslo.a["aria-current"] == "true"
    assert count(read(oslo.a["href"])) == TRUCES


def test_the_region_where_changes_are_announced_is_outside_of_what_changes(read: Read) -> None:
    (region,) = read("/search?q=truce&from=someday").select("[role=status]")
    assert region.find_parent("main") is None
    assert region.get_text(strip=True) == ""


def test_what_is_not_known_is_a_choice_of_its_own(read: Read) -> None:
    unknown, address = values(facet(read("/search?q=truce"), "Filed from"))["Unknown"]
    assert unknown == 3
    assert count(read(address)) == unknown
    undated = read("/search?q=truce").select_one("a.undated")
    assert undated.get_text() == "Undated 1"
    assert headlines(read(undated["href"])) == ["A truce without a date"]


def test_a_facet_shows_its_top_and_leads_to_all_of_it(read: Read) -> None:
    papers = facet(read("/"), "Publication")
    assert len(papers.select("a.pick")) == 9
    more = papers.select_one(".more a")
    assert more.get_text() == "All 13 publications"
    assert len(read(more["href"]).select("ul.values a.pick")) == 13


def test_years_are_bars_with_gaps_and_a_single_year_opens_its_months(read: Read) -> None:
    page = read("/search?q=truce")
    years = [item.select_one(".year").get_text() for item in page.select("ol.bars > li")]
    assert years == ["2011", "2012", "2013", "2014", "2015", "2016"]
    assert page.select_one("ol.bars > li:nth-child(2) .gap") is not None
    chosen = read(next(a for a in page.select(".bars a") if "2016" in a.get_text())["href"])
    assert [bars["aria-label"] for bars in chosen.select("ol.bars")] == ["Years", "Months"]
    may = next(a for a in chosen.select(".bars a") if a["title"] == "May 2016")
    assert may.get_text(" ", strip=True).endswith(": 2 articles")
    assert count(read(may["href"])) == 2


def test_dates_can_be_typed_and_the_other_choices_stay(read: Read) -> None:
    form = read("/search?q=truce&f.source=Morning+Post").select_one("form.span")
    kept = {field["name"]: field["value"] for field in form.select("input[type=hidden]")}
    assert kept == {"q": "truce", "f.source": "Morning Post"}
    page = read("/search?q=truce&f.source=Morning+Post&from=May+2016&to=2016-05-25")
    assert count(page) == 1
    assert page.select_one("#from")["value"] == "May 2016"


def test_a_new_search_keeps_the_choices(read: Read) -> None:
    form = read("/search?q=ferry&f.place=Oslo&f.place=Lund&size=10&page=2").select_one("form.box")
    kept = [(field["name"], field["value"]) for field in form.select("input[type=hidden]")]
    assert kept == [("f.place", "Lund"), ("f.place", "Oslo"), ("size", "10")]


def test_dates_show_their_precision_and_what_is_inferred(read: Read) -> None:
    when = {
        hit.select_one("h2 a").get_text(): hit.select_one(".when").get_text(" ", strip=True)
        for hit in read("/search?q=truce").select(".hit")
    }
    assert when["Harbour pilots agree to a truce"] == "23 May 2016 year inferred"
    assert when["A truce in the spring"] == "April 2013"
    assert when["A truce without a date"] == "Undated"


def test_pages_are_reached_in_order_and_say_which_they_are(read: Read) -> None:
    seen: list[str] = []
    page = read("/search?size=10")
    number = 1
    while True:
        seen += headlines(page)
        assert page.select_one(".pages [aria-current=page]").get_text() == f"Page {number}"
        assert ("page " in page.title.get_text()) == (number > 1)
        step = page.select_one(".pages a[rel=next]")
        if step is None:
            break
        page, number = read(step["href"]), number + 1
    assert len(seen) == len(ARTICLES)
    assert sorted(seen) == sorted(article.headline.replace("\u202e", "") for article in ARTICLES)


def test_sorting_is_a_link_and_undated_articles_are_last_both_ways(read: Read) -> None:
    page = read("/search?q=truce")
    for name in ("newest", "oldest"):
        link = next(a for a in page.select(".order a") if a.get_text() == name)
        ordered = read(link["href"])
        days = [time["datetime"] for time in ordered.select(".hits time")]
        assert days == sorted(days, reverse=name == "newest")
        assert headlines(ordered)[-1] == "A truce without a date"


def test_how_a_search_was_understood_and_what_was_ignored(read: Read) -> None:
    page = read("/search?q=ferry+OR+(truce")
    assert page.select_one(".understood q").get_text() == "ferry OR truce"
    assert "bracket" in page.select_one(".found .note").get_text()


def test_no_result_offers_ways_out_with_their_true_counts(read: Read) -> None:
    page = read("/search?q=ferry+zeppelin&f.place=Oslo&from=2017")
    assert count(page) == 0
    offers = page.select(".relax li")
    assert offers
    for offer in offers:
        stated = int(re.match(r"\d+", offer.select_one(".count").get_text())[0])
        assert stated == count(read(offer.a["href"])) > 0


def test_where_both_words_and_filters_are_too_many_both_are_given_up(read: Read) -> None:
    offers = read("/search?q=zeppelin+ferry&f.place=Atlantis").select(".relax li")
    assert [offer.a.get_text() for offer in offers][-1].endswith(", without any filter")
    for offer in offers:
        assert count(read(offer.a["href"])) == int(offer.select_one(".count").get_text().split()[0]) > 0


def test_a_misspelling_is_offered_with_its_count_and_never_applied(read: Read) -> None:
    page = read("/search?q=fery+timetabel+passengers&f.place=Oslo")
    assert count(page) == 0
    meant = page.select_one(".meant a")
    assert meant.get_text() == "ferry timetable passengers"
    found = read(meant["href"])
    assert count(found) == int(page.select_one(".meant .count").get_text().strip("()")) > 0
    assert found.select_one(".chips bdi").get_text() == "Oslo"


def test_a_misspelling_is_offered_for_some_of_the_words_when_no_article_has_all(read: Read) -> None:
    page = read("/search?q=fery+truce")
    meant = page.select_one(".meant a")
    assert meant.get_text() == "ferry truce" and "any of the words" in page.select_one(".meant").get_text()
    assert f"({count(read(meant['href']))} " in page.select_one(".meant .count").get_text()


def test_articles_with_some_of_the_words_stand_apart(read: Read) -> None:
    page = read("/search?q=truce+noon+june")
    assert count(page) == 0
    assert len(page.select(".also .hit")) == TRUCES
    assert not page.select(".list > .hits")


def test_a_bad_value_is_named_and_the_other_choices_stay(read: Read) -> None:
    address = "/search?q=ferry&f.place=Oslo&from=someday&sort=best&size=7777&page=x&f.colour=red"
    page = read(address)
    said = " ".join(p.get_text() for p in page.select(".problem"))
    for word in ("someday", "best", "7777", "colour"):
        assert word in said
    assert count(page) == count(read("/search?q=ferry&f.place=Oslo"))
    assert page.select_one("#from")["value"] == "someday"


def test_far_pages_are_answered(client: FlaskClient, read: Read) -> None:
    assert client.get("/search?page=1000000000").status_code == 200
    assert client.get(f"/search?page={'9' * 5000}").status_code == 200
    past = read("/search?q=truce&page=50")
    assert count(past) == TRUCES
    assert headlines(read(past.select_one(".list .nothing a")["href"]))


def test_addresses_are_canonical(read: Read) -> None:
    page = read("/search?sort=&page=1&size=20&f.place=Oslo&q=ferry&utm_source=x")
    newest = next(a for a in page.select(".order a") if a.get_text() == "newest")["href"]
    assert parse_qs(urlsplit(newest).query) == {"q": ["ferry"], "f.place": ["Oslo"], "sort": ["newest"]}


def test_every_address_works_under_a_path_of_a_larger_site(settings: Settings, index: object) -> None:
    client = create_app(settings, index).test_client()
    response = client.get("/search?q=ferry", base_url="http://site.example/archive")
    page = BeautifulSoup(response.get_data(), "html.parser")
    inside = [a["href"] for a in page.select("a[href], link[href]") if not a["href"].startswith("#")]
    inside += [form["action"] for form in page.select("form")]
    assert inside
    assert all(address.startswith("/archive/") for address in inside)


def test_languages_and_directions_are_stated(read: Read) -> None:
    page = read("/search?f.lang=ar")
    link = page.select_one(".hit h2 a")
    assert (link["lang"], link["dir"]) == ("ar", "auto")
    assert page.select_one(".snippet")["dir"] == "auto"
    assert page.select_one(".hit .facts bdi").get_text() == "صحيفة المدينة"
