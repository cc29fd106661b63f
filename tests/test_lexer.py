"""What stands as one word, one phrase or one pattern."""

from __future__ import annotations

import pytest

from search.clauses import (
    All,
    Clause,
    Fuzzy,
    Not,
    Phrase,
    Prefix,
    Wildcard,
    Word,
)
from tests.queries import a, b, read, words


@pytest.mark.parametrize(
    "word",
    [
        *(
            "U.S.",
            "al-Assad",
            "5,000",
            "COVID-19",
            "AT&T",
            "C++",
            "C#",
            "don't",
            "ceasefire/cease-fire",
            "#MeToo",
        ),
        *(
            "http://example.org/a?b=c&d=(",
            "reporter@example.org",
            "10:30",
            "id-like-this",
            "F-16C",
            "$5bn",
            "Hawai'i",
        ),
        *(
            "صحيفة",
            "می‌خواهم",
            "停火",
            "İstanbul",
            "naïve",
            "9/11",
            "24/7",
            "www.example.org",
            "and",
            "not",
            "near",
        ),
    ],
)
def test_one_word(word: str) -> None:
    assert read(word.rstrip("(")).clause == Word(word.rstrip("("))


@pytest.mark.parametrize(
    ("typed", "texts"),
    [
        ("oil, gas; coal.", ["oil", "gas", "coal"]),
        ("Syria – ceasefire", ["Syria", "ceasefire"]),
        ("Syria - ceasefire", ["Syria", "ceasefire"]),
        ("Syria --ceasefire", ["Syria", "ceasefire"]),
        ("'cease fire'", ["cease", "fire"]),
        ("¿dónde está?", ["dónde", "está"]),
        ("أين هي الهدنة؟", ["أين", "هي", "الهدنة"]),
        ("停火，协议。", ["停火", "协议"]),
        ("Smith & Sons", ["Smith", "Sons"]),
        ("+oil +gas", ["oil", "gas"]),
        ("oil\x00gas\ud800coal", ["oil", "gas", "coal"]),
        ("\u200foil\u200e \u202bgas\u202c ce\u200base\u00adfire", ["oil", "gas", "ceasefire"]),
        ("dog dog", ["dog", "dog"]),
    ],
)
def test_punctuation_and_what_cannot_be_seen(typed: str, texts: list[str]) -> None:
    clause = read(typed).clause
    assert clause == (words(*texts) if typed != "¿dónde está?" else All((Word("dónde"), Wildcard("está?"))))


@pytest.mark.parametrize("quotes", ['""', "“”", "„“", "„”", "«»", "»«", '“"', "「」", "『』", "＂＂"])
def test_quotes(quotes: str) -> None:
    assert read(f"a {quotes[0]}cease  fire{quotes[1]} b").clause == All((a, Phrase("cease fire"), b))


def test_a_quote_that_is_not_closed_goes_to_the_end() -> None:
    query = read('a "cease fire')
    assert query.clause == All((a, Phrase("cease fire")))
    assert query.understood == 'a "cease fire"'
    assert any("quotation mark" in note for note in query.notes)


def test_gershayim_are_no_quotes() -> None:
    assert read('צה"ל "ארה"ב ואיראן"').clause == All((Word("צה״ל"), Phrase("ארה״ב ואיראן")))


@pytest.mark.parametrize(
    ("typed", "clause"),
    [
        ("head*", Prefix("head")),
        ("head**", Prefix("head")),
        ("wom?n", Wildcard("wom?n")),
        ("*gate", Wildcard("*gate")),
        ("bank?", Wildcard("bank?")),
        ("wo*n*", Wildcard("wo*n*")),
        ("word~", Fuzzy("word")),
        ("word~1", Fuzzy("word")),
        ("word~2", Fuzzy("word", edits=2)),
        ("word~9", Fuzzy("word", edits=2)),
        ("word~0", Word("word")),
        ("=word", Word("word", exact=True)),
        ("=Word,", Word("Word", exact=True)),
        ('="two words"', Phrase("two words", exact=True)),
        ("headline:=word", Word("word", "headline", exact=True)),
        ("headline:head*", Prefix("head", "headline")),
        ("-=word a", All((Not(Word("word", exact=True)), a))),
    ],
)
def test_endings_and_spellings(typed: str, clause: Clause) -> None:
    assert read(typed).clause == clause


def test_a_question_keeps_its_words() -> None:
    assert read("what is a ceasefire?").clause == words("what", "is", "a", "ceasefire")
    assert read("what is a (ceasefire?)").clause == All((Word("what"), Word("is"), a, Wildcard("ceasefire?")))
