from __future__ import annotations

import pytest
from hypothesis import given

from search.clauses import All, Any, Clause, Dates, Not, Phrase, Word
from search.relax import MOST, loosened, relaxations
from tests.queries import ROOMY, a, b, read, words
from tests.test_canonical import TREES


@pytest.mark.parametrize(
    ("typed", "clause"),
    [
        ("a", None),
        ("-a", None),
        ("source:a date:2016", None),
        ("a source:b", None),
        ("a b", Any((a, b))),
        ("a AND b", Any((a, b))),
        ('a "b c"', Any((a, Phrase("b c")))),
        ("a (b OR c)", Any((a, b, Word("c")))),
        ("a b -c", All((Any((a, b)), Not(Word("c"))))),
        ("a b source:c date:2016", All((Any((a, b)), Word("c", "source"), Dates("2016", "2016")))),
    ],
)
def test_some_of_the_words(typed: str, clause: Clause | None) -> None:
    assert loosened(read(typed).clause) == clause


def test_repeated_words_stay_repeated() -> None:
    assert loosened(words("oil", "oil", "gas")) == Any((Word("oil"), Word("oil"), Word("gas")))


@pytest.mark.parametrize(
    ("typed", "offers"),
    [
        ("", []),
        ("x", []),
        ("-x", []),
        ("oil", []),
        ("kennedy", ["kennedy~"]),
        ('"oil price"', ["oil price"]),
        ("oil date:2016", ["oil", "date:2016"]),
        ("oil w/5 gas", ["oil gas"]),
        ("ab cd", ["ab OR cd", "cd", "ab"]),
        ("ab -cd", ["ab"]),
        ("source:ab cd", ["cd", "source:ab"]),
        (
            '"ab cd" ef date:2016',
            [
                "ab cd ef date:2016",
                '"ab cd" ef',
                '("ab cd" OR ef) AND date:2016',
                "ef date:2016",
                '"ab cd" date:2016',
            ],
        ),
        (
            "lodge diem rusk",
            ["lodge OR diem OR rusk", "diem rusk", "lodge rusk", "lodge diem", "lodge~ diem~ rusk~"],
        ),
    ],
)
def test_offers(typed: str, offers: list[str]) -> None:
    assert [offer.typed for offer in relaxations(read(typed))] == offers


@given(TREES)
def test_each_offer_is_what_it_says_and_is_another_search(text: str) -> None:
    query = read(text, ROOMY)
    offers = relaxations(query)
    assert len(offers) <= MOST
    assert len({offer.clause for offer in offers}) == len(offers)
    for offer in offers:
        assert offer.clause != query.clause
        assert read(offer.typed, ROOMY).clause == offer.clause
        assert offer.label
