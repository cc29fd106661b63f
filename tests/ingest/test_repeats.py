"""Lines that pages of one site share, and the traps: copies of a story, a page read again, a site of its own."""

from __future__ import annotations

import dataclasses
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from search.article import Article, Block, Evidence, Role
from search.errors import IndexDamaged
from search.ingest.page import STATED
from search.ingest.repeats import FILE, Repeats, site_of
from tests.articles import make_article

FOOTER = "Send us your story by post or drop in at Harbour Lane any weekday"


def page(name: str, *lines: str, dropped: tuple[str, ...] = (), folder: str = "news") -> Article:
    blocks = [Block(n, text, text) for n, text in enumerate(lines, 1)]
    blocks += [Block(n, text, text).drop(Role.OTHER, "") for n, text in enumerate(dropped, len(lines) + 1)]
    body = "\n\n".join(lines)
    return make_article(name, locator=f"{folder}/{name}.txt", body=body, blocks=tuple(blocks))


def titled(article: Article, headline: str) -> Article:
    return dataclasses.replace(article, headline=headline)


def story(name: str, sentences: int = 6) -> tuple[str, ...]:
    return tuple(
        f"The {name} council said in its report number {'x' * n} that the pier would stay open."
        for n in range(sentences)
    )


@pytest.fixture
def repeats(tmp_path: Path) -> Iterator[Repeats]:
    repeats = Repeats(tmp_path / FILE)
    yield repeats
    repeats.close()


def test_the_second_page_makes_a_line_a_repeat_and_the_first_due(repeats: Repeats) -> None:
    first, second = page("a", *story("a"), FOOTER), page("b", *story("b"), FOOTER)
    assert repeats.learn(first) == first
    assert list(repeats.due()) == []
    cleaned = repeats.learn(second)
    assert cleaned.body == "\n\n".join(story("b"))
    assert (cleaned.blocks[-1].kept, cleaned.blocks[-1].role) == (False, Role.REPEAT)
    assert "news/a.txt" in cleaned.blocks[-1].reason
    assert list(repeats.due()) == ["a"]
    mended = repeats.clean(first)
    assert mended.body == "\n\n".join(story("a"))
    assert "news/b.txt" in mended.blocks[-1].reason
    repeats.done()
    assert list(repeats.due()) == []


def test_a_page_is_due_only_for_a_line_of_its_body(repeats: Repeats) -> None:
    repeats.learn(page("a", *story("a"), dropped=(FOOTER,)))
    assert FOOTER not in repeats.learn(page("b", *story("b"), FOOTER)).body
    assert list(repeats.due()) == []


def test_a_page_read_again_is_due_for_what_is_in_its_body_by_now(repeats: Repeats) -> None:
    repeats.learn(page("a", *story("a"), dropped=(FOOTER,)))
    repeats.learn(page("a", *story("a"), FOOTER))
    repeats.learn(page("b", *story("b"), FOOTER))
    assert list(repeats.due()) == ["a"]


def test_the_lead_is_named_anew(repeats: Repeats) -> None:
    repeats.learn(page("a", FOOTER, *story("a")))
    cleaned = repeats.learn(page("b", FOOTER, *story("b")))
    assert [block.role for block in cleaned.blocks][:2] == [Role.REPEAT, Role.LEAD]


def test_tables_of_one_shape_are_not_one_table(repeats: Repeats) -> None:
    repeats.learn(page("a", *story("a"), "Net profit 34 against 119"))
    results = page("b", *story("b"), "Net profit 51 against 12")
    assert repeats.learn(results) == results


def test_what_parts_the_sections_of_a_story_is_no_repeat(repeats: Repeats) -> None:
    repeats.learn(page("a", *story("a"), "___", *story("more")))
    parted = page("b", *story("b"), "___", *story("yet more"))
    assert repeats.learn(parted) == parted


def test_reading_a_page_again_teaches_nothing(repeats: Repeats) -> None:
    for _ in range(3):
        assert repeats.learn(page("a", *story("a"), FOOTER)).body.endswith(FOOTER)


def test_copies_of_a_story_keep_their_body(repeats: Repeats) -> None:
    whole = story("harbour", 8)
    for number in range(6):
        copy = page(f"copy{number}", *whole, f"Our own line {'x' * number}")
        assert repeats.learn(copy) == copy


def test_a_cut_and_led_copy_keeps_its_body(repeats: Repeats) -> None:
    whole = story("harbour", 8)
    repeats.learn(page("whole", *whole))
    cut = page("cut", "A new lead that nobody else has for this story.", *whole[1:4])
    assert repeats.learn(cut) == cut
    assert list(repeats.due()) == []


def test_an_update_under_a_new_lead_and_headline_keeps_its_body(repeats: Repeats) -> None:
    whole = story("harbour", 8)
    repeats.learn(titled(page("first", *whole), "Harbour council: pier to stay open"))
    update = titled(page("update", "The mayor has welcomed it.", *whole[1:]), "Pier is safe, says council")
    assert repeats.learn(update) == update
    assert list(repeats.due()) == []


def test_a_plea_that_is_longer_than_the_stories_above_it_is_a_repeat(repeats: Repeats) -> None:
    plea = (FOOTER, "We believe that everyone needs good reporting, and not everyone can pay for it.")
    first = titled(page("a", "The pier reopens on Monday.", *plea), "Pier reopens")
    repeats.learn(first)
    second = titled(page("b", "A bus hit a lamp post.", *plea), "Bus crash in the High Street")
    assert repeats.learn(second).body == "A bus hit a lamp post."
    assert repeats.clean(first).body == "The pier reopens on Monday."


def test_a_tail_is_the_sites_though_more_of_it_is_taken_for_text_on_one_page(repeats: Repeats) -> None:
    tail = (*story("tail", 4), FOOTER)
    first = titled(page("a", "The pier reopens on Monday.", *tail), "Pier reopens")
    repeats.learn(first)
    second = page("b", "A bus hit a lamp post.", *tail[:-1], dropped=(FOOTER,))
    assert repeats.learn(titled(second, "Crash in the High Street")).body == "A bus hit a lamp post."
    assert repeats.clean(first).body == "The pier reopens on Monday."


BACKGROUND = "The pier, which was built in 1871, has been shut since a storm broke its last forty metres off."


def test_what_two_stories_of_one_matter_share_is_no_repeat_until_a_third_page_has_it(
    repeats: Repeats,
) -> None:
    before = titled(page("a", *story("a"), BACKGROUND, *story("a, later")), "Council to vote on the pier")
    after = titled(page("b", *story("b"), BACKGROUND, *story("b, later")), "Pier vote is put off")
    repeats.learn(before)
    for _ in range(2):
        assert repeats.learn(after) == after
    assert list(repeats.due()) == []
    third = titled(page("c", *story("c"), BACKGROUND), "Pier saved")
    assert BACKGROUND not in repeats.learn(third).body
    assert list(repeats.due()) == ["a"]


@pytest.mark.parametrize("order", [(0, 1, 2), (1, 0, 2), (1, 2, 0)])
def test_a_lead_that_other_pages_print_under_its_headline_is_no_repeat(
    repeats: Repeats, order: tuple[int, ...]
) -> None:
    teaser = ("Pier saved", story("a")[0])
    pages = (
        titled(page("a", *story("a"), FOOTER, dropped=("Pier saved",)), "Pier saved"),
        titled(page("b", *story("b"), FOOTER, dropped=teaser), "Bus crash"),
        titled(page("c", *story("c"), FOOTER, dropped=teaser), "Rain"),
    )
    for number in order:
        repeats.learn(pages[number])
    assert repeats.clean(pages[0]).body == "\n\n".join(story("a"))


def test_a_page_of_nothing_but_repeats_is_left_alone(repeats: Repeats) -> None:
    repeats.learn(page("a", *story("a"), FOOTER))
    repeats.learn(page("b", *story("b"), FOOTER))
    only = page("c", FOOTER)
    assert repeats.learn(only) == only


def test_sites_are_apart(repeats: Repeats) -> None:
    repeats.learn(page("a", *story("a"), FOOTER))
    other = page("b", *story("b"), FOOTER, folder="other")
    assert repeats.learn(other) == other


def test_a_record_that_states_its_body_neither_teaches_nor_learns(repeats: Repeats) -> None:
    evidence = (Evidence("headline", f"{STATED}headline", "H"),)
    for name in ("a", "b"):
        stated = dataclasses.replace(page(name, *story(name), FOOTER), evidence=evidence)
        assert repeats.learn(stated) == stated
    assert repeats.learn(page("c", *story("c"), FOOTER)).body.endswith(FOOTER)


@pytest.mark.parametrize(
    ("url", "locator", "site"),
    [
        ("https://www.example.org/a", "crawl.warc.gz#3", "example.org"),
        ("https://news.example.org/a", "x", "news.example.org"),
        (None, "seeds/2016/a.txt", "seeds/2016"),
        (None, "seeds/pack.zip!a.txt", "seeds"),
        ("mailto:nobody", "seeds/a.txt", "seeds"),
        ("http://[broken", "seeds/a.txt", "seeds"),
    ],
)
def test_the_site_of_a_page(url: str | None, locator: str, site: str) -> None:
    assert site_of(url, locator) == site


def test_a_file_that_is_not_ours_is_said(tmp_path: Path) -> None:
    (tmp_path / FILE).write_bytes(b"not a database" * 100)
    with pytest.raises(IndexDamaged, match="reindex --full"):
        Repeats(tmp_path / FILE)


def test_a_file_of_another_version_is_said(tmp_path: Path) -> None:
    with closing(sqlite3.connect(tmp_path / FILE)) as db:
        db.execute("CREATE TABLE lines (line INTEGER PRIMARY KEY, page INT NOT NULL)")
    with pytest.raises(IndexDamaged, match="reindex --full"):
        Repeats(tmp_path / FILE)


def test_what_is_not_kept_is_learned_again(tmp_path: Path) -> None:
    file = tmp_path / FILE
    with closing(Repeats(file)) as repeats:
        repeats.learn(page("a", *story("a"), FOOTER))
        repeats.keep()
        repeats.learn(page("b", *story("b"), FOOTER))
    with closing(Repeats(file)) as repeats:
        assert list(repeats.due()) == []
        assert FOOTER not in repeats.learn(page("b", *story("b"), FOOTER)).body
        assert list(repeats.due()) == ["a"]
