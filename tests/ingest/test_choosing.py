"""Which blocks are taken when each has a probability."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from search.ingest.classifier.choosing import choose

LIKELY = st.lists(st.tuples(st.floats(0, 1), st.integers(0, 2000)), max_size=40)


def chosen(*pairs: tuple[float, float]) -> list[bool]:
    likely, lengths = (np.array([pair[i] for pair in pairs], float) for i in (0, 1))
    return choose(likely, lengths)


def test_what_is_certain_is_taken_and_what_is_hopeless_is_not() -> None:
    assert chosen((0.99, 200), (0.01, 200), (0.98, 150), (0.0, 20)) == [True, False, True, False]


def test_the_best_of_a_doubtful_page_is_taken() -> None:
    assert chosen((0.35, 300), (0.02, 200), (0.3, 300)) == [True, False, True]


def test_what_is_doubtful_is_left_out_beside_a_certain_text_that_it_outweighs() -> None:
    certain = [(0.99, 200.0)] * 5
    assert chosen(*certain, (0.2, 3000)) == [True] * 5 + [False]
    assert chosen(*certain, (0.55, 60)) == [True] * 6


def test_nothing_is_taken_of_nothing() -> None:
    assert chosen() == []
    assert chosen((0.0, 100), (0.0, 0)) == [False, False]


@given(LIKELY)
def test_no_block_is_taken_before_a_likelier_one(pairs: list[tuple[float, int]]) -> None:
    taken = chosen(*pairs)
    least = min((p for (p, _), took in zip(pairs, taken, strict=True) if took), default=1.0)
    assert all(took for (p, _), took in zip(pairs, taken, strict=True) if p > least)
