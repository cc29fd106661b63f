"""Recipes in the text."""

from __future__ import annotations

import pytest

from search.article import Media
from tests.ingest.reading import MORE_PROSE, PROSE, read

TAKE = ("200 g flour", "2 eggs", "1 jar of honey", "1 tsp nutmeg")
DO = ("Stir the flour into the eggs.", "Add the honey and the nutmeg.", "Bake it for an hour.")
MENU = ("Front page", "Harbour", "Town hall", "Weather", "Sport", "Letters", "Obituaries", "Puzzles")


def items(tag: str, lines: tuple[str, ...]) -> str:
    return f"<{tag}>{''.join(f'<li>{line}</li>' for line in lines)}</{tag}>"


@pytest.mark.parametrize(
    ("take", "do"),
    [
        ("Ingredients", "Directions"),
        ("Zutaten:", "Zubereitung:"),
        ("INGRÉDIENTS", "PRÉPARATION"),
        ("المقادير", "طريقة التحضير"),
    ],
)
def test_a_recipe_below_a_story_is_of_it(take: str, do: str) -> None:
    card = f"<div class=recipe-card><h3>{take}</h3>{items('ul', TAKE)}<h3>{do}</h3>{items('ol', DO)}</div>"
    text = "".join(f"<p>{line}</p>" for line in (*PROSE, *MORE_PROSE))
    more = f"<div class=related><h3>Most read</h3>{items('ul', MENU)}</div>"
    page = f"<article><h1>The mayor bakes</h1>{text}{card}{more}</article>"
    whole = read(page, media=Media.HTML).body.split("\n\n")
    assert whole == [*PROSE, *MORE_PROSE, take, *TAKE, do, *DO]


def test_so_is_one_in_plain_lines_to_its_last_sentence() -> None:
    lines = ("The mayor bakes", *PROSE, *MORE_PROSE, "Ingredients", *TAKE, "Method", *DO, *MENU * 4)
    whole = read(*lines).body.split("\n\n")
    assert whole == [*PROSE, *MORE_PROSE, "Ingredients", *TAKE, "Method", *DO]


@pytest.mark.parametrize(
    "lines", [("Ingredients", *MENU), ("Method", *MENU), ("Ingredients", "Method", *MENU)]
)
def test_half_of_a_recipe_is_none(lines: tuple[str, ...]) -> None:
    whole = read("The mayor bakes", *MENU * 2, *PROSE, *MORE_PROSE, *lines, *MENU * 3).body.split("\n\n")
    assert whole == [*PROSE, *MORE_PROSE]


def test_headings_without_end_take_time_by_their_number() -> None:
    head = "<li>Ingredients</li><li>a</li><li>b</li><li>c</li><li>Method</li>"
    text = "".join(f"<p>{line}</p>" for line in PROSE)
    page = f"<article><h1>The mayor bakes</h1>{text}<ul>{head * 4_000}</ul></article>"
    assert read(page, media=Media.HTML).body.startswith(PROSE[0])
