"""Where the running text stands."""

from __future__ import annotations

from itertools import pairwise

import pytest

from search.article import Block, Markup
from search.ingest.body import find_text
from search.ingest.boilerplate import known
from tests.ingest.reading import MORE_PROSE, PROSE

MENU = ("Alpha section", "Beta section", "Gamma section", "Delta section", "Epsilon section", "Zeta section")


def text_of(*lines: str, markups: tuple[Markup | None, ...] = ()) -> list[str]:
    marks = markups or (None,) * len(lines)
    blocks = [
        Block(i, line, line, markup=mark) for i, (line, mark) in enumerate(zip(lines, marks, strict=True), 1)
    ]
    words = [known(line) for line in lines]
    inside = [i for run in find_text(blocks, words) for i in range(run.start, run.end)]
    return [lines[i] for i in inside if not words[i]]


def test_the_text_is_found_among_menus() -> None:
    assert text_of(*MENU * 3, *PROSE, *MENU * 3) == list(PROSE)


def test_a_text_in_several_runs_is_found_whole() -> None:
    assert text_of(*MENU * 3, *PROSE, *MENU[:2], *MORE_PROSE, *MENU * 3) == [*PROSE, *MORE_PROSE]


def test_sentences_far_below_the_text_are_other_articles() -> None:
    assert text_of(*MENU, *MORE_PROSE, *MENU * 6, PROSE[0], *MENU * 6) == [*MORE_PROSE]


def test_a_short_paragraph_a_quote_and_a_list_inside_the_text_stay() -> None:
    inside = ("“No.”", "He left.", "“BLOOD AND BODIES”", "- a truce", "- an exchange of prisoners", "- aid")
    assert text_of("A headline", *PROSE, *inside, *PROSE) == [*PROSE, *inside, *PROSE]


def test_what_stands_under_a_heading_of_other_articles_is_not_the_text() -> None:
    assert text_of(*PROSE, "Related Posts", "Talks resume", "The mayor left early on Friday.") == list(PROSE)


def test_the_text_can_resume_under_such_a_heading() -> None:
    assert text_of(*PROSE, "Read also", "Talks resume", *MORE_PROSE) == [*PROSE, *MORE_PROSE]


def test_nothing_is_the_text_of_a_menu() -> None:
    assert text_of(*MENU * 5) == []


TEASERS = (
    "Singer's daughter, 23, shows off a new boat as she joins her brother and his wife on the last day of the regatta",
    "Mayor's driver is left in tears after the jury takes only ten minutes to find that he never touched the brakes",
    "Baker who lost his shop in the flood reveals what the insurers said to him - and why he would not do it again",
    "Ferry captain, 41, hits back at critics who called his landing reckless as the harbour master takes his side",
    "So much for a quiet spring! Crowds flock to the pier as the warmest weekend in twenty years surprises everybody",
    "Who are the town's richest families? From the brewers on the hill to the twins who sold their garage for millions",
    "Teacher who found a gold coin under the school yard says that she has been treated like a thief ever since",
    "Gardener, 68, left speechless as the roses that he thought were dead win first prize at the county show",
    "Hunt for the fox of Mill Lane goes on: Neighbours tell how it took eleven hens in a single night last week",
    "Twins who were parted at birth meet on a night bus... and find that they have lived two streets from each other",
    "Postman quits after thirty years - with a letter to all the dogs on his round that is read by half the country",
    "Actress delights her fans as she opens the new library and stays to read to the children until after closing",
    "Record numbers of jellyfish drift into the bay: New figures show how many bathers had to be treated in July",
    "The chef who burnt down his own kitchen twice is back with a third restaurant and a fire engine in the yard",
)


def test_headlines_of_other_articles_that_read_like_text_are_told_by_standing_together() -> None:
    teasers = [f"{one}... and {other}" for one, other in pairwise(TEASERS)]
    text = text_of(*MENU * 4, *teasers, *MENU * 4, *PROSE, *MORE_PROSE, *MENU * 4)
    assert set(teasers[:5]).isdisjoint(text)
    assert text[-9:] == [*PROSE, *MORE_PROSE]


def test_teasers_that_are_cut_off_end_in_dots_and_not_as_sentences_do() -> None:
    teasers = [f"{one[:90]}..." for one in TEASERS]
    text = text_of(*MENU * 4, *PROSE, *MORE_PROSE, *MENU * 4, *teasers * 2, *MENU * 4)
    assert text[:9] == [*PROSE, *MORE_PROSE]
    assert set(teasers[6:]).isdisjoint(text)


def test_an_interview_whose_answers_end_in_quotation_marks_is_text() -> None:
    lines = [*PROSE, *MORE_PROSE, *(f"„{line}“" for line in (*PROSE, *MORE_PROSE) * 4)]
    assert text_of(*MENU * 4, *lines, *MENU * 4) == lines


def test_a_text_whose_lines_hardly_end_as_sentences_is_one() -> None:
    verses = [line.rstrip(".") for line in (*PROSE, *MORE_PROSE)]
    assert text_of(*MENU * 3, *verses, *MENU * 3) == verses


@pytest.mark.parametrize("paragraphs", [1, 4, 8])
def test_all_of_a_clean_text_is_kept_however_long(paragraphs: int) -> None:
    lines = [*(*PROSE, "“No.”", "He left.", *MORE_PROSE) * paragraphs]
    assert text_of(*lines) == lines


def test_markup_tells_the_text_from_teasers_that_read_like_it() -> None:
    text = Markup("p", "html/body/main/article/div/p", "article-body", container=3)
    teaser = Markup("li", "html/body/aside/ul/li", "related-stories", link_density=1.0, container=9)
    menu = Markup("li", "html/body/nav/ul/li", "menu", link_density=1.0, container=2)
    lines = (*MENU, *MORE_PROSE, *PROSE)
    markups = (*[menu] * 6, *[text] * 6, *[teaser] * 3)
    assert text_of(*lines, markups=markups) == [*MORE_PROSE]
