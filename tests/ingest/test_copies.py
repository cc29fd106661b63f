"""Whether pages are one story: by how they begin and end, and by what they and their headlines speak of."""

from __future__ import annotations

import pytest

from search.ingest.copies import Kinship, Story, content, is_of_both, kinship

PIER = ["The harbour pier stays open, the council said.", "It had planned to close the pier in March."]
PLEA = ["Good reporting takes time and money.", "Please give what you can, today or each month."]


def page(headline: str, first: int, last: int, body: int) -> Story:
    return Story(content(headline, "en"), first, last, body)


@pytest.mark.parametrize(
    ("first", "last", "body", "shared", "expected"),
    [
        (1, 9, 100, PIER, Kinship.SURE),
        (2, 9, 100, PIER, Kinship.LIKELY),
        (1, 8, 100, PLEA, Kinship.SURE),
        (1, 9, 100, PLEA, Kinship.LIKELY),
        (2, 8, 100, PLEA, Kinship.LIKELY),
        (2, 9, 100, PLEA, Kinship.NONE),
        (1, 9, 200, PIER, Kinship.LIKELY),
        (1, 9, 60, PLEA[:1], Kinship.LIKELY),
        (1, 8, 1000, PLEA, Kinship.NONE),
    ],
)
def test_the_signs_of_one_story(
    first: int, last: int, body: int, shared: list[str], expected: Kinship
) -> None:
    one = page("Harbour pier to stay open", 1, 9, 3000)
    other = page("Council keeps pier open", first, last, body)
    assert kinship(one, other, shared, "en", end_alike=one.last == other.last) is expected


def test_stories_of_one_matter_may_share_little() -> None:
    one, other = page("Harbour pier saved", 1, 9, 3000), page("Storm hits harbour pier", 2, 9, 3000)
    assert kinship(one, other, PIER, "en", end_alike=True) is Kinship.LIKELY
    assert kinship(one, other, PLEA, "en", end_alike=True) is Kinship.NONE
    assert kinship(one, page("Storm hits bus", 2, 9, 3000), PIER, "en", end_alike=True) is Kinship.NONE


def test_only_a_paragraph_on_what_both_headlines_name_is_of_both() -> None:
    one, other = page("Harbour pier saved", 1, 9, 3000), page("Storm hits pier", 2, 9, 3000)
    assert is_of_both(" ".join(PIER), one, other, "en")
    assert not is_of_both(PIER[1], one, other, "en")
    assert not is_of_both(" ".join(PLEA * 2), one, other, "en")


def test_a_page_without_a_headline_speaks_of_nothing() -> None:
    assert kinship(page("", 1, 9, 100), page("", 2, 9, 100), PIER, "en", end_alike=True) is Kinship.NONE


@pytest.mark.parametrize(
    ("text", "language", "expected"),
    [
        ("The pier and the 2 piers", "en", {"pier", "piers"}),
        ("Selbstbestimmung", "de", {"selbst"}),
        ("台風10号", "ja", {"台風"}),
        ("桟橋が再開", "ja", {"桟橋", "橋が", "が再", "再開"}),
    ],
)
def test_the_words_that_say_what_a_text_is_of(text: str, language: str, expected: set[str]) -> None:
    assert content(text, language) == expected
