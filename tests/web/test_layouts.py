"""The list in its three forms: with snippets, a line a hit, and the words in context."""

from __future__ import annotations

from search.index import Snippet
from tests.web.conftest import Read
from tests.web.test_search_page import count, headlines
from web.params import Layout
from web.results.concordance import AROUND, MOST_LINES, _of


def lines(text: str, *words: str) -> list[tuple[str, str, str]]:
    marks = [(i, i + len(w)) for w in words for i in range(len(text)) if text.startswith(w, i)]
    found = _of((Snippet(text, tuple(sorted(marks))),))
    return [(line.before, line.words, line.after) for line in found.lines]


def test_each_form_is_a_link_that_shows_the_same_articles(read: Read) -> None:
    page = read("/search?q=truce&sort=newest")
    options = {a.get_text(): a for a in page.select(".order a")}
    assert options["list"]["aria-current"] == "true"
    for name, layout in (("compact", Layout.COMPACT), ("in context", Layout.KWIC)):
        other = read(options[name]["href"])
        assert headlines(other) == headlines(page)
        assert other.select_one(f".hits.{layout}")
        assert {a.get_text() for a in other.select(".order [aria-current]")} == {
            name,
            "newest",
            "20 articles a page",
        }


def test_without_words_there_is_nothing_to_show_in_context(read: Read) -> None:
    assert "in context" not in {a.get_text() for a in read("/").select(".order a")}
    stated = read("/search?view=kwic")
    assert len(headlines(stated)) == 20
    assert not stated.select("ul.kwic")


def test_a_compact_hit_is_its_date_headline_and_publication(read: Read) -> None:
    hit = next(h for h in read("/search?q=pilots&view=compact").select(".hit") if "pilots" in h.h2.get_text())
    assert [part.get_text(" ", strip=True) for part in hit.find_all(["p", "h2"], recursive=False)] == [
        "23 May 2016 year inferred",
        "Harbour pilots agree to a truce",
        "Harbour News",
    ]


def test_every_place_of_the_words_stands_in_its_context(read: Read) -> None:
    page = read("/search?q=truce&view=kwic&f.source=Harbour+News&f.year=2016")
    assert count(page) == 1
    (rows,) = page.select("ul.kwic")
    said = [
        (row.select_one(".before").get_text(), row.select_one(".after").get_text())
        for row in rows.select("li")
    ]
    assert said == [
        (
            "May 23 (AFP) - The harbour pilots agreed to a ",
            'truce on Monday. "Nobody wins from a strike," said Mara',
        ),
        ("Talks on a lasting agreement begin in June; the ", "truce holds until then."),
    ]
    assert [mark.get_text() for mark in rows.select("mark")] == ["truce", "truce"]


def test_a_text_set_from_right_to_left_has_its_context_so(read: Read) -> None:
    rows = read("/search?q=الهدنة+OR+وقف&view=kwic").select_one("ul.kwic")
    assert (rows["lang"], rows["dir"]) == ("ar", "rtl")


def test_contexts_are_equally_long_and_cut_between_words() -> None:
    ((before, words, after),) = lines("alpha " * 40 + "KEY" + " omega" * 40, "KEY")
    assert words == "KEY"
    assert (before, after) == ("alpha " * (AROUND // 6), " omega" * (AROUND // 6))
    ((before, _, after),) = lines("x" * 200 + "KEY" + "y" * 200, "KEY")
    assert (before, after) == ("x" * AROUND, "y" * AROUND)


def test_neighbouring_words_are_one_place_and_line_ends_are_spaces() -> None:
    assert lines("the oil price\nof oil", "oil", "price") == [
        ("the ", "oil price", " of oil"),
        ("the oil price of ", "oil", ""),
    ]


def test_how_many_places_are_not_shown_is_said() -> None:
    found = _of((Snippet("ab " * 40, tuple((3 * n, 3 * n + 1) for n in range(10))),))
    assert (len(found.lines), found.more) == (MOST_LINES, 10 - MOST_LINES)
