"""Operators, nearness, fields, dates and lengths, in the habits of Lexis, Factiva and ProQuest."""

from __future__ import annotations

import pytest

from search.clauses import (
    All,
    Any,
    AtLeast,
    Clause,
    Dates,
    Fuzzy,
    Length,
    Near,
    Not,
    Phrase,
    Prefix,
    Unit,
    Within,
    Word,
)
from search.schema import FIELDS as SEARCHABLE
from search.tokens import FIELDS
from tests.queries import a, b, c, d, read, words


@pytest.mark.parametrize(
    ("typed", "clause"),
    [
        ("ceasefire", Word("ceasefire")),
        ("ceasefire syria", words("ceasefire", "syria")),
        ("a AND b", All((a, b))),
        ("a OR b", Any((a, b))),
        ("a b OR c", Any((All((a, b)), c))),
        ("a AND b OR c AND d", Any((All((a, b)), All((c, d))))),
        ("a (b OR c)", All((a, Any((b, c))))),
        ("(a OR b)AND(c OR d)", All((Any((a, b)), Any((c, d))))),
        ("a -b", All((a, Not(b)))),
        ("a NOT b", All((a, Not(b)))),
        ("a AND NOT b", All((a, Not(b)))),
        ("a NOT NOT b", All((a, b))),
        ("a OR -b", Any((a, Not(b)))),
        ("a -(b c)", All((a, Not(All((b, c)))))),
        ('a -"b c"', All((a, Not(Phrase("b c"))))),
        ("a -source:b", All((a, Not(Word("b", "source"))))),
        ("((a))", a),
        ("a（b OR c）", All((a, Any((b, c))))),
    ],
)
def test_words_and_operators(typed: str, clause: Clause) -> None:
    assert read(typed).clause == clause
    assert read(typed).notes == ()


@pytest.mark.parametrize(
    ("typed", "clause"),
    [
        ("a w/5 b", Near(a, b, 5)),
        ("a W/5 b", Near(a, b, 5)),
        ("a near5 b", Near(a, b, 5)),
        ("a NEAR/5 b", Near(a, b, 5)),
        ("a n/5 b", Near(a, b, 5)),
        ("a /5 b", Near(a, b, 5)),
        ("a pre/5 b", Near(a, b, 5, ordered=True)),
        ("a adj5 b", Near(a, b, 5, ordered=True)),
        ("a ADJ/5 b", Near(a, b, 5, ordered=True)),
        ("a w/s b", Within(a, b, Unit.SENTENCE)),
        ("a W/P b", Within(a, b, Unit.PARAGRAPH)),
        ("a w/sent b", Within(a, b, Unit.SENTENCE)),
        ("a w/para b", Within(a, b, Unit.PARAGRAPH)),
        ('(a OR b*) w/5 "c d"', Near(Any((a, Prefix("b"))), Phrase("c d"), 5)),
        ("headline:(a w/5 b)", Near(Word("a", "headline"), Word("b", "headline"), 5)),
        ("a w/5 b w/3 c", All((Near(a, b, 5), Near(b, c, 3)))),
        ("a w/5 b c", All((Near(a, b, 5), c))),
        ("NOT a w/5 b c", All((Not(Near(a, b, 5)), c))),
        ("atleast3(a)", AtLeast(a, 3)),
        ("atleast3(a b)", All((AtLeast(a, 3), AtLeast(b, 3)))),
        ("ATLEAST3(a OR b)", AtLeast(Any((a, b)), 3)),
        ("atleast1(a)", a),
        ("atleast3 a b", All((AtLeast(a, 3), b))),
        ("atleast3", Word("atleast3")),
        ("w5", Word("w5")),
    ],
)
def test_nearness_and_counts(typed: str, clause: Clause) -> None:
    assert read(typed).clause == clause
    assert read(typed).notes == ()


@pytest.mark.parametrize(
    ("typed", "clause"),
    [
        ("a w/5 (b c)", words("a", "b", "c")),
        ("headline:a w/5 b", All((Word("a", "headline"), b))),
        ("a w/5 b~", All((a, Fuzzy("b")))),
        ("a w/5 (b -c)", All((a, b, Not(c)))),
        ("a w/5", a),
        ("w/5 a", a),
        ("a w/5 -b", All((a, Not(b)))),
        ("a w/0 b", Near(a, b, 1)),
        ("a w/99999999 b", Near(a, b, 255)),
        ("a not w/5 b", All((a, Not(Near(a, b, 5))))),
        ("a NOT w/5 b", All((a, Not(Near(a, b, 5))))),
        ("a w/5 ()", a),
        ("atleast3(a -b)", All((AtLeast(a, 3), Not(b)))),
    ],
)
def test_nearness_that_is_not_what_it_seems_is_said(typed: str, clause: Clause) -> None:
    assert read(typed).clause == clause
    assert read(typed).notes


@pytest.mark.parametrize(
    ("typed", "field"),
    [(f"{name}{sign}", field) for name, field in FIELDS.items() for sign in (":", "=", "：")]
    + [("Headline:", "headline"), ("HD=", "headline"), ("headline: ", "headline")],
)
def test_fields(typed: str, field: str) -> None:
    assert read(f"{typed}xyz").clause == Word("xyz", field)
    assert read(f"{typed}(xyz OR b*)").clause == Any((Word("xyz", field), Prefix("b", field)))
    if field != "language":
        assert read(f'{typed}"x y" b').clause == All((Phrase("x y", field), b))


@pytest.mark.parametrize(
    ("typed", "clause"),
    [
        ("source:The-Star", Word("The-Star", "source")),
        ("source:a.b/c:d", Word("a.b/c:d", "source")),
        ("hlead(a w/3 b)", Near(Word("a", "hlead"), Word("b", "hlead"), 3)),
        ("headline(a byline:b)", All((Word("a", "headline"), Word("b", "byline")))),
        ("headline:(a -b)", All((Word("a", "headline"), Not(Word("b", "headline"))))),
        ("headline:-b a", All((Not(Word("b", "headline")), a))),
        ("headline:AND", Word("AND", "headline")),
        ("lang:English", Word("en", "language")),
        ("language:türkçe", Word("tr", "language")),
        ("la=en-GB", Word("en", "language")),
        ('lang:"Norwegian Bokmål"', Word("nb", "language")),
        ("lang:العربية", Word("ar", "language")),
        ("lang:klingonese", Word("klingonese", "language")),
    ],
)
def test_values_of_fields(typed: str, clause: Clause) -> None:
    assert read(typed).clause == clause
    assert read(typed).notes == ()


@pytest.mark.parametrize(
    ("typed", "clause"),
    [
        ("date:2016", Dates("2016", "2016")),
        ("date:2016-05", Dates("2016-05", "2016-05")),
        ("date:23.5.2016", Dates("2016-05-23", "2016-05-23")),
        ("date:2016-02..2016-05", Dates("2016-02", "2016-05")),
        ("date:2016-02..", Dates("2016-02", None)),
        ('date:"last week"', Dates("2024-03-04", "2024-03-10")),
        ("date:“May 2016”", Dates("2016-05", "2016-05")),
        ("date(since May 2016)", Dates("2016-05", None)),
        ("date:yesterday", Dates("2024-03-13", "2024-03-13")),
        ("date: 2016", Dates("2016", "2016")),
        ("since:2016-05", Dates("2016-05", None)),
        ("until:2016", Dates(None, "2016")),
        ("after:2016", Dates("2017", None)),
        ("before:2016-05-01", Dates(None, "2016-04-30")),
        ("date>2016-12", Dates("2017-01", None)),
        ("date>=2016-12", Dates("2016-12", None)),
        ("date<2016", Dates(None, "2015")),
        ("date<=2016,", Dates(None, "2016")),
        ("-date:2016 a", All((Not(Dates("2016", "2016")), a))),
        ("length>500", Length(501, None)),
        ("wc>500", Length(501, None)),
        ("length > 500", Length(501, None)),
        ("length>=500", Length(500, None)),
        ("length<200", Length(None, 199)),
        ("length:>500", Length(501, None)),
        ("length:500", Length(500, 500)),
        ("length:100..300", Length(100, 300)),
        ("wc:300-100", Length(100, 300)),
    ],
)
def test_dates_and_lengths(typed: str, clause: Clause) -> None:
    assert read(typed).clause == clause
    assert read(typed).notes == ()


def test_dates_in_words_are_few() -> None:
    query = read(" ".join(f'date:"{n} weeks ago"' for n in range(50)))
    assert isinstance(query.clause, All)
    assert len(query.clause.parts) == 5


def test_every_field_that_can_be_typed_can_be_searched() -> None:
    assert set(FIELDS.values()) <= set(SEARCHABLE)
