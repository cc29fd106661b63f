"""Lists, tables, questions and verses that stand in the text of a page, and what only looks like them."""

from __future__ import annotations

import dataclasses

import pytest

from search.article import Block, Markup, Media, Role
from search.ingest.insets import with_insets
from tests.ingest.reading import MORE_PROSE, PROSE, read

TABLE = (
    "<table><tr><th>Club</th><th>Played</th><th>Points</th></tr><tr><td>Rovers</td><td>12</td><td>31</td></tr>"
    "<tr><td>United</td><td>12</td><td>27</td></tr></table>"
)
ROWS = "Club\tPlayed\tPoints\n\nRovers\t12\t31\n\nUnited\t12\t27"


def body(inset: str, *, below: bool = True) -> str:
    """The text of a page in which this stands between paragraphs, or below them."""
    above, after = ("".join(f"<p>{line}</p>" for line in lines) for lines in (PROSE, MORE_PROSE[:3]))
    html = (
        f"<html lang=en><body><nav><ul><li><a href='/'>Front page</a></li></ul></nav><article><h1>Council settles it</h1>"
        f"<div class=text>{above}{inset}{after if below else ''}</div></article>"
        "<aside><h3>Most read</h3><ul><li><a href='/1'>Ferry late again on Sunday</a></li></ul></aside></body></html>"
    )
    return read(html, media=Media.HTML).body


@pytest.mark.parametrize(
    "inset",
    [
        TABLE,
        f"<figure>{TABLE}<figcaption>Standings</figcaption></figure>",
        f"<div class='table-responsive'><h3>Standings</h3>{TABLE}</div>",
        TABLE.replace("<tr><th>", "<thead><tr><th>").replace("</th></tr>", "</th></tr></thead>"),
        TABLE.replace("<td>", "<td><p>").replace("</td>", "</p></td>"),
    ],
)
def test_a_table_of_data_stands_in_the_text_row_by_row(inset: str) -> None:
    assert ROWS in body(inset)


SET_IN = "It was a fair assessment of the vote, and of the even weaker bid."


@pytest.mark.parametrize(
    ("line", "names", "linked", "taken"),
    [
        (SET_IN, "cta block", 0.0, True),
        (SET_IN, "teaser", 0.0, False),
        (SET_IN, "cta block", 0.9, False),
        (SET_IN[:-1], "cta block", 0.0, False),
        ("A fair assessment.", "cta block", 0.0, False),
    ],
)
def test_a_paragraph_among_others_that_is_made_like_them_is_one(
    line: str, names: str, linked: float, taken: bool
) -> None:
    made = Markup("p", "html/body/article/p", "cta block", container=3)
    inset = dataclasses.replace(made, names=names, link_density=linked)
    blocks = [Block(i, text, text, markup=made) for i, text in enumerate((*PROSE, line, *MORE_PROSE))]
    blocks[3] = dataclasses.replace(blocks[3], markup=inset)
    chosen = [True, True, True, False, *[True] * 6]
    assert with_insets(blocks, [None] * 10, chosen)[3] == taken


def test_a_table_may_end_the_text() -> None:
    assert body(TABLE, below=False).endswith(ROWS)


def test_a_table_stands_in_a_text_that_goes_on_as_a_list() -> None:
    above, after = (
        "".join(f"<li>{line}</li>" for line in lines) for lines in (MORE_PROSE[:3], MORE_PROSE[3:])
    )
    assert ROWS in body(f"<ul>{above}</ul>{TABLE}<ul>{after}</ul>", below=False)


@pytest.mark.parametrize(
    ("inset", "lines"),
    [
        ("<ul><li>Rotterdam</li><li>Two tugs</li></ul>", ("Rotterdam", "Two tugs")),
        ("<ul><li>200 g flour</li><li>2 eggs</li></ul>", ("200 g flour", "2 eggs")),
        ("<ol><li>Open it<ol><li>Left gate</li></ol></li></ol>", ("Open it", "Left gate")),
        ("<dl><dt>Crane 1</dt><dd>1911, rusted</dd></dl>", ("Crane 1", "1911, rusted")),
        ("<blockquote>We stay</blockquote>", ("We stay",)),
        ("<p><b>And then?</b></p><p>Nothing.</p>", ("And then?", "Nothing.")),
        ("<p>Is it safe?</p><p>Yes.</p>", ("Is it safe?", "Yes.")),
        ("<ul><li>Iran</li><li>Sport</li><li>Nothing else</li></ul>", ("Iran", "Sport", "Nothing else")),
    ],
)
def test_lists_quotations_and_short_answers_stay(inset: str, lines: tuple[str, ...]) -> None:
    text = body(inset).split("\n\n")
    assert [line for line in text if line in lines] == list(lines)


@pytest.mark.parametrize(
    "inset",
    [
        "<ul class=related><li><a href=/a>Crane collapses in gale</a></li><li><a href=/b>Chairman resigns</a></li></ul>",
        "<table class=ticker><tr><th>Ticker</th><th>Last</th></tr><tr><td>CCG</td><td>2.31</td></tr>"
        "<tr><td>CCX</td><td>1.10</td></tr></table>",
        "<h3>Related articles</h3><ul><li>Crane collapse</li><li>Baths</li><li>Ferry strike</li></ul>",
        "<ul><li><a href=/a>Crane collapses in gale</a></li><li><a href=/b>Chairman resigns</a></li></ul>",
    ],
)
def test_what_systems_set_into_every_text_does_not(inset: str) -> None:
    assert body(inset) == body("")


def test_the_lines_of_a_list_or_a_verse_are_no_cross_heads() -> None:
    verse = (
        "<p>O crane upon the quay<br>Thy jib is red<br>The gulls have gone to sea<br>Thy wheels are dust.</p>"
    )
    html = (
        "".join(f"<p>{line}</p>" for line in PROSE)
        + verse
        + "<ul><li>Two tugs</li></ul>"
        + f"<p>{PROSE[0]}</p>"
    )
    article = read(
        f"<html><body><h1>Council settles it</h1><div>{html}</div></body></html>", media=Media.HTML
    )
    assert not [block.clean for block in article.blocks if block.role is Role.CROSS_HEAD]


def test_the_entries_of_a_live_blog_keep_their_headings_and_not_their_times() -> None:
    entries = "".join(
        f"<article class=entry><time>{time}</time><h2 class=entry-title>{heading}</h2><p>{line}</p><p>{more}</p></article>"
        for time, heading, line, more in (
            ("21.38", "Summary", *MORE_PROSE[:2]),
            ("15:20 GMT", "Bridge closed at Hallbeck", *PROSE[:2]),
            ("7:05 am", "Good morning", *MORE_PROSE[2:4]),
        )
    )
    html = (
        f"<html><body><main><h1>Storm: thousands without power</h1><div>{entries}</div></main></body></html>"
    )
    text = read(html, media=Media.HTML).body.split("\n\n")
    assert [line for line in text if line in ("Summary", "Bridge closed at Hallbeck", "Good morning")] == [
        "Summary",
        "Bridge closed at Hallbeck",
        "Good morning",
    ]
    assert not {"21.38", "15:20 GMT", "7:05 am"} & set(text)
