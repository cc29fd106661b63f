"""The standfirst of an article, from text, from pages and from records."""

from __future__ import annotations

import pytest

from search.article import Media
from tests.ingest.reading import PROSE, kept, page, read


@pytest.mark.parametrize(
    "lines",
    [
        ("Council agrees on budget", "Members praise a debate of four hours", *PROSE),
        ("Council agrees on budget", "Members praise a debate of four hours.", "By Jane Doe", *PROSE),
        ("Council agrees on budget", "May 23, 2016", "Members praise a debate of four hours", *PROSE),
        (
            "Council agrees on budget",
            "Members praise a debate of four hours.",
            "May 23, 2016, 9:30 am",
            *PROSE,
        ),
    ],
    ids=["no sentence", "above the byline", "below the date", "above the date"],
)
def test_a_standfirst_is_told_by_its_place(lines: tuple[str, ...]) -> None:
    article = read(*lines)
    assert article.standfirst is not None
    assert article.standfirst.startswith("Members praise")
    assert article.body == "\n\n".join(PROSE)


def test_a_first_paragraph_is_no_standfirst() -> None:
    assert read("Council agrees on budget", *PROSE).standfirst is None
    assert read("Council agrees on budget", "ROME (AP) — The council", *PROSE).standfirst is None


def test_a_records_standfirst_is_taken() -> None:
    article = read(*PROSE, stated={"headline": "Council agrees", "standfirst": "A debate of four hours"})
    assert article.standfirst == "A debate of four hours"
    assert kept(article) == [1, 2, 3]


SUMMED_UP = "The council has settled its budget after four hours, and the new school will be built after all."


@pytest.mark.parametrize(
    ("head", "block", "field"),
    [
        ("", f"<p class=dek>{SUMMED_UP}</p>", SUMMED_UP),
        (f'<meta property="og:description" content="{SUMMED_UP}">', f"<h2>{SUMMED_UP}</h2>", SUMMED_UP),
        (
            f'<meta name="description" content="{SUMMED_UP}">',
            f"<div class=x><p>{SUMMED_UP}</p></div>",
            SUMMED_UP,
        ),
        (f'<meta name="description" content="{SUMMED_UP}">', f"<p>{SUMMED_UP}</p>", None),
        ("", f"<p>{SUMMED_UP}</p>", None),
    ],
)
def test_a_standfirst_of_whole_sentences_is_the_field_and_stays_in_the_text(
    head: str, block: str, field: str | None
) -> None:
    article = read(page(head, f"<h1>Council agrees on budget</h1>{block}"), media=Media.HTML)
    assert article.standfirst == field
    assert article.body.count(SUMMED_UP) == 1
    assert article.standfirst_apart is None
