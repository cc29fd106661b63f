"""What the words of a block say, by a table of weights."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.ingest.classifier.vocabulary import BUCKETS, buckets, say

ALL_ONE = np.ones(BUCKETS)


def buckets_of(text: str) -> list[int]:
    return sorted(buckets([text])[1].tolist())


def test_letter_case_punctuation_and_numbers_make_no_difference() -> None:
    assert buckets_of("Subscribe now, from 3 pounds!") == buckets_of("subscribe NOW from 12 pounds")


def test_the_order_of_the_words_makes_one() -> None:
    assert buckets_of("read more news") != buckets_of("news more read")


def test_a_block_has_its_words_their_pairs_its_first_and_its_last() -> None:
    line, _ = buckets(["one two three", "", "four"])
    assert np.bincount(line, minlength=3).tolist() == [3 + 2 + 2, 0, 1 + 2]


def test_the_score_grows_with_the_root_of_the_number_of_words() -> None:
    said = say(["one two three", "…", "four"], ALL_ONE)["words say"]
    assert said == pytest.approx([7**0.5, 0, 3**0.5])


@given(st.lists(st.text(), max_size=8))
def test_a_block_says_the_same_in_any_company(texts: list[str]) -> None:
    table = np.linspace(-1, 1, BUCKETS)
    together = say(texts, table)["words say"]
    apart = [say([text], table)["words say"][0] for text in texts]
    assert together == pytest.approx(apart)
