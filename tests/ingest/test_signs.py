"""What is looked for first, because that is quick, misses nothing of what the pattern behind it finds."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from search.ingest import (
    ballot,
    boilerplate,
    captions,
    language,
    scriptdates,
    sightings,
    standfirst,
    wording,
    writers,
)

_FOLDED_APART = set("ıİſK")
"""Letters that patterns without case take for i, s and k, and `lower` does not. Nobody writes a sign with them."""


def _hinted(text: str) -> bool:
    return any(hint in text.lower() for hint in scriptdates._HINTS)


def _credited(text: str) -> bool:
    return len(text) > captions._LONGEST or captions.picture_of(text) is not None


@pytest.mark.parametrize(
    ("pattern", "found"),
    [
        (standfirst._NAMES, standfirst.is_named_standfirst),
        (standfirst._PICTURED, standfirst._is_pictured),
        (writers._NAMES, writers._name_writers),
        (scriptdates._STATED, _hinted),
        (captions._CREDITED, _credited),
    ],
)
@given(data=st.data())
def test_a_sign_is_in_all_that_its_pattern_finds(
    pattern: re.Pattern[str], found: Callable[[str], bool], data: st.DataObject
) -> None:
    text = " ".join(data.draw(st.from_regex(pattern)).split())  # as blocks have it
    assume(pattern.search(text) and _FOLDED_APART.isdisjoint(text))
    assert found(text)


_DATED = re.compile(r"\b(?:19|20)\d\d\b|\d{1,2}:\d\d|\b\d{1,2}[./]\d{1,2}[./]")
_MAY_HOLD = re.compile(
    r"\d{4}|\d[./-]\d|\d ?[月월]|[一二三四五六七八九十] ?月|[^\W\d_]{3}\.?,? \d|\d[^\W\d_]{0,2}\.? [^\W\d_]{3}"
)
_SEPARATOR = re.compile(r"\s+[|\-–—·•»«:/*]\s+|\s*[|ㅣ｜：]\s*|\s+::\s+|(?<=\S)[-–—](?=[^\W\d_]+\s?[|ㅣ｜])")
_PARTS = re.compile(r"\s*[|,/•·–—]\s*|\s-\s")
_LINE = st.text("0129abZé.,:;/|｜ㅣ-–—·•»*: 月월一年_", max_size=30)


@given(_LINE)
def test_what_begins_with_a_figure_is_what_the_plain_pattern_finds(line: str) -> None:
    assert bool(writers._DATED.search(line)) == bool(_DATED.search(line))
    assert sightings._may_hold_date(line) == bool(_MAY_HOLD.search(line))


@given(_LINE)
def test_what_no_letter_begins_is_parted_as_by_the_plain_pattern(line: str) -> None:
    assert ballot._SEPARATOR.split(line) == _SEPARATOR.split(line)
    assert writers._PARTS.split(line) == _PARTS.split(line)


_LATIN = st.characters(codec="cp1252")


@given(st.text(_LATIN, max_size=200) | st.text(max_size=80))
def test_words_are_found_as_their_pattern_finds_them(text: str) -> None:
    assert wording.words(text) == wording.WORD.findall(text)
    assert boilerplate._words(text.casefold()) == re.findall(r"[\w#@]+", text.casefold())


@given(st.text(_LATIN | st.sampled_from("’‌- "), max_size=200))
def test_words_of_a_language_are_found_as_their_pattern_finds_them(text: str) -> None:
    assert language._words(text) == language._WORD.findall(text.lower())
