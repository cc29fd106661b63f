"""Where readers discuss an article, and what only looks like it."""

from __future__ import annotations

import pytest

from search.article import Block
from search.ingest.boilerplate import known
from search.ingest.discussion import find_discussion
from tests.ingest.reading import MORE_PROSE, PROSE, read

WHEN = (
    ("29.04.2023, 11:14 Uhr", "02.05.2023, 19:04 Uhr", "3.5.2023 um 8:12"),
    ("November 19, 2019 at 6:34 am", "November 19, 2019 at 7:02 am", "November 20, 2019 at 10:15 pm"),
    ("2 hours ago", "3 days ago", "1 week ago"),
    ("vor 2 Stunden", "vor 3 Tagen", "vor 1 Jahr"),
)


def discussion(*lines: str) -> list[str]:
    blocks = [Block(i, line, line) for i, line in enumerate(lines)]
    likely = [0.9 if line in PROSE + MORE_PROSE else 0.1 for line in lines]
    found = find_discussion(blocks, [known(line) for line in lines], likely)
    return [lines[i] for i in found]


def comments(when: tuple[str, ...]) -> list[str]:
    return [
        line
        for who, said in zip(("Anna", "Ben", "Cem"), zip(when, MORE_PROSE[3:], strict=True), strict=True)
        for line in (who, *said)
    ]


@pytest.mark.parametrize("when", WHEN)
@pytest.mark.parametrize(
    "heading",
    [
        "3 Comments",
        "3 Kommentare",
        "34 responses to “Council: “We needed it””",
        "3 réponses à « Le conseil »",
    ],
)
def test_comments_are_not_the_text_however_well_they_read(heading: str, when: tuple[str, ...]) -> None:
    below = [heading, "Newest", *comments(when)]
    assert discussion(*PROSE, *below) == below
    assert read("Council agrees", *PROSE, *below).body.split("\n\n") == list(PROSE)


@pytest.mark.parametrize("says", ["{} says:", "{} a écrit :", "{} schreibt:"])
def test_comments_without_a_heading_are_told_by_who_says_them(says: str) -> None:
    said = [says.format(line) if line in ("Anna", "Ben", "Cem") else line for line in comments(WHEN[1])]
    assert discussion(*PROSE, *said) == said


def test_what_is_said_in_the_text_is_no_comment() -> None:
    assert discussion(*PROSE, "The mayor says:", *MORE_PROSE, *WHEN[1]) == []


def test_the_times_of_a_live_blog_are_its_own() -> None:
    assert discussion("Council debates the budget", "12 Comments", *comments(WHEN[0])) == []


def test_a_counter_of_comments_above_the_text_heads_none() -> None:
    assert discussion(*PROSE, "13 Comments", *MORE_PROSE[:3], *WHEN[2]) == []


def test_two_times_make_no_discussion() -> None:
    assert discussion(*PROSE, "2 Comments", *comments(WHEN[0])[:6]) == []
