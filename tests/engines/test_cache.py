"""What is kept decoded stays within its limit, also where it is many rare words with next to nothing behind each."""

from __future__ import annotations

import tracemalloc

import numpy as np
import pytest

from search.clauses import TEXT
from search.engines.cache import Cache
from search.patterns import Terms

LIMIT = 8 << 20


@pytest.mark.parametrize(("arrays", "numbers"), [(6, 1), (2, 1), (6, 2000)])
def test_what_is_kept_takes_no_more_memory_than_it_may(arrays: int, numbers: int) -> None:
    cache = Cache(LIMIT)
    tracemalloc.start()
    before, _ = tracemalloc.get_traced_memory()
    for n in range(20_000 if numbers < 10 else 1000):
        pattern = Terms(TEXT, ((f"word{n}", "en"), (f"word{n}", "de")))
        cache.get(
            (f"segment{n % 3}", "rows", pattern),
            lambda: tuple(np.zeros(numbers, np.int64) for _ in range(arrays)),
        )
    after, _ = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    kept = after - before
    assert kept < (LIMIT if numbers > 10 else LIMIT / 8)
    assert kept > LIMIT / 40


def test_rare_words_do_not_drive_out_frequent_ones() -> None:
    cache, made = Cache(LIMIT), []

    def frequent() -> tuple[np.ndarray, ...]:
        made.append(1)
        return (np.zeros(10_000, np.int64),)

    cache.get("frequent", frequent)
    for n in range(20_000):
        cache.get(n, lambda: (np.zeros(1, np.int64),))
    cache.get("frequent", frequent)
    assert len(made) == 1
