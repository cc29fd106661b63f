"""What is said of a query, and that nothing that is typed does harm."""

from __future__ import annotations

import sys
from dataclasses import replace

import pytest

from search.clauses import (
    All,
    Any,
    Clause,
    Everything,
    Near,
    Not,
    Phrase,
    Word,
)
from search.query import Query
from search.settings import Settings
from tests.queries import ROOMY, SETTINGS, a, b, c, read, words


@pytest.mark.parametrize(
    ("typed", "clause", "said"),
    [
        ("AND", Everything(), "AND"),
        ("a AND", a, "AND"),
        ("OR a", a, "OR"),
        ("a AND OR b", Any((a, b)), "AND"),
        ("a NOT", a, "NOT"),
        ("()", Everything(), "brackets"),
        ("a () b", All((a, b)), "brackets"),
        ("a) b", All((a, b)), "closing bracket"),
        ("(a b", All((a, b)), "not closed"),
        ("*", Everything(), "“*”"),
        ("a ?*", a, "“?*”"),
        ('"" a', a, "quotation marks"),
        ('"the *gate" a', All((Phrase("the *gate"), a)), "*"),
        ('"a b"~4', Phrase("a b"), "w/5"),
        ("foo:bar", Word("foo:bar"), "headline:"),
        ("headline: ", Everything(), "headline:"),
        ("a date:nonsense", a, "2016-05-23"),
        ("a date:5/4/2016", a, "5/4/2016"),
        ("a date:", a, "date:"),
        ("a date:last week", All((a, Word("week"))), "quotation marks"),
        ("a || b", All((a, b)), "“||” was ignored"),
        ("a | b", All((a, b)), "OR"),
        ("a && b", All((a, b)), "“&&” was ignored"),
        ("negotiat! a", All((Word("negotiat"), a)), "negotiat*"),
        ("a w/300 b", Near(a, b, 255), "255"),
        ("a w/0 b", Near(a, b, 1), "w/0"),
        ("a not w/5 b", All((a, Not(Near(a, b, 5)))), "even once"),
        ("rst=tdrb", Word("rst=tdrb"), "“rst”"),
        ("geo(france)", words("geo", "france"), "“geo”"),
        ("a or b", words("a", "or", "b"), "OR"),
        ("a not b", words("a", "not", "b"), "NOT"),
        ('"a b" and c', All((Phrase("a b"), Word("and"), c)), "AND"),
        ("a NEAR b", words("a", "NEAR", "b"), "w/5"),
        ("-", Everything(), "nothing was left"),
        ("caps(a) b", All((a, b)), "caps("),
        ("-a", All((Everything(), Not(a))), "leave out"),
        ("-a -b", All((Everything(), Not(a), Not(b))), "leave out"),
    ],
)
def test_what_is_ignored_or_repaired_is_said(typed: str, clause: Clause, said: str) -> None:
    query = read(typed)
    assert query.clause == clause
    assert any(said in note for note in query.notes), query.notes


@pytest.mark.parametrize(
    ("typed", "clause"),
    [
        ("NATO AND EU", All((Word("NATO"), Word("EU")))),
        ("ISIL NOT AL-QAEDA", All((Word("ISIL"), Not(Word("AL-QAEDA"))))),
        ("WHITE HOUSE OR PENTAGON", Any((words("WHITE", "HOUSE"), Word("PENTAGON")))),
        ("TREATY BETWEEN SYRIA AND IRAQ", words("TREATY", "BETWEEN", "SYRIA", "IRAQ")),
        ("سوريا العراق لبنان الأردن AND مصر", words("سوريا", "العراق", "لبنان", "الأردن", "مصر")),
    ],
)
def test_capitals_with_operators(typed: str, clause: Clause) -> None:
    assert read(typed).clause == clause


def test_a_sentence_in_capitals_has_no_operators() -> None:
    query = read("TALKS THAT WERE HELD BETWEEN SYRIA AND IRAQ, NOT LEBANON.")
    texts = "TALKS THAT WERE HELD BETWEEN SYRIA and IRAQ not LEBANON".split()
    assert query.clause == words(*texts)
    assert any("capitals" in note for note in query.notes)
    assert read(query.understood).clause == query.clause


@pytest.mark.parametrize(
    "typed",
    [
        *(
            "oil and gas",
            "peace now! they said",
            "a w/255 b",
            "whether they would fight on or not is not known",
        ),
        *("headline:or", "=or a b", "a (b c)", "E=mc2 a", "Smith & Sons", "UN(b)", "a near b"),
    ],
)
def test_what_needs_no_word_gets_none(typed: str) -> None:
    assert [note for note in read(typed).notes if "punctuation" not in note] == []


def test_no_query_is_every_article() -> None:
    for text in ("", " ", "\u200f\n"):
        assert read(text) == Query(Everything(), "", (), ())


def test_free_words_are_the_wanted_ones() -> None:
    query = read('oil "gas pipe" -coal headline:price wax~ (iron OR tin) a w/5 b date:2016')
    assert query.words == ("oil", "gas", "pipe", "wax", "iron", "tin", "a", "b")


def test_caps_are_kept_and_said() -> None:
    small = replace(SETTINGS, max_query_chars=20, max_clauses=3)
    query = read("a b c d e", small)
    assert query.clause == All((a, b, c))
    assert any("more words" in note for note in query.notes)
    assert read("x" * 100, small).clause == Word("x" * 20)


HOSTILE = {
    "brackets": "(" * 1000,
    "closing brackets": ")" * 1000,
    "empty brackets": "()" * 1000,
    "open alternatives": "(a OR " * 500,
    "stars": "a*" * 1000,
    "only stars": "*?" * 2000,
    "quotes": '"' * 10_000,
    "hyphens": "-" * 1000,
    "lone hyphens": "- " * 1000,
    "NOT": "NOT " * 1000,
    "AND": "AND " * 500,
    "fields in fields": "headline:" * 500,
    "fields": "headline: " * 500,
    "negated fields": "headline: -" * 500,
    "counts in counts": "atleast3(" * 500,
    "tildes": "~" * 5000,
    "fuzzy": "a~" * 1000,
    "chain": "a w/5 " * 500,
    "chain of not": "a not w/5 " * 200,
    "equals": "=" * 5000,
    "unseen": "\u202e" * 5000,
    "questions": "?" * 5000,
    "dates": "date:x " * 300,
    "quoted dates": 'date:"' * 300,
    "lengths": "length>" * 300,
    "addresses": "a@" * 1000,
    "colons": "x:" * 1000,
    "schemes": "://" * 700,
    "surrogates": "\ud800" * 2000,
    "unassigned": "\U0010ffff" * 2000,
    "one word": "a" * 1_000_000,
    "words": "word " * 200_000,
    "capitals": "WORD AND " * 100_000,
    "groups": "(a)(b)" * 300,
    "stops": "，" * 2000,
}


@pytest.mark.parametrize("hostile", HOSTILE.values(), ids=HOSTILE)
def test_hostile_text_is_read_in_linear_time(hostile: str) -> None:
    """Counted in calls, not in seconds: twice the text may cost little more than twice the calls."""
    for settings in (SETTINGS, ROOMY):
        once, twice = (_calls(text, settings) for text in (hostile[:20_000], hostile[:20_000] * 2))
        assert twice <= 3 * once + 20_000
    query = read(hostile)
    assert read(query.understood, ROOMY).clause == query.clause


def _calls(text: str, settings: Settings) -> int:
    calls = 0

    def count(*_: object) -> None:
        nonlocal calls
        calls += 1

    before = sys.getprofile()
    sys.setprofile(count)
    try:
        read(text, settings)
    finally:
        sys.setprofile(before)
    return calls
