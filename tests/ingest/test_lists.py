"""Lists that are told by how their lines go with each other."""

from __future__ import annotations

import pytest

from search.article import Block
from search.ingest.boilerplate import known
from search.ingest.lists import counted, with_alike, with_numbered
from tests.ingest.reading import MORE_PROSE, PROSE, read

MENU = ("Front page", "Harbour", "Town hall", "Weather", "Sport", "Letters", "Obituaries", "Puzzles")


def numbered(*lines: str) -> list[str]:
    """Which lines are taken when those that begin with `1` and `2` were, and those of sentences."""
    blocks = [Block(i, line, line) for i, line in enumerate(lines)]
    chosen = [line.strip("#(")[0] in "12" or line.endswith(".") for line in lines]
    taken = with_numbered(blocks, [known(line) for line in lines], chosen)
    return [line for line, of_text in zip(lines, taken, strict=True) if of_text]


def below(*lines: str, alike: bool = False) -> list[str]:
    """Which lines are taken below a text, of which only those of sentences were."""
    blocks = [Block(i, line, line) for i, line in enumerate((PROSE[0], *lines))]
    chosen = [block.clean.endswith(".") for block in blocks]
    taken = (with_alike if alike else with_numbered)(blocks, [known(block.clean) for block in blocks], chosen)
    return [line for line, of_text in zip(lines, taken[1:], strict=True) if of_text]


@pytest.mark.parametrize("sign", ["{}. ", "{}) ", "#{}: ", "({}) "])
def test_what_is_numbered_goes_on_with_the_next_number(sign: str) -> None:
    lines = [sign.format(n) + name for n, name in enumerate(("Crane", "Baths", "Ferry", "Pier"), 1)]
    assert numbered(*lines, "Most read") == lines


@pytest.mark.parametrize("line", ["4. Ferry", "3.2 per cent", "3 ferries", "3. 5. 2016", "3:2"])
def test_what_begins_with_another_number_or_is_none_does_not(line: str) -> None:
    assert numbered("1. Crane", "2. Baths", line) == ["1. Crane", "2. Baths"]


def test_a_numbered_list_that_the_text_leads_to_is_of_it_with_what_stands_between() -> None:
    lines = [
        "1) A crane",
        "https://crane.test",
        "2) A tug",
        "https://tug.test",
        "3) A buoy",
        "https://buoy.test",
    ]
    assert below(*lines, "Most read") == lines[:5]


@pytest.mark.parametrize(
    "lines",
    [
        ("Most read", "1) A crane", "2) A tug", "3) A buoy"),
        ("1) A crane", "2) A tug", "Next page"),
        ("2) A tug", "3) A buoy", "4) A pier"),
    ],
)
def test_one_apart_from_the_text_or_with_too_few_items_or_without_the_first_is_not(
    lines: tuple[str, ...],
) -> None:
    assert below(*lines) == []


@pytest.mark.parametrize("line", ["June {} – Ferrytown, the old pier", "Best Pier - NUMBER {}"])
def test_lines_that_are_alike_below_the_text_are_a_list_of_it(line: str) -> None:
    lines = [line.format(n) for n in range(1, 6)]
    assert below(*lines, alike=True) == lines
    assert below(*lines[:4], alike=True) == []
    assert below("Elsewhere", "Weather", "Puzzles", *lines, alike=True) == []


@pytest.mark.parametrize("line", ["careers.promote {}", "• Berth {}", "•Berth {}"])
def test_lines_that_begin_alike_are_if_the_text_goes_on_below(line: str) -> None:
    lines = [line.format(n) for n in range(1, 6)]
    assert below(*lines, PROSE[1], alike=True) == [*lines, PROSE[1]]
    assert below(*lines, *MENU, alike=True) == []


def test_lines_that_are_not_alike_are_none() -> None:
    assert below(*MENU, alike=True) == []


def test_a_tour_is_kept_below_its_story() -> None:
    dates = [f"June {n} – Ferrytown, CT @ Old Pier {n}" for n in range(1, 8)]
    article = read("Band of the harbour goes on tour", *PROSE, *MORE_PROSE, *dates, *MENU * 4)
    assert article.body.split("\n\n") == [*PROSE, *MORE_PROSE, *dates]


def test_a_menu_that_counts_what_stands_in_its_sections_is_none_of_the_text() -> None:
    menu = ("Economy (16)", "Harbour and sea (1,204)", "Letters (3)", "Sport (88)", "Town hall (7)")
    lines = (*menu, "Ferry (a tug)", *menu[:3], "(7)")
    blocks = [Block(i, line, line) for i, line in enumerate(lines)]
    assert counted(blocks) == frozenset(range(5))


def test_it_takes_time_by_the_length_of_a_page_whatever_is_in_it() -> None:
    lines = ["1. one", "x", "- a - b (1)", "(" * 50 + "1)", "The same", "\u0967. x"] * 20_000
    blocks = [Block(i, line, line) for i, line in enumerate(lines)]
    none: list[None] = [None] * len(lines)
    assert len(with_alike(blocks, none, with_numbered(blocks, none, [True] * len(lines)))) == len(lines)
    assert not counted(blocks)
