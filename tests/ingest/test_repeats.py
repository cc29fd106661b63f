"""Lines that pages of one site share, and the traps: copies of a story, a page read again, a site of its own."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from search.article import Article, Block, Role
from search.errors import IndexDamaged
from search.ingest.repeats import FILE, Repeats, line_keys, site_of
from tests.articles import make_article

FOOTER = "Send us your story by post or drop in at Harbour Lane any weekday"


def page(name: str, *lines: str, dropped: tuple[str, ...] = ()) -> Article:
    blocks = [Block(n, text, text) for n, text in enumerate(lines, 1)]
    blocks += [
        Block(n, text, text).drop(Role.OTHER, "boilerplate") for n, text in enumerate(dropped, len(lines) + 1)
    ]
    return make_article(name, locator=f"news/{name}.txt", blocks=tuple(blocks))


def story(name: str, sentences: int = 6) -> tuple[str, ...]:
    return tuple(
        f"The {name} council said in its report number {'x' * n} that the pier would stay open."
        for n in range(sentences)
    )


@pytest.fixture
def repeats(tmp_path: Path) -> Iterator[Repeats]:
    repeats = Repeats(tmp_path / FILE, learns=True)
    yield repeats
    repeats.close()


def is_known(repeats: Repeats, line: str, site: str = "news") -> bool:
    return bool(repeats.known(line_keys(site, [Block(1, line, line)])))


def test_the_second_page_makes_a_line_a_repeat_and_sends_both_back(repeats: Repeats) -> None:
    assert repeats.learn(page("a", *story("a"), FOOTER), "news") == ()
    assert not is_known(repeats, FOOTER)
    assert set(repeats.learn(page("b", *story("b"), FOOTER), "news")) == {"news/a.txt", "news/b.txt"}
    assert is_known(repeats, FOOTER)
    assert not is_known(repeats, story("a")[0])


def test_a_page_that_dropped_the_line_by_itself_is_not_sent_back(repeats: Repeats) -> None:
    repeats.learn(page("a", *story("a"), dropped=(FOOTER,)), "news")
    assert repeats.learn(page("b", *story("b"), dropped=(FOOTER,)), "news") == ("news/a.txt",)
    assert repeats.learn(page("c", *story("c"), dropped=(FOOTER,)), "news") == ()


def test_numbers_in_a_line_do_not_hide_it(repeats: Repeats) -> None:
    repeats.learn(page("a", *story("a"), "This news has been seen 451 times"), "news")
    repeats.learn(page("b", *story("b"), "This news has been seen 7 times"), "news")
    assert is_known(repeats, "This news has been seen 1,204 times")


def test_reading_a_page_again_teaches_nothing(repeats: Repeats) -> None:
    for _ in range(3):
        assert repeats.learn(page("a", *story("a"), FOOTER), "news") == ()
    assert not is_known(repeats, FOOTER)


def test_copies_of_a_story_keep_their_body(repeats: Repeats) -> None:
    whole = story("harbour", 8)
    for number in range(6):
        repeats.learn(page(f"copy{number}", *whole, f"Our own line {'x' * number}"), "news")
    assert not any(is_known(repeats, line) for line in whole)


def test_a_cut_and_led_copy_keeps_its_body(repeats: Repeats) -> None:
    whole = story("harbour", 8)
    repeats.learn(page("whole", *whole), "news")
    repeats.learn(page("cut", "A new lead that nobody else has for this story.", *whole[1:4]), "news")
    assert not any(is_known(repeats, line) for line in whole)


def test_a_long_footer_under_short_stories_is_found_in_the_end(repeats: Repeats) -> None:
    for number in range(5):
        repeats.learn(
            page(
                f"p{number}",
                f"The {'x' * number} pier reopens on a day that we were told to keep open.",
                FOOTER,
            ),
            "news",
        )
    assert is_known(repeats, FOOTER)


def test_sites_are_apart(repeats: Repeats) -> None:
    repeats.learn(page("a", *story("a"), FOOTER), "news")
    repeats.learn(page("b", *story("b"), FOOTER), "other")
    assert not is_known(repeats, FOOTER)


@pytest.mark.parametrize(
    ("url", "locator", "site"),
    [
        ("https://www.example.org/a", "crawl.warc.gz#3", "example.org"),
        ("https://news.example.org/a", "x", "news.example.org"),
        (None, "seeds/2016/a.txt", "seeds/2016"),
        (None, "seeds/pack.zip!a.txt", "seeds"),
        ("mailto:nobody", "seeds/a.txt", "seeds"),
    ],
)
def test_the_site_of_a_page(url: str | None, locator: str, site: str) -> None:
    assert site_of(url, locator) == site


def test_a_reader_sees_what_the_writer_learns(tmp_path: Path, repeats: Repeats) -> None:
    reader = Repeats(tmp_path / FILE)
    repeats.learn(page("a", *story("a"), FOOTER), "news")
    repeats.learn(page("b", *story("b"), FOOTER), "news")
    assert is_known(reader, FOOTER)
    reader.close()


def test_a_file_that_is_not_ours_is_said(tmp_path: Path) -> None:
    (tmp_path / FILE).write_bytes(b"not a database" * 100)
    with pytest.raises(IndexDamaged, match="reindex --full"):
        Repeats(tmp_path / FILE, learns=True)
